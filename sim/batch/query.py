"""SQL over a folder of results: one SELECT, nothing written, nothing outside the folder reachable.

DuckDB gets the tables as Arrow datasets and is shut off from files, extensions, settings and the names of the calling program before the
question is read. One thread answers, so that sums come in one order and the same question has the same bytes.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

from sim.batch.columns import TABLES
from sim.batch.results import Results
from sim.pack import PackError
from sim.pack.errors import is_text

if TYPE_CHECKING:
    import duckdb

SHUT: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 1, "enable_external_access": False, "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    "python_enable_replacements": False, "temp_directory": "",
}  # fmt: skip
ALLOWED: Final = f"one SELECT over the tables {', '.join(TABLES)}"
LONGEST: Final = 300
"""Characters of what DuckDB has to say that are shown."""


def ask(results: Results, sql: str) -> duckdb.DuckDBPyConnection:
    """Put a question; the answer is fetched from what is returned.

    Raises:
        PackError: not one SELECT, or one that DuckDB refuses; a part of a table it names is damaged.
    """
    import duckdb

    if not is_text(sql):
        raise PackError(None, "query: can't be asked", found="bytes that are not UTF-8", allowed=ALLOWED)
    connection = duckdb.connect(":memory:", config=SHUT)
    try:
        for table in _named(connection, sql):
            connection.register(table, results.dataset(table))
        connection.execute("SET lock_configuration = true")
        return connection.execute(_one_select(connection, sql))
    except (duckdb.Error, RuntimeError) as error:
        raise _refused(error) from None


def _named(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Tables whose files have to be opened: those a question names; all where that can't be told, as with `SHOW TABLES`."""
    import duckdb

    found: set[str] = set()
    with contextlib.suppress(duckdb.Error, RuntimeError):
        found = {name.lower() for name in connection.get_table_names(sql)}
    return [table for table in TABLES if table in found] or list(TABLES)


def _one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    statements = connection.extract_statements(sql)
    kinds = [str(one.type).removeprefix("StatementType.") for one in statements]
    if len(kinds) != 1 or kinds[0] not in ("SELECT", "EXPLAIN"):
        raise PackError(None, "query: can't be asked", found=", ".join(kinds) or "nothing", allowed=ALLOWED)
    return statements[0]


def _refused(error: Exception) -> BaseException:
    """What DuckDB has to say, in one line; Ctrl-C reaches it first, and is passed on."""
    if "interrupted" in str(error).lower():
        return KeyboardInterrupt()
    said = " ".join(str(error).split("LINE 1:")[0].split())
    return PackError(None, "query: can't be answered", found=said[:LONGEST], allowed=ALLOWED)


def rows_of(answer: duckdb.DuckDBPyConnection, size: int = 10_000) -> Any:
    """Rows of an answer, fetched piece by piece.

    Raises:
        PackError: DuckDB gives up in the middle.
    """
    import duckdb

    while True:
        try:
            rows = answer.fetchmany(size)
        except (duckdb.Error, RuntimeError) as error:
            raise _refused(error) from None
        if not rows:
            return
        yield from rows
