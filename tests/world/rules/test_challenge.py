"""The gain of a challenge, term by term."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.challenge import challenge_gain

from ..builders import one, switches


def test_the_gain_is_the_sum_of_its_terms(demo: Country) -> None:
    world, common = one(demo, 20, seed=3)
    p, ruler = common.parameters, int(world.ruler)
    k = (ruler + 1) % 3
    me = world.factions[k]
    common.parameters.challenge_hardship = 1.5
    me.chance, me.power, me.protection, me.hope, me.accused = 0.4, 0.3, 0.6, 0.2, 0.5
    world.occasion, world.mood, world.tenure = 1, 0.7, 100
    world.concentration, world.content, world.hardship, world.coalition = 0.5, 0.3, 0.1, 1 << k
    danger = 0.6 * 0.3 * 1.5 * (1 - p.challenge_protection * 0.6)
    expected = p.challenge_stakes * (0.4 - danger) + p.challenge_hope * 0.2 - p.challenge_content * 0.3 + p.mood_known * 0.7
    expected += 1.5 * 0.1 - p.challenge_accused * 0.5 - p.challenge_cost
    at_occasion = -math.log(p.occasion_rate)
    assert challenge_gain(world, common, k) == pytest.approx(p.occasion_sharpness * expected + at_occasion)


def test_the_prize_is_the_same_for_the_strong_and_the_weak(demo: Country) -> None:
    world, common = one(demo, 20, seed=3)
    k = (world.ruler + 1) % 3
    me = world.factions[k]
    world.occasion, world.tenure, me.chance = 1, 100, 1.0
    gains = []
    for me.power in (0.1, 0.8):
        gains.append(challenge_gain(world, common, k))
    assert gains[0] == gains[1]


def test_no_challenge_by_the_ruler_or_in_his_first_months_or_where_switched_off(demo: Country) -> None:
    world, common = one(demo, 20, seed=3)
    k = (world.ruler + 1) % 3
    world.tenure, world.occasion = int(common.parameters.challenge_tenure) + 1, 1
    assert np.isfinite(challenge_gain(world, common, k))
    assert challenge_gain(world, common, int(world.ruler)) == -np.inf
    world.tenure -= 1
    assert challenge_gain(world, common, k) == -np.inf
    world.tenure += 1
    world.occasion = 0
    assert challenge_gain(world, common, k) == -np.inf
    world.occasion = 1
    switches(common, challenge=0)
    assert challenge_gain(world, common, k) == -np.inf
