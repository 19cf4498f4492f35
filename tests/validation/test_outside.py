"""Measures of patrons, people and war, on worlds whose answer is known by hand."""

from __future__ import annotations

import pytest

from sim.pack import Country
from sim.world.words import (
    ENDED_OPENING,
    ENDED_WAR,
    EV_BREAKDOWN,
    EV_CHALLENGE,
    EV_FALL,
    EV_INTERVENTION,
    EV_OPENING,
    EV_PURGE,
    EV_REVERSAL,
    EV_SUCCESSION,
    EV_UPRISING,
)

from .builders import Made, month_of

WINDOW = {"from_": month_of(100), "until": month_of(110)}
LAST = 650


@pytest.fixture
def made(demo: Country) -> Made:
    return Made(demo)


def test_a_removal_undone_is_followed_by_one_of_the_same_group_within_the_months(made: Made) -> None:
    made.happened(100, EV_REVERSAL, made.first, 0)
    made.happened(100, EV_PURGE, made.first, 0)  # not after it
    made.happened(110, EV_PURGE, made.first, 1)  # another group
    assert made.count("undone_and_removed", span=24) == ([0.0], [1.0])
    made.happened(124, EV_PURGE, made.first, 0)
    assert made.count("undone_and_removed", span=24) == ([1.0], [1.0])
    assert made.count("undone_and_removed", span=23) == ([0.0], [1.0])


@pytest.mark.parametrize(("month", "of"), [(LAST - 24, 1.0), (LAST - 23, 0.0)])
def test_what_is_still_open_at_the_last_month_says_nothing(made: Made, month: int, of: float) -> None:
    made.happened(month, EV_REVERSAL, made.first, 0)
    made.happened(month + 1, EV_PURGE, made.first, 0)
    assert made.count("undone_and_removed", span=24) == ([of], [of])
    made.happened(month, EV_UPRISING)
    assert made.count("uprising_without_sequel", span=24) == ([of], [of])


def test_a_world_that_ends_within_the_months_has_not_seen_it_follow(made: Made) -> None:
    made.happened(100, EV_REVERSAL, made.first, 0)
    made.ends(105)
    assert made.count("undone_and_removed", span=24) == ([0.0], [1.0])


def test_patrons_answer_a_vote_lost_by_a_side_with_a_tie_to_one_that_is_present(demo: Country) -> None:
    made = Made(demo, 3)
    commons = made.block.commons
    commons["traits"]["tie_0"][0, :3], commons["traits"]["tie_1"][0, :3] = (0.4, 0.0, 0.4), (0.0, 0.5, 0.0)
    commons["calendar"]["presence_0"][0, :], commons["calendar"]["presence_1"][0, :] = 0.6, 0.0
    made.happened(102, EV_CHALLENGE, 0, made.first, world=0)
    made.happened(108, EV_REVERSAL, made.first, 0, world=0)
    made.happened(102, EV_CHALLENGE, 1, made.first, world=1)  # its patron is not there
    made.happened(102, EV_CHALLENGE, 0, made.first, world=2)
    made.happened(101, EV_REVERSAL, made.first, 0, world=2)  # before the vote
    made.happened(109, EV_REVERSAL, made.first, 0, world=2)  # too late
    assert made.count("answer_to_lost_vote", **WINDOW, span=6) == ([1.0, 0.0, 0.0], [1.0, 0.0, 1.0])
    assert made.count("answer_to_lost_vote", from_=month_of(103), until=month_of(110), span=6)[1] == [0.0, 0.0, 0.0]
    assert made.count("patron_acts", **WINDOW) == ([1.0, 0.0, 2.0], [1.0] * 3)


def test_an_answer_may_come_in_the_month_of_the_vote(made: Made) -> None:
    made.block.commons["traits"]["tie_1"], made.block.commons["calendar"]["presence_1"] = 0.4, 0.6
    made.happened(110, EV_CHALLENGE, 0, made.first)
    made.happened(110, EV_REVERSAL, made.first, 0)
    assert made.count("answer_to_lost_vote", **WINDOW, span=6) == ([1.0], [1.0])


def test_a_world_counts_once_however_many_votes_are_lost_in_it(made: Made) -> None:
    made.block.commons["traits"]["tie_0"], made.block.commons["calendar"]["presence_0"] = 0.4, 0.6
    for month in (100, 108):
        made.happened(month, EV_CHALLENGE, 0, made.first)
    made.happened(101, EV_REVERSAL, made.first, 0)
    assert made.count("answer_to_lost_vote", **WINDOW, span=6) == ([1.0], [1.0])


@pytest.mark.parametrize(("month", "found"), [(99, 0.0), (100, 1.0), (110, 1.0), (111, 0.0)])
def test_troops_and_uprisings_are_those_of_the_months(made: Made, month: int, found: float) -> None:
    made.happened(month, EV_INTERVENTION, made.first, made.first)
    made.happened(month, EV_UPRISING, target=made.first)
    assert made.count("troops", **WINDOW) == ([found], [1.0])
    assert made.count("uprising", **WINDOW) == ([found], [1.0])
    assert made.count("uprisings_a_year", **WINDOW) == ([found], [11 / 12])


def test_uprisings_a_year_are_counted_to_the_end_of_the_world(demo: Country) -> None:
    made = Made(demo, 2)
    made.happened(5, EV_UPRISING)
    made.happened(100, EV_UPRISING)
    made.ends(119, world=0)
    assert made.count("uprisings_a_year") == ([2.0, 0.0], [10.0, 651 / 12])
    assert made.count("uprisings_a_year", from_=month_of(60))[1][0] == 5.0
    assert made.count("uprisings_a_year", from_=month_of(130)) == ([0.0, 0.0], [0.0, 521 / 12])


def test_aid_is_the_mean_of_the_months_that_are_simulated(demo: Country) -> None:
    made = Made(demo, 3)
    made.months["aid"][:, 100:105], made.months["aid"][:, 105:111] = 0.3, 0.1
    made.months["aid"][:, 99] = made.months["aid"][:, 111] = 9.0
    made.ends(101, world=1)
    made.ends(99, world=2)
    count, of = made.count("aid", **WINDOW)
    assert count == pytest.approx([5 * 0.3 + 6 * 0.1, 0.6, 0.0])
    assert of == [11.0, 2.0, 0.0]


def test_the_height_of_an_uprising_is_reached_before_it_has_ebbed_by_half(made: Made) -> None:
    made.months["protest"][0, 100:109] = (0.2, 0.35, 0.3, 0.1, 0.5, 0.05, 0.9, 0.9, 1.0)  # at half is not below it
    made.happened(100, EV_UPRISING)
    made.happened(106, EV_UPRISING)
    made.ends(107)
    (count,), (of,) = made.count("uprising_height")
    assert [height for height, there in zip(count, of, strict=True) if there] == [0.5, 0.9]
    made.months["protest"][0, 103] = 0.09
    assert made.count("uprising_height")[0][0][0] == 0.35


@pytest.mark.parametrize(
    ("kind", "sequel"),
    [(EV_INTERVENTION, True), (EV_BREAKDOWN, True), (EV_FALL, True), (EV_OPENING, True), (EV_SUCCESSION, False), (EV_PURGE, False)],
)
def test_sequels_of_an_uprising(made: Made, kind: int, sequel: bool) -> None:
    made.happened(99, kind)
    made.happened(100, EV_UPRISING)
    assert made.count("uprising_without_sequel", span=24) == ([1.0], [1.0])
    made.happened(124, kind)
    assert made.count("uprising_without_sequel", span=24) == ([0.0 if sequel else 1.0], [1.0])
    assert made.count("uprising_without_sequel", span=23) == ([1.0], [1.0])


def test_a_second_war_counts_up_to_the_month_and_no_other_end_does(demo: Country) -> None:
    made = Made(demo, 4)
    made.ends(110, world=0, how=ENDED_WAR)
    made.ends(111, world=1, how=ENDED_WAR)
    made.ends(50, world=2, how=ENDED_OPENING)
    assert made.count("second_war", until=month_of(110)) == ([1.0, 0.0, 0.0, 0.0], [1.0] * 4)


def test_wars_in_office_are_those_of_the_group_that_ruled_when_the_world_ended(demo: Country) -> None:
    made = Made(demo, 3)
    made.rules(made.other, 60)
    made.ends(119, world=0, how=ENDED_WAR)
    made.rules(made.other, 60, world=1)
    made.ends(119, world=1, how=ENDED_OPENING)
    made.ends(119, world=2, how=ENDED_WAR)
    key = demo.factions[made.other].key
    assert made.count("wars_in_office", group=key) == ([1.0, 0.0, 0.0], [0.5, 0.5, 0.0])
    assert made.count("wars_in_office", group=demo.first_ruler) == ([0.0, 0.0, 1.0], [0.5, 0.5, 1.0])


def test_troops_at_an_uprising_come_within_the_months_and_not_before_it(demo: Country) -> None:
    made = Made(demo, 4)
    for world in range(4):
        made.happened(102, EV_UPRISING, target=made.first, world=world)
    made.happened(102, EV_INTERVENTION, made.first, made.first, world=0)
    made.happened(114, EV_INTERVENTION, made.first, made.first, world=1)
    made.happened(101, EV_INTERVENTION, made.first, made.first, world=2)
    made.happened(115, EV_INTERVENTION, made.first, made.first, world=3)
    made.happened(111, EV_UPRISING, target=made.first, world=3)  # after the months that are asked
    assert made.count("uprising_troops", **WINDOW, span=12) == ([1.0, 1.0, 0.0, 0.0], [1.0] * 4)


@pytest.mark.parametrize(("month", "found"), [(99, 0.0), (100, 1.0), (110, 1.0), (111, 0.0)])
def test_an_opening_is_one_of_the_months(made: Made, month: int, found: float) -> None:
    made.happened(month, EV_OPENING)
    made.ends(month)
    assert made.count("opening", **WINDOW) == ([found], [1.0])
