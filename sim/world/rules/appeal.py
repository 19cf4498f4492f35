"""What becomes, a month later, of those who stood against the ruler and lost: they are expelled, unless patrons give them their seats back.

A side that has lost appeals to the patrons. They answer jointly, as they would undo a purge, and more readily: what is asked of them is an act
against one decision. Where they don't, its leader goes, and each of its backers as in a purge. What is given back is seats, not power.

    a month after a lost vote, each side that joined, still there and not in office:
    seats given back with probability min(1, appeal_scale * answer_j), which leaves turmoil as a purge undone does
    else expelled [switch purge]: its leader and each of its backers as in a purge, replaced by appointees of R, with the turmoil of a purge

Source: September 1956, when two patrons had a month-old expulsion taken back (Lankov 2005; Person 2006). Leaves out: what those who fled to a
patron do.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, uniform
from sim.world.rules.purge import patrons_acted, remove_side
from sim.world.state import Common, World
from sim.world.words import EV_PURGE, EV_REVERSAL, HOW_APPEAL, HOW_EXPELLED, NEVER, NOBODY, S_APPEAL, T_ACCUSED, T_HOPE


@rule
def appeals(world: World, month: int, k: int) -> bool:
    """Whether it is decided this month what becomes of faction k, which lost a vote a month ago."""
    faction = world.factions[k]
    return faction.appeal == month - 1 and faction.alive == 1 and k != world.ruler


@rule
def patrons_answer(world: World, common: Common, month: int, k: int) -> tuple[bool, float, float]:
    """Whether patrons give faction k its seats back, with the chance and the luck drawn."""
    luck = uniform(at(world.key, S_APPEAL, month), common.uid[k])
    probability = min(1.0, common.parameters.appeal_scale * world.factions[k].answer)
    return luck < probability, probability, luck


@rule
def decide_appeal(world: World, common: Common, month: int, k: int, answered: bool, probability: float, luck: float) -> None:
    """Carry out what patrons have decided: seats given back, or expulsion."""
    faction = world.factions[k]
    faction.appeal = NEVER
    leader = faction.leader
    forget(world)
    if answered:
        note(world, T_HOPE, faction.answer)
        log(world, common, month, EV_REVERSAL, world.ruler, k, NOBODY, leader, HOW_APPEAL, probability, luck, 0.0)
        patrons_acted(world, common, month, probability, luck)
        return
    if common.switches.purge == 0:
        return
    note(world, T_ACCUSED, faction.accused)
    luck = math.nan if probability == 0.0 else 1.0 - luck
    log(world, common, month, EV_PURGE, world.ruler, k, NOBODY, leader, HOW_EXPELLED, 1.0 - probability, luck, 0.0)
    remove_side(world, common, month, k)


@rule
def all_appeals(world: World, common: Common, month: int) -> None:
    """Every side whose seats are decided this month, in the order of uid."""
    for r in range(common.count):
        k = common.order[r]
        if appeals(world, month, k):
            answered, probability, luck = patrons_answer(world, common, month, k)
            decide_appeal(world, common, month, k, answered, probability, luck)
