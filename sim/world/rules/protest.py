"""Protest as a threshold map.

Each person joins when discontent and the share already out exceed the fear of repression and a threshold of his own; thresholds are spread
normally. The share out is the lowest fixed point, found from nobody out; repression weakens as it grows, so a cascade is possible.

Source: Granovetter 1978; Kuran 1991; neighbours' falls as in the diffusion studies of 1989. Leaves out: places, organisers, the border.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, normal, normal_cdf, uniform, whole
from sim.world.words import (
    BISECTIONS,
    EV_UPRISING,
    HOW_NONE,
    NOBODY,
    S_STREET,
    T_DEMONSTRATION,
    T_HARDSHIP,
    T_REFORM,
    T_REPRESSION,
    T_SHOCK,
    T_STREET,
    T_THRESHOLD,
    T_UNPOPULARITY,
)


@rule
def push(tables, w, month):
    """What drives people out, before repression; notes its terms."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    support = tables.factions[w, nation.ruler].support
    occasion = normal(uniform(at(nation.key, S_STREET, month), whole(0)))
    total = note(tables, w, T_HARDSHIP, p.protest_hardship * nation.hardship * (1.0 - support))
    total += note(tables, w, T_UNPOPULARITY, p.protest_unpopularity * (p.unpopularity_norm - support))
    total += note(tables, w, T_STREET, p.street_gain * max(0.0, occasion - p.street_norm))
    total += note(tables, w, T_SHOCK, p.protest_turmoil * max(0.0, nation.turmoil - p.turmoil_norm))
    if tables.switches[0].demonstration == 1:
        before = tables.calendar[max(0, month - int(p.demonstration_months))]
        total += note(tables, w, T_DEMONSTRATION, p.demonstration_weight * (tables.calendar[month].fallen - before.fallen))
    if tables.calendar[month].war_on == 1:
        total -= p.protest_war
    return total + note(tables, w, T_REFORM, -p.protest_reform * nation.reform)


@rule
def deterrence(tables, w):
    """Repression and garrison that a crowd of nobody would meet."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    garrison = p.garrison * max(0.0, max(tables.patrons[w, 0].presence, tables.patrons[w, 1].presence) - p.garrison_norm)
    return p.repression_weight * (nation.repression + garrison)


@rule
def lowest_fixed_point(p, drive, fear):
    """Smallest share x with x = Phi((drive + cascade x - fear (1 - x) - threshold) / spread), iterated from 0."""
    share = 0.0
    for _ in range(int(p.protest_rounds)):
        out = normal_cdf((drive + p.protest_cascade * share - fear * (1.0 - share) - p.protest_threshold) / p.threshold_spread)
        if abs(out - share) < p.protest_step:
            return out
        share = out
    return share


@rule
def chance_of_uprising(tables, w, drive, fear, u):
    """Chance, over all occasions the month may bring, that as many come out as in an uprising; `drive` was found with the occasion `u`."""
    p = tables.parameters[tables.nation[w].draw]
    rest = drive - p.street_gain * max(0.0, normal(u) - p.street_norm)
    if lowest_fixed_point(p, rest, fear) >= p.uprising_level:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        if lowest_fixed_point(p, rest + p.street_gain * max(0.0, normal(middle) - p.street_norm), fear) >= p.uprising_level:
            high = middle
        else:
            low = middle
    return 1.0 - high


@rule
def protest(tables, w, month):
    """Share of the people in protest this month; a new uprising enters the ledger."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    nation.protest = 0.0
    if tables.switches[0].protest == 0:
        return
    forget(tables, w)
    drive = push(tables, w, month)
    fear = note(tables, w, T_REPRESSION, -deterrence(tables, w))
    note(tables, w, T_THRESHOLD, -p.protest_threshold)
    nation.protest = lowest_fixed_point(p, drive, -fear)
    if nation.protest < p.uprising_level:
        nation.episode = nation.asked = 0
        return
    nation.episode = 1
    if month - nation.last_uprising > p.uprising_gap:
        luck = uniform(at(nation.key, S_STREET, month), whole(0))
        probability = chance_of_uprising(tables, w, drive, -fear, luck)
        log(tables, w, month, EV_UPRISING, NOBODY, nation.ruler, NOBODY, NOBODY, HOW_NONE, probability, 1.0 - luck, nation.protest)
        nation.last_uprising = month
        nation.turmoil = max(nation.turmoil, p.uprising_turmoil)
