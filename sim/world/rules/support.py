"""Popular support of a faction.

Support moves slowly to what a faction's base, its courting of the people and its foreign ties make of it; the ruler's also to what
propaganda, growth, reform and hardship make of it. Ties to a visible patron cost support (a group seen as foreign).

    aim_k     = support_base_k + courting_gain * (charisma_base + charisma_k) * courting_k - foreignness_cost * max over q of tie_k,q * presence_q
    aim_R    += propaganda_gain * charisma_R * concentration * min(1, tenure / propaganda_months)
              + growth_popularity * tanh(growth_popularity_scale * growth) + reform_popularity * reform - hardship_cost * hardship
    support_k += support_speed * (clip(aim_k) - support_k)

With switch popular_support off every group has the mean of all bases.

Source: judgement; propaganda as persuasion of a captive audience in Guriev and Treisman 2019. Leaves out: classes, regions, events.
"""

from __future__ import annotations

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.state import Common, World


@rule
def mean_base(world: World, common: Common) -> float:
    """Mean popular base of all factions, added in the order of their uid."""
    total = 0.0
    for r in range(common.count):
        if common.order[r] < common.groups:
            total += world.factions[common.order[r]].support_base
    return total / common.groups


@rule
def support_aim(world: World, common: Common, k: int) -> float:
    """Support to which faction k is moving, before it is cut to 0-1."""
    p = common.parameters
    faction = world.factions[k]
    aim = faction.support_base + p.courting_gain * (p.charisma_base + faction.charisma) * faction.courting
    foreign = max(world.ties[k, 0].tie * world.patrons[0].presence, world.ties[k, 1].tie * world.patrons[1].presence)
    aim -= p.foreignness_cost * foreign
    if k == world.ruler:
        aim += p.propaganda_gain * faction.charisma * world.concentration * min(1.0, world.tenure / p.propaganda_months)
        aim += p.growth_popularity * arithmetic.tanh(p.growth_popularity_scale * world.growth)
        aim += p.reform_popularity * world.reform - p.hardship_cost * world.hardship
    return aim


@rule
def support(world: World, common: Common, k: int) -> None:
    """Move the support of faction k by a month."""
    p = common.parameters
    faction = world.factions[k]
    if common.switches.popular_support == 0:
        faction.support = mean_base(world, common)
        return
    aim = min(1.0, max(0.0, support_aim(world, common, k)))
    faction.support += p.support_speed * (aim - faction.support)
