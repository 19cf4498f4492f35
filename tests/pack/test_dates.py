"""Months and dates."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.pack.country.dates import date_bounds, date_month, date_year, month_name, month_text, parse_date, parse_month


@given(st.integers(1800, 2199), st.integers(1, 12))
def test_a_month_survives_the_way_to_a_number_and_back(year: int, month: int) -> None:
    assert month_text(parse_month(f"{year}-{month:02d}")) == f"{year}-{month:02d}"


def test_months_count_twelve_a_year() -> None:
    assert parse_month("1945-10") == 1945 * 12 + 9
    assert parse_month("1946-01") - parse_month("1945-12") == 1
    assert parse_month("1999-12") - parse_month("1945-10") + 1 == 651


@pytest.mark.parametrize(
    "text",
    ["", "1945", "1945-1", "1945-13", "1945-00", "1945-10-01", " 1945-10", "1945-10\n", "١٩٤٥-١٠", "45-10", "0000-01", "2200-01", "1799-12"],
)
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        parse_month(text)


@given(st.dates(datetime.date(1800, 1, 1), datetime.date(2199, 12, 31)))
def test_every_day_of_the_calendar_is_a_date(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == (day.year, day.month, day.day)
    assert date_bounds(day.isoformat()) == (day.isoformat(), day.isoformat())


@pytest.mark.parametrize("text", ["1900-02-29", "1956-04-31", "1956-9", "1956-09-00", "56", "1956-09-01T00:00", "c. 1956"])
def test_days_that_do_not_exist_are_no_dates(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        parse_date(text)


def test_bounds_span_what_a_date_leaves_open() -> None:
    assert date_bounds("1956") == ("1956-01-01", "1956-12-31")
    assert date_bounds("1956-02") == ("1956-02-01", "1956-02-29")


def test_a_bare_year_counts_as_its_middle_month_and_has_no_fraction() -> None:
    assert month_text(date_month("1956")) == "1956-07"
    assert month_text(date_month("1956-03-14")) == "1956-03"
    assert date_year("1912") == 1912.0
    assert date_year("1912-07") == 1912.5


def test_months_have_names_in_both_languages() -> None:
    assert month_name(parse_month("1945-10")) == "October 1945"
    assert month_name(parse_month("1945-10"), "ko") == "1945년 10월"
