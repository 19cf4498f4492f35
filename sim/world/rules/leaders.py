"""Who leads a faction: the one of its people in the weightiest post.

Equals are ordered by their standing at the start, then by luck. A leader's post is not filled anew by vacancies or campaigns; he leaves by
purge, death or lost rule. A leader whose birth is unknown gets an age on taking over.

    leader_k      = the post of largest weight whose holder comes from k; then of lowest standing; then of lowest u
    leader_born_k = month - 12 * (leader_age_mean + leader_age_sd * normal) where it is unknown

Source: judgement. Leaves out: traits of his own.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule
from sim.world.luck import at, normal, uniform
from sim.world.state import Common, World
from sim.world.words import NOBODY, S_AGE, S_TIES


@rule
def outranks(world: World, common: Common, i: int, j: int) -> bool:
    """Whether the holder of post i comes before the holder of post j."""
    mine, other = world.posts[i], world.posts[j]
    if mine.weight != other.weight:
        return mine.weight > other.weight
    if mine.standing != other.standing:
        return mine.standing < other.standing
    address = at(world.key_of_start, S_TIES, 0)
    return uniform(address, mine.person) < uniform(address, other.person)


@rule
def lead(world: World, common: Common, month: int, k: int) -> None:
    """Find the leader of faction k."""
    p = common.parameters
    faction = world.factions[k]
    best = NOBODY
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.leads == k:
            post.leads = NOBODY
        if post.origin == k and (best == NOBODY or outranks(world, common, i, best)):
            best = i
    faction.leader = best
    if best == NOBODY:
        return
    post = world.posts[best]
    post.leads = k
    faction.leader_born = post.born
    if math.isnan(post.born):
        age = p.leader_age_mean + p.leader_age_sd * normal(uniform(at(world.key_of_start, S_AGE, 0), post.person))
        faction.leader_born = post.born = month - 12.0 * age


@rule
def is_safe(world: World, i: int) -> bool:
    """Whether the holder of post i is a leader of a living faction, whose post is not filled anew by turnover or campaign."""
    leads = world.posts[i].leads
    return leads != NOBODY and world.factions[leads].alive == 1
