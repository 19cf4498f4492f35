"""A campaign of the street against the ruler's own apparatus.

It pays a leader whose standing with the people exceeds his hold on the party posts: one with a tight machine needs a purge, not a campaign. Control
of the apparatus wears off year by year until a campaign has shaken it up. Twice a year a wave empties part of the party posts, and those whom the
streets like come in.

    campaign (R, none on; at an occasion, sharpened) =
                          campaign_gap * (charisma_R * support_R - party_control * (1 - drift)) + campaign_ideology * ruler_line
                          - campaign_control_risk * party_control - campaign_coup_risk * coup_risk - campaign_cost
                          + campaign_example * tie_R,2 * max(0, line_2) * (1 + alignment) / campaign_line_scale [switch mass_example]
    months      = campaign_months + campaign_months_range * u, both cut to whole months
    every campaign_step months each party post but a leader's is refilled with probability campaign_refill,
                from argmax over living k of ln(support_k, times campaign_ruler_pull for R) + Gumbel_k
    drift       = min(drift_limit, drift + drift_speed) each month, 0 when a campaign ends

Source: our reading of MacFarquhar and Schoenhals 2006 and Walder 2009; no formal model is known to us, and the cases are few. Leaves out: the
army's part, regions, victims.
"""

from __future__ import annotations

import numpy as np

from sim.world import arithmetic
from sim.world.action import Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import forget, log, log_choice, note
from sim.world.luck import at, gumbel, uniform, uniform_option, whole
from sim.world.rules.appointments import TINY, appoint, appoint_by_ruler
from sim.world.rules.leaders import is_safe
from sim.world.rules.occasion import at_occasion
from sim.world.state import Common, World
from sim.world.words import (
    EV_CAMPAIGN,
    HOW_NONE,
    NOBODY,
    PARTY,
    S_CAMPAIGN_LENGTH,
    S_CAMPAIGN_WAVE,
    S_STREETS_LIKE,
    T_CONTROL,
    T_COUP_RISK,
    T_EXAMPLE,
    T_FIXED_COST,
    T_GAP,
    T_LINE,
)

CAMPAIGN = number_of("campaign")
ACTIONS = (Declared("campaign", switch="campaign"),)


@rule
def campaign_gain(world: World, common: Common, k: int) -> float:
    """The ruler calls on the people against the apparatus."""
    p = common.parameters
    if common.switches.campaign == 0 or k != world.ruler or world.campaign_left > 0 or world.occasion == 0:
        return -np.inf
    me = world.factions[k]
    gap = me.charisma * me.support - world.party_control * (1.0 - world.drift)
    gain = note(world, T_GAP, p.campaign_gap * gap)
    gain += note(world, T_LINE, p.campaign_ideology * world.ruler_line)
    if common.switches.mass_example == 1:
        pull = world.ties[k, 1].tie * max(0.0, world.patrons[1].line) * (1.0 + world.alignment) / p.campaign_line_scale
        gain += note(world, T_EXAMPLE, p.campaign_example * pull)
    gain += note(world, T_CONTROL, -p.campaign_control_risk * world.party_control)
    gain += note(world, T_COUP_RISK, -p.campaign_coup_risk * world.coup_risk)
    return at_occasion(common, gain + note(world, T_FIXED_COST, -p.campaign_cost))


@rule
def streets_like(world: World, common: Common, month: int, i: int) -> int:
    """Faction whose man the streets put into post i."""
    p = common.parameters
    address = at(world.key, S_STREETS_LIKE, month)
    best, winner = -np.inf, world.ruler
    for r in range(common.count):
        k = common.order[r]
        if world.factions[k].alive == 0:
            continue
        liked = world.factions[k].support * (p.campaign_ruler_pull if k == world.ruler else 1.0)
        value = arithmetic.log(max(liked, TINY)) + gumbel(uniform_option(address, world.posts[i].person, common.uid[k]))
        if value > best:
            best, winner = value, k
    return winner


@rule
def wave(world: World, common: Common, month: int) -> None:
    """One wave through the party posts; leaders are exempt."""
    p = common.parameters
    address = at(world.key, S_CAMPAIGN_WAVE, month)
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.organ == PARTY and not is_safe(world, i) and uniform(address, post.person) < p.campaign_refill:
            put = streets_like(world, common, month, i)
            if put == world.ruler:
                appoint_by_ruler(world, common, month, i)
            else:
                appoint(world, common, month, i, put)


@rule
def call_campaign(world: World, common: Common, month: int) -> None:
    """Begin a campaign if the ruler, still in office, chose one."""
    p = common.parameters
    ruler = world.factions[world.ruler]
    if world.fell == 1 or ruler.action != CAMPAIGN or world.campaign_left > 0:
        return
    forget(world)
    campaign_gain(world, common, world.ruler)
    u = uniform(at(world.key, S_CAMPAIGN_LENGTH, month), whole(0))
    world.campaign_left = int(p.campaign_months) + int(p.campaign_months_range * u)
    world.campaign_age = 0
    log(world, common, month, EV_CAMPAIGN, world.ruler, NOBODY, NOBODY, ruler.leader, HOW_NONE, ruler.probability, ruler.luck, world.campaign_left)
    log_choice(world, world.ruler)


@rule
def campaign(world: World, common: Common, month: int) -> None:
    """The month of a campaign."""
    p = common.parameters
    world.drift = min(p.drift_limit, world.drift + p.drift_speed)
    call_campaign(world, common, month)
    if world.campaign_left <= 0:
        return
    if world.campaign_age % int(p.campaign_step) == 0:
        wave(world, common, month)
    world.campaign_age += 1
    world.campaign_left -= 1
    if world.campaign_left == 0:
        world.drift = 0.0
