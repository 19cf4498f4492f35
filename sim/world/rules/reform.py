"""Expected gain of reform.

A ruler reforms when people are worse off or disapprove, and when a patron whose friend he is has become more moderate than he.

    reform (R) = reform_hardship * (hardship + reform_norm - support_R)
               + reform_patron_line * sum over q of presence_q * tie_R,q * max(0, ruler_line - line_q) - ruler_line - reform_cost

Source: judgement; pressure from the patron after the New Course of 1953. Leaves out: what kind of reform.
"""

from __future__ import annotations

import numpy as np

from sim.world.action import Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.state import Common, World
from sim.world.words import T_FIXED_COST, T_HARDSHIP, T_LINE, T_PATRON_LINE

REFORM = number_of("reform")
ACTIONS = (Declared("reform", switch="reform"),)


@rule
def reform_gain(world: World, common: Common, k: int) -> float:
    """Moderate the line in force."""
    if k != world.ruler or common.switches.reform == 0:
        return -np.inf
    p = common.parameters
    need = world.hardship + p.reform_norm - world.factions[k].support
    pull = 0.0
    for q in range(2):
        patron = world.patrons[q]
        pull += patron.presence * world.ties[k, q].tie * max(0.0, world.ruler_line - patron.line)
    gain = note(world, T_HARDSHIP, p.reform_hardship * need)
    gain += note(world, T_PATRON_LINE, p.reform_patron_line * pull)
    gain += note(world, T_LINE, -world.ruler_line)
    return gain + note(world, T_FIXED_COST, -p.reform_cost)
