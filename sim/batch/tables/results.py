"""A folder of results, opened: its tables as data frames, and SQL over them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.batch.tables import dictionary, manifest
from sim.batch.tables.columns import TABLES, arrow_type
from sim.batch.tables.folder import check_name, check_part, records
from sim.files.json_text import SCHEMA, Malformed
from sim.pack import InputError
from sim.pack.country.errors import shown
from sim.pack.country.notebook import html_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.dataset as ds

MOST_ROWS: Final = 20_000_000
"""Rows of one table of a part: many times what the largest part has."""
LONGEST: Final = 150
"""Characters that are shown of what a library says."""


class Results:
    """A folder that a batch has written. Only parts that are done are read, in their order, and only after their hash was found right.

    Attributes:
        folder: where it is.
        manifest: what the batch is, as `manifest.json` has it.
        parts: ids of the parts that are done.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        check_name(self.folder, "results")
        self.manifest = _manifest_of(self.folder)
        there = set(records(self.folder))
        self.parts: tuple[str, ...] = tuple(part["id"] for part in self.manifest["parts"] if part["id"] in there)
        self._checked: set[str] = set()

    @property
    def complete(self) -> bool:
        """Whether all parts are done."""
        return len(self.parts) == len(self.manifest["parts"])

    @cached_property
    def worlds(self) -> pd.DataFrame:
        """One row a world of each arm of each branch: outcomes, rulers, token."""
        return self.frame("worlds")

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row a pair of worlds: every outcome without the change (`_before`) and with it (`_after`), and whether the pair is counted."""
        return self.query("select * from pairs")

    @cached_property
    def months(self) -> pd.DataFrame:
        """What was kept of the months: quantiles, or one row a world and month."""
        return self.frame("months")

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row an event."""
        return self.frame("events")

    @cached_property
    def draws(self) -> pd.DataFrame:
        """One row a draw and cell: parameter values, traits, switches."""
        return self.frame("draws")

    @cached_property
    def dictionary(self) -> pd.DataFrame:
        """One row a column of each table: its type, unit, range and meaning.

        Raises:
            InputError: `columns.csv` is missing or damaged.
        """
        import pandas as pd

        try:
            return pd.DataFrame(dictionary.of_folder(self.folder, self.manifest["columns"]))
        except (OSError, ValueError) as error:
            said = error.strerror if isinstance(error, OSError) else str(error)
            raise self._damaged(f"{dictionary.NAME}: {said}") from None

    def query(self, sql: str) -> pd.DataFrame:
        """The answer of one SELECT over `worlds`, `pairs`, `months`, `events` and `draws`.

        Raises:
            InputError: not one SELECT, or one that DuckDB refuses; a part it reads is damaged.
        """
        from sim.batch.tables.query import ask, frame_of

        return frame_of(ask(self, sql))

    def check(self, table: str) -> None:
        """Verify the hash of every file of a table, once.

        Raises:
            InputError: a file is missing or damaged.
        """
        if table not in self._checked:
            for part in self.parts:
                self.check_one(part, table)
            self._checked.add(table)

    def check_one(self, part: str, table: str) -> None:
        """Verify the hash of one file.

        Raises:
            InputError: it is missing or damaged.
        """
        damage = check_part(self.folder, part, self.manifest["hash"], (table,))
        if damage is not None:
            raise self._damaged(str(damage))
        with self.fitting(f"{table}/{part}.parquet"):
            self._check_columns(part, table)

    def _check_columns(self, part: str, table: str) -> None:
        """Look into a file whose hash is right: anybody can work out a hash, and what is named here is told before much is read.

        Raises:
            ValueError: it has other columns than the manifest says, or more rows than a part can have.
        """
        import pyarrow.parquet as pq

        with pq.ParquetFile(self._file(table, part)) as file:
            rows, schema = file.metadata.num_rows, file.schema_arrow
        if not schema.equals(self.schema(table)):
            raise ValueError("other columns than the manifest says")
        if rows > MOST_ROWS:
            raise ValueError(f"{rows:,} rows")

    @contextlib.contextmanager
    def fitting(self, what: str) -> Iterator[None]:
        """Work on what a table holds: what no batch writes there is damage, although the hash is right.

        Raises:
            InputError: in the place of what shows it: no Parquet, a word or a number that is not in the manifest or the pack.
        """
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, ValueError, LookupError, OSError) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise self._damaged(f"{what} holds what no batch writes: {said[:LONGEST]}") from None

    def _damaged(self, what: str) -> InputError:
        allowed = "the parts as they were written; the command of the batch makes a damaged one again"
        return InputError(None, f"{self.folder}: damaged results", kind="damaged", found=what, allowed=allowed)

    def read(self, part: str, table: str, columns: Sequence[str]) -> pa.Table:
        """Some columns of one part's table, its hash verified.

        Raises:
            InputError: its file is missing or damaged.
        """
        import pyarrow.parquet as pq

        self.check_one(part, table)
        with self.fitting(f"{table}/{part}.parquet"):
            return pq.read_table(self._file(table, part), columns=list(columns), schema=self.schema(table))

    def _file(self, table: str, part: str) -> str:
        """Where a table of a part lies, from the root: Arrow would take a folder called `s3:x` for an address."""
        return os.path.abspath(self.folder / table / f"{part}.parquet")

    def dataset(self, table: str) -> ds.Dataset:
        """A table as an Arrow dataset, hashes verified; nothing is read into memory yet."""
        import pyarrow.dataset as ds

        self.check(table)
        schema = self.schema(table)
        if not self.parts:
            return ds.dataset(schema.empty_table())
        return ds.dataset([self._file(table, part) for part in self.parts], schema=schema, format="parquet")

    def schema(self, table: str) -> pa.Schema:
        """Columns of a table with their types."""
        import pyarrow as pa

        return pa.schema([(name, arrow_type(kind)) for name, kind in self.manifest["columns"][table].items()])

    def frame(self, table: str) -> pd.DataFrame:
        """A table as a data frame; yes and no are nullable booleans, so that shares can be taken of them."""
        import pandas as pd
        import pyarrow as pa

        found = pa.concat_tables([self.schema(table).empty_table(), *(self.read(part, table, self.schema(table).names) for part in self.parts)])
        return found.to_pandas(types_mapper={pa.bool_(): pd.BooleanDtype()}.get)

    def _repr_html_(self) -> str:
        pack, columns = self.manifest["pack"], self.manifest["columns"]
        parts = f"{len(self.parts)} of {len(self.manifest['parts'])} done"
        rows = [("pack", f"{pack['id']} {pack['version']}"), ("parts", parts), ("tables", ", ".join(name for name in TABLES if columns[name]))]
        return html_table(f"Results in {self.folder}", rows)

    def __repr__(self) -> str:
        pack = self.manifest["pack"]
        return f"Results({str(self.folder)!r}: {pack['id']}, {len(self.parts)} of {len(self.manifest['parts'])} parts)"


def _manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a folder of results.

    Raises:
        InputError: no folder of results, or its manifest is damaged.
    """
    try:
        found = manifest.of_folder(folder)
    except OSError as error:
        allowed = "a folder that `counterfaction batch FILE --out DIR` has written"
        raise InputError(None, f"{folder}: no folder of results", kind="file", found=f"{manifest.NAME}: {error.strerror}", allowed=allowed) from None
    except Malformed as error:
        allowed = "the command of its batch mends it"
        raise InputError(
            None, f"{folder}: no folder of results", kind="file", found=f"{manifest.NAME} is damaged: {error}", allowed=allowed
        ) from None
    if found.get("schema") != SCHEMA:
        raise InputError(None, f"{folder}: another form of results", kind="mismatch", found=shown(found.get("schema")), allowed=str(SCHEMA))
    return found


def open_results(folder: str | Path) -> Results:
    """Open the folder of a batch.

    Raises:
        InputError: no folder of results.

    Example:
        >>> import sim
        >>> results = sim.open_results("rivals")                                        # doctest: +SKIP
        >>> results.worlds.groupby(["branch", "arm"])["second_war"].mean()              # doctest: +SKIP
    """
    return Results(folder)
