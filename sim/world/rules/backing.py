"""Whom a cadre backs.

Each month a share of cadres reconsiders, more in turmoil. A cadre backs the strong, those who have been placing people, the popular leader, the
ruler, his own group, and those whose line is near; he shuns those of whom the ruler makes him afraid. What he shows and what he would wish
unseen may differ: public backing has the pull of the strong, of patronage, of office and of fear in it, the private wish has not.

    chance to reconsider = review_rate * (1 + review_turmoil [turmoil > turmoil_level])
    wish_j   = backing_charisma * charisma_j * support_j - ideology_weight * |line_j - ideology_f| + discipline_weight * discipline_j [j = f]
               of one without a group: backing_charisma * charisma_j * support_j + client_weight [j appointed him]
    shown_j  = wish_j + backing_organising * organising_j + bandwagon * power_j [switch bandwagon]
             + incumbency_pull [j = R] - fear_weight * concentration * (1 + accused_j) [j not R]
    backing  = argmax over living j of shown_j + backing_luck * Gumbel_j
    private  = argmax over living j of wish_j + backing_luck * Gumbel_j, with the same Gumbel_j
    falsification = share of holders whose private is not their backing

`line_R` is the line in force, `line_j` the ideology of any other.

Source: preference falsification (Kuran 1991); bandwagon by thresholds (Granovetter 1978); patronage as the way into the upper ranks
(Willerton 1992); choice by argmax of utility and Gumbel chance (McFadden 1974). Leaves out: friendships, kinship, the order of rank.
"""

from __future__ import annotations

import numpy as np

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.luck import gumbel, uniform, uniform_option
from sim.world.state import Common, World
from sim.world.words import NOBODY


@rule
def line_of(world: World, common: Common, k: int) -> float:
    """The line faction k stands for: the one in force for the ruler's, its own for the others."""
    return world.ruler_line if k == world.ruler else world.factions[k].ideology


@rule
def taste(world: World, common: Common, origin: int, patron: int, j: int) -> float:
    """What a cadre of group `origin`, or of none and a client of `patron`, would find in faction j if nobody saw it."""
    p = common.parameters
    candidate = world.factions[j]
    value = p.backing_charisma * candidate.charisma * candidate.support
    if origin == NOBODY:
        return value + p.client_weight if j == patron else value
    value -= p.ideology_weight * abs(line_of(world, common, j) - world.factions[origin].ideology)
    if j == origin:
        value += p.discipline_weight * candidate.discipline
    return value


@rule
def pressure(world: World, common: Common, j: int) -> float:
    """What makes backing faction j wise or dangerous to show."""
    p = common.parameters
    candidate = world.factions[j]
    value = p.backing_organising * candidate.organising
    if common.switches.bandwagon == 1:
        value += p.bandwagon * candidate.power
    if j == world.ruler:
        return value + p.incumbency_pull
    return value - p.fear_weight * world.concentration * (1.0 + candidate.accused)


@rule
def review_chance(world: World, common: Common) -> float:
    """Chance that a cadre reconsiders this month."""
    p = common.parameters
    if world.turmoil > p.turmoil_level:
        return p.review_rate * (1.0 + p.review_turmoil)
    return p.review_rate


@rule
def reconsiders(world: World, common: Common, i: int) -> bool:
    """Whether the holder of post i reconsiders this month."""
    return uniform(world.review_address, world.posts[i].person) < review_chance(world, common)


@rule
def reconsider(world: World, common: Common, month: int, i: int) -> None:
    """Public backing and private wish of the holder of post i, with the share and the luck of the option shown."""
    p = common.parameters
    post = world.posts[i]
    address = world.backing_address
    best, best_private, total = -np.inf, -np.inf, 0.0
    chosen_utility = 0.0
    for r in range(common.count):
        j = common.order[r]
        if world.factions[j].alive == 0:
            continue
        u = uniform_option(address, post.person, common.uid[j])
        wish = taste(world, common, post.origin, post.patron, j)
        shown = wish + pressure(world, common, j)
        chance = p.backing_luck * gumbel(u)
        total += arithmetic.exp(shown / p.backing_luck)
        if shown + chance > best:
            best, chosen_utility = shown + chance, shown
            post.backing, post.review_luck = j, u
        if wish + chance > best_private:
            best_private = wish + chance
            post.private = j
    post.reviewed = month
    post.review_share = arithmetic.exp(chosen_utility / p.backing_luck) / total


@rule
def back(world: World, common: Common, month: int, i: int) -> None:
    """The month of one cadre: does he reconsider, and whom does he back then?"""
    if reconsiders(world, common, i):
        reconsider(world, common, month, i)


@rule
def falsification(world: World) -> None:
    """Share of post-holders whose shown backing hides another wish."""
    hidden = 0
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.private != NOBODY and post.private != post.backing:
            hidden += 1
    world.falsification = hidden / world.posts_used
