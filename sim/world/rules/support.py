"""Popular support of a faction.

Support moves slowly to what a faction's base, its courting of the people and its foreign ties make of it; the ruler's also to what
propaganda, growth, reform and hardship make of it. Ties to a visible patron cost support (a group seen as foreign).

Source: judgement; propaganda as persuasion of a captive audience in Guriev and Treisman 2019. Leaves out: classes, regions, events.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule


@rule
def mean_base(tables, w):
    """Mean popular base of all factions, added in the order of their uid."""
    total = 0.0
    for r in range(tables.order.shape[0]):
        total += tables.factions[w, tables.order[r]].support_base
    return total / tables.order.shape[0]


@rule
def support_aim(tables, w, k):
    """Support to which faction k is moving, before it is cut to 0-1."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    faction = tables.factions[w, k]
    aim = faction.support_base + p.courting_gain * (p.charisma_base + faction.charisma) * faction.courting
    foreign = max(tables.ties[w, k, 0].tie * tables.patrons[w, 0].presence, tables.ties[w, k, 1].tie * tables.patrons[w, 1].presence)
    aim -= p.foreignness_cost * foreign
    if k == nation.ruler:
        aim += p.propaganda_gain * faction.charisma * nation.concentration * min(1.0, nation.tenure / p.propaganda_months)
        aim += p.growth_popularity * math.tanh(p.growth_popularity_scale * nation.growth)
        aim += p.reform_popularity * nation.reform - p.hardship_cost * nation.hardship
    return aim


@rule
def support(tables, w, k):
    """Move the support of faction k by a month."""
    p = tables.parameters[tables.nation[w].draw]
    faction = tables.factions[w, k]
    if tables.switches[0].popular_support == 0:
        faction.support = mean_base(tables, w)
        return
    aim = min(1.0, max(0.0, support_aim(tables, w, k)))
    faction.support += p.support_speed * (aim - faction.support)
