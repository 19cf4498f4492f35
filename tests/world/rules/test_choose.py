"""Choice: frequencies against the softmax of gains, and what is kept with a choice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import at, key, uniform_option
from sim.world.rules.challenge import CHALLENGE
from sim.world.rules.choose import address_choices, options
from sim.world.rules.choose import choose as choose_at
from sim.world.rules.routine import COURT_PATRON, LIE_LOW
from sim.world.words import ACTIONS, NOBODY, S_CHOICE

from ..builders import lived, one, switches

MONTH = 20


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=3)


def choose(world: Any, common: Any, month: int, k: int) -> None:
    """Faction k chooses, with the luck of the month and of the world's key."""
    address_choices(world, month)
    choose_at(world, common, month, k)


def gains_of(world: Any, common: Any, month: int, k: int) -> dict[tuple[int, int], float]:
    """Every option open to faction k, as (action, target), above the floor."""
    table = np.empty((len(ACTIONS), 6))
    options(world, common, month, k, table)
    floor = common.parameters.gain_floor
    return {(int(action), int(place)): float(table[action, place]) for action, place in zip(*np.nonzero(table >= floor), strict=True)}


@pytest.mark.parametrize("k", [0, 1, 2])
def test_actions_come_as_often_as_the_softmax_of_their_gains(country: tuple[Any, Any], k: int) -> None:
    world, common = country
    gains = gains_of(world, common, MONTH, k)
    names, values = list(gains), np.exp(list(gains.values()))
    shares = values / values.sum()
    counts: Counter[tuple[int, int]] = Counter()
    for n in range(4000):
        world.key = key("luck", n)
        choose(world, common, MONTH, k)
        counts[int(world.factions[k].action), max(0, int(world.factions[k].target))] += 1
    assert set(counts) <= set(names)
    common_ones = shares * 4000 > 5
    seen = np.array([counts[name] for name in names], float)
    expected = 4000 * shares
    pooled = [*seen[common_ones], seen[~common_ones].sum()], [*expected[common_ones], expected[~common_ones].sum() + 1e-9]
    assert common_ones.sum() >= 4
    assert stats.chisquare(*pooled, sum_check=False).pvalue > 1e-4


def test_probability_luck_and_gain_are_those_of_the_choice(country: tuple[Any, Any]) -> None:
    world, common = country
    for month in range(MONTH, MONTH + 40):
        for k in range(3):
            choose(world, common, month, k)
            faction = world.factions[k]
            gains = gains_of(world, common, month, k)
            chosen = int(faction.action), max(0, int(faction.target))
            assert faction.gain == gains[chosen]
            assert faction.probability == pytest.approx(np.exp(gains[chosen]) / np.exp(list(gains.values())).sum())
            address = np.uint64(at(world.key, S_CHOICE + faction.action, month))
            if chosen[0] in (5, 6, 8):
                option = common.uid[chosen[1]]
            else:
                option = np.uint64(chosen[1] + 1 if chosen[0] == COURT_PATRON else 0)
            assert faction.luck == uniform_option(address, common.uid[k], option)


def test_the_terms_kept_are_the_largest_first_and_explain_the_gain(country: tuple[Any, Any]) -> None:
    world, common = country
    kept = 0
    for month in range(MONTH, MONTH + 40):
        for k in range(3):
            choose(world, common, month, k)
            faction = world.factions[k]
            values = [float(faction[f"value_{n}"]) for n in range(3) if faction[f"term_{n}"] != NOBODY]
            assert values == sorted(values, key=abs, reverse=True)
            if len(values) < 3:
                assert sum(values) == pytest.approx(faction.gain)
                kept += 1
    assert kept > 10


def test_a_group_that_is_no_side_chooses_nothing(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[0].alive = 0
    choose(world, common, MONTH, 0)
    faction = world.factions[0]
    assert (faction.action, faction.target, faction.probability) == (-1, -1, 0.0)
    assert np.isnan(faction.luck)


def test_closing_an_option_changes_only_the_choices_that_fell_on_it(country: tuple[Any, Any]) -> None:
    world, common = country
    k = (world.ruler + 1) % 3
    changed = kept = 0
    for n in range(400):
        world.key = key("luck", n)
        switches(common, lying_low=1)
        choose(world, common, MONTH, k)
        before = int(world.factions[k].action), int(world.factions[k].target)
        switches(common, lying_low=0)
        choose(world, common, MONTH, k)
        after = int(world.factions[k].action), int(world.factions[k].target)
        if before[0] == LIE_LOW:
            assert after[0] != LIE_LOW
            changed += 1
        else:
            assert after == before
            kept += 1
    assert changed > 10
    assert kept > 10


def test_nobody_challenges_a_ruler_in_his_first_months(demo: Country) -> None:
    block = lived(demo, worlds=100, until=int(demo.parameters["challenge_tenure"].start) + 1)
    assert not (block.rows["action"] == CHALLENGE).any()


@pytest.mark.parametrize("name", ["purge", "war", "campaign", "reform", "govern"])
def test_only_rulers_do_what_takes_office(demo: Country, name: str) -> None:
    block = lived(demo, worlds=60)
    action, ruler = ACTIONS.index(name), block.months["ruler"]
    w, month, k = np.nonzero(block.rows["action"] == action)
    assert len(w) > 0
    at_choice = np.where(month > 0, ruler[w, month - 1], ruler[w, 0])
    assert (at_choice == k).all()


@pytest.mark.parametrize("name", ["challenge", "denounce", "lie_low"])
def test_no_ruler_does_what_is_against_a_ruler(demo: Country, name: str) -> None:
    block = lived(demo, worlds=60)
    w, month, k = np.nonzero(block.rows["action"] == ACTIONS.index(name))
    later = month > 0
    assert later.sum() > 0
    assert (block.months["ruler"][w[later], month[later] - 1] != k[later]).all()
