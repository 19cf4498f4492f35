"""Protest: the lowest fixed point against scipy, the law of the push, episodes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from sim.pack import Country, load_pack
from sim.world.luck import at, key, uniform
from sim.world.month import run_block
from sim.world.rules.protest import chance_of_uprising, deterrence, enter_protest, find_protest, lowest_fixed_point, push
from sim.world.words import EV_UPRISING, NEVER, S_STREET

from ..builders import begun, events_of, one, parameters, switches

MONTH = 200
P = one(load_pack("demo"), 1)[1].parameters


@pytest.fixture
def street(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=2)


def out(share: float, drive: float, fear: float) -> float:
    """Share of the people whose threshold is met when `share` are out."""
    return float(stats.norm.cdf((drive + P.protest_cascade * share - fear * (1 - share) - P.protest_threshold) / P.threshold_spread))


def by_scipy(drive: float, fear: float) -> float:
    """The lowest root of out(x) - x, bracketed on a fine grid."""
    grid = np.linspace(0, 1, 4001)
    values = stats.norm.cdf((drive + P.protest_cascade * grid - fear * (1 - grid) - P.protest_threshold) / P.threshold_spread) - grid
    first = int(np.argmax(values <= 0))
    return 0.0 if first == 0 else float(optimize.brentq(lambda x: out(x, drive, fear) - x, grid[first - 1], grid[first], xtol=1e-14))


@settings(max_examples=60)
@given(drive=st.floats(-0.5, 1.5), fear=st.floats(0, 1))
def test_the_share_out_is_the_lowest_fixed_point(drive: float, fear: float) -> None:
    share, root = lowest_fixed_point(P, drive, fear), by_scipy(drive, fear)
    assert share <= root + 1e-9
    if abs(out(share, drive, fear) - share) < 1e-10:  # near a tangency the number of rounds ends the search before it arrives
        assert share == pytest.approx(root, abs=1e-7)


@settings(max_examples=60)
@given(drive=st.floats(-0.5, 1.5), fear=st.floats(0, 1))
def test_it_is_found_from_nobody_out_within_the_rounds_given(drive: float, fear: float) -> None:
    share = 0.0
    for _ in range(int(P.protest_rounds)):
        before, share = share, out(share, drive, fear)
        if abs(share - before) < P.protest_step:
            break
    assert lowest_fixed_point(P, drive, fear) == pytest.approx(share, abs=1e-12)


def test_more_reason_brings_more_out_and_more_fear_fewer() -> None:
    by_drive = [lowest_fixed_point(P, drive, 0.3) for drive in np.linspace(-1, 1.5, 60)]
    by_fear = [lowest_fixed_point(P, 0.4, fear) for fear in np.linspace(0, 1, 60)]
    assert by_drive == sorted(by_drive)
    assert by_fear == sorted(by_fear, reverse=True)
    assert by_drive[0] < by_drive[-1]
    assert by_fear[-1] < by_fear[0]


def test_a_small_step_in_reasons_can_bring_a_cascade() -> None:
    found = [lowest_fixed_point(P, drive, 0.3) for drive in np.linspace(-0.5, 1.5, 400)]
    assert max(np.diff(found)) > 0.2


def test_the_push_is_the_sum_of_its_terms(street: tuple[Any, Any]) -> None:
    world, common = street
    world.hardship, world.turmoil, world.reform = 0.4, 0.8, 0.3
    month, p = 540, common.parameters  # neighbours have begun to fall
    support = float(world.factions[world.ruler].support)
    occasion = stats.norm.ppf(uniform(np.uint64(at(world.key, S_STREET, month)), np.uint64(0)))
    expected = p.protest_hardship * 0.4 * (1 - support) + p.protest_unpopularity * (p.unpopularity_norm - support)
    expected += p.street_gain * max(0.0, occasion - p.street_norm) + p.protest_turmoil * (0.8 - p.turmoil_norm) - p.protest_reform * 0.3
    fallen = common.calendar["fallen"][month] - common.calendar["fallen"][month - 36]
    assert fallen > 0
    assert push(world, common, month) == pytest.approx(expected + p.demonstration_weight * fallen)
    switches(common, demonstration=0)
    assert push(world, common, month) == pytest.approx(expected)
    common.calendar["war_on"][month] = 1
    assert push(world, common, month) == pytest.approx(expected - p.protest_war)


def test_repression_and_a_garrison_deter(street: tuple[Any, Any]) -> None:
    world, common = street
    p = common.parameters
    world.repression = 0.5
    world["patrons"]["presence"] = 0.0
    assert deterrence(world, common) == pytest.approx(p.repression_weight * 0.5)
    world.patrons[1].presence = 0.9
    assert deterrence(world, common) == pytest.approx(p.repression_weight * (0.5 + p.garrison * (0.9 - p.garrison_norm)))


def test_the_chance_of_an_uprising_is_the_share_of_occasions_that_bring_one(street: tuple[Any, Any]) -> None:
    world, common = street
    p, fear = common.parameters, 0.35
    drive = next(d for d in np.linspace(0, 1, 400) if lowest_fixed_point(p, d, fear) >= p.uprising_level) - 0.05
    chance = chance_of_uprising(world, common, drive, fear, 0.5)
    grid = (np.arange(4000) + 0.5) / 4000
    push_of = drive + p.street_gain * np.maximum(0.0, stats.norm.ppf(grid) - p.street_norm)
    assert chance == pytest.approx(np.mean([lowest_fixed_point(p, d, fear) >= p.uprising_level for d in push_of]), abs=1 / 4000)
    assert 0.0 < chance < 1.0


def test_switched_off_nobody_is_out(street: tuple[Any, Any]) -> None:
    world, common = street
    world.hardship = 1.0
    find_protest(world, common, MONTH)
    assert world.protest > 0.0
    switches(common, protest=0)
    find_protest(world, common, MONTH)
    assert world.protest == 0.0


def test_an_uprising_is_entered_once_in_two_years(street: tuple[Any, Any]) -> None:
    world, common = street
    gap = int(common.parameters.uprising_gap)
    world.event_count, world.last_uprising = 0, NEVER
    for month in range(MONTH, MONTH + 2 * gap + 3):
        world.protest = 0.2
        enter_protest(world, common, month)
    assert [event["month"] for event in events_of(world)] == [MONTH, MONTH + gap + 1, MONTH + 2 * gap + 2]
    assert world.turmoil >= common.parameters.uprising_turmoil


def test_an_episode_ends_when_protest_falls_below_the_level_of_an_uprising(street: tuple[Any, Any]) -> None:
    world, common = street
    world.protest = 0.2
    enter_protest(world, common, MONTH)
    world.asked = 1
    assert world.episode == 1
    world.protest = 0.09
    enter_protest(world, common, MONTH + 1)
    assert (world.episode, world.asked) == (0, 0)


def test_probability_and_luck_of_an_uprising_tell_that_it_came(demo: Country) -> None:
    block = begun(demo, worlds=100, seed=9)
    block.commons["parameters"]["protest_threshold"] = 0.45
    run_block(*block, 0, demo.months)
    found = [event for world in block.worlds for event in events_of(world) if event["kind"] == EV_UPRISING]
    assert len(found) > 20
    assert all(event["luck"] < event["probability"] <= 1.0 for event in found)


def test_uprisings_come_as_often_as_their_chance_says(street: tuple[Any, Any]) -> None:
    world, common = street
    fear, level = deterrence(world, common), float(common.parameters.uprising_level)
    u = uniform(np.uint64(at(world.key, S_STREET, MONTH)), np.uint64(0))
    for threshold in np.linspace(0.8, -0.2, 101):
        parameters(common, protest_threshold=threshold)
        chance = chance_of_uprising(world, common, push(world, common, MONTH), fear, u)
        if chance > 0.05:
            break
    assert chance < 0.5
    came = 0
    for n in range(3000):
        world.key = key("luck", n)
        find_protest(world, common, MONTH)
        came += world.protest >= level
    assert stats.binomtest(int(came), 3000, chance).pvalue > 1e-4
