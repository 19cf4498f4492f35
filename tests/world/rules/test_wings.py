"""Wings: when a group divides, who follows, how a wing folds or goes home."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.board import board
from sim.world.rules.rulers import take_office
from sim.world.rules.wings import divide, divide_all, divides, free_room, head_of_wing, rejoin
from sim.world.words import CLOSED, NOBODY

from ..builders import one, parameters, switches

MONTH = 60


@pytest.fixture
def alone(demo: Country) -> tuple[Any, Any, int]:
    """A world in which everybody backs the ruler."""
    world, common = one(demo, MONTH, seed=3)
    k = int(world.ruler)
    world["posts"]["backing"][: world.posts_used] = k
    board(world, common, MONTH, 0)
    return world, common, k


def divided(alone: tuple[Any, Any, int]) -> tuple[Any, Any, int, int, int]:
    world, common, k = alone
    head, wing = int(head_of_wing(world, common, k)), int(free_room(world, common))
    divide(world, common, MONTH, k, head, wing)
    return world, common, k, wing, head


def test_a_group_divides_as_often_as_its_excess_says(alone: tuple[Any, Any, int]) -> None:
    world, common, k = alone
    parameters(common, wing_share=0.6, wing_rate=0.3)
    world.factions[k].post_share, count = 0.8, 0
    for n in range(3000):
        world.key = key("luck", n)
        count += divides(world, common, MONTH, k)
    assert stats.binomtest(count, 3000, 0.3 * 0.2 / 0.4).pvalue > 1e-4
    world.factions[k].post_share = 0.6
    assert not divides(world, common, MONTH, k)


def test_the_head_is_the_weightiest_man_but_the_leader(alone: tuple[Any, Any, int]) -> None:
    world, common, k = alone
    head = head_of_wing(world, common, k)
    posts = world["posts"][: world.posts_used]
    others = (posts["origin"] == k) & (posts["leads"] == NOBODY)
    assert others[head]
    assert posts["weight"][head] == posts["weight"][others].max()
    assert head != world.factions[k].leader


def test_followers_belong_to_the_wing_or_become_its_clients(alone: tuple[Any, Any, int]) -> None:
    world, common, k, wing, head = divided(alone)
    posts = world["posts"][: world.posts_used]
    mine = posts["backing"] == wing
    assert (posts["origin"][head], world.factions[wing].leader, posts["leads"][head]) == (wing, head, wing)
    assert 0.02 < mine.mean() < 0.5
    assert set(posts["origin"][mine]) <= {wing, NOBODY, *(j for j in range(3) if j != k)}
    assert (posts["came"][posts["origin"] == wing] == k).all()
    assert (posts["patron"][mine & (posts["origin"] == NOBODY)] == wing).all()
    side, group = world.factions[wing], world.factions[k]
    assert (side.group, side.alive, side.charisma, side.ideology) == (k, 1, group.charisma, group.ideology)


def test_no_third_wing_where_there_are_two_rooms(alone: tuple[Any, Any, int]) -> None:
    world, common, k = alone
    parameters(common, wing_rate=1.0, wing_share=0.3)
    for month in range(MONTH, MONTH + 12):
        divide_all(world, common, month)
        board(world, common, month, 0)
    assert free_room(world, common) == NOBODY or (world["factions"]["group"][3:5] == k).any()
    assert world["posts"]["origin"][: world.posts_used].max() < 5


def test_switched_off_nobody_divides(alone: tuple[Any, Any, int]) -> None:
    world, common, _ = alone
    parameters(common, wing_rate=1.0, wing_share=0.3)
    switches(common, wings=0)
    divide_all(world, common, MONTH)
    assert free_room(world, common) == 3


def test_a_wing_that_dissolves_goes_home(alone: tuple[Any, Any, int]) -> None:
    world, common, k = alone
    before = world["posts"]["origin"][: world.posts_used].copy()
    world, common, k, wing, _ = divided(alone)
    rejoin(world, common, wing)
    posts = world["posts"][: world.posts_used]
    assert (posts["origin"] == before).all()
    assert (posts["backing"] == k).all()
    assert not (posts["leads"] == wing).any()
    assert (world.factions[wing].group, world.factions[wing].entry, world.factions[wing].alive) == (NOBODY, CLOSED, 0)


def test_a_wing_that_wins_folds_and_its_head_leads_the_group(alone: tuple[Any, Any, int]) -> None:
    world, common, k, wing, head = divided(alone)
    world.concentration = 0.8
    take_office(world, common, MONTH, wing, 0.5)
    posts = world["posts"][: world.posts_used]
    assert (world.ruler, world.factions[k].leader, posts["leads"][head]) == (k, head, k)
    assert world.concentration == pytest.approx(0.4)
    assert world.fell == 1
    assert (posts["leads"] == k).sum() == 1
    assert not np.isin(posts["backing"], [wing]).any()


def test_patrons_do_not_shield_a_wing_against_its_own_group(alone: tuple[Any, Any, int]) -> None:
    world, common, _, wing, _ = divided(alone)
    world["patrons"]["presence"] = 1.0
    board(world, common, MONTH, 0)
    assert world.factions[wing].alive == 1
    assert (world.factions[wing].shield, world.factions[wing].answer) == (0.0, 0.0)
    assert world.factions[wing].protection > 0.0
