"""A kept world is the world that was lived, month by month."""

from __future__ import annotations

import pytest

from sim.agents.world import World
from sim.pack import Country
from sim.runs.trajectory import simulate
from sim.world.words import EV_CHALLENGE, EV_FALL


def test_keeping_a_world_changes_nothing_in_it(demo: Country) -> None:
    kept, alone = simulate(World(demo, seed=4)), World(demo, seed=4).run_to_end()
    assert kept.length == alone.month
    assert kept.events.tobytes() == alone.events.tobytes()
    assert kept.months.tobytes() == alone.block.months[0, : alone.month].tobytes()


def test_each_month_is_kept_as_it_was_when_it_ended(demo: Country) -> None:
    kept, world = simulate(World(demo, seed=4)), World(demo, seed=4)
    for month in range(24):
        world.step()
        posts = world.record["posts"][: int(world.record["posts_used"])]
        for k, faction in enumerate(world.factions):
            seats = sum(float(post["ballot_weight"]) for post in posts if int(post["came"]) == k)
            assert kept.offices[month, k] == pytest.approx(seats / float(posts["ballot_weight"].sum()))
            assert kept.backers[month, k] == sum(int(post["backing"]) == k for post in posts)
            assert int(kept.choices[month, k]["action"]) == int(faction.state["action"])
            for q, patron in enumerate(world.patrons):
                assert kept.favour[month, k, q] == float(world.record["ties"]["tie"][k, q]) * float(patron.state["presence"])


def test_offices_add_up_and_backers_are_all_post_holders(korea: Country) -> None:
    kept = simulate(World(korea, seed=2))
    together = kept.offices.sum(axis=1)
    assert (together < 1.0).all()  # the rest belongs to people without a group
    assert (together > 0.3).all()
    assert set(kept.backers.sum(axis=1)) == {korea.post_scheme.total}


def test_every_vote_has_its_ballots_and_they_give_its_share(korea: Country) -> None:
    counted = 0
    for seed in range(1, 7):
        kept = simulate(World(korea, seed=seed))
        polls = [n for n, event in enumerate(kept.events) if int(event["kind"]) in (int(EV_FALL), int(EV_CHALLENGE))]
        assert sorted(kept.votes) == polls
        for number, ballots in kept.votes.items():
            share = sum(one.weight for one in ballots if one.against) / sum(one.weight for one in ballots)
            event = kept.events[number]
            assert share == pytest.approx(float(event["amount"]))
            assert (share > kept.needed) == (int(event["kind"]) == int(EV_FALL))
            counted += 1
    assert counted > 0


def test_a_contest_without_a_vote_has_no_ballots(korea: Country) -> None:
    kept = simulate(World(korea, seed=3, do=["switch.challenge_rule=contest"]))
    assert kept.votes == {}


def test_progress_is_told_at_most_twenty_times(demo: Country) -> None:
    told: list[tuple[int, int]] = []
    simulate(World(demo, seed=4), lambda done, total: told.append((done, total)))
    assert 0 < len(told) <= 20
    assert {total for _, total in told} == {demo.months}
    assert told == sorted(told)
