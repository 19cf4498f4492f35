"""Appointments: how many posts fall vacant, who fills them, with whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.appointments import appoint, fill, filled_by, vacancies
from sim.world.words import NOBODY, UNRANKED

from ..builders import one, parameters

MONTH = 6


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=3)


def test_posts_fall_vacant_as_often_as_turnover_says_but_leaders_stay(country: tuple[Any, Any]) -> None:
    world, common = country
    vacant = chances = 0
    for month in range(MONTH, MONTH + 150):
        leaders = [int(world.factions[k].leader) for k in range(3) if world.factions[k].leader != NOBODY]
        before = world["posts"]["person"][: world.posts_used].copy()
        vacancies(world, common, month)
        changed = before != world["posts"]["person"][: world.posts_used]
        assert not changed[leaders].any()
        vacant += int(changed.sum())
        chances += len(changed) - len(leaders)
    assert stats.binomtest(vacant, chances, float(common.parameters.turnover)).pvalue > 1e-4


def test_the_strong_and_the_organised_fill_posts_in_proportion(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world["factions"]["post_share"][:3], world["factions"]["organising"][:3] = (0.5, 0.3, 0.2), (0.0, 0.9, 0.3)
    pull = np.array([0.5, 0.3, 0.2]) ** p.cumulative_advantage * np.exp(p.organising_gain * np.array([0.0, 0.9, 0.3]))
    expected = pull / pull.sum()
    counts = np.zeros(3)
    for n in range(4000):
        world.posts[0].person = key("someone", n)
        counts[filled_by(world, common, MONTH, 0)] += 1
    assert stats.chisquare(counts, 4000 * expected).pvalue > 1e-4


@pytest.mark.parametrize("reserved", [0.0, 0.3])
def test_the_ruler_fills_his_part_with_comrades_as_far_as_his_power_is_concentrated(country: tuple[Any, Any], reserved: float) -> None:
    world, common = country
    parameters(common, ruler_appoints=reserved, comrade_slope=0.8)
    world.concentration, ruler = 0.5, int(world.ruler)
    i = next(i for i in range(world.posts_used) if world.posts[i].leads == NOBODY)
    world["factions"]["alive"][:3] = [k != ruler for k in range(3)]
    by_ruler = comrades = 0
    for n in range(3000):
        world.posts[i].person = key("someone", n)
        fill(world, common, MONTH, i)
        post = world.posts[i]
        if post.backing == ruler:
            by_ruler += 1
            comrades += post.origin == ruler
            assert (post.origin, post.patron) in ((ruler, NOBODY), (NOBODY, ruler))
        else:
            assert (post.origin, post.came, post.patron) == (post.backing, post.backing, NOBODY)
    assert stats.binomtest(by_ruler, 3000, reserved).pvalue > 1e-4 if reserved else by_ruler == 0
    assert not reserved or stats.binomtest(comrades, by_ruler, 0.8 * 0.5).pvalue > 1e-4


def test_a_group_that_is_no_side_fills_nothing(country: tuple[Any, Any]) -> None:
    world, common = country
    gone = (world.ruler + 1) % 3
    world.factions[gone].alive = 0
    for n in range(300):
        world.posts[0].person = key("someone", n)
        assert filled_by(world, common, MONTH, 0) != gone


def test_an_appointee_is_a_new_person_of_his_group_who_backs_it(country: tuple[Any, Any]) -> None:
    world, common = country
    i = next(i for i in range(world.posts_used) if world.posts[i].leads == NOBODY)
    old, k = int(world.posts[i].person), 1
    world.posts[i].name, world.posts[i].standing = 3, 1
    appoint(world, common, MONTH, i, k)
    post = world.posts[i]
    assert int(post.person) != old
    assert (post.origin, post.backing, post.private) == (k, k, k)
    assert (post.name, post.standing) == (NOBODY, UNRANKED)


def test_a_safe_ruler_takes_the_loyal_before_the_able(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    i = next(i for i in range(world.posts_used) if world.posts[i].leads == NOBODY and world.posts[i].organ == 3)
    for hold in (0.0, 1.0):
        world.concentration = hold
        found = []
        for n in range(600):
            world.posts[i].person = key("someone", n)
            appoint(world, common, MONTH, i, 1)
            found.append(float(world.posts[i].competence))
        factor = 1 - p.loyalty_discount * hold
        low, high = p.appointee_base * factor, (p.appointee_base + p.appointee_range) * factor
        assert stats.kstest(found, stats.uniform(low, high - low).cdf).pvalue > 1e-4


def test_when_a_leaders_post_is_filled_his_group_has_another_leader(country: tuple[Any, Any]) -> None:
    world, common = country
    k = int(world.ruler)
    leader = int(world.factions[k].leader)
    appoint(world, common, MONTH, leader, (k + 1) % 3)
    new = int(world.factions[k].leader)
    assert new != leader
    assert world.posts[new].origin == k
    assert world.posts[new].leads == k


def test_turnover_of_party_posts_is_counted_by_weight(country: tuple[Any, Any]) -> None:
    world, common = country
    world.party_turnover = 0.0
    party = [i for i in range(world.posts_used) if world.posts[i].organ == 0 and world.posts[i].leads == NOBODY][:5]
    other = next(i for i in range(world.posts_used) if world.posts[i].organ == 1 and world.posts[i].leads == NOBODY)
    for i in (*party, other):
        appoint(world, common, MONTH, i, 0)
    assert world.party_turnover == pytest.approx(sum(float(world.posts[i].weight) for i in party) / world.party_weight)
