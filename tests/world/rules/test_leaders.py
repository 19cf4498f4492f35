"""Leaders: the one in the weightiest post, kept safe from turnover."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.leaders import is_safe, lead
from sim.world.words import NOBODY

from ..builders import lived, one


def test_in_every_month_a_leader_is_one_of_his_group_and_each_group_with_people_has_one(demo: Country) -> None:
    for until in (1, 60, 300):
        for world in lived(demo, until=until, worlds=25).worlds:
            posts = world["posts"][: world.posts_used]
            for k in range(3):
                leader = int(world["factions"]["leader"][k])
                assert (leader == NOBODY) == (not (posts["origin"] == k).any())
                if leader != NOBODY:
                    assert posts["origin"][leader] == k
                    assert np.flatnonzero(posts["leads"] == k).tolist() == [leader]


def test_the_leader_is_the_one_of_highest_weight_then_of_first_standing(demo: Country) -> None:
    world, common = one(demo, 1, seed=3)
    for k in range(3):
        lead(world, common, 1, k)
        mine = world["posts"][:100][world["posts"]["origin"][:100] == k]
        best = mine[mine["weight"] == mine["weight"].max()]
        assert world.posts[world.factions[k].leader].standing == best["standing"].min()


def test_equals_lead_by_luck(demo: Country) -> None:
    world, common = one(demo, 1, seed=3)
    same = [n for n in range(100) if world.posts[n].weight == world.posts[1].weight][:4]
    world["posts"]["origin"][:100] = 1
    world["posts"]["origin"][same], world["posts"]["standing"][same] = 0, 9
    counts = dict.fromkeys(same, 0)
    for n in range(800):
        world.key_of_start = key("luck", n)
        lead(world, common, 1, 0)
        counts[int(world.factions[0].leader)] += 1
    assert stats.chisquare(list(counts.values())).pvalue > 1e-4


def test_leaders_of_unknown_birth_have_ages_of_the_spread_given(demo: Country) -> None:
    world, common = one(demo, 1, seed=3)
    post = int(world.factions[0].leader)
    ages = []
    for n in range(800):
        world.posts[post].person, world.posts[post].born = key("someone", n), np.nan
        lead(world, common, 240, 0)
        assert world.factions[0].leader == post
        ages.append((240 - float(world.factions[0].leader_born)) / 12)
    p = common.parameters
    assert stats.kstest(ages, stats.norm(float(p.leader_age_mean), float(p.leader_age_sd)).cdf).pvalue > 1e-4


def test_a_leader_of_known_birth_keeps_his_age(demo: Country) -> None:
    world, _ = one(demo, 1)
    named = [k for k in range(3) if world.posts[world.factions[k].leader].name != NOBODY]
    assert named
    for k in named:
        person = demo.cadres[world.posts[world.factions[k].leader].name]
        assert person.born is not None
        assert world.factions[k].leader_born == pytest.approx(person.born * 12 - demo.first_month)


def test_only_leaders_of_living_groups_are_safe(demo: Country) -> None:
    world, _ = one(demo, 1)
    leader = int(world.factions[0].leader)
    assert is_safe(world, leader)
    assert sum(bool(is_safe(world, i)) for i in range(100)) == 3
    world.factions[0].alive = 0
    assert not is_safe(world, leader)
