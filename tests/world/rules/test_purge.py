"""A purge removes the leader and each backer with one probability; undone, it leaves everything as it was."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.purge import PURGE, patrons_undo, purge, purge_chosen, purge_gain
from sim.world.words import EV_PURGE, EV_REVERSAL, NOBODY, UNDID_PURGE

from ..builders import events_of, lived, one, switches

MONTH = 60


def purging(demo: Country, seed: int) -> tuple[Any, Any, int]:
    """A world in which the ruler has chosen to purge the group after him."""
    world, common = one(demo, MONTH, seed=seed)
    j = int(world.ruler + 1) % 3
    world.factions[world.ruler].action, world.factions[world.ruler].target = PURGE, j
    world.fell, world.occasion = 0, 1
    return world, common, j


def test_each_backer_goes_with_the_same_probability_and_the_leader_always(demo: Country) -> None:
    gone = backers = 0
    reach = 0.0
    for seed in range(40):
        world, common, j = purging(demo, seed)
        ruler, leader = int(world.ruler), int(world.factions[j].leader)
        if leader == NOBODY:  # it has dissolved
            continue
        posts = world["posts"][: world.posts_used]
        before, backed = posts["person"].copy(), posts["backing"] == j
        backed[leader] = False
        world.factions[j].organising = 0.5
        reach = float(common.parameters.purge_share * (1 - 0.5 * common.parameters.purge_shield))
        purge(world, common, MONTH, False, 0.5, 0.5)
        changed = posts["person"] != before
        assert changed[leader]
        assert not changed[~backed & (np.arange(len(posts)) != leader)].any()
        assert set(posts["origin"][changed]) <= {ruler, NOBODY}
        assert (posts["patron"][changed & (posts["origin"] == NOBODY)] == ruler).all()
        assert (posts["backing"][changed] == ruler).all()
        gone, backers = gone + int(changed[backed].sum()), backers + int(backed.sum())
    assert 0.0 < reach < common.parameters.purge_share
    assert stats.binomtest(gone, backers, reach).pvalue > 1e-4


def test_the_ledger_holds_the_weight_removed(demo: Country) -> None:
    world, common, j = purging(demo, 3)
    posts = world["posts"][: world.posts_used]
    before, person = posts["person"].copy(), int(posts["person"][world.factions[j].leader])
    world.turmoil = 0.0
    purge(world, common, MONTH, False, 0.5, 0.5)
    event = events_of(world)[-1]
    assert (event["kind"], event["actor"], event["target"], int(event["person"])) == (EV_PURGE, world.ruler, j, person)
    assert event["amount"] == pytest.approx(posts["weight"][posts["person"] != before].sum() / posts["weight"].sum())
    assert event["amount"] > 0
    assert world.turmoil == pytest.approx(common.parameters.purge_turmoil_added)


def test_a_purge_undone_leaves_every_post_as_it_was(demo: Country) -> None:
    world, common, j = purging(demo, 3)
    before = world["posts"].copy()
    world.turmoil = 0.1
    purge(world, common, MONTH, True, world.factions[j].answer, 0.25)
    assert world["posts"].tobytes() == before.tobytes()
    event = events_of(world)[-1]
    assert (event["kind"], event["actor"], event["target"]) == (EV_REVERSAL, world.ruler, j)
    assert world.turmoil == pytest.approx(0.1 + common.parameters.reversal_turmoil)
    assert world["patrons"]["reaction"].tolist() == [UNDID_PURGE] * 2


def test_patrons_undo_as_often_as_the_board_says(demo: Country) -> None:
    world, common, j = purging(demo, 1)
    world.factions[j].answer = 0.35
    count = 0
    for n in range(3000):
        world.key = key("luck", n)
        count += patrons_undo(world, common, MONTH, j)[0]
    assert stats.binomtest(count, 3000, 0.35).pvalue > 1e-4


def test_the_gain_is_the_sum_of_its_terms(demo: Country) -> None:
    world, common, j = purging(demo, 1)
    p, target, ruler = common.parameters, world.factions[j], int(world.ruler)
    target.power, target.accused, target.shield, target.hiding, target.other_half_base = 0.3, 0.5, 0.2, 0.4, 0.6
    world.blame, world.coup_risk, world.turmoil, world.coalition = 0.5, 0.1, 0.3, 1 << ruler
    world.pairs[ruler, j].pact = 1
    expected = (
        p.purge_incentive * 0.3 + p.purge_accused * 0.5 + p.purge_blame * 0.5 * 0.6 + p.purge_outsider - p.purge_coup_risk * 0.1
        - p.purge_cover * 0.2 - p.purge_betrayal - p.purge_turmoil * 0.3 - p.purge_low * 0.4 - p.purge_cost
    )  # fmt: skip
    at_occasion = -math.log(p.occasion_rate)
    assert purge_gain(world, common, ruler, j) == pytest.approx(p.occasion_sharpness * expected + at_occasion)
    world.coalition = (1 << ruler) | (1 << j)
    assert purge_gain(world, common, ruler, j) == pytest.approx(p.occasion_sharpness * (expected - p.purge_outsider) + at_occasion)


def test_only_the_ruler_purges_and_only_at_an_occasion(demo: Country) -> None:
    world, common, j = purging(demo, 1)
    ruler = int(world.ruler)
    other = next(k for k in range(3) if k not in (ruler, j))
    assert np.isfinite(purge_gain(world, common, ruler, j))
    assert purge_gain(world, common, other, j) == -np.inf
    assert purge_gain(world, common, ruler, ruler) == -np.inf
    world.occasion = 0
    assert purge_gain(world, common, ruler, j) == -np.inf
    world.occasion, world.factions[j].alive = 1, 0
    assert purge_gain(world, common, ruler, j) == -np.inf
    world.factions[j].alive = 1
    switches(common, purge=0)
    assert purge_gain(world, common, ruler, j) == -np.inf


def test_a_ruler_who_has_just_fallen_purges_nobody(demo: Country) -> None:
    world, _, _ = purging(demo, 1)
    assert purge_chosen(world)
    world.fell = 1
    assert not purge_chosen(world)


def test_a_reversal_in_the_ledger_was_drawn_below_its_chance_and_never_without_patrons(demo: Country) -> None:
    worlds = lived(demo, worlds=150, seed=9).worlds
    found = [event for world in worlds for event in events_of(world) if event["kind"] == EV_REVERSAL]
    assert len(found) > 5
    assert all(event["luck"] < event["probability"] for event in found)
    assert all(event["patron"] == NOBODY for event in found)
