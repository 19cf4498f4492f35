"""Every ballot is a seat; the bar is the share against by weight."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from sim.pack import Country
from sim.report.charts.style import ink
from sim.report.charts.svg import Chart
from sim.report.charts.vote import Ballot, vote
from tests.report.charts.samples import NAN, SVG, ballots_of, parsed, words_of

GIVEN = {"lang": "en", "key": "a", "title": "A vote", "needed": 0.5}


def seats(chart: Chart) -> list[ElementTree.Element]:
    """Groups that are seats: those with a title of their own."""
    return [found for found in parsed(chart) if found.tag == f"{SVG}g" and found.find(f"{SVG}title") is not None]


def circle(seat: ElementTree.Element) -> ElementTree.Element:
    found = seat.find(f"{SVG}circle")
    assert found is not None
    return found


@pytest.mark.parametrize("wide", [True, False])
def test_every_ballot_is_a_seat_and_no_two_overlap(korea: Country, wide: bool) -> None:
    found = [circle(seat).attrib for seat in seats(vote(korea, ballots_of(korea, 120), wide=wide, **GIVEN))]
    assert len(found) == 120
    places = [(float(one["cx"]), float(one["cy"]), float(one["r"])) for one in found]
    for n, (x, y, r) in enumerate(places):
        assert x - r >= 0
        assert x + r <= (1000 if wide else 360)
        assert all(math.hypot(x - a, y - b) > r + c for a, b, c in places[:n])


def test_against_is_filled_and_others_are_open(demo: Country) -> None:
    ballots = [Ballot("one", 0, 1.0, True), Ballot("two", 0, 1.0, True), Ballot("three", 0, 1.0, False)]
    found = seats(vote(demo, ballots, **GIVEN))
    assert [circle(seat).attrib["fill"] for seat in found] == [ink(0), ink(0), "#ffffff"]


def test_area_goes_with_weight(demo: Country) -> None:
    ballots = [Ballot("one", 0, 4.0, False), Ballot("two", 0, 1.0, False)]
    large, small = (float(circle(seat).attrib["r"]) + 1.1 for seat in seats(vote(demo, ballots, **GIVEN)))
    assert large / small == pytest.approx(2, abs=0.02)


def test_the_bar_is_the_share_by_weight(demo: Country) -> None:
    ballots = [Ballot("one", 0, 3.0, True), Ballot("two", 1, 1.0, False)]
    chart = vote(demo, ballots, **GIVEN)
    whole, against = [float(rect.attrib["width"]) for rect in parsed(chart) if rect.tag == f"{SVG}rect"]
    assert against / whole == pytest.approx(0.75, abs=0.001)
    assert "against: 75.0%" in words_of(parsed(chart))
    assert "needed: more than 50%" in words_of(parsed(chart))


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ((3.0, 1.0), "Against the ruler: 75 in 100 of the votes by weight (75.0%), more than the 50% needed."),
        ((1.0, 1.0), "Against the ruler: 50 in 100 of the votes by weight (50.0%), not more than the 50% needed."),
    ],
)
def test_the_sentence_says_whether_it_was_enough(demo: Country, weights: tuple[float, float], sentence: str) -> None:
    ballots = [Ballot("one", 0, weights[0], True), Ballot("two", 1, weights[1], False)]
    assert vote(demo, ballots, **GIVEN).sentence == sentence


def test_the_sentence_says_when_nobody_was_against(demo: Country) -> None:
    assert vote(demo, [Ballot("one", 0, 1.0, False)], **GIVEN).sentence.startswith("Nobody voted against the ruler")


@pytest.mark.parametrize("weight", [NAN, 0.0, -1.0, math.inf])
def test_a_ballot_without_weight_is_listed_and_not_counted(demo: Country, weight: float) -> None:
    ballots = [Ballot("one", 0, 1.0, True), Ballot("two", 1, weight, False)]
    chart = vote(demo, ballots, **GIVEN)
    assert len(seats(chart)) == 1
    assert "(100.0%)" in chart.sentence
    assert [row[2] for row in chart.rows if row[0] == "two"] == ["–"]


def test_rows_of_the_table_are_the_ballots(korea: Country) -> None:
    ballots = [Ballot(f"member {n}", n % 4, 1.0 + n % 3, n % 2 == 0) for n in range(40)]
    chart = vote(korea, ballots, **GIVEN)
    given = {one.label: one for one in ballots}
    assert len(chart.rows) == 40
    for name, origin, weight, said in chart.rows:
        one = given[name]
        assert origin == korea.factions[one.origin].name["en"]
        assert float(weight) == one.weight
        assert said == ("against" if one.against else "not against")


def test_groups_without_a_ballot_are_not_named(korea: Country) -> None:
    words = words_of(parsed(vote(korea, [Ballot("one", 1, 1.0, True)], **GIVEN)))
    assert korea.factions[1].name["en"] in words
    assert korea.factions[0].name["en"] not in words
