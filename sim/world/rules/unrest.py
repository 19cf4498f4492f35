"""The month's unrest, in order: protest, what the patrons do about a crisis, what becomes of the regime."""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.rules.ending import break_down, breaks_down, negotiate
from sim.world.rules.patrons import in_crisis, patron_asked, sends_troops, troops_come
from sim.world.rules.protest import protest


@rule
def react(world, common, month, q):
    """Patron q decides on troops and acts; returns whether they came."""
    world.asked = 1
    comes, probability, luck = sends_troops(world, common, month, q)
    patron = world.patrons[q]
    patron.reaction, patron.reacted, patron.probability, patron.luck = 1, month, probability, luck
    if comes:
        patron.reaction = 2
        troops_come(world, common, month, q, probability, luck)
    return comes


@rule
def breakdown(world, common, month):
    """What follows a crisis into which no troops came."""
    falls, probability, luck = breaks_down(world, common, month)
    if falls:
        break_down(world, common, month, probability, luck)


@rule
def unrest(world, common, month):
    """Protest, patrons, endings."""
    if world.ended != 0:
        return
    protest(world, common, month)
    if in_crisis(world, common) and not react(world, common, month, patron_asked(world, common)):
        breakdown(world, common, month)
    negotiate(world, common, month)
