"""How a share of each group is spread over all worlds of a branch, month by month, from whatever a batch kept. Read part by part.

Quantiles of parts can't be averaged: those of a mixture lie further apart. So distribution functions are added up, on a grid of equal steps, and
turned round at the end (linear opinion pool, Stone 1961). Where single months were kept each function is exact, and a quantile is right to one
step; where only quantiles were kept the worlds of a part are taken to lie evenly between two of them, and between the outermost and 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.tables.columns import QUANTILES
from sim.batch.tables.results import Results
from sim.pack import Country
from sim.pack.country.dates import parse_month
from sim.world.state import Array

STEPS: Final = 400
"""Steps of the grid from 0 to 1."""
FEWEST: Final = 20
"""Worlds still going below which a month is not told."""


@dataclass(frozen=True)
class Fan:
    """Of one branch.

    Attributes:
        quantiles: (factions, 5, months) of 10, 25, 50, 75 and 90 %; not a number in months that were not kept or in which too few worlds go on.
        worlds: (months,) that are still going.
    """

    quantiles: Array
    worlds: Array


def fans(results: Results, country: Country, measures: Sequence[str], branches: Sequence[str]) -> dict[str, dict[str, Fan]]:
    """The fans of some branches, by measure and id; none where no months were kept.

    Args:
        country: in which the batch was simulated; its groups are in the order of the result.
        measures: of `power`, `support` and `seats`.

    Raises:
        InputError: a part is damaged.
    """
    batch = results.manifest["batch"]
    stored = batch["keep"]["months"]
    if stored == "none" or not results.parts:
        return {}
    keys, first = [faction.key for faction in country.factions], country.first_month
    length = country.months if batch["until"] is None else parse_month(batch["until"]) - first + 1
    counted = {measure: {branch: _Counted(len(keys), length) for branch in branches} for measure in measures}
    shares = [f"{measure}.{key}" for measure in measures for key in keys]
    wanted, add = (_QUANTILES, _add_quantiles) if stored == "quantiles" else (shares, _add_worlds)
    for part in results.parts:
        table = results.read(part, "months", ["branch", "month", *wanted])
        with results.fitting(f"months/{part}.parquet"):
            months = _coded(table["month"], lambda word: parse_month(word) - first)
            branch = _coded(table["branch"], lambda word: branches.index(word) if word in branches else -1)
            for n, name in enumerate(branches):
                add(table, months, np.flatnonzero(branch == n), {measure: found[name] for measure, found in counted.items()}, keys)
    return {measure: {name: one.fan() for name, one in found.items()} for measure, found in counted.items()}


def _coded(column: Any, number: Callable[[str], int]) -> Array:
    """A column of words as numbers."""
    found = column.combine_chunks().dictionary_encode()
    numbers = np.array([number(word) for word in found.dictionary.to_pylist()], dtype=np.int64)
    return numbers[found.indices.to_numpy()]


def _add_worlds(table: Any, months: Array, rows: Array, counted: Mapping[str, _Counted], keys: Sequence[str]) -> None:
    """Add some rows, of single worlds, to the measures of their branch."""
    for measure, one in counted.items():
        one.add_worlds(months[rows], np.stack([table[f"{measure}.{key}"].to_numpy()[rows] for key in keys]))


_QUANTILES: Final = ["faction", "measure", "worlds", *(f"q{q}" for q in QUANTILES)]


def _add_quantiles(table: Any, months: Array, rows: Array, counted: Mapping[str, _Counted], keys: Sequence[str]) -> None:
    """Add some rows, of quantiles, to the measures of their branch."""
    measure = np.asarray(table["measure"], dtype=object)[rows]
    for name, one in counted.items():
        some = rows[measure == name]
        knots = np.stack([table[f"q{q}"].to_numpy()[some] for q in QUANTILES], axis=1)
        one.add_quantiles(months[some], _coded(table["faction"], keys.index)[some], knots, table["worlds"].to_numpy()[some])


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

    def fan(self) -> Fan:
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
        return Fan(found, self.worlds.max(axis=0))
