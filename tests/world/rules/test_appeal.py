"""A month after a lost vote: seats given back by patrons, or expulsion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.appeal import all_appeals, appeals, decide_appeal, patrons_answer
from sim.world.words import EV_PURGE, EV_REVERSAL, HOW, NEVER, NOBODY, UNDID_PURGE

from ..builders import events_of, lived, one, parameters

MONTH = 60


def after_a_lost_vote(demo: Country) -> tuple[Any, Any, int]:
    """A world in which the group after the ruler lost a vote a month ago."""
    world, common = one(demo, MONTH, seed=3)
    j = int(world.ruler + 1) % 3
    world.factions[j].appeal, world.event_count = MONTH - 1, 0
    return world, common, j


def test_it_is_decided_a_month_later_and_once(demo: Country) -> None:
    world, common, j = after_a_lost_vote(demo)
    assert not appeals(world, MONTH - 1, j)
    assert appeals(world, MONTH, j)
    assert not appeals(world, MONTH + 1, j)
    all_appeals(world, common, MONTH)
    assert world.factions[j].appeal == NEVER
    assert len(events_of(world)) == 1


@pytest.mark.parametrize("why_not", ["in office", "no side"])
def test_who_has_come_to_rule_or_is_no_side_is_not_expelled(demo: Country, why_not: str) -> None:
    world, _, j = after_a_lost_vote(demo)
    if why_not == "in office":
        world.ruler = j
    else:
        world.factions[j].alive = 0
    assert not appeals(world, MONTH, j)


def test_patrons_answer_as_often_as_the_board_says(demo: Country) -> None:
    world, common, j = after_a_lost_vote(demo)
    parameters(common, appeal_scale=2.0)
    world.factions[j].answer = 0.2
    count = 0
    for n in range(3000):
        world.key = key("luck", n)
        answered, chance, _ = patrons_answer(world, common, MONTH, j)
        assert chance == pytest.approx(0.4)
        count += answered
    assert stats.binomtest(count, 3000, 0.4).pvalue > 1e-4
    world.factions[j].answer = 0.9
    assert patrons_answer(world, common, MONTH, j)[1] == 1.0


def test_seats_given_back_are_as_they_were(demo: Country) -> None:
    world, common, j = after_a_lost_vote(demo)
    before = world["posts"].copy()
    decide_appeal(world, common, MONTH, j, True, 0.6, 0.2)
    event = events_of(world)[-1]
    assert (event["kind"], event["actor"], event["target"], HOW[event["how"]]) == (EV_REVERSAL, world.ruler, j, "appeal")
    assert world["posts"].tobytes() == before.tobytes()
    assert world["patrons"]["reaction"].tolist() == [UNDID_PURGE] * 2


def test_an_expulsion_takes_the_leader_and_backers_and_says_how_likely_it_was(demo: Country) -> None:
    world, common, j = after_a_lost_vote(demo)
    posts, leader = world["posts"][: world.posts_used], int(world.factions[j].leader)
    before = posts["person"].copy()
    decide_appeal(world, common, MONTH, j, False, 0.25, 0.9)
    event = events_of(world)[-1]
    changed = posts["person"] != before
    assert (event["kind"], HOW[event["how"]], event["probability"]) == (EV_PURGE, "expelled", 0.75)
    assert event["luck"] == pytest.approx(0.1)
    assert changed[leader]
    assert event["amount"] == pytest.approx(posts["weight"][changed].sum() / posts["weight"].sum())


def test_every_lost_vote_is_followed_by_one_or_the_other(demo: Country) -> None:
    block = lived(demo, worlds=60, seed=5)
    kinds = [HOW[event["how"]] for world in block.worlds for event in events_of(world) if event["kind"] in (EV_PURGE, EV_REVERSAL)]
    assert "expelled" in kinds
    found = [event for world in block.worlds for event in events_of(world) if HOW[event["how"]] in ("expelled", "appeal")]
    assert all(np.isnan(event["luck"]) or event["luck"] < event["probability"] for event in found)
    assert all(event["patron"] == NOBODY for event in found)


def test_no_group_is_removed_or_saved_twice_in_one_month(korea: Country) -> None:
    for world in lived(korea, worlds=300, draw=0).worlds:
        events = world["events"][: world["event_count"]]
        acts = events[np.isin(events["kind"], [EV_PURGE, EV_REVERSAL]) & (events["target_wing"] == 0)]
        of_whom = list(zip(acts["month"].tolist(), acts["target"].tolist(), strict=True))
        assert len(set(of_whom)) == len(of_whom)
