"""Whom a cadre backs.

Each month a share of cadres reconsiders, more in turmoil. A cadre backs the strong, the popular leader, the ruler, his own group, and
those whose line is near; he shuns those of whom the ruler makes him afraid. What he shows and what he would wish unseen may differ: public
backing has the pull of the strong, of office and of fear in it, the private wish has not.

Source: preference falsification (Kuran 1991); bandwagon by thresholds (Granovetter 1978); choice by argmax of utility and Gumbel chance
(McFadden 1974). Leaves out: friendships, kinship, the order of rank.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule
from sim.world.luck import at, gumbel, uniform, uniform_option
from sim.world.words import NOBODY, S_BACKING, S_REVIEW


@rule
def line_of(tables, w, k):
    """The line faction k stands for: the one in force for the ruler's, its own for the others."""
    nation = tables.nation[w]
    return nation.ruler_line if k == nation.ruler else tables.factions[w, k].ideology


@rule
def taste(tables, w, origin, j):
    """What a cadre of group `origin` would find in faction j if nobody saw it."""
    p = tables.parameters[tables.nation[w].draw]
    candidate = tables.factions[w, j]
    value = p.backing_charisma * candidate.charisma * candidate.support
    value -= p.ideology_weight * abs(line_of(tables, w, j) - tables.factions[w, origin].ideology)
    if j == origin:
        value += p.discipline_weight * candidate.discipline
    return value


@rule
def pressure(tables, w, j):
    """What makes backing faction j wise or dangerous to show."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    candidate = tables.factions[w, j]
    value = 0.0
    if tables.switches[0].bandwagon == 1:
        value += p.bandwagon * candidate.power
    if j == nation.ruler:
        return value + p.incumbency_pull
    return value - p.fear_weight * nation.concentration * (1.0 + candidate.accused)


@rule
def reconsiders(tables, w, month, i):
    """Whether the holder of post i reconsiders this month."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    chance = p.review_rate
    if nation.turmoil > p.turmoil_level:
        chance *= 1.0 + p.review_turmoil
    return uniform(at(nation.key, S_REVIEW, month), tables.posts[w, i].person) < chance


@rule
def reconsider(tables, w, month, i):
    """Public backing and private wish of the holder of post i, with the share and the luck of the option shown."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    post = tables.posts[w, i]
    address = at(nation.key, S_BACKING, month)
    best, best_private, total = -np.inf, -np.inf, 0.0
    chosen_utility = 0.0
    for r in range(tables.order.shape[0]):
        j = tables.order[r]
        if tables.factions[w, j].alive == 0:
            continue
        u = uniform_option(address, post.person, tables.uid[j])
        wish = taste(tables, w, post.origin, j)
        shown = wish + pressure(tables, w, j)
        chance = p.backing_luck * gumbel(u)
        total += math.exp(shown / p.backing_luck)
        if shown + chance > best:
            best, chosen_utility = shown + chance, shown
            post.backing, post.review_luck = j, u
        if wish + chance > best_private:
            best_private = wish + chance
            post.private = j
    post.reviewed = month
    post.review_share = math.exp(chosen_utility / p.backing_luck) / total


@rule
def back(tables, w, month, i):
    """The month of one cadre: does he reconsider, and whom does he back then?"""
    if reconsiders(tables, w, month, i):
        reconsider(tables, w, month, i)


@rule
def falsification(tables, w):
    """Share of post-holders whose shown backing hides another wish."""
    nation = tables.nation[w]
    hidden = 0
    for i in range(nation.posts):
        post = tables.posts[w, i]
        if post.private != NOBODY and post.private != post.backing:
            hidden += 1
    nation.falsification = hidden / nation.posts
