"""`counterfaction query`: SQL over a folder of results."""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import click

from sim.cli.options import as_json, print_json, show, tell
from sim.locale import say
from sim.pack import PackError


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
    found: list[str] = []
    for name in names:
        number, new = 1, name
        while new in found:
            new, number = f"{name}_{number}", number + 1
        found.append(new)
    return found


def _print_csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([str(cell).lower() if isinstance(cell, bool) else plain(cell) for cell in row])
    stream.flush()
    stream.detach()


@click.command("query", short_help="SQL over a folder of results.")
@click.argument("folder", metavar="DIR")
@click.argument("sql", metavar="SQL")
@click.option("--csv", "as_csv", is_flag=True, help="Print all rows and columns as CSV.")
@as_json
def command(folder: str, sql: str, as_csv: bool, as_json: bool) -> None:
    """Ask one SELECT over the tables worlds, months, events and draws of DIR. Nothing is written, nothing outside DIR can be read.

    \b
    Examples:
      counterfaction query results "describe worlds"
      counterfaction query results "select branch, arm, avg(second_war::int) from worlds group by all"
      counterfaction query results "select token from worlds where uprising limit 1" --csv
    """
    from sim.batch.query import ask, rows_of
    from sim.batch.results import open_results
    from sim.report.table_text import ROWS, table_text

    if as_csv and as_json:
        raise PackError(None, "--csv and --json together", allowed="one of them")
    results = open_results(folder)
    answer = ask(results, sql)
    head = distinct(column[0] for column in answer.description or ())
    if not results.complete:
        parts = len(results.manifest["parts"])
        tell(say("en", "query.unfinished", done=len(results.parts), parts=parts))
    if as_csv:
        _print_csv(head, rows_of(answer))
        return
    if as_json:
        types = [str(column[1]) for column in answer.description or ()]
        print_json({
            "schema": 1, "command": "query", "pack": results.manifest["pack"], "hash": results.manifest["hash"], "complete": results.complete,
            "columns": [{"name": name, "type": kind} for name, kind in zip(head, types, strict=True)],
            "rows": [dict(zip(head, map(plain, row), strict=True)) for row in rows_of(answer)],
        })  # fmt: skip
        return
    shown, total = [], 0
    for row in rows_of(answer):
        total += 1
        if total <= ROWS:
            shown.append([plain(cell) for cell in row])
    show(table_text(head, shown, total, more=say("en", "query.more")))
