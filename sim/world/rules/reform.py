"""Expected gain of reform.

A ruler reforms when people are worse off or disapprove, and when a patron whose friend he is has become more moderate than he.

Source: judgement; pressure from the patron after the New Course of 1953. Leaves out: what kind of reform.
"""

from __future__ import annotations

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.words import T_FIXED_COST, T_HARDSHIP, T_LINE, T_PATRON_LINE


@rule
def reform_gain(tables, w, k):
    """Moderate the line in force."""
    nation = tables.nation[w]
    if k != nation.ruler or tables.switches[0].reform == 0:
        return -np.inf
    p = tables.parameters[nation.draw]
    need = nation.hardship + p.reform_norm - tables.factions[w, k].support
    pull = 0.0
    for q in range(2):
        patron = tables.patrons[w, q]
        pull += patron.presence * tables.ties[w, k, q].tie * max(0.0, nation.ruler_line - patron.line)
    gain = note(tables, w, T_HARDSHIP, p.reform_hardship * need)
    gain += note(tables, w, T_PATRON_LINE, p.reform_patron_line * pull)
    gain += note(tables, w, T_LINE, -nation.ruler_line)
    return gain + note(tables, w, T_FIXED_COST, -p.reform_cost)
