"""Who gets a post.

A post falls vacant by ordinary turnover. The ruler fills part of the vacancies; the others go to the strong, in proportion to the posts they hold
(a little more than in proportion: cumulative advantage), and to those who have been organising. A ruler has more posts to give than comrades to
trust: the less concentrated his power, the more often he takes a new person without a group, who owes him the post. A ruler safe in power takes the
loyal before the able.

    a post falls vacant with probability turnover, a leader's never; R fills it with probability ruler_appoints:
        with one of its own with probability min(1, comrade_slope * concentration), else with a person without a group, whose patron is R
    else it goes to argmax over living k of cumulative_advantage * ln(post_share_k) + organising_gain * organising_k + Gumbel_k
    competence_i = (appointee_base + appointee_range * u) * (1 - loyalty_discount * concentration)

Source: cumulative advantage after Simon 1955; loyalty before competence in Egorov and Sonin 2011; patron and client in Willerton 1992, new cadres
in Lankov 2002. Leaves out: careers.
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
    S_COMRADE,
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
    seat_new(world, common, month, i, k, k, NOBODY)


@rule
def appoint_by_ruler(world: World, common: Common, month: int, i: int) -> None:
    """Put a person of the ruler's choice into post i: a comrade, or one without a group who becomes his client."""
    p = common.parameters
    ruler = world.ruler
    u = uniform(at(world.key, S_COMRADE, month), world.posts[i].person)
    if u < p.comrade_slope * world.concentration:
        seat_new(world, common, month, i, ruler, ruler, NOBODY)
    else:
        seat_new(world, common, month, i, NOBODY, ruler, ruler)


@rule
def seat_new(world: World, common: Common, month: int, i: int, origin: int, backing: int, patron: int) -> None:
    """Put a new person into post i: of which group, backing whom, whose client."""
    p = common.parameters
    post = world.posts[i]
    led = post.leads
    if post.organ == PARTY:
        world.party_turnover += post.weight / world.party_weight
    post.person = person_after(post.person, month)
    post.origin = post.came = origin
    if origin >= common.groups:
        post.came = world.factions[origin].group
    post.backing = post.private = backing
    post.patron = patron
    post.name, post.standing, post.born, post.leads = NOBODY, UNRANKED, np.nan, NOBODY
    u = uniform(at(world.key, S_APPOINTEE, month), post.person)
    post.competence = (p.appointee_base + p.appointee_range * u) * (1.0 - p.loyalty_discount * world.concentration)
    if led != NOBODY:
        lead(world, common, month, led)
    if origin != NOBODY and world.factions[origin].leader == NOBODY:
        lead(world, common, month, origin)


@rule
def fill(world: World, common: Common, month: int, i: int) -> None:
    """Fill vacant post i: by the ruler, or by a group."""
    k = world.ruler
    if uniform(at(world.key, S_RULER_FILLS, month), world.posts[i].person) >= common.parameters.ruler_appoints:
        k = filled_by(world, common, month, i)
    if k == world.ruler:
        appoint_by_ruler(world, common, month, i)
    else:
        appoint(world, common, month, i, k)


@rule
def filled_by(world: World, common: Common, month: int, i: int) -> int:
    """Faction that fills vacant post i where the ruler does not."""
    p = common.parameters
    person = world.posts[i].person
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
            fill(world, common, month, i)
