"""Protest: who can come out, how it grows, the law of the push, episodes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import at, key, uniform
from sim.world.month import run_block
from sim.world.rules.protest import able, chance_of_uprising, deterrence, enter_protest, find_protest, push
from sim.world.words import EV_UPRISING, NEVER, S_STREET

from ..builders import begun, events_of, one, parameters, switches

MONTH = 200


@pytest.fixture
def street(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=2)


def test_protest_moves_towards_what_the_month_would_bring_out(street: tuple[Any, Any]) -> None:
    world, common = street
    p = common.parameters
    world.hardship, world.protest, world.street = 0.5, 0.04, 0.1
    before, support, street_before = 0.04, float(world.factions[world.ruler].support), 0.1
    find_protest(world, common, MONTH)
    occasion = stats.norm.ppf(uniform(np.uint64(at(world.key, S_STREET, MONTH)), np.uint64(0)))
    assert world.street == pytest.approx(p.street_memory * street_before + p.street_gain * max(0.0, occasion - p.street_norm))
    drive, fear, crowd = push(world, common, MONTH), deterrence(world, common), p.mobilisable * (1 - support)
    out = before / crowd
    share = stats.norm.cdf((drive + p.protest_cascade * out - fear * (1 - out) - p.protest_threshold) / p.threshold_spread)
    assert world.protest == pytest.approx(before + p.protest_speed * (crowd * share - before))


def test_nobody_comes_out_who_can_not_be_moved(street: tuple[Any, Any]) -> None:
    world, common = street
    world.hardship = 1.0
    parameters(common, protest_threshold=-5.0)
    for month in range(MONTH, MONTH + 40):
        find_protest(world, common, month)
    assert world.protest == pytest.approx(able(world, common), rel=1e-6)
    assert able(world, common) == pytest.approx(common.parameters.mobilisable * (1 - world.factions[world.ruler].support))


def test_the_push_is_the_sum_of_its_terms(street: tuple[Any, Any]) -> None:
    world, common = street
    world.hardship, world.turmoil, world.reform = 0.4, 0.8, 0.3
    month, p = 540, common.parameters  # neighbours have begun to fall
    support = float(world.factions[world.ruler].support)
    world.street = 0.2
    expected = p.protest_hardship * 0.4 * (1 - support) + p.protest_unpopularity * (p.unpopularity_norm - support)
    expected += 0.2 + p.protest_turmoil * (0.8 - p.turmoil_norm) - p.protest_reform * 0.3
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
    p, fear, crowd = common.parameters, 0.35, able(world, common)
    world.protest = 0.06
    grid = (np.arange(4000) + 0.5) / 4000
    occasions = p.street_gain * np.maximum(0.0, stats.norm.ppf(grid) - p.street_norm)
    found = []
    for rest in np.linspace(-0.5, 1.5, 60):
        reached = world.protest + p.protest_speed * (crowd * stats.norm.cdf(pulls(world, p, rest + occasions, fear, crowd)) - world.protest)
        chance = chance_of_uprising(world, common, float(rest + occasions[1234]), fear, able(world, common), float(grid[1234]))
        assert chance == pytest.approx(np.mean(reached >= p.uprising_level), abs=1 / 2000)
        found.append(chance)
    assert min(found) < 1e-6
    assert max(found) == 1.0
    assert any(0.0 < chance < 1.0 for chance in found)


def pulls(world: Any, p: Any, drive: Any, fear: float, crowd: float) -> Any:
    out = world.protest / crowd
    return (drive + p.protest_cascade * out - fear * (1 - out) - p.protest_threshold) / p.threshold_spread


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
    level = float(common.parameters.uprising_level)
    world.last_uprising, world.hardship = NEVER, 0.5
    chance = 0.0
    for threshold in np.linspace(1.5, -0.5, 2001):
        parameters(common, protest_threshold=threshold)
        world.protest, world.street = 0.07, 0.0
        drive = push(world, common, MONTH)
        chance = chance_of_uprising(world, common, drive, deterrence(world, common), able(world, common), 0.5)
        if 0.05 < chance < 0.5:
            break
    assert 0.05 < chance < 0.5
    came = 0
    for n in range(3000):
        world.key, world.protest, world.street = key("luck", n), 0.07, 0.0
        find_protest(world, common, MONTH)
        came += world.protest >= level
        assert world.protest < level or world.uprising_chance == pytest.approx(chance)
    assert stats.binomtest(int(came), 3000, chance).pvalue > 1e-4
