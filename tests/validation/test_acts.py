"""Measures of votes, purges and other acts, on worlds whose answer is known by hand."""

from __future__ import annotations

import pytest

from sim.pack import Country
from sim.world.words import (
    ENDED_WAR,
    EV_CAMPAIGN,
    EV_CHALLENGE,
    EV_ENDORSEMENT,
    EV_FALL,
    EV_OUTSIDE,
    EV_PURGE,
    EV_SUCCESSION,
    EV_WAR,
    HOW_HEIR,
)

from .builders import Made, month_of

WINDOW = {"from_": month_of(100), "until": month_of(110)}


@pytest.fixture
def made(demo: Country) -> Made:
    return Made(demo)


@pytest.mark.parametrize(("month", "held"), [(99, 0.0), (100, 1.0), (110, 1.0), (111, 0.0)])
@pytest.mark.parametrize(("kind", "carried"), [(EV_CHALLENGE, 0.0), (EV_FALL, 1.0)])
def test_votes_are_those_of_the_months_first_and_last_counted(made: Made, month: int, held: float, kind: int, carried: float) -> None:
    made.happened(month, kind, made.other, made.first)
    assert made.count("vote_held", **WINDOW) == ([held], [1.0])
    assert made.count("vote_carried", **WINDOW) == ([held * carried], [1.0])
    assert made.count("votes", **WINDOW) == ([held], [1.0])
    assert made.count("votes_carried", **WINDOW) == ([held * carried], [1.0])
    assert made.count("votes_carried_share", **WINDOW) == ([held * carried], [held])


def test_what_a_change_made_is_no_act(made: Made) -> None:
    for kind in (EV_CHALLENGE, EV_FALL, EV_PURGE, EV_SUCCESSION, EV_CAMPAIGN):
        made.happened(105, kind, made.other, made.first, imposed=1, amount=0.5, choice=0.001)
    assert made.count("votes", **WINDOW)[0] == [0.0]
    assert made.count("large_purges", **WINDOW, level=0.03)[0] == [0.0]
    assert made.count("top_acts", **WINDOW)[0] == [0.0]
    assert made.count("campaigns_a_year", until=month_of(110))[0] == [0.0]
    assert made.count("rare_acts", kind="purge", level=0.005) == ([0.0], [0.0])


def test_given_the_first_ruler_a_vote_counts_that_ends_his_rule_in_the_very_month(made: Made) -> None:
    made.happened(100, EV_FALL, made.other, made.first)
    made.rules(made.other, 100)
    assert made.count("vote_held", **WINDOW, given=month_of(100)) == ([1.0], [1.0])
    assert made.count("vote_carried", **WINDOW, given=month_of(100)) == ([1.0], [1.0])
    assert made.count("vote_held", **WINDOW, given=month_of(101)) == ([0.0], [0.0])


def test_given_the_first_ruler_votes_on_others_and_after_his_rule_do_not_count(demo: Country) -> None:
    made = Made(demo, 3)
    made.happened(101, EV_FALL, made.other, made.first)  # this one does
    made.happened(103, EV_FALL, made.first, made.other)
    made.rules(made.other, 101, 103)
    made.happened(105, EV_FALL, made.other, made.first)
    made.happened(104, EV_CHALLENGE, made.first, made.other, world=1)  # on another, who has ruled since month 90
    made.rules(made.other, 90, world=1)
    made.happened(104, EV_CHALLENGE, made.other, made.first, world=2)  # he came back
    made.rules(made.other, 90, 95, world=2)
    assert made.count("vote_held", **WINDOW, given=month_of(80)) == ([1.0, 0.0, 0.0], [1.0] * 3)
    assert made.count("vote_held", **WINDOW, given=month_of(95)) == ([1.0, 0.0, 0.0], [1.0, 0.0, 0.0])
    assert made.count("vote_held", **WINDOW)[0] == [1.0] * 3


def test_given_the_first_ruler_a_world_that_has_ended_says_nothing(made: Made) -> None:
    made.ends(94)
    assert made.count("vote_held", **WINDOW, given=month_of(94))[1] == [1.0]
    assert made.count("vote_held", **WINDOW, given=month_of(95))[1] == [0.0]


def test_purges_are_large_by_the_share_of_posts_they_take(made: Made) -> None:
    for month, amount in ((99, 0.5), (100, 0.03), (105, 0.029), (110, 0.2)):
        made.happened(month, EV_PURGE, made.first, made.other, amount=amount)
    assert made.count("large_purges", **WINDOW, level=0.03) == ([2.0], [1.0])


def test_late_purges_are_those_under_a_ruler_long_in_office(made: Made) -> None:
    made.happened(239, EV_PURGE, made.first, made.other, amount=0.1)
    made.happened(240, EV_PURGE, made.first, made.other, amount=0.1)
    made.happened(250, EV_PURGE, made.first, made.other, amount=0.01)
    made.happened(300, EV_SUCCESSION, made.first, made.first, how=HOW_HEIR)
    made.happened(301, EV_PURGE, made.first, made.other, amount=0.1)  # of his heir
    made.happened(540, EV_PURGE, made.first, made.other, amount=0.1)
    made.happened(541, EV_PURGE, made.first, made.other, amount=0.1)
    made.ends(560)
    assert made.count("late_purges", span=240, level=0.03) == ([2.0], [(61 + 20) / 120])  # 0-300, then 301-560


def test_purges_after_a_lost_vote_are_those_of_the_months_that_follow_it(made: Made) -> None:
    made.happened(100, EV_CHALLENGE, made.other, made.first)
    made.happened(106, EV_CHALLENGE, made.other, made.first)
    made.happened(150, EV_FALL, made.other, made.first)  # carried
    for month in (100, 101, 118, 119, 151):
        made.happened(month, EV_PURGE, made.first, made.other)
    made.ends(199)
    (count,), (of,) = made.count("purges_after_lost_vote", span=12)
    assert (count, of) == ([2.0, 3.0], [18.0, 182.0])  # months 101 to 118 of 200


def test_a_side_is_counted_once_however_often_it_is_purged(demo: Country) -> None:
    made = Made(demo, 2)
    for month, target in ((100, 0), (101, 1), (102, 1)):
        made.happened(month, EV_PURGE, made.first, target)
    assert made.count("purges_a_side") == ([3.0, 0.0], [2.0, 0.0])


def test_acts_at_the_top_are_counted_a_decade_in_worlds_that_reach_the_last_month(demo: Country) -> None:
    made = Made(demo, 3)
    for kind in (EV_PURGE, EV_CHALLENGE, EV_FALL, EV_SUCCESSION, EV_CAMPAIGN, EV_OUTSIDE, EV_ENDORSEMENT):
        made.happened(110, kind, made.other, made.first)
    made.happened(123, EV_PURGE)
    made.happened(124, EV_PURGE)
    made.ends(122, world=1)
    made.ends(123, world=2)
    assert made.count("top_acts", from_=month_of(100), until=month_of(123)) == ([25.0, 0.0, 0.0], [1.0, 0.0, 1.0])


def test_rare_acts_are_those_chosen_with_a_chance_below_the_level(made: Made) -> None:
    for chance in (0.0049, 0.005, 0.2):
        made.happened(100, EV_CHALLENGE, choice=chance)
    made.happened(101, EV_FALL, choice=0.001)
    made.happened(102, EV_CHALLENGE)  # a policy's, or nobody's choice
    made.happened(103, EV_PURGE, choice=0.001)
    assert made.count("rare_acts", kind="challenge", level=0.005) == ([2.0], [4.0])
    assert made.count("rare_acts", kind="purge", level=0.005) == ([1.0], [1.0])
    assert made.count("rare_acts", kind="war", level=0.005) == ([0.0], [0.0])


def test_acts_without_reason_are_of_every_kind(made: Made) -> None:
    for n, kind in enumerate((EV_PURGE, EV_CHALLENGE, EV_FALL, EV_WAR, EV_CAMPAIGN)):
        made.happened(100 + n, kind, choice=0.1, reasons=n % 2)
    made.happened(110, EV_PURGE)
    made.happened(111, EV_SUCCESSION, choice=0.1)
    assert made.count("unreasoned_acts") == ([3.0], [5.0])


def test_campaigns_are_counted_a_year_until_a_month_or_the_end(demo: Country) -> None:
    made = Made(demo, 2)
    for month in (10, 119, 120):
        made.happened(month, EV_CAMPAIGN)
    made.happened(10, EV_CAMPAIGN, world=1)
    made.ends(23, world=1, how=ENDED_WAR)
    assert made.count("campaigns_a_year", until=month_of(119)) == ([2.0, 1.0], [10.0, 2.0])
