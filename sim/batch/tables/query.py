"""SQL over a folder of results: one SELECT, nothing written, nothing outside the folder reachable.

DuckDB gets the tables as Arrow datasets and is shut off from files, extensions, settings and the names of the calling program before the
question is read. One thread answers, so that sums come in one order and the same question has the same bytes. Memory is bounded twice: what
DuckDB keeps count of by its own setting, and the rest, as the texts that functions make, by the system (`memory_bounded`).
"""

from __future__ import annotations

import contextlib
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.batch.tables.columns import TABLES
from sim.batch.tables.pairs import PAIRS, WORLDS, pair_view
from sim.batch.tables.results import Results
from sim.pack import InputError
from sim.pack.country.errors import is_text

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SHUT: Final[dict[str, str | bool | int | float | list[str]]] = {
    "threads": 1, "enable_external_access": False, "autoinstall_known_extensions": False, "autoload_known_extensions": False,
    "python_enable_replacements": False, "temp_directory": "", "memory_limit": "2GiB", "max_expression_depth": 200,
}  # fmt: skip
MOST_MEMORY: Final = 4 * 1024**3
"""Bytes that a process may take for an answer, where the system can bound it."""
AT_ONCE: Final = 200
"""Rows that are fetched at once: each may hold texts of many megabytes."""
ASKED_OF: Final = (WORLDS, PAIRS, *TABLES[1:])
"""Tables a question may name: those of the folder, and the pairs that are made of them."""
ALLOWED: Final = f"one SELECT over the tables {', '.join(ASKED_OF)}"
MOST_SQL: Final = 100_000
LONGEST: Final = 300
"""Characters of what DuckDB has to say that are shown."""


def ask(results: Results, sql: str) -> duckdb.DuckDBPyConnection:
    """Put a question; the answer is fetched from what is returned.

    Raises:
        InputError: not one SELECT, or one that DuckDB refuses; a part of a table it names is damaged.
    """
    import duckdb

    if not is_text(sql):
        raise InputError(None, "query: can't be asked", kind="malformed", found="bytes that are not UTF-8", allowed=ALLOWED)
    if len(sql) > MOST_SQL:
        raise InputError(None, "query: can't be asked", kind="range", found=f"{len(sql):,} characters", allowed=f"at most {MOST_SQL:,}")
    connection = duckdb.connect(":memory:", config=SHUT)
    try:
        connection.execute("SET enable_progress_bar = false")  # it would be printed into the answer; no option of `connect`
        named = _named(connection, sql)
        for table in TABLES:
            if table in named or (table == WORLDS and PAIRS in named):
                connection.register(table, results.dataset(table))
        if PAIRS in named:
            connection.execute(pair_view(results.manifest["columns"][WORLDS]))
        connection.execute("SET lock_configuration = true")
        return connection.execute(_one_select(connection, sql))
    except _failures() as error:
        raise _refused(error) from None


def frame_of(answer: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """An answer as a data frame; yes and no as pandas' own booleans, which can be missing.

    Raises:
        InputError: DuckDB gives up in the middle.
    """
    kinds = [str(one[1]).upper() for one in answer.description or ()]
    try:
        found = answer.df()
    except _failures() as error:
        raise _refused(error) from None
    for n, kind in enumerate(kinds):
        if kind in ("BOOL", "BOOLEAN"):
            found.isetitem(n, found.iloc[:, n].astype("boolean").array)
    return found


def _failures() -> tuple[type[BaseException], ...]:
    """What DuckDB raises: its own errors, those of Arrow that come through it, and bare ones where it is interrupted or a text is no text."""
    import duckdb
    import pyarrow as pa

    return duckdb.Error, pa.ArrowException, RuntimeError, ValueError, MemoryError


@contextlib.contextmanager
def memory_bounded() -> Iterator[None]:
    """Let this process take so much memory and no more; what asks for more fails there, instead of the whole machine. Only on Linux."""
    if sys.platform != "linux":
        yield
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    before = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + MOST_MEMORY
    if before[0] == resource.RLIM_INFINITY or before[0] > most:
        resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _named(connection: duckdb.DuckDBPyConnection, sql: str) -> list[str]:
    """Tables whose files have to be opened: those a question names; all where that can't be told, as with `SHOW TABLES`."""
    found: set[str] = set()
    with contextlib.suppress(*_failures()):
        found = {name.lower() for name in connection.get_table_names(sql)}
    return [table for table in ASKED_OF if table in found] or list(ASKED_OF)


def _one_select(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    statements = connection.extract_statements(sql)
    kinds = [_kind(one) for one in statements]
    if len(kinds) != 1 or kinds[0] not in ("SELECT", "EXPLAIN"):
        raise InputError(None, "query: can't be asked", kind="malformed", found=", ".join(kinds) or "nothing", allowed=ALLOWED)
    return statements[0]


def _kind(statement: Any) -> str:
    """What a statement does, in DuckDB's own word; it has kinds for which its Python side has none."""
    try:
        return str(statement.type).removeprefix("StatementType.")
    except ValueError:
        return "another kind of statement"


def _refused(error: BaseException) -> BaseException:
    """What DuckDB has to say, in one line; Ctrl-C reaches it first, and is passed on."""
    import duckdb

    if isinstance(error, RuntimeError) and "interrupted" in str(error).lower():
        return KeyboardInterrupt()
    if isinstance(error, (MemoryError, duckdb.OutOfMemoryException)):
        allowed = "a question whose answer, and what it is worked out from, take less: fewer rows or columns, shorter texts"
        return InputError(None, "query: takes too much memory", kind="resources", found=f"more than {SHUT['memory_limit']}", allowed=allowed)
    said = " ".join(str(error).split("LINE 1:")[0].split())
    return InputError(None, "query: can't be answered", kind="malformed", found=said[:LONGEST], allowed=ALLOWED)


def rows_of(answer: duckdb.DuckDBPyConnection, size: int = AT_ONCE) -> Iterator[tuple[Any, ...]]:
    """Rows of an answer, fetched piece by piece.

    Raises:
        InputError: DuckDB gives up in the middle.
    """
    while True:
        try:
            rows = answer.fetchmany(size)
        except _failures() as error:
            raise _refused(error) from None
        if not rows:
            return
        yield from rows


def columns_of(answer: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """Name and type of each column of an answer, a repeated name with a number."""
    description = answer.description or ()
    return list(zip(distinct(str(one[0]) for one in description), (str(one[1]) for one in description), strict=True))


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
