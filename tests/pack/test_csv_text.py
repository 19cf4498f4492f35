"""Strict CSV."""

from __future__ import annotations

import pytest

from sim.pack import InputError
from sim.pack.text.csv_text import parse_csv

COLUMNS = ("key", "value", "note")


def test_columns_may_come_in_any_order() -> None:
    one, _ = parse_csv("x.csv", "key,value,note\na,1,n\n", COLUMNS)
    other, _ = parse_csv("x.csv", "note,key,value\nn,a,1\n", COLUMNS)
    assert one == other


def test_rows_know_where_they_begin_after_cells_of_many_lines() -> None:
    rows, _ = parse_csv("x.csv", 'key,value,note\na,1,"two\nlines"\n\nb,2,n\n', COLUMNS)
    assert [(row.cells["key"], row.place.line) for row in rows] == [("a", 2), ("b", 5)]


def test_blanks_around_cells_do_not_count() -> None:
    rows, _ = parse_csv("x.csv", "key , value,note\n a ,1 , n\n", COLUMNS)
    assert rows[0].cells == {"key": "a", "value": "1", "note": "n"}


def test_rows_of_another_width_are_named_one_by_one() -> None:
    rows, problems = parse_csv("x.csv", "key,value,note\na,1\nb,2,n\nc,3,n,more\n", COLUMNS)
    assert [row.cells["key"] for row in rows] == ["b"]
    assert [str(error.place) for error in problems] == ["x.csv:2", "x.csv:4"]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "key,value\n", "key,value,note,more\n", "key,key,note\n", 'key,value,note\n"a,1,n\n', 'key,value,note\n"a"b,1,n\n']
)
def test_a_file_that_cannot_be_trusted_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_csv("x.csv", text, COLUMNS)


def test_a_cell_of_more_than_the_csv_limit_is_refused() -> None:
    with pytest.raises(InputError, match="not CSV"):
        parse_csv("x.csv", "key,value,note\na,1," + "x" * 200_000 + "\n", COLUMNS)


def test_only_optional_columns_may_be_missing() -> None:
    rows, problems = parse_csv("x.csv", "key,value\na,1\n", COLUMNS, optional=("note",))
    assert not problems
    assert rows[0].cells == {"key": "a", "value": "1"}
    with pytest.raises(InputError, match="column missing: value"):
        parse_csv("x.csv", "key,note\na,n\n", COLUMNS, optional=("note",))
