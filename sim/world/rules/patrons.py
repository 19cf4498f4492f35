"""Patrons at an uprising: send troops, or stand by.

When a crisis has grown past a level, the patron with more at stake (presence, tie to the ruler, an alignment that has not left him) decides.
Troops put a friend of that patron in office and end the crisis.

Source: interventions of 1953, 1956, 1968 and 1979 beside those declined in 1956 (Poland), 1961, 1980 and 1989. Leaves out: threats,
manoeuvres, talks between the patrons.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, uniform, whole
from sim.world.rules.board import sigmoid
from sim.world.rules.rulers import follow, leader_leaves, take_office
from sim.world.words import EV_INTERVENTION, HOW_PATRONS, NOBODY, S_TROOPS, T_ALIGNMENT, T_THRESHOLD, T_TIE


@rule
def stake(tables, w, q):
    """What patron q has at stake."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    away = nation.alignment if q == 0 else -nation.alignment
    return tables.patrons[w, q].presence * (tables.ties[w, nation.ruler, q].tie + p.intervention_tie) * max(0.0, p.intervention_alignment - away)


@rule
def friend_of(tables, w, q):
    """The living faction with the strongest tie to patron q; the ruler first among equals, then by uid."""
    best = tables.nation[w].ruler
    for r in range(tables.order.shape[0]):
        k = tables.order[r]
        if tables.factions[w, k].alive == 1 and tables.ties[w, k, q].tie > tables.ties[w, best, q].tie:
            best = k
    return best


@rule
def in_crisis(tables, w):
    """Whether patrons are asked this month: the first month of an episode past the level of a crisis."""
    nation = tables.nation[w]
    return nation.episode == 1 and nation.asked == 0 and nation.protest > tables.parameters[nation.draw].crisis_level


@rule
def patron_asked(tables, w):
    """The patron with more at stake; the first among equals."""
    return 0 if stake(tables, w, 0) >= stake(tables, w, 1) else 1


@rule
def sends_troops(tables, w, month, q):
    """Whether patron q sends troops, with the chance and the luck drawn."""
    p = tables.parameters[tables.nation[w].draw]
    probability = sigmoid(p.intervention_slope * (stake(tables, w, q) - p.intervention_threshold))
    luck = uniform(at(tables.nation[w].key, S_TROOPS, month), whole(q + 1))
    if tables.switches[0].intervention == 0 or q >= tables.counts[2]:
        probability = 0.0
    return luck < probability, probability, luck


@rule
def troops_come(tables, w, month, q, probability, luck):
    """Troops of patron q end the crisis and put its friend in office."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    old, new = nation.ruler, friend_of(tables, w, q)
    forget(tables, w)
    note(tables, w, T_TIE, p.intervention_slope * stake(tables, w, q))
    note(tables, w, T_THRESHOLD, -p.intervention_slope * p.intervention_threshold)
    note(tables, w, T_ALIGNMENT, nation.alignment)
    log(tables, w, month, EV_INTERVENTION, new, old, q, tables.factions[w, new].leader, HOW_PATRONS, probability, luck, nation.protest)
    if new != old:
        take_office(tables, w, new, p.intervention_concentration)
        follow(tables, w, month, new, p.intervention_following)
        leader_leaves(tables, w, month, old)
    nation.turmoil = max(nation.turmoil, p.intervention_turmoil)
