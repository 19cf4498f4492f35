"""Deaths after Gompertz, heirs and successors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.build import person_key
from sim.world.luck import key
from sim.world.rules.succession import can_name_heir, deaths, hazard, recorded_deaths, succeed, successor
from sim.world.words import EV_DEATH, EV_SUCCESSION, HOW_HEIR, HOW_SUCCESSOR, NOBODY

from ..builders import begun, events_of, lived, one, parameters, switches

MONTH = 6


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=3)


def test_survival_follows_gompertz(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world.factions[0].leader_born = -12.0 * 40  # forty years old in month 0
    survival = 1.0
    for month in range(480):
        survival *= 1 - hazard(world, common, month, 0)
        if month % 120 == 119:
            years = (month + 1) / 12
            rate, slope = 12 * p.death_hazard * math.exp(p.death_age * (40 - p.death_age_norm)), p.death_age
            assert survival == pytest.approx(math.exp(-rate / slope * (math.exp(slope * years) - 1)), rel=0.01)
    assert survival < 0.7


def test_a_hazard_is_never_more_than_certain(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[0].leader_born = -12.0 * 400
    assert hazard(world, common, MONTH, 0) == 1.0


def test_leaders_die_as_often_as_their_hazard_says(demo: Country) -> None:
    block = lived(demo, until=MONTH, seed=3)
    world, common, saved = block.worlds[0], block.commons[0], block.worlds[0].copy()
    ages = [(MONTH - float(world.factions[k].leader_born)) / 12 for k in range(3)]
    parameters(common, death_hazard=0.05, death_age=0.0)
    died = 0
    for n in range(700):
        block.worlds[0] = saved
        world.key = key("luck", n)
        before = int(world.event_count)
        deaths(world, common, MONTH)
        found = events_of(world)[before:]
        died += int((found["kind"] == EV_DEATH).sum())
        assert all(event["luck"] < event["probability"] for event in found if event["kind"] == EV_DEATH)
    assert min(ages) > 20
    assert stats.binomtest(died, 700 * 3, 0.05).pvalue > 1e-4


def test_switched_off_nobody_dies(country: tuple[Any, Any]) -> None:
    world, common = country
    parameters(common, death_hazard=1.0, death_age=0.0)
    switches(common, deaths=0)
    before = int(world.event_count)
    deaths(world, common, MONTH)
    assert world.event_count == before


def strong(world: Any, common: Any) -> None:
    p = common.parameters
    world.factions[world.ruler].power = world.concentration = p.heir_concentration + 0.05
    world.tenure = int(p.heir_tenure) + 1


@pytest.mark.parametrize("lacking", ["power", "concentration", "tenure", None])
def test_an_heir_follows_only_a_ruler_strong_in_every_respect(country: tuple[Any, Any], lacking: str | None) -> None:
    world, common = country
    strong(world, common)
    if lacking == "power":
        world.factions[world.ruler].power = common.parameters.heir_concentration
    elif lacking == "concentration":
        world.concentration = common.parameters.heir_concentration
    elif lacking == "tenure":
        world.tenure = int(common.parameters.heir_tenure)
    assert can_name_heir(world, common) == (lacking is None)


def test_an_heir_inherits_part_of_the_concentration_and_reform(country: tuple[Any, Any]) -> None:
    world, common = country
    strong(world, common)
    world.reform, old, held = 0.4, int(world.ruler), float(world.concentration)
    succeed(world, common, MONTH)
    assert (world.ruler, world.tenure, world.reform) == (old, 0, 0.4)
    assert world.concentration == pytest.approx(common.parameters.heir_concentration_kept * held)
    assert (events_of(world)[-1]["kind"], events_of(world)[-1]["how"]) == (EV_SUCCESSION, HOW_HEIR)


def test_without_an_heir_power_and_charisma_decide(country: tuple[Any, Any]) -> None:
    world, common = country
    old = int(world.ruler)
    new = (old + 1) % 3
    world.factions[old].power, world.factions[new].power, world.factions[(old + 2) % 3].power = 0.4, 0.41, 0.19
    world["factions"]["charisma"][:3] = 0.5
    world.tenure, world.reform, held = 30, 0.4, float(world.concentration)
    assert successor(world, common) == new
    world.factions[new].charisma = 0.3
    assert successor(world, common) == old
    world.factions[new].charisma = 0.6
    succeed(world, common, MONTH)
    assert (world.ruler, world.tenure, world.reform) == (new, 0, 0.0)
    assert world.concentration == pytest.approx(held * common.parameters.succession_concentration)
    assert events_of(world)[-1]["how"] == HOW_SUCCESSOR
    world.ruler, world.factions[new].alive = old, 0
    assert successor(world, common) == old


def test_equals_succeed_by_luck(country: tuple[Any, Any]) -> None:
    world, common = country
    world["factions"]["power"][:3], world["factions"]["charisma"][:3], world["factions"]["alive"][:3] = 1 / 3, 0.5, 1
    counts = np.zeros(3)
    for n in range(900):
        world.key_of_start = key("luck", n)
        counts[successor(world, common)] += 1
    assert stats.chisquare(counts).pvalue > 1e-4


def test_after_a_death_the_group_has_another_leader(demo: Country) -> None:
    block = begun(demo, worlds=1)
    block.commons["parameters"]["death_hazard"] = 1.0
    lived_world = lived(demo, until=1, worlds=1).worlds[0]
    people = {int(lived_world.posts[lived_world.factions[k].leader].person) for k in range(3)}
    common = block.commons[0]
    deaths(lived_world, common, 1)
    for k in range(3):
        leader = int(lived_world.factions[k].leader)
        assert leader != NOBODY
        assert lived_world.posts[leader].origin == k
        assert int(lived_world.posts[leader].person) not in people


def test_a_recorded_death_takes_the_person_in_his_month_and_no_other(demo: Country) -> None:
    recorded = next(cadre for cadre in demo.cadres if cadre.key == "cale_dorn")
    assert recorded.died is not None
    calm = ["switch.purge=off", "switch.deaths=off", "switch.recorded_deaths=on"]
    seen = 0
    for seed in range(30):
        world, common = one(demo, recorded.died, calm, seed=seed)
        person = person_key(recorded.key)
        if person in world["posts"]["person"][: world.posts_used]:
            seen += 1
            recorded_deaths(world, common, recorded.died - 1)
            assert person in world["posts"]["person"][: world.posts_used]
            recorded_deaths(world, common, recorded.died)
            assert person not in world["posts"]["person"][: world.posts_used]
    assert seen > 5
