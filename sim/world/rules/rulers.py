"""A change at the top.

Whoever takes over starts with part of the concentration that was there, no time in office, no reform under way, and his own line; a campaign
ends with the ruler who called it. Some of those who backed others go over to him.

Source: judgement; new leaders are contested leaders (Svolik 2012). Leaves out: bargains at the handover.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.luck import at, uniform
from sim.world.rules.appointments import appoint
from sim.world.words import NOBODY, S_FOLLOWING


@rule
def take_office(tables, w, k, kept):
    """Faction k takes the top post; `kept` is the share of concentration that stays."""
    nation = tables.nation[w]
    if nation.ruler != k:
        nation.fell = 1
    nation.ruler = k
    nation.concentration *= kept
    nation.tenure = 0
    nation.reform = 0.0
    nation.ruler_line = tables.factions[w, k].ideology
    if nation.campaign_left > 0:
        nation.campaign_left = 0
        nation.drift = 0.0


@rule
def follow(tables, w, month, k, share):
    """Each post-holder who does not back faction k goes over to it with probability `share`."""
    nation = tables.nation[w]
    address = at(nation.key, S_FOLLOWING, month)
    for i in range(nation.posts):
        post = tables.posts[w, i]
        if post.backing != k and uniform(address, post.person) < share:
            post.backing = k


@rule
def leader_leaves(tables, w, month, k):
    """The leader of faction k loses his post; a new person of the same faction gets it the same month."""
    leader = tables.factions[w, k].leader
    if leader != NOBODY:
        appoint(tables, w, month, leader, k)
