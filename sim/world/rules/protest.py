"""Protest as a threshold map.

Each person joins when discontent and the share already out exceed the fear of repression and a threshold of his own; thresholds are spread
normally. The share out is the lowest fixed point, found from nobody out; repression weakens as it grows, so a cascade is possible.

    drive   = protest_hardship * hardship * (1 - support_R) + protest_unpopularity * (unpopularity_norm - support_R)
            + street_gain * max(0, normal - street_norm) + protest_turmoil * max(0, turmoil - turmoil_norm)
            + demonstration_weight * (fallen - fallen of demonstration_months ago) [switch demonstration]
            - protest_war [the dated war is on] - protest_reform * reform
    fear    = repression_weight * (repression + garrison * max(0, max over q of presence_q - garrison_norm))
    protest = lowest x = Phi((drive + protest_cascade * x - fear * (1 - x) - protest_threshold) / threshold_spread),
              from 0, at most protest_rounds times, until a step is below protest_step
    with switch protest off nobody comes out
    episode = [protest >= uprising_level]; an uprising, where the last is more than uprising_gap months ago: turmoil = max(turmoil, uprising_turmoil)

Source: Granovetter 1978; Kuran 1991; neighbours' falls as in the diffusion studies of 1989. Leaves out: places, organisers, the border.
"""

from __future__ import annotations

import math
from typing import Any

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, normal, normal_cdf, uniform, whole
from sim.world.state import Common, World
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
def push(world: World, common: Common, month: int) -> float:
    """What drives people out, before repression; notes its terms."""
    p = common.parameters
    support = world.factions[world.ruler].support
    occasion = normal(uniform(at(world.key, S_STREET, month), whole(0)))
    total = note(world, T_HARDSHIP, p.protest_hardship * world.hardship * (1.0 - support))
    total += note(world, T_UNPOPULARITY, p.protest_unpopularity * (p.unpopularity_norm - support))
    total += note(world, T_STREET, p.street_gain * max(0.0, occasion - p.street_norm))
    total += note(world, T_SHOCK, p.protest_turmoil * max(0.0, world.turmoil - p.turmoil_norm))
    if common.switches.demonstration == 1:
        before = common.calendar[max(0, month - int(p.demonstration_months))]
        total += note(world, T_DEMONSTRATION, p.demonstration_weight * (common.calendar[month].fallen - before.fallen))
    if common.calendar[month].war_on == 1:
        total -= p.protest_war
    return total + note(world, T_REFORM, -p.protest_reform * world.reform)


@rule
def deterrence(world: World, common: Common) -> float:
    """Repression and garrison as people meet them while nobody is out."""
    p = common.parameters
    garrison = p.garrison * max(0.0, max(world.patrons[0].presence, world.patrons[1].presence) - p.garrison_norm)
    return p.repression_weight * (world.repression + garrison)


@rule
def lowest_fixed_point(p: Any, drive: float, fear: float) -> float:
    """Smallest share x with x = Phi((drive + cascade x - fear (1 - x) - threshold) / spread), iterated from 0."""
    share = 0.0
    for _ in range(int(p.protest_rounds)):
        out = normal_cdf((drive + p.protest_cascade * share - fear * (1.0 - share) - p.protest_threshold) / p.threshold_spread)
        if abs(out - share) < p.protest_step:
            return out
        share = out
    return share


@rule
def chance_of_uprising(world: World, common: Common, drive: float, fear: float, u: float) -> float:
    """Chance, over all occasions the month may bring, that as many come out as in an uprising; `drive` was found with the occasion `u`."""
    p = common.parameters
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
def find_protest(world: World, common: Common, month: int) -> None:
    """Share of the people in protest this month, with the terms and the chance of an uprising noted for the ledger."""
    p = common.parameters
    world.protest = world.uprising_chance = 0.0
    world.protest_given = 0
    if common.switches.protest == 0:
        return
    forget(world)
    drive = push(world, common, month)
    fear = deterrence(world, common)
    note(world, T_REPRESSION, -fear)
    note(world, T_THRESHOLD, -p.protest_threshold)
    world.protest = lowest_fixed_point(p, drive, fear)
    if world.protest >= p.uprising_level and month - world.last_uprising > p.uprising_gap:
        world.uprising_chance = chance_of_uprising(world, common, drive, fear, uniform(at(world.key, S_STREET, month), whole(0)))


@rule
def enter_protest(world: World, common: Common, month: int) -> None:
    """What the month's protest is part of: an episode of unrest, a new uprising."""
    p = common.parameters
    if world.protest < p.uprising_level:
        world.episode = world.asked = 0
        return
    world.episode = 1
    if month - world.last_uprising > p.uprising_gap:
        luck = 1.0 - uniform(at(world.key, S_STREET, month), whole(0))
        if world.protest_given == 1:  # nothing was drawn
            world.uprising_chance, luck = 1.0, math.nan
        log(world, common, month, EV_UPRISING, NOBODY, world.ruler, NOBODY, NOBODY, HOW_NONE, world.uprising_chance, luck, world.protest)
        world.last_uprising = month
        world.turmoil = max(world.turmoil, p.uprising_turmoil)


@rule
def protest(world: World, common: Common, month: int) -> None:
    """The people's month."""
    find_protest(world, common, month)
    enter_protest(world, common, month)
