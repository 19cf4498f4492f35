"""A change at the top.

Whoever takes over starts with part of the concentration that was there, no time in office, no reform under way, and his own line; a campaign
ends with the ruler who called it. Some of those who backed others go over to him.

    concentration *= the share that the occasion leaves (fall, intervention, succession, install);  tenure = reform = 0;  ruler_line = ideology_k
    campaign_left = drift = 0 where a campaign is on
    each holder who backs another goes over with the probability that the occasion gives

Source: judgement; new leaders are contested leaders (Svolik 2012). Leaves out: bargains at the handover.
"""

from __future__ import annotations

from typing import Any

from sim.world.compiled import rule
from sim.world.luck import at, uniform
from sim.world.rules.appointments import appoint
from sim.world.rules.wings import fold
from sim.world.state import Common, World
from sim.world.words import NOBODY, S_FOLLOWING


@rule
def take_office(world: World, common: Common, month: int, k: int, kept: Any) -> None:
    """Faction k takes the top post; `kept` is the share of concentration that stays. A wing folds into its group."""
    if k >= common.groups:
        k = fold(world, common, month, k)
        world.fell = 1
    if world.ruler != k:
        world.fell = 1
    world.ruler = k
    world.concentration *= kept
    world.tenure = 0
    world.reform = 0.0
    world.ruler_line = world.factions[k].ideology
    if world.campaign_left > 0:
        world.campaign_left = 0
        world.drift = 0.0


@rule
def follow(world: World, common: Common, month: int, k: int, share: float) -> None:
    """Each post-holder who does not back faction k goes over to it with probability `share`."""
    address = at(world.key, S_FOLLOWING, month)
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.backing != k and uniform(address, post.person) < share:
            post.backing = k


@rule
def leader_leaves(world: World, common: Common, month: int, k: int) -> None:
    """The leader of faction k loses his post; a new person of the same faction gets it the same month."""
    leader = world.factions[k].leader
    if leader != NOBODY:
        appoint(world, common, month, leader, k)
