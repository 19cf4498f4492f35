"""The purge of a rival group, and its reversal by the patrons.

Strong rivals, accused rivals, those whom one can blame for a lost war, and those outside the coalition one needs are worth removing; a ruler who
may be outvoted, whose target patrons shield, who is allied, or has just purged, waits. A purge removes the group's leader and each of its backers
with the same probability, which is smaller where the group has been organising: people placed by one another cover one another. Patrons who agree
with each other may undo it.

    purge j (R; j alive; at an occasion, sharpened) =
        purge_incentive * power_j + purge_accused * accused_j + purge_blame * blame * other_half_base_j
      + purge_outsider [R in the coalition, j not; times wing_outsider for a wing of R] - purge_coup_risk * coup_risk - purge_cover * shield_j
      - purge_betrayal * pact_R,j - purge_turmoil * turmoil - purge_low * hiding_j - purge_cost
    undone with probability answer_j: turmoil = min(1, turmoil + reversal_turmoil)
    else each backer of j is replaced with probability purge_share * (1 - purge_shield * organising_j), its leader in any case,
        by an appointee of R; turmoil = min(1, turmoil + purge_turmoil_added)

Source: purges come when the ruler's risk is low (Sudduth 2017); order of elimination by coalitions (Acemoglu, Egorov and Sonin 2008); family
circles that shield their own (Getty 1985); September 1956 as described by Lankov 2005. Leaves out: what happens to those removed.
"""

from __future__ import annotations

import numpy as np

from sim.world.action import AT_FACTION, Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import forget, log, log_choice, note
from sim.world.luck import at, uniform
from sim.world.rules.appointments import appoint_by_ruler
from sim.world.rules.coalition import belongs
from sim.world.rules.occasion import at_occasion
from sim.world.state import Common, World
from sim.world.words import (
    EV_PURGE,
    EV_REVERSAL,
    HOW_NONE,
    NEVER,
    NOBODY,
    S_PURGE,
    S_REVERSAL,
    T_ACCUSED,
    T_COUP_RISK,
    T_FIXED_COST,
    T_HIDES,
    T_LOST_WAR,
    T_OUTSIDER,
    T_PACT,
    T_SHIELD,
    T_TARGET_POWER,
    T_TURMOIL,
    UNDID_PURGE,
)

PURGE = number_of("purge")
ACTIONS = (Declared("purge", AT_FACTION, switch="purge"),)


@rule
def purge_gain(world: World, common: Common, k: int, j: int) -> float:
    """The ruler k removes the backers of faction j."""
    p = common.parameters
    if common.switches.purge == 0 or k != world.ruler or j == k:
        return -np.inf
    target = world.factions[j]
    if target.alive == 0 or world.occasion == 0:
        return -np.inf
    gain = note(world, T_TARGET_POWER, p.purge_incentive * target.power)
    gain += note(world, T_ACCUSED, p.purge_accused * target.accused)
    gain += note(world, T_LOST_WAR, p.purge_blame * world.blame * target.other_half_base)
    stranger = p.wing_outsider if target.group == k else 1.0
    gain += note(world, T_OUTSIDER, p.purge_outsider * stranger * (belongs(world, common, k) * (1 - belongs(world, common, j))))
    gain += note(world, T_COUP_RISK, -p.purge_coup_risk * world.coup_risk)
    gain += note(world, T_SHIELD, -p.purge_cover * target.shield)
    gain += note(world, T_PACT, -p.purge_betrayal * world.pairs[k, j].pact)
    gain += note(world, T_TURMOIL, -p.purge_turmoil * world.turmoil)
    gain += note(world, T_HIDES, -p.purge_low * target.hiding)
    return at_occasion(common, gain + note(world, T_FIXED_COST, -p.purge_cost))


@rule
def patrons_undo(world: World, common: Common, month: int, j: int) -> tuple[bool, float, float]:
    """Whether the patrons undo a purge of faction j, with the chance and the luck drawn."""
    luck = uniform(at(world.key, S_REVERSAL, month), common.uid[j])
    probability = world.factions[j].answer
    return luck < probability, probability, luck


@rule
def reach_of_purge(world: World, common: Common, j: int) -> float:
    """Probability with which a backer of faction j is removed."""
    p = common.parameters
    return p.purge_share * (1.0 - p.purge_shield * world.factions[j].organising)


@rule
def remove_backers(world: World, common: Common, month: int, j: int) -> float:
    """Replace the leader of faction j, and each of its backers with the probability of a purge, by the ruler's appointees.

    Returns the share of all posts removed, by weight.
    """
    address, reach = at(world.key, S_PURGE, month), reach_of_purge(world, common, j)
    leader = world.factions[j].leader  # not whoever leads once he is gone
    removed, total = 0.0, 0.0
    for i in range(world.posts_used):
        post = world.posts[i]
        total += post.weight
        if i == leader or (post.backing == j and uniform(address, post.person) < reach):
            removed += post.weight
            appoint_by_ruler(world, common, month, i)
    return removed / total


@rule
def remove_side(world: World, common: Common, month: int, j: int) -> None:
    """Remove the people of faction j; the event logged last is told how many."""
    place = world.event_count - 1
    world.events[place].amount = remove_backers(world, common, month, j)
    world.turmoil = min(1.0, world.turmoil + common.parameters.purge_turmoil_added)


@rule
def patrons_acted(world: World, common: Common, month: int, probability: float, luck: float) -> None:
    """Patrons have given seats back, or undone a purge."""
    world.turmoil = min(1.0, world.turmoil + common.parameters.reversal_turmoil)
    for q in range(common.patrons):
        patron = world.patrons[q]
        patron.reaction, patron.reacted = UNDID_PURGE, month
        patron.probability, patron.luck = probability, luck


@rule
def purge(world: World, common: Common, month: int, undone: bool, probability: float, luck: float) -> None:
    """Carry out the purge the ruler chose, or let the patrons undo it; chance and luck are those of the patrons' decision."""
    k = world.ruler
    j = world.factions[k].target
    leader = world.factions[j].leader
    world.factions[j].appeal = NEVER  # whatever becomes of the purge, a vote that was lost a month ago is settled with it
    forget(world)
    purge_gain(world, common, k, j)  # noted again, for the ledger
    if undone:
        log(world, common, month, EV_REVERSAL, k, j, NOBODY, leader, HOW_NONE, probability, luck, 0.0)
        patrons_acted(world, common, month, probability, luck)
        return
    ruler = world.factions[k]
    log(world, common, month, EV_PURGE, k, j, NOBODY, leader, HOW_NONE, ruler.probability, ruler.luck, 0.0)
    log_choice(world, k)
    remove_side(world, common, month, j)


@rule
def purge_chosen(world: World) -> bool:
    """Whether the ruler who chose a purge this month is still in office."""
    return world.fell == 0 and world.factions[world.ruler].action == PURGE
