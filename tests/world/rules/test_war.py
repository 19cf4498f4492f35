"""The choice of war, its limits, and what a dated war brings."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import at, uniform
from sim.world.rules.war import WAR, chance_of_victory, war, war_gain
from sim.world.words import ENDED_ABSORBED, ENDED_WAR, EV_WAR, S_GAMBLE

from ..builders import events_of, lived, one, parameters, switches

OPEN = 100


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    world, common = one(demo, OPEN, seed=3)
    common.calendar["war_open"][OPEN] = world.occasion = 1
    return world, common


def test_war_is_open_to_the_ruler_alone_and_only_while_there_is_a_rival_to_attack(country: tuple[Any, Any]) -> None:
    world, common = country
    k = int(world.ruler)
    assert np.isfinite(war_gain(world, common, OPEN, k))
    assert war_gain(world, common, OPEN, (k + 1) % 3) == -np.inf
    common.calendar["war_open"][OPEN] = 0
    assert war_gain(world, common, OPEN, k) == -np.inf
    common.calendar["war_open"][OPEN] = 1
    world.unified = 1
    assert war_gain(world, common, OPEN, k) == -np.inf
    world.unified = 0
    for switch in ("foreign_war", "rival_state"):
        switches(common, **{switch: 0})
        assert war_gain(world, common, OPEN, k) == -np.inf
        switches(common, **{switch: 1})


def test_the_chance_of_victory_is_the_logistic_of_balance_patrons_and_opportunity(country: tuple[Any, Any]) -> None:
    world, common = country
    p, now = common.parameters, common.calendar[OPEN]
    world.mobilisation, world.factions[0].protection = 0.7, 0.4
    now["income_ratio"], now["guarantee"] = 1.5, 0.3
    luck = stats.norm.ppf(uniform(np.uint64(at(world.key, S_GAMBLE, OPEN)), np.uint64(0)))
    # MODEL 2.3: mil - .5 = .25 (M - .5) - .09 (Y - .8)
    x = 3 * (0.25 * (0.7 - 0.5) - 0.09 * (1.5 - 0.8)) + p.war_protection * 0.4 - 2 * 0.3 + p.war_gamble * max(0, luck - p.war_gamble_norm)
    assert chance_of_victory(world, common, OPEN, 0) == pytest.approx(1 / (1 + math.exp(-x)))


def sharpened(p: Any, gain: float) -> float:
    """A gain at an occasion."""
    return float(p.occasion_sharpness * gain - math.log(p.occasion_rate))


def test_the_gain_is_the_sum_of_its_terms(country: tuple[Any, Any]) -> None:
    world, common = country
    p, k = common.parameters, int(world.ruler)
    me = world.factions[k]
    me.adventurism, me.other_half_base, me.support = 0.6, 0.3, 0.4
    world.concentration, world.dependence, world.hardship = 0.7, 0.5, 0.2
    win = chance_of_victory(world, common, OPEN, k)
    prize = win * (1 + p.war_adventurism * 0.6 * (1 - p.war_constraint * 0.3) + p.war_other_half * 0.3)
    utility = prize - p.war_losses * (1 - p.war_boldness * 0.6) - p.war_defeat * (1 - win) + p.war_diversion * 0.2 * 0.6
    veto = p.war_dependence * p.war_veto * 0.5
    assert war_gain(world, common, OPEN, k) == pytest.approx(sharpened(p, p.war_stakes * (utility - veto) - p.war_cost))
    switches(common, patron_veto=0)
    assert war_gain(world, common, OPEN, k) == pytest.approx(sharpened(p, p.war_stakes * utility - p.war_cost))


@pytest.mark.parametrize(("field", "more"), [("adventurism", True), ("other_half_base", True), ("support", False)])
def test_the_adventurous_the_returning_and_the_unloved_gain_more(country: tuple[Any, Any], field: str, more: bool) -> None:
    world, common = country
    k = int(world.ruler)
    world.hardship = 0.3
    gains = []
    for value in (0.1, 0.5, 0.9):
        world.factions[k][field] = value
        gains.append(war_gain(world, common, OPEN, k))
    assert gains == sorted(gains, reverse=not more)
    assert len(set(gains)) == 3


def test_a_war_that_is_chosen_ends_the_world(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[world.ruler].action, world.fell = WAR, 0
    war(world, common, OPEN)
    assert (world.ended, world.ended_month) == (ENDED_WAR, OPEN)
    assert events_of(world)[-1]["kind"] == EV_WAR


def test_a_ruler_who_has_just_fallen_makes_no_war(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[world.ruler].action, world.fell = WAR, 1
    war(world, common, OPEN)
    assert world.ended == 0


def test_a_dated_war_won_brings_in_the_other_half_once(demo: Country) -> None:
    (variant,) = [one_war for one_war in demo.wars if one_war.key == "won"]
    assert variant.end is not None
    worlds = lived(demo, ["war=won"], worlds=40).worlds
    worlds = worlds[(worlds["ended"] == 0) | (worlds["ended_month"] > variant.end)]
    assert len(worlds) > 30
    assert (worlds["unified"] == 1).all()
    assert (worlds["posts_used"] == demo.post_scheme.total + int(demo.parameters["second_half_posts"].start)).all()
    assert not np.isin(worlds["ended"], (ENDED_WAR, ENDED_ABSORBED)).any()
    before, after = (lived(demo, ["war=won"], until=until).worlds["posts_used"][0] for until in (variant.end, variant.end + 1))
    assert before == demo.post_scheme.total < after


def test_a_dated_war_lost_ends_the_state_in_its_last_month(demo: Country) -> None:
    (variant,) = [one_war for one_war in demo.wars if one_war.key == "lost"]
    block = lived(demo, ["war=lost"], worlds=10)
    assert (block.worlds["ended"] == ENDED_ABSORBED).all()
    assert (block.worlds["ended_month"] == variant.end).all()
    assert (block.months["ruler"][:, variant.end + 1 :] == -1).all()


def test_no_world_chooses_war_before_it_is_open(demo: Country) -> None:
    block = lived(demo, worlds=200)
    opens = int(np.argmax(block.commons["calendar"]["war_open"][0]))
    assert opens > 0
    for world in block.worlds[block.worlds["ended"] == ENDED_WAR]:
        assert world["ended_month"] >= opens


def test_a_prize_that_is_small_and_dear_is_never_sought(demo: Country) -> None:
    world, common = one(demo, OPEN)
    parameters(common, war_cost=50.0)
    assert war_gain(world, common, 300, int(world.ruler)) < common.parameters.gain_floor
