"""Expected gains of offering an alliance and of denouncing.

An ally is worth his power, more if he belongs to the same coalition and thinks alike. Denouncing is worth it against the powerful, unless a
patron protects them or one is allied with them.

    ally with j  = ally_gain * (power_j + ally_coalition [k and j in the coalition] - ally_distance * |line_k - line_j| - ally_cost)
                 - ally_repeat [own offer younger than ally_repeat_months]
    denounce j   = denounce_gain * (power_j - denounce_protection * protection_j - denounce_pact * pact_k,j - denounce_cost), k and j not R

Source: judgement. Leaves out: gratitude and grudges.
"""

from __future__ import annotations

import numpy as np

from sim.world.action import AT_FACTION, Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.rules.backing import line_of
from sim.world.rules.coalition import belongs
from sim.world.state import Common, World
from sim.world.words import (
    T_ALLY_POWER,
    T_DISTANCE,
    T_FIXED_COST,
    T_PACT,
    T_RECENT_OFFER,
    T_SAME_COALITION,
    T_TARGET_POWER,
    T_TARGET_PROTECTION,
)

ALLY, DENOUNCE = number_of("ally"), number_of("denounce")
ACTIONS = (Declared("ally", AT_FACTION, switch="allying"), Declared("denounce", AT_FACTION, switch="denouncing"))


@rule
def ally_gain(world: World, common: Common, month: int, k: int, j: int) -> float:
    """Offer faction j an alliance."""
    if common.switches.allying == 0 or j == k or world.factions[j].alive == 0:
        return -np.inf
    p = common.parameters
    gain = note(world, T_ALLY_POWER, p.ally_gain * world.factions[j].power)
    gain += note(world, T_SAME_COALITION, p.ally_gain * p.ally_coalition * (belongs(world, common, k) * belongs(world, common, j)))
    gain += note(world, T_DISTANCE, -p.ally_gain * p.ally_distance * abs(line_of(world, common, k) - line_of(world, common, j)))
    gain += note(world, T_FIXED_COST, -p.ally_gain * p.ally_cost)
    if month - world.pairs[k, j].offered < p.ally_repeat_months:
        gain += note(world, T_RECENT_OFFER, -p.ally_repeat)
    return gain


@rule
def denounce_gain(world: World, common: Common, k: int, j: int) -> float:
    """Accuse faction j in public."""
    ruler = world.ruler
    if common.switches.denouncing == 0 or k == ruler or j == ruler or j == k or world.factions[j].alive == 0:
        return -np.inf
    p = common.parameters
    gain = note(world, T_TARGET_POWER, p.denounce_gain * world.factions[j].power)
    gain += note(world, T_TARGET_PROTECTION, -p.denounce_gain * p.denounce_protection * world.factions[j].protection)
    gain += note(world, T_PACT, -p.denounce_gain * p.denounce_pact * world.pairs[k, j].pact)
    return gain + note(world, T_FIXED_COST, -p.denounce_gain * p.denounce_cost)
