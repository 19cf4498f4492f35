"""Columns of the four tables of a batch, with their types, and how arrays become them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.batch.plan.description import Batch
from sim.batch.plan.keys import SWITCH
from sim.world.draws import trait_fields
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.state import Array

if TYPE_CHECKING:
    import pyarrow as pa

TABLES: Final = ("worlds", "months", "events", "draws")
QUANTILES: Final = (10, 25, 50, 75, 90)
MEASURES: Final = ("power", "support", "seats")
TEXT, WHOLE, NUMBER, FLAG = "string", "int64", "double", "bool"
REFERENCE, CHANGED = "reference", "changed"
"""Arms: what a branch is compared with, and the branch."""

Columns = dict[str, str]
Values = Mapping[str, Any]


def columns_of(batch: Batch) -> dict[str, Columns]:
    """Names and types of the columns of each table, in their order."""
    return {"worlds": _worlds(), "months": _months(batch), "events": _events(), "draws": _draws(batch)}


def _worlds() -> Columns:
    return {
        "part": TEXT, "row": WHOLE, "cell": WHOLE, "branch": TEXT, "arm": TEXT, "world": WHOLE, "draw": WHOLE, "seed": WHOLE, "token": TEXT,
        "error": TEXT, "ended": TEXT, "ended_month": TEXT, **{outcome.name: FLAG for outcome in OUTCOMES},
        **{f"ruler_{year}": TEXT for year in RULER_YEARS}, "dropped": FLAG, "applicable": FLAG, "divergence": TEXT, "aligned_until": TEXT,
        "by_itself": FLAG, "asked": FLAG,
    }  # fmt: skip


def _months(batch: Batch) -> Columns:
    first = {"part": TEXT, "cell": WHOLE, "branch": TEXT, "arm": TEXT}
    if batch.keep.months == "quantiles":
        shares = {f"q{q}": NUMBER for q in QUANTILES}
        return {**first, "month": TEXT, "faction": TEXT, "measure": TEXT, **shares, "worlds": WHOLE, "seed": WHOLE}
    keys = [faction.key for faction in batch.country.factions]
    each = {f"{measure}.{key}": NUMBER for measure in MEASURES for key in keys}
    return {
        **first, "world": WHOLE, "month": TEXT, "ruler": TEXT, "concentration": NUMBER, "hardship": NUMBER, "protest": NUMBER, **each,
        **{f"action.{key}": TEXT for key in keys}, "seed": WHOLE,
    }  # fmt: skip


def _events() -> Columns:
    return {
        "part": TEXT, "cell": WHOLE, "branch": TEXT, "arm": TEXT, "world": WHOLE, "month": TEXT, "kind": TEXT, "by": TEXT, "of": TEXT,
        "person": TEXT, "how": TEXT, "imposed": FLAG, "probability": NUMBER, "luck": NUMBER, "amount": NUMBER, "seed": WHOLE,
    }  # fmt: skip


def varied_parameters(batch: Batch) -> list[str]:
    """Parameters that differ between draws or cells."""
    parameters = batch.country.parameters
    drawn = [] if batch.fixed else [name for name, value in parameters.items() if value.prior != "fixed"]
    return [name for name in parameters if name in batch.varied or name in drawn]


def _draws(batch: Batch) -> Columns:
    switches = [name for name in batch.varied if name.startswith(SWITCH)]
    return {
        "part": TEXT, "cell": WHOLE, "draw": WHOLE, "seed": WHOLE, **dict.fromkeys(varied_parameters(batch), NUMBER),
        **dict.fromkeys(trait_fields(batch.country), NUMBER), **dict.fromkeys(switches, TEXT),
    }  # fmt: skip


class Coded:
    """A column of text: the number of a word for each row, below 0 for none."""

    def __init__(self, codes: Array, words: Sequence[str]) -> None:
        self.codes, self.words = np.asarray(codes, dtype=np.int32), words

    def __len__(self) -> int:
        return len(self.codes)


def same(word: str, count: int) -> Coded:
    """The same word in every row."""
    return Coded(np.zeros(count, np.int32), [word])


def arrow_type(kind: str) -> pa.DataType:
    """The type of a column in the files."""
    import pyarrow as pa

    return {TEXT: pa.string(), WHOLE: pa.int64(), NUMBER: pa.float64(), FLAG: pa.bool_()}[kind]


def _array(kind: str, values: Any, count: int) -> pa.Array:
    import pyarrow as pa

    type_ = arrow_type(kind)
    if values is None:
        return pa.nulls(count, type_)
    if isinstance(values, Coded):
        codes = pa.array(values.codes, mask=values.codes < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(list(values.words), pa.string())).cast(type_)
    if kind == NUMBER:
        return pa.array(np.asarray(values, dtype=float), type_, from_pandas=True)  # what is not a number is none
    return pa.array(values, type_)


def chunk(columns: Columns, values: Values, count: int) -> pa.Table:
    """Some rows of a table; a column that is not given has no values."""
    import pyarrow as pa

    found = pa.table({name: _array(kind, values.get(name), count) for name, kind in columns.items()})
    return found.replace_schema_metadata({"pandas": _for_pandas(columns)})


def _for_pandas(columns: Columns) -> str:
    """What tells pandas, reading a file by itself, that yes, no and nothing are nullable booleans and not objects."""
    flags = [
        {"name": name, "field_name": name, "pandas_type": "bool", "numpy_type": "boolean", "metadata": None}
        for name, kind in columns.items() if kind == FLAG
    ]  # fmt: skip
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": flags})


def joined(columns: Columns, chunks: Sequence[pa.Table]) -> pa.Table:
    """Rows one after the other, as one stretch of memory."""
    import pyarrow as pa

    return pa.concat_tables([chunk(columns, {}, 0), *chunks]).combine_chunks()
