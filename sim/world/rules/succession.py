"""Deaths of leaders, and who follows a ruler.

The hazard grows with age (Gompertz). A ruler long in office who holds nearly all power can name an heir from his own group, who inherits the
concentration; otherwise there is a contest, won by the faction with most power and standing.

Source: heirs follow where the ruler precedes the party (Brownlee 2007); adult mortality after Gompertz 1825. Leaves out: heirs with traits of
their own.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, uniform
from sim.world.rules.appointments import appoint, filled_by
from sim.world.rules.rulers import leader_leaves, take_office
from sim.world.words import (
    EV_DEATH,
    EV_SUCCESSION,
    HOW_HEIR,
    HOW_NONE,
    HOW_SUCCESSOR,
    NOBODY,
    S_DEATH,
    S_TIES,
    T_AGE,
    T_CHARISMA,
    T_OWN_POWER,
)


@rule
def hazard(tables, w, month, k):
    """Monthly chance that the leader of faction k dies."""
    p = tables.parameters[tables.nation[w].draw]
    age = (month - tables.factions[w, k].leader_born) / 12.0
    return min(1.0, p.death_hazard * math.exp(p.death_age * (age - p.death_age_norm)))


@rule
def standing(tables, w, k):
    """Power of faction k times its leader's standing."""
    p = tables.parameters[tables.nation[w].draw]
    return tables.factions[w, k].power * (p.succession_charisma + tables.factions[w, k].charisma)


@rule
def successor(tables, w):
    """The living faction with the greatest standing; equals by luck; the ruler's own if no other lives."""
    nation = tables.nation[w]
    address = at(nation.key_of_start, S_TIES, 0)
    best = nation.ruler
    for k in range(tables.order.shape[0]):
        if tables.factions[w, k].alive == 0 or k == best:
            continue
        mine, other = standing(tables, w, k), standing(tables, w, best)
        if mine > other or (mine == other and uniform(address, tables.uid[k]) < uniform(address, tables.uid[best])):
            best = k
    return best


@rule
def can_name_heir(tables, w):
    """Whether the ruler is strong enough to leave the office to an heir."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    strong = tables.factions[w, nation.ruler].power > p.heir_concentration and nation.concentration > p.heir_concentration
    return strong and nation.tenure > p.heir_tenure


@rule
def succeed(tables, w, month):
    """The ruler is gone: an heir, or the winner of a contest, takes the top post."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    old = nation.ruler
    forget(tables, w)
    note(tables, w, T_OWN_POWER, tables.factions[w, old].power)
    if can_name_heir(tables, w):
        nation.tenure = 0
        log(tables, w, month, EV_SUCCESSION, old, old, NOBODY, tables.factions[w, old].leader, HOW_HEIR, 1.0, math.nan, 0.0)
        return
    new = successor(tables, w)
    note(tables, w, T_CHARISMA, tables.factions[w, new].charisma)
    log(tables, w, month, EV_SUCCESSION, new, old, NOBODY, tables.factions[w, new].leader, HOW_SUCCESSOR, 1.0, math.nan, 0.0)
    take_office(tables, w, new, p.succession_concentration)


@rule
def leader_dies(tables, w, month, k, probability, luck):
    """The leader of faction k is gone; if he ruled, somebody succeeds him."""
    forget(tables, w)
    note(tables, w, T_AGE, (month - tables.factions[w, k].leader_born) / 12.0)
    log(tables, w, month, EV_DEATH, k, NOBODY, NOBODY, tables.factions[w, k].leader, HOW_NONE, probability, luck, 0.0)
    leader_leaves(tables, w, month, k)
    if k == tables.nation[w].ruler:
        succeed(tables, w, month)


@rule
def recorded_deaths(tables, w, month):
    """Deaths that the record dates to this month, where the model replays them."""
    for n in range(tables.deaths.shape[0]):
        if tables.deaths[n].month != month:
            continue
        for i in range(tables.nation[w].posts):
            post = tables.posts[w, i]
            if post.person == tables.deaths[n].person:
                if post.leads != NOBODY:
                    leader_dies(tables, w, month, post.leads, 1.0, math.nan)
                else:
                    appoint(tables, w, month, i, filled_by(tables, w, month, i))


@rule
def deaths(tables, w, month):
    """The month's deaths, leaders in the order of their faction's uid; chance strikes on last month's rulers and leaders."""
    if tables.nation[w].ended != 0:
        return
    recorded_deaths(tables, w, month)
    if tables.switches[0].deaths == 0:
        return
    address = at(tables.nation[w].key, S_DEATH, month)
    for r in range(tables.order.shape[0]):
        k = tables.order[r]
        leader = tables.factions[w, k].leader
        if leader == NOBODY or tables.factions[w, k].alive == 0:
            continue
        probability, luck = hazard(tables, w, month, k), uniform(address, tables.posts[w, leader].person)
        if luck < probability:
            leader_dies(tables, w, month, k, probability, luck)
