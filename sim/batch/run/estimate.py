"""What a batch will take, from simulating a few of its worlds: an estimate, and called one."""

from __future__ import annotations

import dataclasses
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.batch.plan.description import Batch
from sim.batch.run.part import part_tables
from sim.batch.tables.folder import encoded

if TYPE_CHECKING:
    import pyarrow as pa

MEASURED: Final = 20
"""Pairs that are simulated for the measurement."""


@dataclass(frozen=True)
class Estimate:
    """Worlds, parts, and the minutes and bytes to expect; `measured_pairs` were simulated for it."""

    worlds: int
    pairs: int
    rows: int
    cells: int
    branches: int
    parts: int
    minutes: float
    bytes: int
    workers: int
    measured_pairs: int

    def as_dict(self) -> dict[str, Any]:
        """The estimate as plain data."""
        return dataclasses.asdict(self)


def estimate(batch: Batch, workers: int | None) -> Estimate:
    """What a batch will take.

    Time is that of some pairs of the first cell on one thread, shared by as many threads as there are processors. Bytes are those of the
    same pairs: what a file takes however few its rows once a part, quantiles once a part, the rest by the pairs.
    """
    few = dataclasses.replace(batch, worlds=min(MEASURED, batch.worlds), cells=batch.cells[:1], seeds=batch.seeds[:1])
    part_tables(dataclasses.replace(few, worlds=1), 0)  # compiled rules are fetched now, not while the clock runs
    start = time.perf_counter()
    tables = part_tables(few, 0)
    sizes = [_bytes_of(table, by_part=name == "months" and batch.keep.months == "quantiles") for name, table in tables.items()]
    spent = time.perf_counter() - start
    pairs = batch.pairs
    size = sum(fixed * len(batch.parts) + rows / few.worlds * pairs for fixed, rows in sizes)
    count = min(max(1, workers or os.cpu_count() or 1), os.cpu_count() or 1, len(batch.parts))
    return Estimate(
        worlds=batch.simulated, pairs=pairs, rows=batch.rows, cells=len(batch.cells), branches=len(batch.arms),
        parts=len(batch.parts), minutes=round(spent / few.worlds * pairs / count / 60, 1), bytes=round(size),
        workers=count, measured_pairs=few.worlds,
    )  # fmt: skip


def _bytes_of(table: pa.Table, by_part: bool) -> tuple[float, float]:
    """Bytes of a table's file: those it takes once a part, and those that grow with the worlds, told apart by encoding half of the rows."""
    whole = len(encoded(table))
    half = table.num_rows // 2
    if by_part or not half:
        return float(whole), 0.0
    growing = (whole - len(encoded(table.slice(0, half)))) / (table.num_rows - half) * table.num_rows
    return whole - growing, growing
