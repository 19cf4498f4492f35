"""`counterfaction query`: SQL over a folder of results."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sim.cli.options import as_json, lang, print_json, print_pieces, show, tell
from sim.locale import say
from sim.pack import InputError

if TYPE_CHECKING:
    from sim.batch.tables.results import Results


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
    from sim.batch.tables.query import ask, columns_of, memory_bounded, rows_of
    from sim.batch.tables.results import open_results
    from sim.report.query_text import csv_pieces, json_pieces, rows_text

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
        described = columns_of(answer)
        names = [name for name, _ in described]
        if not results.complete:
            parts = len(results.manifest["parts"])
            tell(say(lang, "query.unfinished", done=len(results.parts), parts=parts))
        if as_csv:
            print_pieces(csv_pieces(names, rows_of(answer), sys.stdout.isatty()))
        elif as_json:
            print_pieces(json_pieces(results, described, rows_of(answer)))
        else:
            show(rows_text(names, rows_of(answer), lang))


def _columns(results: Results, as_csv: bool, lang: str, as_json: bool) -> None:
    """Print the dictionary of columns.

    Raises:
        InputError: the dictionary is missing or damaged.
    """
    from sim.report.query_text import csv_pieces, dictionary_dict
    from sim.report.table_text import dictionary_text

    table = results.dictionary
    names, cells = [str(name) for name in table.columns], table.to_numpy().tolist()
    rows = [dict(zip(names, row, strict=True)) for row in cells]
    if as_csv:
        print_pieces(csv_pieces(names, cells, sys.stdout.isatty()))
    elif as_json:
        print_json(dictionary_dict(results, rows))
    else:
        show(dictionary_text(rows, lang))
