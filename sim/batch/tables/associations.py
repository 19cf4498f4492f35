"""What goes with higher and lower shares over the draws and cells of a batch: each value that varies, against each outcome of each branch.

A value that takes more than a few numbers is cut into thirds, and the share in its upper third is set against that in its lower third; one of
a few numbers or words is set against its first. Worlds are not apart from one another: two share a draw, and the same twos are simulated in every
cell. So errors are taken over whole clusters (linearised difference of two ratios, Cochran 1977): over the twos for what is drawn and for a
grid, whose cells each have all of them, and over the cells for a sample. Where the values were drawn apart from one another, as priors and
samples are, a difference is an effect within the model; in a design of one's own it only goes with the value. What is reported lies beyond what
chance would bring in one of twenty batches (Bonferroni over all that is compared).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.tables.columns import NUMBER
from sim.batch.tables.counts import NAMES, BranchCounts
from sim.batch.tables.results import Results
from sim.counterfactual.shares import rounded
from sim.world.state import Array

PLACES: Final = ("part", "cell", "draw", "seed")
"""Columns of the table `draws` that say where a row belongs; the others vary."""
FEW: Final = 5
"""Up to so many different numbers are taken one by one."""
LEAST: Final = 10
"""Clusters that either side has at least: of fewer no error can be told."""
BY_CHANCE: Final = 0.05


@dataclass(frozen=True)
class Association:
    """How the share of an outcome in a branch differs between the values of a key: from `low` to `high`, in words of the design."""

    branch: str
    outcome: str
    key: str
    low: str
    high: str
    low_share: float
    high_share: float
    error: float

    @property
    def difference(self) -> float:
        """Of the shares."""
        return self.high_share - self.low_share

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "branch": self.branch, "outcome": self.outcome, "key": self.key, "low": self.low, "high": self.high,
            "low_share": rounded(self.low_share), "high_share": rounded(self.high_share), "difference": rounded(self.difference),
            "error": rounded(self.error),
        }  # fmt: skip


@dataclass(frozen=True)
class Associations:
    """All that were compared, and those beyond chance, the largest first."""

    compared: int
    beyond_chance: tuple[Association, ...]


@dataclass(frozen=True)
class Values:
    """The values of each group of worlds of one branch: numbers by key, words by key."""

    numbers: dict[str, Array]
    words: dict[str, Array]


def values_of(results: Results, counted: BranchCounts) -> Values:
    """What the groups of a branch drew, in their order."""
    table = results.draws
    keys = [name for name in table.columns if name not in PLACES]
    where = {place: n for n, place in enumerate(zip(table["seed"], table["cell"], table["draw"], strict=True))}
    with results.fitting("the table draws"):
        places = zip(counted.seed.tolist(), counted.cell.tolist(), counted.draw.tolist(), strict=True)
        rows = np.array([where[place] for place in places], dtype=np.int64)
    kinds = results.manifest["columns"]["draws"]
    return Values(
        {key: table[key].to_numpy(dtype=float)[rows] for key in keys if kinds[key] == NUMBER},
        {key: table[key].to_numpy(dtype=object)[rows] for key in keys if kinds[key] != NUMBER},
    )  # fmt: skip


def associate(results: Results, counts: dict[str, BranchCounts]) -> Associations:
    """Everything that varies in a batch against every outcome of every branch."""
    compared, found = 0, []
    design = set(results.manifest["varied"])
    for branch, counted in counts.items():
        for one in _contrasts(values_of(results, counted), counted, design):
            shares, error = _difference(counted, one)
            known = np.flatnonzero(error > 0)
            compared += len(known)
            found += [Association(branch, NAMES[n], one.key, *one.names, float(shares[0][n]), float(shares[1][n]), float(error[n])) for n in known]
    beyond = _quantile(1 - BY_CHANCE / (2 * compared)) if compared else math.inf
    clear = [move for move in found if abs(move.difference) > beyond * move.error]
    return Associations(compared, tuple(sorted(clear, key=lambda move: (-abs(move.difference), move.branch, move.outcome, move.key))))


def _quantile(share: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(share))


@dataclass(frozen=True)
class Contrast:
    """Two sides of a key: their names, (g,) the groups on each, and (g,) the cluster of each group."""

    key: str
    names: tuple[str, str]
    low: Array
    high: Array
    clusters: Array


def _contrasts(values: Values, counted: BranchCounts, design: set[str]) -> Iterator[Contrast]:
    """All that can be compared: an error can be told."""
    some = counted.size > 0
    groups = np.unique(np.stack([counted.seed, counted.group], axis=1), axis=0, return_inverse=True)[1].ravel()
    for key, names, low, high, sampled in _sides(values, some, design):
        for clusters in (counted.cell,) if sampled else (groups, counted.cell) if key in design else (groups,):
            if min(len(np.unique(clusters[side])) for side in (low, high)) >= LEAST:
                yield Contrast(key, names, low, high, clusters)
                break


def _sides(values: Values, some: Array, design: set[str]) -> Iterator[tuple[str, tuple[str, str], Array, Array, bool]]:
    """Key, names of the sides, groups on each, and whether it was sampled over cells, of whatever varies."""
    for key, numbers in values.numbers.items():
        different = np.unique(numbers[some])
        if len(different) > FEW:
            low, high = np.quantile(numbers[some], (1 / 3, 2 / 3))
            yield key, (f"below {low:.3g}", f"above {high:.3g}"), some & (numbers <= low), some & (numbers >= high), key in design
        else:
            for value in different[1:]:
                yield key, (f"{different[0]:g}", f"{value:g}"), some & (numbers == different[0]), some & (numbers == value), False
    for key, words in values.words.items():
        first, *rest = sorted(set(words[some].tolist())) or [""]
        for word in rest:
            yield key, (first, word), some & (words == first), some & (words == word), False


def _difference(counted: BranchCounts, contrast: Contrast) -> tuple[list[Array], Array]:
    """Shares of every outcome on both sides, and the standard error of their difference."""
    shares = []
    moved = np.zeros(counted.changed.shape)
    for side, sign in ((contrast.low, -1.0), (contrast.high, 1.0)):
        counts, size = counted.changed[side], counted.size[side]
        share = counts.sum(axis=0) / size.sum()
        shares.append(share)
        moved[side] += sign * (counts - share * size[:, None]) / size.sum()
    return shares, _error(moved, contrast.clusters)


def _error(moved: Array, clusters: Array) -> Array:
    """Standard error of a sum, from what each cluster adds to it; (g, outcome) to (outcome,)."""
    _, place = np.unique(clusters, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, moved.shape[1]))
    np.add.at(sums, place, moved)
    there = int((sums != 0).any(axis=1).sum())
    return np.sqrt((sums**2).sum(axis=0) * there / max(1, there - 1))


@dataclass(frozen=True)
class Bin:
    """Worlds of about the same value: mean of the value, share of an outcome, its standard error, how many worlds."""

    value: float
    share: float
    error: float
    worlds: int


def binned(numbers: Array, counted: BranchCounts, outcome: str, bins: int) -> list[Bin]:
    """Share of an outcome over a value that varies, in bins of about equal numbers of groups; few different values have a bin each."""
    some = np.flatnonzero(counted.size > 0)
    n = NAMES.index(outcome)
    different = np.unique(numbers[some])
    if len(different) <= FEW:
        parts = [some[numbers[some] == value] for value in different]
    else:
        parts = np.array_split(some[np.argsort(numbers[some], kind="stable")], min(bins, max(1, len(some) // LEAST)))
    found = []
    for groups in parts:
        counts, size = counted.changed[groups][:, [n]], counted.size[groups]
        if len(groups) >= 2:
            share = float(counts.sum() / size.sum())
            error = float(_error((counts - share * size[:, None]) / size.sum(), np.arange(len(groups)))[0])
            found.append(Bin(float(numbers[groups].mean()), share, error, int(size.sum())))
    return found
