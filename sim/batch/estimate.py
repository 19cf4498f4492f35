"""What a batch will take, from living a few of its worlds: an estimate, and called one."""

from __future__ import annotations

import dataclasses
import os
import time
from typing import Any, Final

from sim.batch.description import Batch
from sim.batch.folder import encoded
from sim.batch.part import part_tables

MEASURED: Final = 20
"""Pairs that are lived for the measurement."""


def estimate(batch: Batch, workers: int | None) -> dict[str, Any]:
    """Worlds, parts, and the minutes and bytes to expect.

    Time is that of some pairs of the first cell on one thread, shared by as many threads as there are processors; bytes are those of the
    same pairs, whose tables are smaller than a part's and so compress a little less.
    """
    few = dataclasses.replace(batch, worlds=min(MEASURED, batch.worlds), cells=batch.cells[:1], seeds=batch.seeds[:1])
    part_tables(dataclasses.replace(few, worlds=1), 0)  # compiled rules are fetched now, not while the clock runs
    start = time.perf_counter()
    tables = part_tables(few, 0)
    size = sum(len(encoded(table)) for table in tables.values())
    spent = time.perf_counter() - start
    pairs = sum(len(part) for part in batch.parts)
    count = min(max(1, workers or os.cpu_count() or 1), os.cpu_count() or 1, len(batch.parts))
    return {
        "worlds": batch.lived, "pairs": pairs, "rows": pairs * batch.rows_a_pair, "cells": len(batch.cells), "branches": len(batch.arms),
        "parts": len(batch.parts), "minutes": round(spent / few.worlds * pairs / count / 60, 1), "bytes": round(size / few.worlds * pairs),
        "workers": count, "measured_pairs": few.worlds,
    }  # fmt: skip
