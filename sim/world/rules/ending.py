"""How a regime ends: breakdown, absorption by the rival state, or a negotiated opening.

A crisis breaks a regime down the more easily, the less patrons are there. Then it is absorbed if the rival is much richer and no patron stands
behind it; otherwise it opens. A ruler who has reformed far, without concentrated power, and with people out for a year, opens without
breakdown.

    breakdown   of a crisis without troops, month by month, with probability sigma(breakdown_slope * (protest - breakdown_level)
                + breakdown_repression * (repression_norm - repression) - breakdown_presence * (presence_1 + presence_2))
    absorption  of a breakdown, under switch absorption, by a rival state with income_ratio > absorption_income_least, of a country not unified,
                with probability
                sigma(absorption_slope * (ln income_ratio - absorption_income) - absorption_backing * (behind - absorption_threshold));
                behind = presence_1 * max(0, absorption_first - alignment) + presence_2 * max(0, absorption_second + alignment)
    opening     of any other breakdown; and where reform > opening_reform, concentration < opening_concentration and protest > opening_protest
                for opening_months in a row

Source: in all three unifications of divided nations the absorbed side's patron had left; exit and voice in Hirschman 1993 and Pfaff 2006.
Leaves out: what an opening leads to.
"""

from __future__ import annotations

import math

from sim.world import arithmetic
from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, uniform, whole
from sim.world.rules.board import sigmoid
from sim.world.state import Common, World
from sim.world.words import (
    ENDED_ABSORBED,
    ENDED_OPENING,
    EV_ABSORPTION,
    EV_BREAKDOWN,
    EV_OPENING,
    HOW_NONE,
    NOBODY,
    NOT_ENDED,
    S_ABSORPTION,
    S_BREAKDOWN,
    T_BACKING,
    T_INCOME_GAP,
    T_REFORM,
    T_REPRESSION,
    T_UNPOPULARITY,
)


@rule
def backing_of_patrons(world: World, common: Common) -> float:
    """How far patrons stand behind the country, the less the more it is aligned with the other."""
    p = common.parameters
    first = world.patrons[0].presence * max(0.0, p.absorption_first - world.alignment)
    return first + world.patrons[1].presence * max(0.0, p.absorption_second + world.alignment)


@rule
def breaks_down(world: World, common: Common, month: int) -> tuple[bool, float, float]:
    """Whether an uprising without troops breaks the regime down, with the chance and the luck drawn."""
    p = common.parameters
    luck = uniform(at(world.key, S_BREAKDOWN, month), whole(0))
    loose = p.breakdown_repression * (p.repression_norm - world.repression)
    held = p.breakdown_presence * (world.patrons[0].presence + world.patrons[1].presence)
    probability = sigmoid(p.breakdown_slope * (world.protest - p.breakdown_level) + loose - held)
    return luck < probability, probability, luck


@rule
def break_down(world: World, common: Common, month: int, probability: float, luck: float) -> None:
    """The regime breaks down: absorption or opening."""
    p = common.parameters
    forget(world)
    note(world, T_UNPOPULARITY, p.breakdown_slope * (world.protest - p.breakdown_level))
    note(world, T_REPRESSION, p.breakdown_repression * (p.repression_norm - world.repression))
    log(world, common, month, EV_BREAKDOWN, NOBODY, world.ruler, NOBODY, NOBODY, HOW_NONE, probability, luck, world.protest)
    ratio = common.calendar[month].income_ratio
    chance = 0.0
    possible = common.switches.absorption == 1 and common.switches.rival_state == 1 and world.unified == 0
    if possible and ratio > p.absorption_income_least:
        pull = note(world, T_INCOME_GAP, p.absorption_slope * (arithmetic.log(ratio) - p.absorption_income))
        pull += note(world, T_BACKING, -p.absorption_backing * (backing_of_patrons(world, common) - p.absorption_threshold))
        chance = sigmoid(pull)
    else:  # nobody could take the country over: what broke the regime down opens it
        note(world, T_UNPOPULARITY, p.breakdown_slope * (world.protest - p.breakdown_level))
    luck = uniform(at(world.key, S_ABSORPTION, month), whole(0))
    world.ended_month = month
    if luck < chance:
        world.ended = ENDED_ABSORBED
        log(world, common, month, EV_ABSORPTION, NOBODY, world.ruler, NOBODY, NOBODY, HOW_NONE, chance, luck, world.protest)
    else:
        world.ended = ENDED_OPENING
        log(world, common, month, EV_OPENING, NOBODY, world.ruler, NOBODY, NOBODY, HOW_NONE, 1.0 - chance, 1.0 - luck, world.protest)


@rule
def negotiate(world: World, common: Common, month: int) -> None:
    """An opening without breakdown, after a year of reform, divided power and unrest."""
    if world.ended != NOT_ENDED:
        return
    p = common.parameters
    ready = world.reform > p.opening_reform and world.concentration < p.opening_concentration and world.protest > p.opening_protest
    world.restless = world.restless + 1 if ready else 0
    if world.restless < p.opening_months:
        return
    world.ended, world.ended_month = ENDED_OPENING, month
    forget(world)
    note(world, T_REFORM, world.reform)
    note(world, T_UNPOPULARITY, world.protest)
    log(world, common, month, EV_OPENING, world.ruler, world.ruler, NOBODY, NOBODY, HOW_NONE, 1.0, math.nan, world.protest)
