"""The purge of a rival group, and its reversal by the patrons.

Strong rivals, accused rivals, those whom one can blame for a lost war, and those outside the coalition one needs are worth removing; a ruler
who may be outvoted, who expects the patrons to undo it, who is allied, or has just purged, waits. A purge removes each backer of the group
with the same probability; patrons who agree with each other may undo it.

Source: purges come when the ruler's risk is low (Sudduth 2017); order of elimination by coalitions (Acemoglu, Egorov and Sonin 2008);
September 1956 as described by Lankov 2005. Leaves out: what happens to those removed.
"""

from __future__ import annotations

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import log, note
from sim.world.luck import at, uniform
from sim.world.rules.appointments import appoint
from sim.world.rules.coalition import belongs
from sim.world.words import (
    EV_PURGE,
    EV_REVERSAL,
    HOW_NONE,
    NOBODY,
    PURGE,
    S_PURGE,
    S_REVERSAL,
    T_ACCUSED,
    T_COUP_RISK,
    T_EXPECTED_REVERSAL,
    T_FIXED_COST,
    T_HIDES,
    T_LOST_WAR,
    T_OUTSIDER,
    T_PACT,
    T_TARGET_POWER,
    T_TURMOIL,
)


@rule
def purge_gain(tables, w, k, j):
    """The ruler k removes the backers of faction j."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    if tables.switches[0].purge == 0 or k != nation.ruler or j == k:
        return -np.inf
    target = tables.factions[w, j]
    if target.alive == 0 or target.post_share < p.purge_minimum:
        return -np.inf
    gain = note(tables, w, T_TARGET_POWER, p.purge_incentive * target.power)
    gain += note(tables, w, T_ACCUSED, p.purge_accused * target.accused)
    gain += note(tables, w, T_LOST_WAR, p.purge_blame * nation.blame * target.other_half_base)
    gain += note(tables, w, T_OUTSIDER, p.purge_outsider * (belongs(tables, w, k) * (1 - belongs(tables, w, j))))
    gain += note(tables, w, T_COUP_RISK, -p.purge_coup_risk * nation.coup_risk)
    gain += note(tables, w, T_EXPECTED_REVERSAL, -p.purge_reversal * target.undone)
    gain += note(tables, w, T_PACT, -p.purge_betrayal * tables.pairs[w, k, j].pact)
    gain += note(tables, w, T_TURMOIL, -p.purge_turmoil * nation.turmoil)
    gain += note(tables, w, T_HIDES, -p.purge_low * target.hiding)
    return gain + note(tables, w, T_FIXED_COST, -p.purge_cost)


@rule
def patrons_undo(tables, w, month, j):
    """Whether the patrons undo a purge of faction j, with the luck drawn."""
    luck = uniform(at(tables.nation[w].key, S_REVERSAL, month), tables.uid[j])
    return luck < tables.factions[w, j].undone, luck


@rule
def remove_backers(tables, w, month, k, j):
    """Replace each backer of faction j, with the probability of a purge, by an appointee of k; returns the weighted share removed."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    address = at(nation.key, S_PURGE, month)
    removed, total = 0.0, 0.0
    for i in range(nation.posts):
        post = tables.posts[w, i]
        total += post.weight
        if post.backing == j and uniform(address, post.person) < p.purge_share:
            removed += post.weight
            appoint(tables, w, month, i, k)
    return removed / total


@rule
def purge(tables, w, month, undone, luck):
    """Carry out the purge the ruler chose, or let the patrons undo it."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    k = nation.ruler
    j = tables.factions[w, k].target
    leader = tables.factions[w, j].leader
    gain_terms = purge_gain(tables, w, k, j)  # noted again, for the ledger
    if undone:
        log(tables, w, month, EV_REVERSAL, k, j, NOBODY, leader, HOW_NONE, tables.factions[w, j].undone, luck, gain_terms)
        nation.turmoil = min(1.0, nation.turmoil + p.reversal_turmoil)
        return
    ruler = tables.factions[w, k]
    log(tables, w, month, EV_PURGE, k, j, NOBODY, leader, HOW_NONE, ruler.probability, ruler.luck, 0.0)
    place = nation.events - 1
    share = remove_backers(tables, w, month, k, j)
    tables.events[w, place].amount = share
    nation.turmoil = min(1.0, nation.turmoil + p.purge_turmoil_added)


@rule
def purge_chosen(tables, w):
    """Whether the ruler who chose a purge this month is still in office."""
    nation = tables.nation[w]
    return nation.fell == 0 and tables.factions[w, nation.ruler].action == PURGE
