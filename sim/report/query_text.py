"""The answer of a question in SQL: as a table for the screen, as CSV, as JSON. Its rows are taken as they come, however many there are."""

from __future__ import annotations

import csv
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from sim.batch.tables.query import plain
from sim.batch.tables.results import Results
from sim.files.json_text import SCHEMA, json_text
from sim.locale import say
from sim.report.table_text import ROWS, printable, table_text

COUNTED: Final = 1_000_000
"""Rows that are counted; only some of them are shown."""


def rows_text(names: Sequence[str], rows: Iterator[Sequence[Any]], lang: str) -> list[str]:
    """The first rows as a table; the others are counted, up to a bound."""
    shown = [[plain(cell) for cell in row] for row in islice(rows, ROWS)]
    total = len(shown) + sum(1 for _ in islice(rows, COUNTED + 1 - ROWS))
    return table_text(names, shown, min(total, COUNTED), lang, more=say(lang, "query.more"), counted=total <= COUNTED)


class _Line:
    """What `csv` writes to: it gives each line back."""

    def write(self, text: str) -> str:
        return text


def csv_pieces(names: Sequence[str], rows: Iterable[Sequence[Any]], terminal: bool) -> Iterator[str]:
    """All rows as CSV, line by line. On a terminal letters that would steer it are spaces; a file or a pipe gets every byte."""
    text: Callable[[str], str] = printable if terminal else str
    writer = csv.writer(_Line(), lineterminator="\n")
    yield writer.writerow(map(text, names))
    for row in rows:
        values = [str(cell).lower() if isinstance(cell, bool) else plain(cell) for cell in row]
        yield writer.writerow([text(value) if isinstance(value, str) else value for value in values])


def json_pieces(results: Results, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """All rows as JSON (schema 2), row by row; the same text as in one piece."""
    names = [name for name, _ in columns]
    head = {**_head(results), "complete": results.complete, "columns": [{"name": name, "type": kind} for name, kind in columns]}
    before, after = json_text({**head, "rows": []}).rsplit("[]", 1)
    yield f"{before}["
    gap = ""
    for row in rows:
        text = json_text(dict(zip(names, map(plain, row), strict=True)))
        yield gap + "\n" + textwrap.indent(text, "  ")
        gap = ","
    yield ("\n ]" if gap else "]") + after + "\n"


def dictionary_dict(results: Results, rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The dictionary of columns as plain data (schema 2)."""
    return {**_head(results), "dictionary": list(rows)}


def _head(results: Results) -> dict[str, Any]:
    return {"schema": SCHEMA, "command": "query", "pack": results.manifest["pack"], "hash": results.manifest["hash"]}
