"""How a share of each group is spread over all worlds of a branch, month by month, from whatever a batch kept. Read part by part.

Quantiles of parts can't be averaged: those of a mixture lie further apart. So distribution functions are added up, on a grid of equal steps, and
turned round at the end (linear opinion pool, Stone 1961). Where single months were kept each function is exact, and a quantile is right to one
step; where only quantiles were kept the worlds of a part are taken to lie evenly between two of them, and between the outermost and 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.columns import QUANTILES
from sim.batch.results import Results
from sim.pack import Country
from sim.pack.dates import parse_month
from sim.world.state import Array

STEPS: Final = 400
"""Steps of the grid from 0 to 1."""
FEWEST: Final = 20
"""Worlds still going below which a month is not told."""


@dataclass(frozen=True)
class Course:
    """Of one branch.

    Attributes:
        quantiles: (factions, 5, months) of 10, 25, 50, 75 and 90 %; not a number in months that were not kept or in which too few worlds go on.
        worlds: (months,) that are still going.
    """

    quantiles: Array
    worlds: Array


def courses(results: Results, country: Country, measure: str, branches: Sequence[str]) -> dict[str, Course]:
    """The course of a measure in some branches, by id; none where no months were kept.

    Args:
        country: in which the batch was lived; its groups are in the order of the result.
        measure: `power`, `support` or `seats`.

    Raises:
        PackError: a part is damaged.
    """
    batch = results.manifest["batch"]
    kept = batch["keep"]["months"]
    if kept == "none" or not results.parts:
        return {}
    keys, first = [faction.key for faction in country.factions], country.first_month
    lived = country.months if batch["until"] is None else parse_month(batch["until"]) - first + 1
    counted = {branch: _Counted(len(keys), lived) for branch in branches}
    if kept == "quantiles":
        columns = ["branch", "month", "faction", "measure", "worlds", *(f"q{q}" for q in QUANTILES)]
        for part in results.parts:
            _add_quantiles(results.read(part, "months", columns), counted, measure, keys, first)
    else:
        columns = ["branch", "month", *(f"{measure}.{key}" for key in keys)]
        for part in results.parts:
            _add_worlds(results.read(part, "months", columns), counted, measure, keys, first)
    return {name: one.course() for name, one in counted.items()}


def _coded(column: Any, number: Callable[[str], int]) -> Array:
    """A column of words as numbers."""
    found = column.combine_chunks().dictionary_encode()
    numbers = np.array([number(word) for word in found.dictionary.to_pylist()], dtype=np.int64)
    return numbers[found.indices.to_numpy()]


def _by_branch(table: Any, counted: Mapping[str, _Counted]) -> Iterator[tuple[_Counted, Array]]:
    """Rows of each branch that is counted."""
    names = list(counted)
    branch = _coded(table["branch"], lambda word: names.index(word) if word in counted else -1)
    return ((counted[name], np.flatnonzero(branch == n)) for n, name in enumerate(names))


def _add_worlds(table: Any, counted: Mapping[str, _Counted], measure: str, keys: Sequence[str], first: int) -> None:
    months = _coded(table["month"], lambda word: parse_month(word) - first)
    for one, rows in _by_branch(table, counted):
        one.add_worlds(months[rows], np.stack([table[f"{measure}.{key}"].to_numpy()[rows] for key in keys]))


def _add_quantiles(table: Any, counted: Mapping[str, _Counted], measure: str, keys: Sequence[str], first: int) -> None:
    months = _coded(table["month"], lambda word: parse_month(word) - first)
    which, wanted = _coded(table["faction"], keys.index), _coded(table["measure"], lambda word: int(word == measure))
    knots = np.stack([table[f"q{q}"].to_numpy() for q in QUANTILES], axis=1)
    worlds = table["worlds"].to_numpy()
    for one, rows in _by_branch(table, counted):
        some = rows[wanted[rows] == 1]
        one.add_quantiles(months[some], which[some], knots[some], worlds[some])


class _Counted:
    """Distribution functions of one branch: (k, month, step) worlds at or below each step of the grid, and (k, month) worlds."""

    def __init__(self, factions: int, months: int) -> None:
        self.below = np.zeros((factions, months, STEPS + 1))
        self.worlds = np.zeros((factions, months))

    def add_worlds(self, months: Array, shares: Array) -> None:
        """Add (row,) months and (k, row) shares of single worlds."""
        steps = np.clip(np.ceil(shares * STEPS), 0, STEPS).astype(np.int64)
        for k in range(len(self.below)):
            counts = np.zeros(self.below.shape[1:])
            np.add.at(counts, (months, steps[k]), 1.0)
            self.below[k] += counts.cumsum(axis=1)
            self.worlds[k] += counts.sum(axis=1)

    def add_quantiles(self, months: Array, which: Array, knots: Array, worlds: Array) -> None:
        """Add (row,) months and factions, (row, 5) quantiles and (row,) worlds they are of."""
        grid = np.linspace(0.0, 1.0, STEPS + 1)
        edges = np.concatenate([np.zeros((len(knots), 1)), knots, np.ones((len(knots), 1))], axis=1)
        shares = np.diff([0, *QUANTILES, 100]) / 100
        below = np.zeros((len(knots), STEPS + 1))
        for n, share in enumerate(shares):
            low, high = edges[:, [n]], edges[:, [n + 1]]
            inside = np.clip((grid - low) / np.maximum(high - low, 1e-12), 0.0, 1.0)
            below += share * np.where(grid >= high, 1.0, inside)
        np.add.at(self.below, (which, months), below * worlds[:, None])
        np.add.at(self.worlds, (which, months), worlds)

    def course(self) -> Course:
        """Quantiles: between two steps of the grid on the straight line."""
        found = np.full((len(self.below), len(QUANTILES), self.below.shape[1]), np.nan)
        least = min(FEWEST, float(self.worlds.max(initial=0.0)))
        for k, month in zip(*np.nonzero(self.worlds >= max(1.0, least)), strict=True):
            below = self.below[k, month]
            for n, quantile in enumerate(QUANTILES):
                wanted = self.worlds[k, month] * quantile / 100
                step = int(np.searchsorted(below, wanted - 1e-9))
                before = below[step - 1] if step else 0.0
                inside = (wanted - before) / (below[step] - before) if step else 0.0
                found[k, n, month] = max(0.0, step - 1 + inside) / STEPS
        return Course(found, self.worlds.max(axis=0))
