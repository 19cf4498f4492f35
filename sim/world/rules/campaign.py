"""A campaign of the street against the ruler's own apparatus.

It pays a leader whose standing with the people exceeds his hold on the party posts: one with a tight machine needs a purge, not a campaign.
Twice a year a wave empties part of the party posts, and those whom the streets like come in. A long campaign loosens control.

Source: our reading of MacFarquhar and Schoenhals 2006 and Walder 2009; no formal model is known to us, and the cases are few. Leaves out:
the army's part, regions, victims.
"""

from __future__ import annotations

import math

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, gumbel, uniform, uniform_option, whole
from sim.world.rules.appointments import TINY, appoint
from sim.world.words import (
    CAMPAIGN,
    EV_CAMPAIGN,
    HOW_NONE,
    NOBODY,
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


@rule
def campaign_gain(tables, w, k):
    """The ruler calls on the people against the apparatus."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    if tables.switches[0].campaign == 0 or k != nation.ruler or nation.campaign_left > 0:
        return -np.inf
    me = tables.factions[w, k]
    gap = me.charisma * me.support - nation.party_control * (1.0 - nation.drift)
    gain = note(tables, w, T_GAP, p.campaign_gap * gap)
    gain += note(tables, w, T_LINE, p.campaign_ideology * nation.ruler_line)
    if tables.switches[0].mass_example == 1:
        pull = tables.ties[w, k, 1].tie * max(0.0, tables.patrons[w, 1].line) * (1.0 + nation.alignment) / p.campaign_line_scale
        gain += note(tables, w, T_EXAMPLE, p.campaign_example * pull)
    gain += note(tables, w, T_CONTROL, -p.campaign_control_risk * nation.party_control)
    gain += note(tables, w, T_COUP_RISK, -p.campaign_coup_risk * nation.coup_risk)
    return gain + note(tables, w, T_FIXED_COST, -p.campaign_cost)


@rule
def streets_like(tables, w, month, i):
    """Faction whose man the streets put into post i."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    address = at(nation.key, S_STREETS_LIKE, month)
    best, winner = -np.inf, nation.ruler
    for r in range(tables.order.shape[0]):
        k = tables.order[r]
        if tables.factions[w, k].alive == 0:
            continue
        liked = tables.factions[w, k].support * (p.campaign_ruler_pull if k == nation.ruler else 1.0)
        value = math.log(max(liked, TINY)) + gumbel(uniform_option(address, tables.posts[w, i].person, tables.uid[k]))
        if value > best:
            best, winner = value, k
    return winner


@rule
def wave(tables, w, month):
    """One wave through the party posts; leaders are exempt."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    address = at(nation.key, S_CAMPAIGN_WAVE, month)
    for i in range(nation.posts):
        post = tables.posts[w, i]
        if post.organ == 0 and post.leads == NOBODY and uniform(address, post.person) < p.campaign_refill:
            appoint(tables, w, month, i, streets_like(tables, w, month, i))


@rule
def call_campaign(tables, w, month):
    """Begin a campaign if the ruler, still in office, chose one."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    ruler = tables.factions[w, nation.ruler]
    if nation.fell == 1 or ruler.action != CAMPAIGN or nation.campaign_left > 0:
        return
    forget(tables, w)
    campaign_gain(tables, w, nation.ruler)
    u = uniform(at(nation.key, S_CAMPAIGN_LENGTH, month), whole(0))
    nation.campaign_left = int(p.campaign_months) + int(p.campaign_months_range * u)
    nation.campaign_age = 0
    log(tables, w, month, EV_CAMPAIGN, nation.ruler, NOBODY, NOBODY, ruler.leader, HOW_NONE, ruler.probability, ruler.luck, nation.campaign_left)


@rule
def campaign(tables, w, month):
    """The month of a campaign."""
    call_campaign(tables, w, month)
    nation = tables.nation[w]
    if nation.campaign_left <= 0:
        return
    p = tables.parameters[nation.draw]
    if nation.campaign_age % int(p.campaign_step) == 0:
        wave(tables, w, month)
    nation.drift = min(p.drift_limit, nation.drift + p.drift_speed)
    nation.campaign_age += 1
    nation.campaign_left -= 1
    if nation.campaign_left == 0:
        nation.drift = 0.0
