"""Who gets a post.

A post falls vacant by ordinary turnover. The ruler fills part of the vacancies; the others go to the strong, in proportion to the posts they
hold (a little more than in proportion: cumulative advantage), and to those who have been organising. A ruler safe in power takes the loyal
before the able.

Source: cumulative advantage after Simon 1955; loyalty before competence in Egorov and Sonin 2011. Leaves out: careers.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule
from sim.world.luck import at, gumbel, person_after, uniform, uniform_option
from sim.world.rules.leaders import lead
from sim.world.words import NOBODY, S_APPOINTEE, S_FILLED_BY, S_RULER_FILLS, S_VACANCY

TINY = 1e-6
"""Share of posts put for none, so that its logarithm exists."""


@rule
def appoint(tables, w, month, i, k):
    """Put a new person of faction k into post i."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    post = tables.posts[w, i]
    led = post.leads
    post.person = person_after(post.person, month)
    post.origin = post.backing = post.private = k
    post.name, post.standing, post.born, post.leads = NOBODY, tables.people.shape[0] + 1, np.nan, NOBODY
    u = uniform(at(nation.key, S_APPOINTEE, month), post.person)
    post.competence = (p.appointee_base + p.appointee_range * u) * (1.0 - p.loyalty_discount * nation.concentration)
    if led != NOBODY:
        lead(tables, w, month, led)
    if tables.factions[w, k].leader == NOBODY:
        lead(tables, w, month, k)


@rule
def filled_by(tables, w, month, i):
    """Faction that fills vacant post i."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    person = tables.posts[w, i].person
    if uniform(at(nation.key, S_RULER_FILLS, month), person) < p.ruler_appoints:
        return nation.ruler
    address = at(nation.key, S_FILLED_BY, month)
    best, winner = -np.inf, nation.ruler
    for r in range(tables.order.shape[0]):
        k = tables.order[r]
        faction = tables.factions[w, k]
        if faction.alive == 0:
            continue
        pull = p.cumulative_advantage * math.log(max(faction.post_share, TINY)) + p.organising_gain * faction.organising
        pull += gumbel(uniform_option(address, person, tables.uid[k]))
        if pull > best:
            best, winner = pull, k
    return winner


@rule
def vacancies(tables, w, month):
    """The month's ordinary turnover; leaders' posts are exempt."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    address = at(nation.key, S_VACANCY, month)
    for i in range(nation.posts):
        post = tables.posts[w, i]
        if post.leads == NOBODY and uniform(address, post.person) < p.turnover:
            appoint(tables, w, month, i, filled_by(tables, w, month, i))
