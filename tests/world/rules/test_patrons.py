"""Patrons at a crisis: what they have at stake, who is asked, what troops do."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.patrons import friend_of, in_crisis, patron_asked, sends_troops, stake, troops_come
from sim.world.words import EV_INTERVENTION, NOBODY

from ..builders import events_of, one, switches

MONTH = 6


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=3)


def test_a_patron_who_is_not_there_has_nothing_at_stake(country: tuple[Any, Any]) -> None:
    world, common = country
    world["patrons"]["presence"] = 0.0
    assert stake(world, common, 0) == stake(world, common, 1) == 0.0


def test_the_stake_is_presence_times_tie_times_what_alignment_has_left(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world["patrons"]["presence"], world["ties"]["tie"][world.ruler], world.alignment = (0.9, 0.5), (0.6, 0.3), -0.2
    assert stake(world, common, 0) == pytest.approx(0.9 * (0.6 + p.intervention_tie) * (p.intervention_alignment + 0.2))
    assert stake(world, common, 1) == pytest.approx(0.5 * (0.3 + p.intervention_tie) * (p.intervention_alignment - 0.2))
    world.alignment = 0.9
    assert stake(world, common, 0) == 0.0


def test_the_one_with_more_at_stake_is_asked(country: tuple[Any, Any]) -> None:
    world, common = country
    world["patrons"]["presence"], world["ties"]["tie"][world.ruler], world.alignment = (0.5, 0.5), (0.3, 0.6), 0.0
    assert patron_asked(world, common) == 1
    world.alignment = -0.3
    assert patron_asked(world, common) == 0


@pytest.mark.parametrize(("episode", "asked", "excess", "expected"), [(1, 0, 0.01, True), (0, 0, 0.01, False), (1, 1, 0.01, False), (1, 0, -0.01, False)])
def test_patrons_are_asked_once_an_episode_and_only_in_a_crisis(country: tuple[Any, Any], episode: int, asked: int, excess: float, expected: bool) -> None:
    world, common = country
    world.episode, world.asked, world.protest = episode, asked, common.parameters.crisis_level + excess
    assert in_crisis(world, common) == expected


def test_troops_come_as_often_as_the_stake_makes_likely(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world["patrons"]["presence"], world["ties"]["tie"][world.ruler], world.alignment = (0.9, 0.0), (0.5, 0.0), 0.0
    chance = 1 / (1 + math.exp(-p.intervention_slope * (stake(world, common, 0) - p.intervention_threshold)))
    came = 0
    for n in range(3000):
        world.key = key("luck", n)
        comes, probability, luck = sends_troops(world, common, MONTH, 0)
        assert comes == (luck < probability)
        assert probability == pytest.approx(chance)
        came += comes
    assert stats.binomtest(came, 3000, chance).pvalue > 1e-4


def test_no_troops_where_they_are_switched_off_or_there_is_no_such_patron(country: tuple[Any, Any]) -> None:
    world, common = country
    common.patrons = 1
    assert sends_troops(world, common, MONTH, 1)[:2] == (False, 0.0)
    switches(common, intervention=0)
    assert sends_troops(world, common, MONTH, 0)[:2] == (False, 0.0)


def test_troops_put_the_patrons_best_living_friend_in_office(country: tuple[Any, Any]) -> None:
    world, common = country
    old = int(world.ruler)
    best, second = (old + 1) % 3, (old + 2) % 3
    world["ties"]["tie"][[old, best, second], 0] = (0.2, 0.9, 0.5)
    assert friend_of(world, common, 0) == best
    world.factions[best].alive = 0
    assert friend_of(world, common, 0) == second
    world.factions[best].alive = 1
    held, leader = float(world.concentration), int(world.factions[old].leader)
    person = int(world.posts[leader].person)
    others = [i for i in range(world.posts_used) if world.posts[i].backing != best and world.posts[i].leads == NOBODY]
    troops_come(world, common, MONTH, 0, 0.5, 0.1)
    assert (world.ruler, world.tenure) == (best, 0)
    assert world.concentration == pytest.approx(held * common.parameters.intervention_concentration)
    assert world.turmoil >= common.parameters.intervention_turmoil
    assert int(world.posts[leader].person) != person
    assert 0 < sum(int(world.posts[i].backing == best) for i in others) < len(others)
    event = events_of(world)[-1]
    assert (event["kind"], event["actor"], event["target"], event["patron"]) == (EV_INTERVENTION, best, old, 0)


def test_troops_for_a_ruler_who_is_their_best_friend_leave_him_in_office(country: tuple[Any, Any]) -> None:
    world, common = country
    old, posts = int(world.ruler), world["posts"].copy()
    world["ties"]["tie"][:, 0] = 0.3
    held = float(world.concentration)
    troops_come(world, common, MONTH, 0, 0.5, 0.1)
    assert (world.ruler, world.concentration) == (old, held)
    assert world["posts"].tobytes() == posts.tobytes()
