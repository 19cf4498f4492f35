"""Breakdown the less, the more patrons are there, absorption only by a much richer rival, opening after a year."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.ending import backing_of_patrons, break_down, breaks_down, negotiate
from sim.world.words import ENDED_ABSORBED, ENDED_OPENING, EV_ABSORPTION, EV_BREAKDOWN, EV_OPENING

from ..builders import events_of, one, switches

MONTH = 600


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    world, common = one(demo, 30, seed=3)
    world["patrons"]["presence"], world.protest, world.repression = (0.1, 0.1), 0.6, 0.3
    return world, common


def broken(world: Any, common: Any, ratio: float, count: int = 400) -> np.ndarray:
    """Endings of many breakdowns with the rival so much richer."""
    common.calendar["income_ratio"][MONTH] = ratio
    found = np.zeros(count, int)
    for n in range(count):
        world.key, world.ended, world.event_count = key("luck", n), 0, 0
        break_down(world, common, MONTH, 0.5, 0.1)
        found[n] = world.ended
        assert events_of(world)["kind"].tolist() == [EV_BREAKDOWN, EV_ABSORPTION if world.ended == ENDED_ABSORBED else EV_OPENING]
    return found


def test_no_absorption_by_a_rival_who_is_not_much_richer(country: tuple[Any, Any]) -> None:
    world, common = country
    assert (broken(world, common, float(common.parameters.absorption_income_least)) == ENDED_OPENING).all()


def test_absorption_comes_as_often_as_the_gap_and_the_patrons_say(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    backing = backing_of_patrons(world, common)
    chance = 1 / (1 + math.exp(-p.absorption_slope * (math.log(6.0) - p.absorption_income) + p.absorption_backing * (backing - p.absorption_threshold)))
    found = broken(world, common, 6.0, 1500)
    assert stats.binomtest(int((found == ENDED_ABSORBED).sum()), 1500, chance).pvalue > 1e-4


@pytest.mark.parametrize("why_not", ["absorption", "rival_state", "unified"])
def test_no_absorption_where_it_is_impossible(country: tuple[Any, Any], why_not: str) -> None:
    world, common = country
    if why_not == "unified":
        world.unified = 1
    else:
        switches(common, **{why_not: 0})
    assert (broken(world, common, 50.0, 100) == ENDED_OPENING).all()


def test_patrons_stand_behind_a_country_that_has_not_turned_to_the_other(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world["patrons"]["presence"], world.alignment = (0.6, 0.8), -0.2
    assert backing_of_patrons(world, common) == pytest.approx(0.6 * (p.absorption_first + 0.2) + 0.8 * (p.absorption_second - 0.2))
    world["patrons"]["presence"] = 0.0
    assert backing_of_patrons(world, common) == 0.0


def test_the_presence_of_patrons_holds_a_regime(country: tuple[Any, Any]) -> None:
    world, common = country
    chances = []
    for presence in (0.0, 0.3, 1.0):
        world["patrons"]["presence"] = presence
        chances.append(breaks_down(world, common, MONTH)[1])
    odds = [math.log(chance / (1 - chance)) for chance in chances]
    assert odds[0] - odds[1] == pytest.approx(common.parameters.breakdown_presence * 0.6)
    assert odds[0] - odds[2] == pytest.approx(common.parameters.breakdown_presence * 2.0)


def test_breakdowns_come_as_often_as_unrest_and_weak_repression_say(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world.protest, world.repression = 0.4, 0.45
    x = p.breakdown_slope * (0.4 - p.breakdown_level) + p.breakdown_repression * (p.repression_norm - 0.45) - p.breakdown_presence * 0.2
    chance, count = 1 / (1 + math.exp(-x)), 0
    for n in range(2000):
        world.key = key("luck", n)
        falls, probability, luck = breaks_down(world, common, MONTH)
        assert probability == pytest.approx(chance)
        assert falls == (luck < probability)
        count += falls
    assert stats.binomtest(count, 2000, chance).pvalue > 1e-4


def test_an_opening_is_negotiated_after_a_whole_year_without_a_break(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world.reform, world.concentration, world.restless = p.opening_reform + 0.01, p.opening_concentration - 0.01, 0
    months = int(p.opening_months)
    for month in range(MONTH, MONTH + 2 * months):
        world.protest = p.opening_protest + (0.01 if month != MONTH + 5 else -0.01)
        negotiate(world, common, month)
        if world.ended:
            break
    assert (world.ended, world.ended_month) == (ENDED_OPENING, MONTH + 5 + months)
    assert events_of(world)[-1]["kind"] == EV_OPENING


@pytest.mark.parametrize("lacking", ["reform", "concentration", "protest"])
def test_no_opening_without_reform_divided_power_and_unrest(country: tuple[Any, Any], lacking: str) -> None:
    world, common = country
    p = common.parameters
    world.reform, world.concentration, world.protest = p.opening_reform + 0.01, p.opening_concentration - 0.01, p.opening_protest + 0.01
    world[lacking] = p[f"opening_{lacking}"]
    for month in range(MONTH, MONTH + 30):
        negotiate(world, common, month)
    assert world.ended == 0
