"""Months as places, years as labels, stretches of known months."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from sim.pack.country.dates import parse_month
from sim.report.charts.axis import TimeAxis, band, line, percent, stretches, table_months

FIRST = parse_month("1945-10")


def test_years_stand_at_their_january() -> None:
    axis = TimeAxis(FIRST, 651, 50, 980)
    for x, words in axis.ticks(13.5):
        assert x == pytest.approx(axis.x(parse_month(f"{words}-01") - FIRST))


@pytest.mark.parametrize("right", [200, 360, 1000])
@pytest.mark.parametrize("months", [1, 2, 7, 25, 120, 651, 1200])
def test_labels_of_years_keep_apart(right: float, months: int) -> None:
    ticks = TimeAxis(FIRST, months, 50, right).ticks(12)
    assert ticks
    wide = 12 * 0.6 * max(len(words) for _, words in ticks)
    places = [x for x, _ in ticks]
    assert all(later - earlier > wide for earlier, later in itertools.pairwise(places))


def test_a_short_time_is_labelled_by_its_months() -> None:
    assert [words for _, words in TimeAxis(FIRST, 7, 50, 360).ticks(12)] == ["1945-10", "1946-04"]
    assert [words for _, words in TimeAxis(FIRST, 1, 50, 360).ticks(12)] == ["1945-10"]


@pytest.mark.parametrize(
    ("known", "found"),
    [([], []), ([False], []), ([True], [(0, 1)]), ([True, True, False, True], [(0, 2), (3, 4)]), ([False, True, True], [(1, 3)])],
)
def test_stretches_of_known_months(known: list[bool], found: list[tuple[int, int]]) -> None:
    assert stretches(known) == found


def test_a_single_month_is_as_wide_as_a_month() -> None:
    axis = TimeAxis(FIRST, 10, 0, 100)
    assert band(axis, 3, np.array([50.0]), np.array([20.0])) == "M30.0 20.0L40.0 20.0L40.0 50.0L30.0 50.0Z"


def test_level_stretches_need_two_points() -> None:
    axis = TimeAxis(FIRST, 600, 0, 600)
    assert line(axis, 0, np.full(600, 5.0)).count(" ") == 2
    stepped = line(axis, 0, np.r_[np.full(300, 5.0), np.full(300, 7.0)])
    assert "L299.5 5.0L300.5 7.0L" in stepped


def test_a_table_has_decembers_first_last_and_marked_month() -> None:
    months = table_months(FIRST, 651, mark=131)
    assert months[0] == 0
    assert months[-1] == 650
    assert 131 in months
    assert {(FIRST + m) % 12 for m in months} - {11} == {(FIRST + 0) % 12, (FIRST + 131) % 12}
    assert len(months) == 55 + 1 + 1
    assert table_months(FIRST, 10) == list(range(10))
    few = table_months(FIRST, 651, years=5)
    assert set(few) < set(table_months(FIRST, 651))
    assert all((FIRST + m) // 12 % 5 == 0 for m in few[1:-1])


def test_a_line_of_fewer_points_keeps_its_ends_and_its_course() -> None:
    axis = TimeAxis(FIRST, 100, 0.0, 1000.0)
    heights = np.linspace(10.0, 60.0, 100) ** 1.5
    whole, thin = line(axis, 0, heights), line(axis, 0, heights, 7)
    assert thin.count("L") < whole.count("L") / 5
    assert (thin[1:].split("L")[0], thin.split("L")[-1]) == (whole[1:].split("L")[0], whole.split("L")[-1])
    assert set(thin[1:].split("L")) <= set(whole[1:].split("L"))


def test_percentages_have_a_tenth_and_unknown_ones_a_dash() -> None:
    assert [percent(share) for share in (0, 0.1234, 1, float("nan"), float("inf"))] == ["0.0%", "12.3%", "100.0%", "–", "–"]
