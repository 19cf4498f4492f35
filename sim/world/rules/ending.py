"""How a regime ends: breakdown, absorption by the rival state, or a negotiated opening.

A crisis breaks a regime down only where patrons have mostly gone. Then it is absorbed if the rival is much richer and no patron stands
behind it; otherwise it opens. A ruler who has reformed far, without concentrated power, and with people out for a year, opens without
breakdown.

Source: in all three unifications of divided nations the absorbed side's patron had left; exit and voice in Hirschman 1993 and Pfaff 2006.
Leaves out: what an opening leads to.
"""

from __future__ import annotations

import math

from sim.world.compiled import rule
from sim.world.ledger import forget, log, note
from sim.world.luck import at, uniform, whole
from sim.world.rules.board import sigmoid
from sim.world.words import (
    ENDED_ABSORBED,
    ENDED_OPENING,
    EV_ABSORPTION,
    EV_BREAKDOWN,
    EV_OPENING,
    HOW_NONE,
    NOBODY,
    S_ABSORPTION,
    S_BREAKDOWN,
    T_BACKING,
    T_INCOME_GAP,
    T_REFORM,
    T_REPRESSION,
    T_UNPOPULARITY,
)


@rule
def backing_of_patrons(tables, w):
    """How far patrons stand behind the country, the less the more it is aligned with the other."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    first = tables.patrons[w, 0].presence * max(0.0, p.absorption_first - nation.alignment)
    return first + tables.patrons[w, 1].presence * max(0.0, p.absorption_second + nation.alignment)


@rule
def breaks_down(tables, w, month):
    """Whether an uprising without troops breaks the regime down, with the chance and the luck drawn."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    luck = uniform(at(nation.key, S_BREAKDOWN, month), whole(0))
    if tables.patrons[w, 0].presence + tables.patrons[w, 1].presence >= p.abandonment:
        return False, 0.0, luck
    loose = p.breakdown_repression * (p.repression_norm - nation.repression)
    probability = sigmoid(p.breakdown_slope * (nation.protest - p.breakdown_level) + loose)
    return luck < probability, probability, luck


@rule
def break_down(tables, w, month, probability, luck):
    """The regime breaks down: absorption or opening."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    forget(tables, w)
    note(tables, w, T_UNPOPULARITY, p.breakdown_slope * (nation.protest - p.breakdown_level))
    note(tables, w, T_REPRESSION, p.breakdown_repression * (p.repression_norm - nation.repression))
    log(tables, w, month, EV_BREAKDOWN, NOBODY, nation.ruler, NOBODY, NOBODY, HOW_NONE, probability, luck, nation.protest)
    ratio = tables.calendar[month].income_ratio
    chance = 0.0
    possible = tables.switches[0].absorption == 1 and tables.switches[0].rival_state == 1 and nation.unified == 0
    if possible and ratio > p.absorption_income_least:
        pull = note(tables, w, T_INCOME_GAP, p.absorption_slope * (math.log(ratio) - p.absorption_income))
        pull += note(tables, w, T_BACKING, -p.absorption_backing * (backing_of_patrons(tables, w) - p.absorption_threshold))
        chance = sigmoid(pull)
    luck = uniform(at(nation.key, S_ABSORPTION, month), whole(0))
    nation.ended_month = month
    if luck < chance:
        nation.ended = ENDED_ABSORBED
        log(tables, w, month, EV_ABSORPTION, NOBODY, nation.ruler, NOBODY, NOBODY, HOW_NONE, chance, luck, nation.protest)
    else:
        nation.ended = ENDED_OPENING
        log(tables, w, month, EV_OPENING, NOBODY, nation.ruler, NOBODY, NOBODY, HOW_NONE, 1.0 - chance, 1.0 - luck, nation.protest)


@rule
def negotiate(tables, w, month):
    """An opening without breakdown, after a year of reform, divided power and unrest."""
    nation = tables.nation[w]
    p = tables.parameters[nation.draw]
    ready = nation.reform > p.opening_reform and nation.concentration < p.opening_concentration and nation.protest > p.opening_protest
    nation.restless = nation.restless + 1 if ready else 0
    if nation.restless < p.opening_months or nation.ended != 0:
        return
    nation.ended, nation.ended_month = ENDED_OPENING, month
    forget(tables, w)
    note(tables, w, T_REFORM, nation.reform)
    note(tables, w, T_UNPOPULARITY, nation.protest)
    log(tables, w, month, EV_OPENING, nation.ruler, nation.ruler, NOBODY, NOBODY, HOW_NONE, 1.0, math.nan, nation.protest)
