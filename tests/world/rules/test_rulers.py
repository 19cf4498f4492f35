"""A change at the top."""

from __future__ import annotations

import pytest
from scipy import stats

from sim.pack import Country
from sim.world.rules.rulers import follow, leader_leaves, take_office
from sim.world.words import NOBODY

from ..builders import one

MONTH = 6


def test_who_takes_over_starts_anew_with_part_of_the_power(demo: Country) -> None:
    world, common = one(demo, MONTH, seed=3)
    new, held = (world.ruler + 1) % 3, float(world.concentration)
    world.reform, world.tenure, world.fell = 0.5, 70, 0
    take_office(world, common, MONTH, new, 0.4)
    assert (world.ruler, world.tenure, world.reform, world.fell) == (new, 0, 0.0, 1)
    assert world.concentration == pytest.approx(0.4 * held)
    assert world.ruler_line == world.factions[new].ideology


def test_an_heir_of_the_same_group_is_no_fall(demo: Country) -> None:
    world, common = one(demo, MONTH, seed=3)
    world.fell = 0
    take_office(world, common, MONTH, int(world.ruler), 0.4)
    assert world.fell == 0


def test_as_many_go_over_as_the_share_says_and_none_away(demo: Country) -> None:
    went = others = 0
    for seed in range(12):
        world, common = one(demo, MONTH, seed=seed)
        posts = world["posts"][: world.posts_used]
        before, people = posts["backing"].copy(), posts["person"].copy()
        follow(world, common, MONTH, 0, 0.3)
        assert (posts["backing"][before == 0] == 0).all()
        assert ((posts["backing"] == before) | (posts["backing"] == 0)).all()
        assert (posts["person"] == people).all()
        went, others = went + int((posts["backing"] != before).sum()), others + int((before != 0).sum())
    assert stats.binomtest(went, others, 0.3).pvalue > 1e-4


def test_a_leader_who_leaves_is_followed_in_his_post_by_one_of_his_group(demo: Country) -> None:
    world, common = one(demo, MONTH, seed=3)
    leader = int(world.factions[1].leader)
    people = world["posts"]["person"].copy()
    leader_leaves(world, common, MONTH, 1)
    changed = (world["posts"]["person"] != people).nonzero()[0].tolist()
    assert changed == [leader]
    assert world.posts[leader].origin == 1
    assert world.factions[1].leader != NOBODY


def test_a_group_without_a_leader_loses_none(demo: Country) -> None:
    world, common = one(demo, MONTH, seed=3)
    people = world["posts"]["person"].copy()
    world.factions[1].leader = NOBODY
    leader_leaves(world, common, MONTH, 1)
    assert (world["posts"]["person"] == people).all()
