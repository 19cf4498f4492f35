"""Who gets a post.

A post falls vacant by ordinary turnover. The ruler fills part of the vacancies; the others go to the strong, in proportion to the posts they
hold (a little more than in proportion: cumulative advantage), and to those who have been organising. A ruler safe in power takes the loyal
before the able.

    a post falls vacant with probability turnover, a leader's never; R fills it with probability ruler_appoints
    else it goes to argmax over living k of cumulative_advantage * ln(post_share_k) + organising_gain * organising_k + Gumbel_k
    competence_i = (appointee_base + appointee_range * u) * (1 - loyalty_discount * concentration)

Source: cumulative advantage after Simon 1955; loyalty before competence in Egorov and Sonin 2011. Leaves out: careers.
"""

from __future__ import annotations

import numpy as np

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.luck import at, gumbel, person_after, uniform, uniform_option
from sim.world.rules.holders import draw_for_holders
from sim.world.rules.leaders import is_safe, lead
from sim.world.state import Common, World
from sim.world.words import (
    NOBODY,
    PARTY,
    S_APPOINTEE,
    S_FILLED_BY,
    S_RULER_FILLS,
    S_VACANCY,
    UNRANKED,
)

TINY = 1e-6
"""Share of posts put for none, so that its logarithm exists."""


@rule
def appoint(world: World, common: Common, month: int, i: int, k: int) -> None:
    """Put a new person of faction k into post i."""
    p = common.parameters
    post = world.posts[i]
    led = post.leads
    if post.organ == PARTY:
        world.party_turnover += post.weight / world.party_weight
    post.person = person_after(post.person, month)
    post.origin = post.backing = post.private = k
    post.name, post.standing, post.born, post.leads = NOBODY, UNRANKED, np.nan, NOBODY
    u = uniform(at(world.key, S_APPOINTEE, month), post.person)
    post.competence = (p.appointee_base + p.appointee_range * u) * (1.0 - p.loyalty_discount * world.concentration)
    if led != NOBODY:
        lead(world, common, month, led)
    if world.factions[k].leader == NOBODY:
        lead(world, common, month, k)


@rule
def filled_by(world: World, common: Common, month: int, i: int) -> int:
    """Faction that fills vacant post i."""
    p = common.parameters
    person = world.posts[i].person
    if uniform(at(world.key, S_RULER_FILLS, month), person) < p.ruler_appoints:
        return world.ruler
    address = at(world.key, S_FILLED_BY, month)
    best, winner = -np.inf, world.ruler
    for r in range(common.count):
        k = common.order[r]
        faction = world.factions[k]
        if faction.alive == 0:
            continue
        pull = p.cumulative_advantage * arithmetic.log(max(faction.post_share, TINY)) + p.organising_gain * faction.organising
        pull += gumbel(uniform_option(address, person, common.uid[k]))
        if pull > best:
            best, winner = pull, k
    return winner


@rule
def vacancies(world: World, common: Common, month: int) -> None:
    """The month's ordinary turnover; leaders' posts are exempt."""
    p = common.parameters
    draw_for_holders(world, at(world.key, S_VACANCY, month))
    turnover = p.turnover
    for i in range(world.posts_used):
        if world.draws[i] < turnover and not is_safe(world, i):  # few are drawn: the rest needs no look
            appoint(world, common, month, i, filled_by(world, common, month, i))
