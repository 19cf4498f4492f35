"""The gain of a challenge, term by term."""

from __future__ import annotations

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
    me.chance, me.power, me.protection, me.encouragement, me.accused = 0.4, 0.3, 0.6, 0.2, 0.5
    world.concentration, world.content, world.hardship, world.coalition = 0.5, 0.3, 0.1, 1 << k
    danger = 0.6 * 0.3 * 1.5 * (1 - p.challenge_protection * 0.6)
    expected = p.challenge_stakes * (0.4 * 0.7 - danger) + p.challenge_encouragement * (0.2 - p.challenge_content * 0.3)
    expected += p.challenge_outsider_ruler + 1.5 * 0.1 - p.challenge_accused * 0.5 - p.challenge_cost
    assert challenge_gain(world, common, k) == pytest.approx(expected)
    world.coalition = 1 << ruler
    assert challenge_gain(world, common, k) == pytest.approx(expected - p.challenge_outsider_ruler)


def test_no_challenge_by_the_ruler_or_in_his_first_months_or_where_switched_off(demo: Country) -> None:
    world, common = one(demo, 20, seed=3)
    k = (world.ruler + 1) % 3
    world.tenure = int(common.parameters.challenge_tenure) + 1
    assert np.isfinite(challenge_gain(world, common, k))
    assert challenge_gain(world, common, int(world.ruler)) == -np.inf
    world.tenure -= 1
    assert challenge_gain(world, common, k) == -np.inf
    world.tenure += 1
    switches(common, challenge=0)
    assert challenge_gain(world, common, k) == -np.inf
