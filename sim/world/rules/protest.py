"""Protest: thresholds, of those who could come out at all.

Part of the people can be moved against a ruler, the more the less support he has. Of these each joins when discontent and the share already out
exceed the fear of repression and a threshold of his own; thresholds are spread normally. Word and organisation take months: protest moves towards
what the month would bring out. Repression weakens as it grows, so a cascade is possible.

    street   = street_memory * street + street_gain * max(0, normal - street_norm)
    drive    = protest_hardship * hardship * (1 - support_R) + protest_unpopularity * (unpopularity_norm - support_R)
             + street + protest_turmoil * max(0, turmoil - turmoil_norm)
             + demonstration_weight * (fallen - fallen of demonstration_months ago) [switch demonstration]
             - protest_war [the dated war is on] - protest_reform * reform
    fear     = repression_weight * (repression + garrison * max(0, max over q of presence_q - garrison_norm))
    able     = mobilisable * (1 - support_R);  out = protest / able
    protest += protest_speed * (able * Phi((drive + protest_cascade * out - fear * (1 - out) - protest_threshold) / threshold_spread) - protest)
    with switch protest off nobody comes out
    episode = [protest >= uprising_level]; an uprising, where the last is more than uprising_gap months ago: turmoil = max(turmoil, uprising_turmoil)

Source: Granovetter 1978; Kuran 1991; information by cascades of months in Lohmann 1994; neighbours' falls as in the diffusion studies of 1989.
Leaves out: places, organisers, the border.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, normal, normal_cdf, uniform, whole
from sim.world.state import Common, World
from sim.world.words import (
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

TINY = 1e-6
"""Share of the people put for nobody, so that a share of them exists."""


@rule
def push(world: World, common: Common, month: int) -> float:
    """What drives people out, before repression; notes its terms."""
    p = common.parameters
    support = world.factions[world.ruler].support
    total = note(world, T_HARDSHIP, p.protest_hardship * world.hardship * (1.0 - support))
    total += note(world, T_UNPOPULARITY, p.protest_unpopularity * (p.unpopularity_norm - support))
    total += note(world, T_STREET, world.street)
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
def able(world: World, common: Common) -> float:
    """Share of the people who could come out at all."""
    return max(TINY, common.parameters.mobilisable * (1.0 - world.factions[world.ruler].support))


@rule
def pull_of_the_street(world: World, common: Common, rest: float, fear: float, crowd: float) -> float:
    """What each compares with his threshold, in its spreads; `rest`: all drive; `crowd`: who could come out."""
    p = common.parameters
    out = min(1.0, world.protest / crowd)
    return (rest + p.protest_cascade * out - fear * (1.0 - out) - p.protest_threshold) / p.threshold_spread


@rule
def chance_of_uprising(world: World, common: Common, drive: float, fear: float, crowd: float, u: float) -> float:
    """Chance, over all occasions the month may bring, that protest reaches the level of an uprising; `drive` was found with the occasion `u`."""
    p = common.parameters
    wanted = (world.protest + (p.uprising_level - world.protest) / p.protest_speed) / crowd
    if wanted >= 1.0:
        return 0.0
    rest = drive - p.street_gain * max(0.0, normal(u) - p.street_norm)
    missing = normal(wanted) - pull_of_the_street(world, common, rest, fear, crowd) if wanted > 0.0 else -1.0
    if missing <= 0.0:
        return 1.0
    if p.street_gain == 0.0:
        return 0.0
    return normal_cdf(-(missing * p.threshold_spread / p.street_gain + p.street_norm))


@rule
def find_protest(world: World, common: Common, month: int) -> None:
    """Share of the people in protest this month, with the terms and the chance of an uprising noted for the ledger."""
    p = common.parameters
    world.uprising_chance = 0.0
    world.protest_given = 0
    u = uniform(at(world.key, S_STREET, month), whole(0))
    world.street = p.street_memory * world.street + p.street_gain * max(0.0, normal(u) - p.street_norm)
    if common.switches.protest == 0:
        world.protest = 0.0
        return
    forget(world)
    drive = push(world, common, month)
    fear = deterrence(world, common)
    note(world, T_REPRESSION, -fear)
    note(world, T_THRESHOLD, -p.protest_threshold)
    crowd = able(world, common)
    before, chance = world.protest, chance_of_uprising(world, common, drive, fear, crowd, u)
    world.protest += p.protest_speed * (crowd * normal_cdf(pull_of_the_street(world, common, drive, fear, crowd)) - before)
    if world.protest >= p.uprising_level and month - world.last_uprising > p.uprising_gap:
        world.uprising_chance = chance


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
