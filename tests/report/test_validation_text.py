"""Numbers of a scoreboard as they are shown: enough digits to see why a part passes, and no more."""

from __future__ import annotations

import dataclasses
import math

import pytest

from sim.counterfactual.estimate import Interval
from sim.locale import LANGUAGES
from sim.pack import Country
from sim.report.terminal import Alert, Heading, cells_of
from sim.report.validation_text import bounds_text, rows, simulated_text, validation_text
from sim.validation.guards import Guard
from sim.validation.scoreboard import PartScore, Scoreboard, TargetScore


def score(country: Country, value: float, low: float, high: float, least: float | None = None, most: float | None = None) -> PartScore:
    part = dataclasses.replace(country.targets[0].parts[0], low=least, high=most)
    return PartScore(part, Interval(value, low, high))


@pytest.mark.parametrize(
    ("numbers", "bounds", "shown"),
    [
        ((0.56, 0.461, 0.654), (0.3, 0.8), "0.560 [0.461, 0.654]"),
        ((1.0, 0.962, 1.0), (0.75, None), "1.00 [0.96, 1.00]"),
        ((5.0, 5.0, 6.0), (4, 8), "5 [5, 6]"),
        ((1965.0, 1963.0, 1967.0), (1958, 1968), "1965 [1963, 1967]"),
        ((1957.5, 1957.0, 1958.0), (1958, 1968), "1957.5 [1957.0, 1958.0]"),  # 1958 would seem to pass
        ((0.6004, 0.5, 0.7), (None, 0.6), "0.6004 [0.5000, 0.7000]"),
        ((0.00039, 0.0, 0.00116), (0.003, 0.05), "0.00039 [0.00000, 0.00116]"),
        ((6.54, 4.34, 9.87), (1.5, None), "6.54 [4.34, 9.87]"),
        ((0.0, 0.0, 0.0), (None, 0.3), "0 [0, 0]"),
    ],
)  # fmt: skip
def test_numbers_have_three_digits_and_more_where_a_bound_is_near(demo: Country, numbers: tuple[float, ...], bounds: tuple[float | None, ...], shown: str) -> None:
    assert simulated_text(score(demo, *numbers, *bounds), "en") == shown


def test_bounds_are_said_on_either_side_or_both(demo: Country) -> None:
    assert [bounds_text(score(demo, 0, 0, 0, *both), "en") for both in ((0.28, 0.48), (0.5, None), (None, 1968))] == ["0.28 to 0.48", "0.5 or more", "1968 or less"]
    assert bounds_text(score(demo, 0, 0, 0, 0.0, 0.5), "en") == "0 to 0.5"


@pytest.fixture
def board(demo: Country) -> Scoreboard:
    """Three targets: one met, one missed by its second part, one of which nothing could be counted; one guard fails."""
    one, two, three = demo.targets
    parts = tuple(dataclasses.replace(two.parts[0], key=key, observed=observed) for key, observed in (("a", "yes"), ("b", "-")))
    scores = (
        TargetScore(one, (PartScore(one.parts[0], Interval(0.4, 0.3, 0.5)),)),
        TargetScore(dataclasses.replace(two, parts=parts), (PartScore(parts[0], Interval(0.9, 0.8, 1.0)), PartScore(parts[1], Interval(0.1, 0.0, 0.2)))),
        TargetScore(three, (PartScore(three.parts[0], Interval(math.nan, math.nan, math.nan)),)),
    )
    figures = {"worlds": 60, "months": "651", "bytes": "7"}
    return Scoreboard(demo, "prior", 100, 1, scores, (Guard("nothing", (), figures), Guard("nothing", ("months",), figures)))


def test_each_part_has_a_row_and_the_first_of_a_target_its_title(board: Scoreboard) -> None:
    found = list(rows(board, "en"))
    assert [(row.id, row.word, bool(row.title), row.observed) for row in found] == [
        ("D1", "met", True, "no majority"), ("D2a", "met", True, "yes"), ("D2b", "MISSED", False, ""), ("D3", "MISSED", True, "none"),
    ]  # fmt: skip
    assert found[3].simulated == "nothing to count"


def test_what_is_missed_stands_out(board: Scoreboard) -> None:
    lines = validation_text(board)
    assert isinstance(lines[0], Heading)
    assert lines[0].startswith("1 of 3 targets met. ")
    assert [line for line in lines if isinstance(line, Alert)][:2] == ["D2b  MISSED  0.100 [0.000, 0.200], allowed 0.6 or more", "D3   MISSED  nothing to count, allowed 0.3 or less"]
    assert any(isinstance(line, Alert) and "FAILS" in line for line in lines)
    assert "Not all of it: these differ: months." in " ".join(line.strip() for line in lines)
    assert lines[-1] == "Next: counterfaction sources demo D2"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 72, 100])
def test_no_line_is_wider_than_the_terminal(board: Scoreboard, monkeypatch: pytest.MonkeyPatch, lang: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(cells_of(line) for line in validation_text(board, lang)) <= columns
