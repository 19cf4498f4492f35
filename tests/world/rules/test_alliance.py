"""Offers and accusations: their gains, term by term."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.alliance import ally_gain, denounce_gain

from ..builders import one, switches

MONTH = 50


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any, int, int]:
    world, common = one(demo, 6, seed=3)
    rivals = [k for k in range(3) if k != world.ruler]
    return world, common, rivals[0], rivals[1]


def test_an_ally_is_worth_power_company_and_likeness(country: tuple[Any, Any, int, int]) -> None:
    world, common, k, j = country
    p = common.parameters
    world.factions[j].power, world.coalition, world.pairs[k, j].offered = 0.4, (1 << k) | (1 << j), MONTH - 6
    away = abs(world.factions[k].ideology - world.factions[j].ideology)
    expected = p.ally_gain * (0.4 + p.ally_coalition - p.ally_distance * away - p.ally_cost)
    assert ally_gain(world, common, MONTH, k, j) == pytest.approx(expected)
    world.coalition = 1 << k
    assert ally_gain(world, common, MONTH, k, j) == pytest.approx(expected - p.ally_gain * p.ally_coalition)


def test_an_offer_is_not_soon_repeated(country: tuple[Any, Any, int, int]) -> None:
    world, common, k, j = country
    wait = int(common.parameters.ally_repeat_months)
    world.pairs[k, j].offered = MONTH - wait
    free = ally_gain(world, common, MONTH, k, j)
    world.pairs[k, j].offered = MONTH - wait + 1
    assert ally_gain(world, common, MONTH, k, j) == pytest.approx(free - common.parameters.ally_repeat)


def test_with_the_ruler_it_is_the_line_in_force_that_counts(country: tuple[Any, Any, int, int]) -> None:
    world, common, k, _ = country
    p, ruler = common.parameters, int(world.ruler)
    world.ruler_line = world.factions[k].ideology
    near = ally_gain(world, common, MONTH, k, ruler)
    world.ruler_line = world.factions[k].ideology - 0.5
    assert ally_gain(world, common, MONTH, k, ruler) == pytest.approx(near - p.ally_gain * p.ally_distance * 0.5)


def test_one_denounces_the_powerful_and_unprotected_who_are_no_partners(country: tuple[Any, Any, int, int]) -> None:
    world, common, k, j = country
    p = common.parameters
    world.factions[j].power, world.factions[j].protection, world.pairs[k, j].pact = 0.4, 0.3, 0
    expected = p.denounce_gain * (0.4 - p.denounce_protection * 0.3 - p.denounce_cost)
    assert denounce_gain(world, common, k, j) == pytest.approx(expected)
    world.pairs[k, j].pact = 1
    assert denounce_gain(world, common, k, j) == pytest.approx(expected - p.denounce_gain * p.denounce_pact)


def test_nobody_treats_with_himself_or_with_the_dead_nor_accuses_a_ruler(country: tuple[Any, Any, int, int]) -> None:
    world, common, k, j = country
    ruler = int(world.ruler)
    assert ally_gain(world, common, MONTH, k, k) == denounce_gain(world, common, k, k) == -np.inf
    assert denounce_gain(world, common, k, ruler) == denounce_gain(world, common, ruler, k) == -np.inf
    assert np.isfinite(ally_gain(world, common, MONTH, k, ruler))
    world.factions[j].alive = 0
    assert ally_gain(world, common, MONTH, k, j) == denounce_gain(world, common, k, j) == -np.inf
    world.factions[j].alive = 1
    switches(common, allying=0, denouncing=0)
    assert ally_gain(world, common, MONTH, k, j) == denounce_gain(world, common, k, j) == -np.inf
