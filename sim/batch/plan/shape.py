"""Shape of a batch file: which tables, which keys, what kind of value. Nothing about how they fit together."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from sim.pack.text.fields import Flag, Month, Number, Refused, Slug, Whole, Words, number, one_of, words
from sim.pack.text.schema import Table

MONTHS_KEPT: Final = ("none", "quantiles", "thinned", "whole")
METHODS: Final = ("latin_hypercube", "sobol", "csv")
DEFAULT: Final = "default"
"""`branches = "default"`: all branches of the pack."""


def _branches(value: object) -> object:
    if isinstance(value, str) and value != DEFAULT:
        raise Refused('"default", or a list of ids of branches')
    return value if isinstance(value, list) else None


def _item(value: object) -> float | str:
    return words(value) if isinstance(value, str) else number(value)


def _over(value: object) -> object:
    return {"key": value} if isinstance(value, str) else value


class OwnBranchTable(Table):
    """`[[branch]]`: a branch of the batch's own; `do` is all that is changed in it, what its reference changes included."""

    id: Slug
    do: list[Words]
    reference: Words = "baseline"


class GridTable(Table):
    """`[[grid]]`: a key and the values it takes."""

    key: Words
    values: list[Annotated[float | str, BeforeValidator(_item)]]


class OverTable(Table):
    """One key of a sample, with its range where that is not the pack's."""

    key: Words
    low: Number | None = None
    high: Number | None = None


class SampleTable(Table):
    """`[sample]`: points spread over the ranges of some keys, or read from a file."""

    method: Annotated[str, one_of(METHODS)]
    count: Whole | None = None
    over: list[Annotated[OverTable, BeforeValidator(_over)]] = Field(default=[])
    file: Words | None = None


class KeepTable(Table):
    """`[keep]`: what is written besides the outcomes."""

    months: Annotated[str, one_of(MONTHS_KEPT)] = "none"
    every: Whole = 12
    events: Flag = False


class BatchTable(Table):
    """All of a batch file."""

    pack: Words | None = None
    reading: Words | None = None
    branches: Annotated[list[Slug] | None, BeforeValidator(_branches)] = None
    branch: list[OwnBranchTable] = Field(default=[])
    scenarios: list[Slug] = Field(default=[])
    do: list[Words] = Field(default=[])
    grid: list[GridTable] = Field(default=[])
    sample: SampleTable | None = None
    priors: Annotated[str, one_of(("pack", "prior", "fixed"))] = "pack"
    worlds: Whole
    seed: Whole | None = None
    seeds: list[Whole] = Field(default=[])
    until: Month | None = None
    keep: KeepTable = Field(default=KeepTable())
