"""Occasions: how often a plenum meets, how long a mood lasts, what a gain becomes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.occasion import at_occasion, meets, mood_luck

from ..builders import one, parameters


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, 6, seed=3)


def test_a_month_brings_an_occasion_as_often_as_the_rate_says(country: tuple[Any, Any]) -> None:
    world, common = country
    parameters(common, occasion_rate=0.3)
    count = 0
    for n in range(20_000):
        world.key = key("luck", n)
        count += meets(world, common, 7)
    assert stats.binomtest(count, 20_000, 0.3).pvalue > 1e-4


def test_a_mood_lasts_as_many_months_as_it_should(country: tuple[Any, Any]) -> None:
    world, common = country
    parameters(common, mood_months=4)
    moods = [mood_luck(world, common, month) for month in range(40)]
    assert [len(set(moods[n : n + 4])) for n in range(0, 40, 4)] == [1] * 10
    assert len(set(moods)) == 10


def test_an_act_as_good_as_another_is_as_frequent_as_without_occasions(country: tuple[Any, Any]) -> None:
    _, common = country
    parameters(common, occasion_rate=0.25, occasion_sharpness=2.0)
    assert at_occasion(common, 0.0) == pytest.approx(math.log(4.0))
    assert at_occasion(common, -1.5) == pytest.approx(-3.0 + math.log(4.0))
    assert np.exp(at_occasion(common, 0.0)) * 0.25 == pytest.approx(1.0)
