"""The choice of war, and what a won dated war brings in.

A ruler weighs the prize, which an adventurous one unchecked by colleagues counts higher and one with a base in the other half higher still,
against losses, defeat, the veto of the patron he depends on, and the use of war when people are worse off and disapprove. The model has no
theory of what follows a war: it ends the world.

    balance = military_mobilisation * (mobilisation - mobilisation_norm) - military_income * (income_ratio - income_norm)
    win     = sigma(war_win_slope * balance + war_protection * protection_R - war_guarantee * guarantee
              + war_gamble * max(0, normal - war_gamble_norm))
    prize   = 1 + war_adventurism * adventurism_R * (1 - war_constraint * (1 - concentration)) + war_other_half * other_half_base_R
    war (R, where it may be chosen; at an occasion, sharpened) =
              war_stakes * (win * prize - war_losses * (1 - war_boldness * adventurism_R) - war_defeat * (1 - win)
              - war_dependence * war_veto * dependence [switch patron_veto] + war_diversion * hardship * (1 - support_R)) - war_cost

A won dated war brings the other half's posts in (`start.second_half`); then neither second war nor absorption is possible.

Source: political bias in Jackson and Morelli 2007; bargaining in Fearon 1995; unconstrained rulers in Weeks 2012. Leaves out: the rival's
choices, crises, signals.
"""

from __future__ import annotations

import numpy as np

from sim.world.action import Declared, number_of
from sim.world.compiled import rule
from sim.world.ledger import forget, log, log_choice, log_imposed, note
from sim.world.luck import at, normal, uniform, whole
from sim.world.rules.board import sigmoid
from sim.world.rules.occasion import at_occasion
from sim.world.rules.start import second_half
from sim.world.state import Common, World
from sim.world.words import (
    ENDED_ABSORBED,
    ENDED_WAR,
    EV_ABSORPTION,
    EV_OUTSIDE,
    EV_WAR,
    HOW_NONE,
    HOW_WAR_WON,
    NOBODY,
    NOT_ENDED,
    S_GAMBLE,
    T_DEFEAT,
    T_DIVERSION,
    T_FIXED_COST,
    T_LOSSES,
    T_PRIZE,
    T_VETO,
)

WAR = number_of("war")
ACTIONS = (Declared("war", switch="foreign_war"),)


@rule
def chance_of_victory(world: World, common: Common, month: int, k: int) -> float:
    """Chance to win as the ruler sees it: military balance, patrons' protection, the outside guarantee, an exceptional opportunity."""
    p = common.parameters
    now = common.calendar[month]
    balance = p.military_mobilisation * (world.mobilisation - p.mobilisation_norm) - p.military_income * (now.income_ratio - p.income_norm)
    opportunity = normal(uniform(at(world.key, S_GAMBLE, month), whole(0)))
    x = p.war_win_slope * balance + p.war_protection * world.factions[k].protection - p.war_guarantee * now.guarantee
    return sigmoid(x + p.war_gamble * max(0.0, opportunity - p.war_gamble_norm))


@rule
def war_gain(world: World, common: Common, month: int, k: int) -> float:
    """The ruler chooses war against the rival state."""
    p = common.parameters
    switches = common.switches
    possible = switches.foreign_war == 1 and switches.rival_state == 1 and common.calendar[month].war_open == 1 and world.unified == 0
    if not possible or k != world.ruler or world.occasion == 0:
        return -np.inf
    me = world.factions[k]
    win = chance_of_victory(world, common, month, k)
    free = 1.0 - p.war_constraint * (1.0 - world.concentration)
    prize = 1.0 + p.war_adventurism * me.adventurism * free + p.war_other_half * me.other_half_base
    gain = note(world, T_PRIZE, p.war_stakes * win * prize)
    gain += note(world, T_LOSSES, -p.war_stakes * p.war_losses * (1.0 - p.war_boldness * me.adventurism))
    gain += note(world, T_DEFEAT, -p.war_stakes * p.war_defeat * (1.0 - win))
    if switches.patron_veto == 1:
        gain += note(world, T_VETO, -p.war_stakes * p.war_dependence * p.war_veto * world.dependence)
    gain += note(world, T_DIVERSION, p.war_stakes * p.war_diversion * world.hardship * (1.0 - me.support))
    return at_occasion(common, gain + note(world, T_FIXED_COST, -p.war_cost))


@rule
def war(world: World, common: Common, month: int) -> None:
    """Carry out the war the ruler, still in office, chose; and what the dated war changes this month."""
    now = common.calendar[month]
    ruler = world.factions[world.ruler]
    if now.inflow == 1 and world.unified == 0:
        second_half(world, common, month)
        world.unified = 1
        log_imposed(world, common, month, EV_OUTSIDE, NOBODY, NOBODY, NOBODY, HOW_WAR_WON)
    if now.absorbed == 1:
        world.ended, world.ended_month = ENDED_ABSORBED, month
        log_imposed(world, common, month, EV_ABSORPTION, NOBODY, NOBODY, NOBODY, HOW_NONE)
    if world.ended == NOT_ENDED and world.fell == 0 and ruler.action == WAR:
        forget(world)
        war_gain(world, common, month, world.ruler)
        world.ended, world.ended_month = ENDED_WAR, month
        log(world, common, month, EV_WAR, world.ruler, NOBODY, NOBODY, ruler.leader, HOW_NONE, ruler.probability, ruler.luck, 0.0)
        log_choice(world, world.ruler)
