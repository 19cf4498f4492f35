"""Support moves to its aim, and its aim is the sum of what makes a group liked."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.support import support, support_aim

from ..builders import one, parameters, switches


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, 150, seed=3)


def test_in_the_long_run_support_is_its_aim_cut_to_the_unit_interval(country: tuple[Any, Any]) -> None:
    world, common = country
    for base in (0.3, 5.0, -5.0):
        for k in range(3):
            world.factions[k].support_base = base
            for _ in range(3000):
                support(world, common, k)
            assert world.factions[k].support == pytest.approx(np.clip(support_aim(world, common, k), 0, 1), abs=1e-9)


def test_a_month_goes_a_constant_part_of_the_way(country: tuple[Any, Any]) -> None:
    world, common = country
    aim = np.clip(support_aim(world, common, 1), 0, 1)
    before = float(world.factions[1].support)
    for _ in range(10):
        support(world, common, 1)
    left = (1 - common.parameters.support_speed) ** 10
    assert world.factions[1].support == pytest.approx(aim + (before - aim) * left)


def test_the_aim_of_a_rival_is_base_courting_and_foreignness(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    k = (world.ruler + 1) % 3
    me = world.factions[k]
    me.courting = 0.5
    world["ties"]["tie"][k] = (0.2, 0.8)
    world["patrons"]["presence"] = (1.0, 0.5)
    expected = me.support_base + p.courting_gain * (p.charisma_base + me.charisma) * 0.5 - p.foreignness_cost * 0.4
    assert support_aim(world, common, k) == pytest.approx(expected)


def test_the_rulers_aim_has_office_in_it(country: tuple[Any, Any]) -> None:
    world, common = country
    p, k = common.parameters, int(world.ruler)
    me = world.factions[k]
    world.ruler = (k + 1) % 3
    without = support_aim(world, common, k)
    world.ruler, world.tenure, world.growth, world.reform, world.hardship = k, 90, 0.004, 0.5, 0.3
    office = p.propaganda_gain * me.charisma * world.concentration * 90 / p.propaganda_months
    office += p.growth_popularity * math.tanh(p.growth_popularity_scale * 0.004) + p.reform_popularity * 0.5 - p.hardship_cost * 0.3
    assert support_aim(world, common, k) == pytest.approx(without + office)


def test_propaganda_does_not_grow_without_end(country: tuple[Any, Any]) -> None:
    world, common = country
    parameters(common, propaganda_gain=1.0)
    world.concentration = 0.9
    world.tenure = int(common.parameters.propaganda_months)
    full = support_aim(world, common, int(world.ruler))
    world.tenure *= 3
    assert support_aim(world, common, int(world.ruler)) == full
    world.tenure = 0
    assert support_aim(world, common, int(world.ruler)) < full


def test_switched_off_all_are_liked_alike(country: tuple[Any, Any]) -> None:
    world, common = country
    switches(common, popular_support=0)
    for k in range(3):
        support(world, common, k)
    assert {float(world.factions[k].support) for k in range(3)} == {float(world.factions[0].support)}
    assert world.factions[0].support == pytest.approx(np.mean(world["factions"]["support_base"][:3]))
