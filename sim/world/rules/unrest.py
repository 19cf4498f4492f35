"""The month's unrest, in order: protest, what the patrons do about a crisis, what becomes of the regime.

A patron is asked about a crisis once an episode. Either troops come and end it, or the regime may break down, in any month in which the crisis goes
on; it may open by negotiation in any month.

    protest -> crisis (protest > crisis_level)? -> the patron asked sends troops, or breakdown -> absorption or opening;
    then a negotiated opening, if nothing has ended

Source: judgement, after the order of events in 1956 and 1989. Leaves out: a second decision about the same crisis.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.rules.ending import break_down, breaks_down, negotiate
from sim.world.rules.patrons import in_crisis, patron_asked, sends_troops, troops_come
from sim.world.rules.protest import protest
from sim.world.state import Common, World
from sim.world.words import NOBODY, NOT_ENDED, SENT_TROOPS, STOOD_BY


@rule
def carry_out(world: World, common: Common, month: int, q: int, comes: bool, probability: float, luck: float) -> None:
    """What follows from patron q's decision about a crisis: its troops come, or the regime may break down."""
    world.asked = month + 1
    patron = world.patrons[q]
    patron.reacted, patron.probability, patron.luck = month, probability, luck
    patron.reaction = SENT_TROOPS if comes else STOOD_BY
    if comes:
        troops_come(world, common, month, q, probability, luck)
        return
    falls, chance, drawn = breaks_down(world, common, month)
    if falls:
        break_down(world, common, month, chance, drawn)


@rule
def goes_on(world: World, common: Common, month: int) -> None:
    """A crisis about which a patron was asked before, and stood by, may break the regime down in any month in which it goes on."""
    crisis = world.episode == 1 and world.protest > common.parameters.crisis_level
    if world.ended != NOT_ENDED or not crisis or world.asked == 0 or world.asked == month + 1:
        return
    falls, chance, drawn = breaks_down(world, common, month)
    if falls:
        break_down(world, common, month, chance, drawn)


@rule
def asked_now(world: World, common: Common) -> int:
    """The patron who is asked about a crisis this month, NOBODY if none."""
    return patron_asked(world, common) if in_crisis(world, common) else NOBODY


@rule
def unrest(world: World, common: Common, month: int) -> None:
    """Protest, patrons, endings."""
    if world.ended != NOT_ENDED:
        return
    protest(world, common, month)
    q = asked_now(world, common)
    if q != NOBODY:
        comes, probability, luck = sends_troops(world, common, month, q)
        carry_out(world, common, month, q, comes, probability, luck)
    goes_on(world, common, month)
    negotiate(world, common, month)
