"""Expected gains of the routine actions: governing or lying low, organising, courting the people, courting a patron.

Lying low is worth more the more one is threatened; organising the less power one has; courting the people the less they approve and the
better one's leader speaks; courting a patron the nearer he is, and the more one needs him.

Source: judgement. Leaves out: learning from what worked.
"""

from __future__ import annotations

import numpy as np

from sim.world.compiled import rule
from sim.world.ledger import note
from sim.world.rules.backing import line_of
from sim.world.words import T_PATRON_PRESENCE, T_ROOM, T_THREAT, T_UNPOPULARITY


@rule
def govern_gain(tables, w, k):
    """The ruler goes on as before."""
    if k != tables.nation[w].ruler:
        return -np.inf
    p = tables.parameters[tables.nation[w].draw]
    return note(tables, w, T_ROOM, p.govern_share * p.lie_low_gain)


@rule
def lie_low_gain(tables, w, k):
    """Give no offence."""
    if k == tables.nation[w].ruler or tables.switches[0].lying_low == 0:
        return -np.inf
    return note(tables, w, T_THREAT, tables.parameters[tables.nation[w].draw].lie_low_gain * tables.factions[w, k].threat)


@rule
def organise_gain(tables, w, k):
    """Place one's own people."""
    if tables.switches[0].organising == 0:
        return -np.inf
    return note(tables, w, T_ROOM, tables.parameters[tables.nation[w].draw].organise_gain * (1.0 - tables.factions[w, k].power))


@rule
def court_people_gain(tables, w, k):
    """Seek popular support."""
    if tables.switches[0].courting_people == 0:
        return -np.inf
    p = tables.parameters[tables.nation[w].draw]
    faction = tables.factions[w, k]
    return note(tables, w, T_UNPOPULARITY, p.court_people_gain * (1.0 - faction.support) * (p.charisma_base + faction.charisma))


@rule
def court_patron_gain(tables, w, k, q):
    """Seek patron q's favour."""
    patron = tables.patrons[w, q]
    if tables.switches[0].courting_patrons == 0 or q >= tables.counts[2]:
        return -np.inf
    p = tables.parameters[tables.nation[w].draw]
    ease = (p.court_tie_base + tables.ties[w, k, q].given) * (p.court_threat_base + tables.factions[w, k].threat)
    near = 1.0 - p.court_line * abs(line_of(tables, w, k) - patron.line)
    return note(tables, w, T_PATRON_PRESENCE, p.court_patron_gain * patron.presence * ease * near)
