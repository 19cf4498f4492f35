"""`accepted.parquet`: a column `restart` and one for each value, a row a set. The bytes may come from anywhere."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError
from sim.pack.text.read import MOST_BYTES, MOST_ROWS

FILE: Final = "accepted.parquet"
RESTART: Final = "restart"
MOST_COLUMNS: Final = 2_000
_MOST_RESTARTS: Final = 100


@dataclass(frozen=True)
class AcceptedTable:
    """What the file holds; nothing is said yet of which keys a country has."""

    keys: tuple[str, ...]
    values: npt.NDArray[np.float64]
    restart: npt.NDArray[np.int64]


def read_accepted(data: bytes) -> AcceptedTable:
    """The table in the bytes of the file.

    Raises:
        InputError: they are no Parquet, too many, or hold anything but finite numbers.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    place = Place(FILE, 1)
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        _check_size(file.metadata, place)
        table = file.read()
        names = list(table.column_names)
        columns = [table.column(n).to_numpy() for n in range(len(names))]
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        if isinstance(error, InputError):
            raise
        problem, allowed = "not a table of accepted sets", "a Parquet file"
        raise InputError(place, problem, kind="malformed", found="bytes that are no Parquet", allowed=allowed) from None
    return _checked(names, columns, place)


def _check_size(metadata: Any, place: Place) -> None:
    rows, columns = metadata.num_rows, metadata.num_columns
    if not 1 <= rows <= MOST_ROWS or columns > MOST_COLUMNS:
        allowed = f"1 to {MOST_ROWS:,} rows, at most {MOST_COLUMNS:,} columns"
        raise InputError(place, "too large or empty", kind="range", found=f"{rows:,} rows, {columns:,} columns", allowed=allowed)
    held = sum(metadata.row_group(n).total_byte_size for n in range(metadata.num_row_groups))
    if held > 8 * MOST_BYTES:  # a few bytes can stand for gigabytes
        raise InputError(place, "too large once it is no longer compressed", kind="range", found=f"{held:,} bytes", allowed=f"{8 * MOST_BYTES:,}")


def _checked(names: list[str], columns: list[Any], place: Place) -> AcceptedTable:
    doubled = next((name for name in names if names.count(name) > 1), None)
    if doubled is not None:
        raise InputError(place, "column twice", kind="duplicate", found=repr(doubled[:80]), allowed="each column once")
    for name, column in zip(names, columns, strict=True):
        wanted = "i" if name == RESTART else "f"
        if column.dtype.kind != wanted or not np.isfinite(column).all():
            found = f"column {name[:80]!r} of {column.dtype}" if column.dtype.kind != wanted else f"no number in column {name[:80]!r}"
            allowed = "whole numbers" if name == RESTART else "finite numbers with a point"
            raise InputError(place, "not a number in every row", kind="malformed", found=found, allowed=allowed)
    if RESTART not in names:
        raise InputError(place, "column missing", kind="missing", found=f"no column {RESTART}", allowed=f"{RESTART}, and one for each value")
    own = {name: column for name, column in zip(names, columns, strict=True) if name != RESTART}
    restart = np.asarray(columns[names.index(RESTART)], np.int64)
    if not ((restart >= 1) & (restart <= _MOST_RESTARTS)).all():
        raise InputError(place, "restart out of range", kind="range", found=f"{restart.min()} to {restart.max()}", allowed=f"1 to {_MOST_RESTARTS}")
    keys = tuple(sorted(own))
    values = np.column_stack([own[key] for key in keys]).astype(np.float64) if keys else np.empty((len(restart), 0))
    values.setflags(write=False)
    return AcceptedTable(keys, values, restart)


def written(table: AcceptedTable) -> bytes:
    """The bytes of the file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {RESTART: pa.array(table.restart, pa.int8())} | {key: pa.array(table.values[:, n]) for n, key in enumerate(table.keys)}
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, compression="zstd", use_dictionary=True, write_statistics=False)
    return stream.getvalue()
