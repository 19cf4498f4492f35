"""Deaths of leaders, and who follows a ruler.

The hazard grows with age (Gompertz). A ruler long in office who holds nearly all power can name an heir from his own group, who inherits the
office and part of the concentration; otherwise there is a contest, won by the faction with most power and standing.

    hazard_k = min(1, death_hazard * exp(death_age * (age of k's leader - death_age_norm))) a month, under switch deaths; recorded deaths come anyhow
    an heir follows where power_R > heir_concentration, concentration > heir_concentration and tenure > heir_tenure: tenure = 0,
        concentration *= heir_concentration_kept
    else argmax over living k of power_k * (succession_charisma + charisma_k), with concentration *= succession_concentration where it takes office

Source: heirs follow where the ruler precedes the party (Brownlee 2007); adult mortality after Gompertz 1825. Leaves out: heirs with traits of
their own.
"""

from __future__ import annotations

import math

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import ahead, at, uniform
from sim.world.rules.appointments import fill
from sim.world.rules.rulers import leader_leaves, take_office
from sim.world.state import Common, World
from sim.world.words import (
    EV_DEATH,
    EV_SUCCESSION,
    HOW_HEIR,
    HOW_MEMBER,
    HOW_NONE,
    HOW_SUCCESSOR,
    NOBODY,
    NOT_ENDED,
    S_DEATH,
    S_TIES,
    T_AGE,
    T_CHARISMA,
    T_OWN_POWER,
)


@rule
def hazard(world: World, common: Common, month: int, k: int) -> float:
    """Monthly chance that the leader of faction k dies."""
    p = common.parameters
    age = (month - world.factions[k].leader_born) / 12.0
    return min(1.0, p.death_hazard * arithmetic.exp(p.death_age * (age - p.death_age_norm)))


@rule
def standing(world: World, common: Common, k: int) -> float:
    """Power of faction k times its leader's standing."""
    p = common.parameters
    return world.factions[k].power * (p.succession_charisma + world.factions[k].charisma)


@rule
def successor(world: World, common: Common) -> int:
    """The living faction with the greatest standing; equals by luck; the ruler's own if no other lives."""
    address = at(world.key_of_start, S_TIES, 0)
    best = world.ruler
    for k in range(common.count):
        if world.factions[k].alive == 0 or k == best:
            continue
        if ahead(standing(world, common, k), standing(world, common, best), address, common.uid[k], common.uid[best]):
            best = k
    return best


@rule
def can_name_heir(world: World, common: Common) -> bool:
    """Whether the ruler is strong enough to leave the office to an heir."""
    p = common.parameters
    strong = world.factions[world.ruler].power > p.heir_concentration and world.concentration > p.heir_concentration
    return strong and world.tenure > p.heir_tenure


@rule
def succeed(world: World, common: Common, month: int) -> None:
    """The ruler is gone: an heir, or the winner of a contest, takes the top post."""
    p = common.parameters
    old = world.ruler
    forget(world)
    note(world, T_OWN_POWER, world.factions[old].power)
    if can_name_heir(world, common):
        world.tenure = 0
        world.concentration *= p.heir_concentration_kept
        log(world, common, month, EV_SUCCESSION, old, old, NOBODY, world.factions[old].leader, HOW_HEIR, 1.0, math.nan, 0.0)
        return
    new = successor(world, common)
    note(world, T_CHARISMA, world.factions[new].charisma)
    log(world, common, month, EV_SUCCESSION, new, old, NOBODY, world.factions[new].leader, HOW_SUCCESSOR, 1.0, math.nan, 0.0)
    take_office(world, common, month, new, p.succession_concentration)


@rule
def leader_dies(world: World, common: Common, month: int, k: int, probability: float, luck: float) -> None:
    """The leader of faction k is gone; if he ruled, somebody succeeds him."""
    forget(world)
    note(world, T_AGE, (month - world.factions[k].leader_born) / 12.0)
    log(world, common, month, EV_DEATH, k, NOBODY, NOBODY, world.factions[k].leader, HOW_NONE, probability, luck, 0.0)
    leader_leaves(world, common, month, k)
    if k == world.ruler:
        succeed(world, common, month)


@rule
def recorded_deaths(world: World, common: Common, month: int) -> None:
    """Deaths that the record dates to this month, where the model replays them."""
    for n in range(common.death_count):
        if common.deaths[n].month != month:
            continue
        for i in range(world.posts_used):
            post = world.posts[i]
            if post.person == common.deaths[n].person:
                if post.leads != NOBODY:
                    leader_dies(world, common, month, post.leads, 1.0, math.nan)
                else:
                    forget(world)
                    log(world, common, month, EV_DEATH, post.origin, NOBODY, NOBODY, i, HOW_MEMBER, 1.0, math.nan, 0.0)
                    fill(world, common, month, i)


@rule
def deaths(world: World, common: Common, month: int) -> None:
    """The month's deaths, leaders in the order of their faction's uid; chance strikes on last month's rulers and leaders."""
    if world.ended != NOT_ENDED:
        return
    recorded_deaths(world, common, month)
    if common.switches.deaths == 0:
        return
    address = at(world.key, S_DEATH, month)
    for r in range(common.count):
        k = common.order[r]
        leader = world.factions[k].leader
        if leader == NOBODY or world.factions[k].alive == 0:
            continue
        probability, luck = hazard(world, common, month, k), uniform(address, world.posts[leader].person)
        if luck < probability:
            leader_dies(world, common, month, k, probability, luck)
