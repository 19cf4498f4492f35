"""Counts over a batch: how often each outcome comes in both arms of each branch, by draw. Read part by part, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.tables.columns import CHANGED, REFERENCE
from sim.batch.tables.results import Results
from sim.counterfactual.estimate import PairCounts
from sim.world.draws import GROUP, STARTING
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.state import Array

NAMES: Final = tuple(outcome.name for outcome in OUTCOMES)
_FLAGS: Final = ("dropped", "applicable", "by_itself")
_ARRAYS: Final = ("cell", "seed", "draw", "group", "size", "changed", "reference", "both")
_NUMBERS: Final = ("pairs", "failed", "dropped", "applicable", "alone")
_COLUMNS: Final = ("cell", "branch", "arm", "world", "draw", "seed", "error", *NAMES, *(f"ruler_{year}" for year in RULER_YEARS), *_FLAGS)


@dataclass(frozen=True)
class BranchCounts:
    """Counts of one branch; a group is the worlds of one cell and seed that share a draw. For the model left alone both arms are the same.

    Attributes:
        cell, seed, draw: (g,) of each group; `group` its number among the groups of its seed, whose luck every cell shares.
        size: (g,) pairs that are counted.
        changed, reference, both: (g, outcome) of them, those in which an outcome comes with the change, without it, and in both.
        rulers: for each year asked, by group of the country, changed worlds that are counted; "" for nobody.
        pairs, failed, dropped, applicable, alone: pairs in all; those with a world that failed; of the sound ones, those that ended by the
            change; of the rest, those to which it applies, and those in which the group ruled by itself.
    """

    cell: Array
    seed: Array
    draw: Array
    group: Array
    size: Array
    changed: Array
    reference: Array
    both: Array
    rulers: dict[str, dict[str, int]]
    pairs: int
    failed: int
    dropped: int
    applicable: int
    alone: int

    def draws(self, outcome: str, where: Array | slice = slice(None)) -> PairCounts:
        """Counts of one outcome by draw, of all groups or of some."""
        n, some = NAMES.index(outcome), self.size[where] > 0
        return PairCounts(self.size[where][some], *(counts[where][some, n] for counts in (self.changed, self.reference, self.both)))


def count_branches(results: Results) -> dict[str, BranchCounts]:
    """Counts of every branch, by its id in the order of the manifest.

    Raises:
        InputError: a part is damaged.
    """
    found: dict[str, list[BranchCounts]] = {branch["id"]: [] for branch in results.manifest["branches"]}
    for part in results.parts:
        table = results.read(part, "worlds", _COLUMNS)
        with results.fitting(f"worlds/{part}.parquet"):
            columns = {name: table.column(name) for name in _COLUMNS}
            branch, arm = (columns[name].to_numpy() for name in ("branch", "arm"))
            for one in results.manifest["branches"]:
                rows = [np.flatnonzero((branch == one["id"]) & (arm == which)) for which in (REFERENCE, CHANGED)]
                found[one["id"]].append(_count(columns, rows[0], rows[1] if one["reference"] is not None else None))
    return {name: _together(parts) for name, parts in found.items()}


def _count(columns: dict[str, Any], reference: Array, changed: Array | None) -> BranchCounts:
    """Counts of one branch in one part; rows of both arms stand in the order of the worlds."""
    held = reference if changed is None else changed
    where = {name: columns[name].to_numpy()[held] for name in ("cell", "seed", "draw", "world")}
    sound = np.asarray(columns["error"].is_null())[held]
    flags = {name: _yes(columns[name], held) for name in _FLAGS}
    stay = sound & ~flags["dropped"]
    keep = stay if changed is None else stay & flags["applicable"]
    group = np.where(where["draw"] == STARTING, where["world"], where["world"] // GROUP)  # with starting values every world stands for itself
    groups, first = np.unique(group, return_index=True)
    place = np.searchsorted(groups, group)
    holds = np.stack([_yes(columns[name], held) for name in NAMES], axis=1) & keep[:, None]
    others = np.stack([_yes(columns[name], reference) for name in NAMES], axis=1) & keep[:, None]
    counts = _by_group(holds, place, len(groups)), _by_group(others, place, len(groups)), _by_group(holds & others, place, len(groups))
    return BranchCounts(
        where["cell"][first], where["seed"][first], where["draw"][first], groups, np.bincount(place[keep], minlength=len(groups)), *counts,
        rulers={f"ruler_{year}": _rulers(columns[f"ruler_{year}"], held[keep]) for year in RULER_YEARS},
        pairs=len(held), failed=int((~sound).sum()), dropped=int((sound & flags["dropped"]).sum()), applicable=int(keep.sum()),
        alone=int((stay & flags["by_itself"]).sum()),
    )  # fmt: skip


def _by_group(holds: Array, place: Array, groups: int) -> Array:
    """(g, outcome) rows that hold, from (rows, outcome) and the group of each row."""
    found = np.zeros((groups, holds.shape[1]), np.int64)
    np.add.at(found, place, holds)
    return found


def _yes(column: Any, rows: Array) -> Array:
    """Rows of a column of yes and no; what is not known is no."""
    return np.asarray(column.fill_null(False))[rows]


def _rulers(column: Any, rows: Array) -> dict[str, int]:
    who, counts = np.unique(np.asarray(column.fill_null(""), dtype=object)[rows].astype(str), return_counts=True)
    return dict(zip(who.tolist(), counts.tolist(), strict=True))


def _together(parts: Sequence[BranchCounts]) -> BranchCounts:
    """Counts of several parts as one."""
    rulers: dict[str, dict[str, int]] = {}
    for part in parts:
        for year, counts in part.rulers.items():
            for who, count in counts.items():
                rulers.setdefault(year, {})[who] = rulers.get(year, {}).get(who, 0) + count
    arrays: dict[str, Any] = {name: _joined([getattr(part, name) for part in parts], name) for name in _ARRAYS}
    numbers: dict[str, Any] = {name: sum(getattr(part, name) for part in parts) for name in _NUMBERS}
    return BranchCounts(**arrays, rulers=rulers, **numbers)


def _joined(arrays: Sequence[Array], name: str) -> Array:
    if arrays:
        return np.concatenate(arrays)
    return np.zeros((0, len(NAMES)) if name in ("changed", "reference", "both") else 0, np.int64)
