"""A month of a world in sentences and numbers."""

from __future__ import annotations

import dataclasses

import pytest

from sim.dashboard.month import chronicle, holder, month_of, neighbours, opening, so_far
from sim.locale import LANGUAGES
from sim.report.chronicle import lines
from sim.runs.trajectory import Trajectory
from sim.world.words import ACTIONS


def test_each_group_has_a_sentence_with_its_name_and_its_object(trajectory: Trajectory) -> None:
    country = trajectory.country
    seen = set()
    for month in range(0, trajectory.length, 7):
        found = month_of(trajectory, month, "en")
        assert [one.group for one in found.doings] == country.displayed
        for one in found.doings:
            assert country.factions[one.group].phrase["en"].lower() in one.sentence.lower()
            if one.target is not None:
                assert country.factions[one.target].phrase["en"] in one.sentence
            if one.patron is not None:
                assert country.patrons[one.patron].name["en"] in one.sentence
            seen.add(one.action)
    assert len(seen & set(ACTIONS)) > 4


def test_a_group_that_is_no_side_any_more_does_nothing(trajectory: Trajectory) -> None:
    last = month_of(trajectory, trajectory.length - 1, "en")
    gone = [one for one in last.doings if one.action is None]
    assert gone
    assert all("no longer a side" in one.sentence and one.why == "" for one in gone)
    assert {one.group for one in last.standings if not one.alive} == {one.group for one in gone}


def test_numbers_are_those_of_the_month(trajectory: Trajectory) -> None:
    for month in (0, 131, trajectory.length - 1):
        found = month_of(trajectory, month, "ko")
        assert found.posts == 200
        assert 0.3 < sum(one.offices for one in found.standings) <= 1.0 + 1e-9  # the rest belongs to people without a group
        assert [one.group for one in found.standings if one.rules] == [int(trajectory.months[month]["ruler"])]
        for one in found.standings:
            assert one.support == float(trajectory.rows[month, one.group]["support"])
            assert one.favour == tuple(trajectory.favour[month, one.group])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_chronicle_tells_what_the_ledger_tells(trajectory: Trajectory, lang: str) -> None:
    told, ledger = chronicle(trajectory, lang), lines(trajectory.country, trajectory.events, lang)
    assert [(one.when, one.text) for one in told] == [(line.month, line.text) for line in ledger]
    assert all(one.rule for one in told)


def test_what_would_have_turned_it_agrees_with_what_was_drawn(trajectory: Trajectory) -> None:
    """`luck < probability` is what made it come about; a lost vote is the other way round."""
    kinds = set()
    for one in chronicle(trajectory, "en"):
        if "Had less than" in one.turn:
            assert one.drawn is not None
            assert one.drawn >= one.chance
        elif "Had " in one.turn:
            assert one.drawn is not None
            assert one.drawn < one.chance
        kinds.add(one.turn[:8])
    assert len(kinds) >= 3


def test_the_chronicle_so_far_is_newest_first_and_knows_nothing_later(trajectory: Trajectory) -> None:
    told = chronicle(trajectory, "en")
    found = so_far(told, 131)
    assert found[0].month == max(one.month for one in found) <= 131
    assert len(found) == sum(one.month <= 131 for one in told)
    assert so_far(told, -1) == []


def test_the_nearest_events_lie_on_both_sides(trajectory: Trajectory) -> None:
    told = chronicle(trajectory, "en")
    months = sorted({one.month for one in told})
    assert neighbours(told, months[0]) == (None, months[1])
    assert neighbours(told, months[2]) == (months[1], months[3])
    assert neighbours(told, months[-1]) == (months[-2], None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_ballot_is_by_name_or_by_office(trajectory: Trajectory, lang: str) -> None:
    for ballots in trajectory.votes.values():
        for vote in ballots:
            label = holder(vote, lang)
            assert label
            assert "{" not in label
            if vote.person is not None:
                assert label in (vote.person.name, vote.person.hangul)


def test_the_last_month_says_how_the_world_ended(trajectory: Trajectory) -> None:
    assert month_of(trajectory, 0, "en").ended == ""
    assert (month_of(trajectory, trajectory.length - 1, "en").ended != "") == (trajectory.ended != 0)


@pytest.mark.parametrize(("do", "month"), [
    ((), 0), (("ruler=yanan@1956-09:plenum",), 131), (("ruler=yanan@1956-09:plenum", "trait.yanan.support=0.5@1945-10"), 131),
    (("trait.yanan.support=0.5@1950-01",), 51), (("switch.patron_veto=off",), 0), (("ruler=yanan@1999-12:plenum",), 299),
])  # fmt: skip
def test_a_changed_world_opens_in_the_month_of_its_change(trajectory: Trajectory, do: tuple[str, ...], month: int) -> None:
    assert opening(dataclasses.replace(trajectory, do=do, length=300)) == month
