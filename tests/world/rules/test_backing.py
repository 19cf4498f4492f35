"""Whom a cadre backs: frequencies against the softmax, and what is shown against what is wished."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.backing import back, falsification, reconsider, reconsiders
from sim.world.words import NOBODY

from ..builders import one, parameters, switches

MONTH = 6


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=3)


def utilities(world: Any, common: Any, origin: int, *, shown: bool, patron: int = NOBODY) -> np.ndarray:
    """MODEL 2.3, Backing, written out."""
    p = common.parameters
    found = []
    for j in range(common.groups):
        candidate = world.factions[j]
        line = world.ruler_line if j == world.ruler else candidate.ideology
        value = p.backing_charisma * candidate.charisma * candidate.support
        if origin == NOBODY:
            value += p.client_weight * (j == patron)
        else:
            value += p.discipline_weight * candidate.discipline * (j == origin) - p.ideology_weight * abs(line - world.factions[origin].ideology)
        if shown:
            value += p.bandwagon * candidate.power * common.switches.bandwagon + p.incumbency_pull * (j == world.ruler)
            value += p.backing_organising * candidate.organising
            value -= p.fear_weight * world.concentration * (1 + candidate.accused) * (j != world.ruler)
        found.append(value if candidate.alive else -np.inf)
    return np.array(found)


def softmax(values: np.ndarray) -> np.ndarray:
    weights = np.exp(values - values.max())
    return weights / weights.sum()


def many(world: Any, common: Any, origin: int, patron: int, count: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    """How often people of a group back each faction, and wish each."""
    backing, private = np.zeros(common.groups), np.zeros(common.groups)
    post = world.posts[0]
    post.origin, post.patron = origin, patron
    for n in range(count):
        post.person = key("someone", n)
        reconsider(world, common, MONTH, 0)
        backing[post.backing] += 1
        private[post.private] += 1
    return backing, private


@pytest.mark.parametrize(("origin", "patron"), [(0, NOBODY), (1, NOBODY), (2, NOBODY), (NOBODY, 1), (NOBODY, NOBODY)])
def test_backing_comes_as_often_as_the_softmax_of_its_utilities(country: tuple[Any, Any], origin: int, patron: int) -> None:
    world, common = country
    world.factions[1].accused = 0.6
    backing, private = many(world, common, origin, patron)
    luck = common.parameters.backing_luck
    for counts, shown in ((backing, True), (private, False)):
        assert stats.chisquare(counts, counts.sum() * softmax(utilities(world, common, origin, shown=shown, patron=patron) / luck)).pvalue > 1e-4


def test_the_share_kept_with_a_review_is_that_of_the_option_shown(country: tuple[Any, Any]) -> None:
    world, common = country
    for i in range(40):
        reconsider(world, common, MONTH, i)
        post = world.posts[i]
        expected = softmax(utilities(world, common, int(post.origin), shown=True, patron=int(post.patron)) / common.parameters.backing_luck)[post.backing]
        assert post.review_share == pytest.approx(expected)
        assert 0.0 < post.review_luck < 1.0
        assert post.reviewed == MONTH


def test_without_pressure_all_show_what_they_wish(country: tuple[Any, Any]) -> None:
    world, common = country
    hidden = []
    for pressed in (True, False):
        if not pressed:
            parameters(common, bandwagon=0.0, backing_organising=0.0, incumbency_pull=0.0, fear_weight=0.0)
        for i in range(world.posts_used):
            reconsider(world, common, MONTH, i)
        falsification(world)
        hidden.append(float(world.falsification))
    assert hidden[0] > 0.0
    assert hidden[1] == 0.0


def test_falsification_is_the_share_of_those_who_hide_a_wish(country: tuple[Any, Any]) -> None:
    world, _ = country
    world["posts"]["private"] = world["posts"]["backing"]
    for i in range(17):
        world.posts[i].private = (world.posts[i].backing + 1) % 3
    falsification(world)
    assert world.falsification == pytest.approx(17 / world.posts_used)


def test_nobody_turns_to_a_group_that_is_no_side_any_more(country: tuple[Any, Any]) -> None:
    world, common = country
    gone = (world.ruler + 1) % 3
    world.factions[gone].alive = 0
    backing, private = many(world, common, gone, NOBODY, 300)
    assert backing[gone] == private[gone] == 0


def test_as_many_reconsider_as_the_rate_says_and_more_in_turmoil(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    for turmoil, chance in ((0.0, p.review_rate), (p.turmoil_level + 0.01, p.review_rate * (1 + p.review_turmoil))):
        world.turmoil = turmoil
        count = 0
        for n in range(8000):
            world.posts[0].person = key("someone", n)
            count += reconsiders(world, common, 0)
        assert stats.binomtest(count, 8000, float(chance)).pvalue > 1e-4


def test_who_does_not_reconsider_backs_whom_he_backed(country: tuple[Any, Any]) -> None:
    world, common = country
    for i in range(world.posts_used):
        before, change = int(world.posts[i].backing), reconsiders(world, common, i)
        world.posts[i].reviewed = -1
        back(world, common, MONTH, i)
        assert (world.posts[i].reviewed == MONTH) == change
        assert change or world.posts[i].backing == before


def test_switched_off_power_draws_nobody(country: tuple[Any, Any]) -> None:
    world, common = country
    switches(common, bandwagon=0)
    backing, _ = many(world, common, 0, NOBODY, 1500)
    assert stats.chisquare(backing, 1500 * softmax(utilities(world, common, 0, shown=True) / common.parameters.backing_luck)).pvalue > 1e-4
