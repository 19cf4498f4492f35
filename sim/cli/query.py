"""`counterfaction query`: SQL over a folder of results."""

from __future__ import annotations

import csv
import io
import math
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from sim.cli.options import as_json, json_text, lang, print_json, show, tell
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack import InputError
from sim.report.table_text import ROWS, dictionary_text, printable, table_text

if TYPE_CHECKING:
    from sim.batch.tables.results import Results

COUNTED: Final = 1_000_000
"""Rows that are counted; only some of them are shown."""


def plain(value: Any) -> Any:
    """A value of SQL as JSON has it: null for what is not a number, text for dates and the like."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.hex() if isinstance(value, bytes) else str(value)


def distinct(names: Iterable[str]) -> list[str]:
    """Names of columns, a repeated one with a number."""
    found: dict[str, None] = {}
    numbers: Counter[str] = Counter()
    for name in names:
        new = name
        while new in found:
            numbers[name] += 1
            new = f"{name}_{numbers[name]}"
        found[new] = None
    return list(found)


def _print_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as they come. On a terminal letters that would steer it are spaces; a file or a pipe gets every byte."""
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    text: Callable[[str], str] = printable if sys.stdout.isatty() else str
    writer = csv.writer(stream, lineterminator="\n")
    try:
        writer.writerow(map(text, head))
        for row in rows:
            values = [str(cell).lower() if isinstance(cell, bool) else plain(cell) for cell in row]
            writer.writerow([text(value) if isinstance(value, str) else value for value in values])
        stream.flush()
    finally:
        stream.detach()


def _print_json(head: Mapping[str, Any], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print the answer as JSON, its rows as they come; the same text as in one piece."""
    before, after = json_text({**head, "rows": []}).rsplit("[]", 1)
    out = sys.stdout.buffer
    out.write(f"{before}[".encode())
    gap = ""
    for row in rows:
        text = json_text(dict(zip(names, map(plain, row), strict=True)))
        out.write((gap + "\n" + textwrap.indent(text, "  ")).encode("utf-8"))
        gap = ","
    out.write((("\n ]" if gap else "]") + after + "\n").encode("utf-8"))
    out.flush()


@click.command("query", short_help="SQL over a folder of results.")
@click.argument("folder", metavar="DIR")
@click.argument("sql", metavar="SQL", required=False)
@click.option("--columns", is_flag=True, help="Print what each column of each table holds, instead of asking.")
@click.option("--csv", "as_csv", is_flag=True, help="Print all rows and columns as CSV.")
@lang
@as_json
def command(folder: str, sql: str | None, columns: bool, as_csv: bool, lang: str, as_json: bool) -> None:
    """Ask one SELECT over the tables of DIR. Nothing is written, nothing outside DIR can be read.

    \b
    pairs   one row a pair: every outcome without the change (uprising_before)
            and with it (uprising_after); shares are taken where counted
    worlds  one row a world of each arm;  months, events  what was kept of it
    draws   the values that worlds drew

    \b
    Examples:
      counterfaction query results --columns
      counterfaction query results "select branch, avg(uprising_before::int),
          avg(uprising_after::int) from pairs where counted group by branch"
      counterfaction query results "select token_after from pairs
          where uprising_after and not uprising_before limit 1" --csv
    """
    from sim.batch.tables.query import ask, memory_bounded, rows_of
    from sim.batch.tables.results import open_results

    if as_csv and as_json:
        raise InputError(None, "--csv and --json together", kind="contradiction", allowed="one of them")
    results = open_results(folder)
    if columns and sql is not None:
        raise InputError(None, "query: --columns and SQL together", kind="contradiction", allowed="SQL, or --columns")
    if columns:
        _columns(results, as_csv, lang, as_json)
        return
    if sql is None:
        raise InputError(None, "query: nothing is asked", kind="missing", allowed="SQL, or --columns")
    with memory_bounded():
        answer = ask(results, sql)
        head = distinct(str(column[0]) for column in answer.description or ())
        if not results.complete:
            parts = len(results.manifest["parts"])
            tell(say(lang, "query.unfinished", done=len(results.parts), parts=parts))
        if as_csv:
            _print_csv(head, rows_of(answer))
        elif as_json:
            types = [str(column[1]) for column in answer.description or ()]
            _print_json({
                "schema": SCHEMA, "command": "query", "pack": results.manifest["pack"], "hash": results.manifest["hash"],
                "complete": results.complete,
                "columns": [{"name": name, "type": kind} for name, kind in zip(head, types, strict=True)],
            }, head, rows_of(answer))  # fmt: skip
        else:
            _show(head, rows_of(answer), lang)


def _columns(results: Results, as_csv: bool, lang: str, as_json: bool) -> None:
    """Print the dictionary of columns.

    Raises:
        InputError: the dictionary is missing or damaged.
    """
    table = results.dictionary
    head, rows = [str(name) for name in table.columns], table.to_numpy().tolist()
    if as_csv:
        _print_csv(head, rows)
    elif as_json:
        print_json({"schema": SCHEMA, "command": "query", "pack": results.manifest["pack"], "hash": results.manifest["hash"],
                    "dictionary": [dict(zip(head, row, strict=True)) for row in rows]})  # fmt: skip
    else:
        show(dictionary_text([dict(zip(head, row, strict=True)) for row in rows], lang))


def _show(head: Sequence[str], rows: Iterator[Sequence[Any]], lang: str) -> None:
    """Print the first rows; the others are counted, up to a bound."""
    shown = [[plain(cell) for cell in row] for row in islice(rows, ROWS)]
    total = len(shown) + sum(1 for _ in islice(rows, COUNTED + 1 - ROWS))
    show(table_text(head, shown, min(total, COUNTED), lang, more=say(lang, "query.more"), counted=total <= COUNTED))
