"""The month's unrest, in order: protest, what the patrons do about a crisis, what becomes of the regime."""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.rules.ending import break_down, breaks_down, negotiate
from sim.world.rules.patrons import in_crisis, patron_asked, sends_troops, troops_come
from sim.world.rules.protest import protest


@rule
def react(tables, w, month, q):
    """Patron q decides on troops and acts; returns whether they came."""
    nation = tables.nation[w]
    nation.asked = 1
    comes, probability, luck = sends_troops(tables, w, month, q)
    patron = tables.patrons[w, q]
    patron.reaction, patron.reacted, patron.probability, patron.luck = 1, month, probability, luck
    if comes:
        patron.reaction = 2
        troops_come(tables, w, month, q, probability, luck)
    return comes


@rule
def breakdown(tables, w, month):
    """What follows a crisis into which no troops came."""
    falls, probability, luck = breaks_down(tables, w, month)
    if falls:
        break_down(tables, w, month, probability, luck)


@rule
def unrest(tables, w, month):
    """Protest, patrons, endings."""
    nation = tables.nation[w]
    if nation.ended != 0:
        return
    protest(tables, w, month)
    if in_crisis(tables, w) and not react(tables, w, month, patron_asked(tables, w)):
        breakdown(tables, w, month)
    negotiate(tables, w, month)
