"""Patrons at an uprising: send troops, or stand by.

When a crisis has grown past a level, the patron with more at stake (presence, tie to the ruler, an alignment that has not left him) decides.
Troops put a friend of that patron in office and end the crisis.

    asked     once an episode, in the first month with protest > crisis_level: the patron with the larger stake, the first among equals
    stake_q   = presence_q * (tie_R,q + intervention_tie) * max(0, intervention_alignment - alignment towards the other patron)
    troops    with probability sigma(intervention_slope * (stake_q - intervention_threshold)), 0 with switch intervention off
    friend    = the living group with the largest tie_k,q, R first among equals; where it is not R:
                concentration *= intervention_concentration, holders turn to it with probability intervention_following, R's leader leaves
    turmoil   = max(turmoil, intervention_turmoil);  protest = street = 0

Source: interventions of 1953, 1956, 1968 and 1979 beside those declined in 1956 (Poland), 1961, 1980 and 1989. Leaves out: threats,
manoeuvres, talks between the patrons.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, uniform, whole
from sim.world.rules.board import sigmoid
from sim.world.rules.rulers import follow, leader_leaves, take_office
from sim.world.state import Common, World
from sim.world.words import EV_INTERVENTION, HOW_PATRONS, S_TROOPS, T_ALIGNMENT, T_THRESHOLD, T_TIE


@rule
def stake(world: World, common: Common, q: int) -> float:
    """What patron q has at stake."""
    p = common.parameters
    away = world.alignment if q == 0 else -world.alignment
    return world.patrons[q].presence * (world.ties[world.ruler, q].tie + p.intervention_tie) * max(0.0, p.intervention_alignment - away)


@rule
def friend_of(world: World, common: Common, q: int) -> int:
    """The living faction with the strongest tie to patron q; the ruler first among equals, then by uid."""
    best = world.ruler
    for r in range(common.count):
        k = common.order[r]
        if world.factions[k].alive == 1 and world.ties[k, q].tie > world.ties[best, q].tie:
            best = k
    return best


@rule
def in_crisis(world: World, common: Common) -> bool:
    """Whether patrons are asked this month: the first month of an episode past the level of a crisis."""
    return world.episode == 1 and world.asked == 0 and world.protest > common.parameters.crisis_level


@rule
def patron_asked(world: World, common: Common) -> int:
    """The patron with more at stake; the first among equals."""
    return 0 if stake(world, common, 0) >= stake(world, common, 1) else 1


@rule
def sends_troops(world: World, common: Common, month: int, q: int) -> tuple[bool, float, float]:
    """Whether patron q sends troops, with the chance and the luck drawn."""
    p = common.parameters
    probability = sigmoid(p.intervention_slope * (stake(world, common, q) - p.intervention_threshold))
    luck = uniform(at(world.key, S_TROOPS, month), whole(q + 1))
    if common.switches.intervention == 0 or q >= common.patrons:
        probability = 0.0
    return luck < probability, probability, luck


@rule
def troops_come(world: World, common: Common, month: int, q: int, probability: float, luck: float) -> None:
    """Troops of patron q end the crisis and put its friend in office."""
    p = common.parameters
    old, new = world.ruler, friend_of(world, common, q)
    forget(world)
    note(world, T_TIE, p.intervention_slope * stake(world, common, q))
    note(world, T_THRESHOLD, -p.intervention_slope * p.intervention_threshold)
    note(world, T_ALIGNMENT, world.alignment)
    log(world, common, month, EV_INTERVENTION, new, old, q, world.factions[new].leader, HOW_PATRONS, probability, luck, world.protest)
    if new != old:
        take_office(world, common, month, new, p.intervention_concentration)
        follow(world, common, month, new, p.intervention_following)
        leader_leaves(world, common, month, old)
    world.turmoil = max(world.turmoil, p.intervention_turmoil)
    world.protest = world.street = 0.0
