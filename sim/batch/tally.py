"""Counts over a batch: how often each outcome comes in both arms of each branch, by draw. Read part by part, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.columns import CHANGED, REFERENCE
from sim.batch.results import Results
from sim.counterfactual.estimate import Draws
from sim.runs.ensemble import GROUP
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.state import Array

NAMES: Final = tuple(outcome.name for outcome in OUTCOMES)
_FLAGS: Final = ("dropped", "applicable", "by_itself")
_ARRAYS: Final = ("cell", "seed", "draw", "ten", "size", "changed", "reference", "both")
_COLUMNS: Final = ("cell", "branch", "arm", "world", "draw", "seed", "error", *NAMES, *(f"ruler_{year}" for year in RULER_YEARS), *_FLAGS)


@dataclass(frozen=True)
class Tally:
    """Counts of one branch; a group is the worlds of one cell and seed that share a draw. For the model left alone both arms are the same.

    Attributes:
        cell, seed, draw: (g,) of each group; `ten` its number among the tens of worlds of its seed, whose luck every cell shares.
        size: (g,) pairs that are counted.
        changed, reference, both: (g, outcome) of them, those in which an outcome comes with the change, without it, and in both.
        rulers: for each year asked, by group of the country, changed worlds that are counted; "" for nobody.
        pairs, failed, dropped, applicable, alone: pairs in all; those with a world that failed; of the sound ones, those that ended by the
            change; of the rest, those to which it applies, and those in which the group ruled by itself.
    """

    cell: Array
    seed: Array
    draw: Array
    ten: Array
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

    def draws(self, outcome: str, where: Array | slice = slice(None)) -> Draws:
        """Counts of one outcome by draw, of all groups or of some."""
        n, some = NAMES.index(outcome), self.size[where] > 0
        return Draws(self.size[where][some], *(counts[where][some, n] for counts in (self.changed, self.reference, self.both)))


def tally(results: Results) -> dict[str, Tally]:
    """Counts of every branch, by its id in the order of the manifest.

    Raises:
        PackError: a part is damaged.
    """
    import pyarrow.parquet as pq

    found: dict[str, list[Tally]] = {branch["id"]: [] for branch in results.manifest["branches"]}
    for part in results.parts:
        results.check_one(part, "worlds")
        table = pq.read_table(results.folder / "worlds" / f"{part}.parquet", columns=list(_COLUMNS))
        columns = {name: table.column(name) for name in _COLUMNS}
        branch, arm = (columns[name].to_numpy() for name in ("branch", "arm"))
        for one in results.manifest["branches"]:
            rows = [np.flatnonzero((branch == one["id"]) & (arm == which)) for which in (REFERENCE, CHANGED)]
            found[one["id"]].append(_count(columns, rows[0], rows[1] if one["reference"] is not None else None))
    return {name: _together(parts) for name, parts in found.items()}


def _count(columns: dict[str, Any], reference: Array, changed: Array | None) -> Tally:
    """Counts of one branch in one part; rows of both arms stand in the order of the worlds."""
    held = reference if changed is None else changed
    where = {name: columns[name].to_numpy()[held] for name in ("cell", "seed", "draw", "world")}
    sound = np.asarray(columns["error"].is_null())[held]
    flags = {name: _yes(columns[name], held) for name in _FLAGS}
    stay = sound & ~flags["dropped"]
    keep = stay if changed is None else stay & flags["applicable"]
    groups, first = np.unique(where["world"] // GROUP, return_index=True)
    place = np.searchsorted(groups, where["world"] // GROUP)
    holds = np.stack([_yes(columns[name], held) for name in NAMES], axis=1) & keep[:, None]
    others = np.stack([_yes(columns[name], reference) for name in NAMES], axis=1) & keep[:, None]
    counts = [np.zeros((len(groups), len(NAMES)), np.int64) for _ in range(3)]
    for count, rows in zip(counts, (holds, others, holds & others), strict=True):
        np.add.at(count, place, rows)
    return Tally(
        *(where[name][first] for name in ("cell", "seed", "draw")), groups, np.bincount(place[keep], minlength=len(groups)), *counts,
        {name: _rulers(columns[name], held[keep]) for name in columns if name.startswith("ruler_") and name != "ruler_ousted"},
        len(held), int((~sound).sum()), int((sound & flags["dropped"]).sum()), int(keep.sum()), int((stay & flags["by_itself"]).sum()),
    )  # fmt: skip


def _yes(column: Any, rows: Array) -> Array:
    """Rows of a column of yes and no; what is not known is no."""
    return np.asarray(column.fill_null(False))[rows]


def _rulers(column: Any, rows: Array) -> dict[str, int]:
    who, counts = np.unique(np.asarray(column.fill_null(""), dtype=object)[rows].astype(str), return_counts=True)
    return dict(zip(who.tolist(), counts.tolist(), strict=True))


def _together(parts: Sequence[Tally]) -> Tally:
    """Counts of several parts as one."""
    rulers: dict[str, dict[str, int]] = {}
    for part in parts:
        for year, counts in part.rulers.items():
            for who, count in counts.items():
                rulers.setdefault(year, {})[who] = rulers.get(year, {}).get(who, 0) + count
    arrays = [_joined([getattr(part, name) for part in parts], name) for name in _ARRAYS]
    return Tally(*arrays, rulers, *(sum(getattr(part, name) for part in parts) for name in ("pairs", "failed", "dropped", "applicable", "alone")))


def _joined(arrays: Sequence[Array], name: str) -> Array:
    if arrays:
        return np.concatenate(arrays)
    return np.zeros((0, len(NAMES)) if name in ("changed", "reference", "both") else 0, np.int64)
