"""Expected gains of offering an alliance and of denouncing.

An ally is worth his power, more if he belongs to the same coalition and thinks alike. Denouncing is worth it against the powerful, unless a
patron protects them or one is allied with them.

Source: judgement. Leaves out: gratitude and grudges.
"""

from __future__ import annotations

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.rules.backing import line_of
from sim.world.rules.coalition import belongs
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


@rule
def ally_gain(tables, w, month, k, j):
    """Offer faction j an alliance."""
    if tables.switches[0].allying == 0 or j == k or tables.factions[w, j].alive == 0:
        return -np.inf
    p = tables.parameters[tables.nation[w].draw]
    gain = note(tables, w, T_ALLY_POWER, p.ally_gain * tables.factions[w, j].power)
    gain += note(tables, w, T_SAME_COALITION, p.ally_gain * p.ally_coalition * (belongs(tables, w, k) * belongs(tables, w, j)))
    gain += note(tables, w, T_DISTANCE, -p.ally_gain * p.ally_distance * abs(line_of(tables, w, k) - line_of(tables, w, j)))
    gain += note(tables, w, T_FIXED_COST, -p.ally_gain * p.ally_cost)
    if month - tables.pairs[w, k, j].offered < p.ally_repeat_months:
        gain += note(tables, w, T_RECENT_OFFER, -p.ally_repeat)
    return gain


@rule
def denounce_gain(tables, w, k, j):
    """Accuse faction j in public."""
    ruler = tables.nation[w].ruler
    if tables.switches[0].denouncing == 0 or k == ruler or j == ruler or j == k or tables.factions[w, j].alive == 0:
        return -np.inf
    p = tables.parameters[tables.nation[w].draw]
    gain = note(tables, w, T_TARGET_POWER, p.denounce_gain * tables.factions[w, j].power)
    gain += note(tables, w, T_TARGET_PROTECTION, -p.denounce_gain * p.denounce_protection * tables.factions[w, j].protection)
    gain += note(tables, w, T_PACT, -p.denounce_gain * p.denounce_pact * tables.pairs[w, k, j].pact)
    return gain + note(tables, w, T_FIXED_COST, -p.denounce_gain * p.denounce_cost)
