"""What is kept of the months and events of a block of worlds that have just been simulated: the block itself is dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.batch.plan.description import Batch
from sim.batch.tables.columns import MEASURES, QUANTILES, Coded
from sim.pack.country.dates import month_text
from sim.world.state import Array, Block
from sim.world.words import ACTIONS, HOW, KINDS, NOBODY


class Unsound(RuntimeError):
    """A world whose numbers cannot be right."""


@dataclass(frozen=True)
class Stored:
    """What is kept of one branch of a block.

    Attributes:
        ended, ended_month: (w,) of the worlds.
        path: (w, month, k, measure) power, support and seats of the months kept, not a number where none was simulated; for quantiles.
        months, events: columns of the tables, with `w`, the place of the world in the block; `None` where they are not kept.
    """

    ended: Array
    ended_month: Array
    path: Array | None
    months: dict[str, Any] | None
    events: dict[str, Any] | None


def store(batch: Batch, block: Block) -> Stored:
    """What a batch keeps of a block.

    Raises:
        Unsound: a share of power or support is not a number.
    """
    check_sound(block)
    keep = batch.keep
    path = months = None
    if keep.months == "quantiles":
        path = _path(block, np.arange(0, batch.months_simulated, keep.every))
    elif keep.months != "none":
        months = _months(batch, block, 1 if keep.months == "whole" else keep.every)
    worlds = block.worlds
    return Stored(worlds["ended"].copy(), worlds["ended_month"].copy(), path, months, _events(batch, block) if keep.events else None)


def check_sound(block: Block) -> None:
    """Refuse worlds with numbers that are none."""
    simulated = block.months["ruler"] != NOBODY
    for measure in MEASURES:
        if not np.isfinite(block.rows[measure][simulated]).all():
            raise Unsound(f"{measure} is not a number")


def _path(block: Block, months: Array) -> Array:
    simulated = block.months["ruler"][:, months] != NOBODY
    values = np.stack([block.rows[measure][:, months] for measure in MEASURES], axis=-1)
    return np.where(simulated[:, :, None, None], values, np.nan)


def month_words(batch: Batch) -> list[str]:
    """All months of the horizon, `YYYY-MM`."""
    return [month_text(batch.country.first_month + month) for month in range(batch.country.months)]


def _months(batch: Batch, block: Block, every: int) -> dict[str, Any]:
    simulated = block.months["ruler"] != NOBODY
    simulated[:, np.arange(simulated.shape[1]) % every != 0] = False
    w, m = np.nonzero(simulated)
    now, rows = block.months[w, m], block.rows[w, m]
    keys = [faction.key for faction in batch.country.factions]
    table: dict[str, Any] = {"w": w, "month": Coded(m, month_words(batch)), "ruler": Coded(now["ruler"], keys)}
    table.update({name: now[name] for name in ("concentration", "hardship", "protest")})
    table.update({f"{measure}.{key}": rows[measure][:, k] for measure in MEASURES for k, key in enumerate(keys)})
    table.update({f"action.{key}": Coded(rows["action"][:, k], ACTIONS) for k, key in enumerate(keys)})
    return table


def _events(batch: Batch, block: Block) -> dict[str, Any]:
    worlds, country = block.worlds, batch.country
    w, n = np.nonzero(np.arange(worlds["events"].shape[1]) < worlds["event_count"][:, None])
    found = worlds["events"][w, n]
    keys = [faction.key for faction in country.factions]
    people = [cadre.key for cadre in country.cadres]
    return {
        "w": w, "month": Coded(found["month"], month_words(batch)), "kind": Coded(found["kind"], KINDS), "by": Coded(found["actor"], keys),
        "of": Coded(found["target"], keys), "person": Coded(found["name"], people), "how": Coded(np.where(found["how"] > 0, found["how"], -1), HOW),
        "imposed": found["imposed"] != 0, "probability": found["probability"], "luck": found["luck"], "amount": found["amount"],
    }  # fmt: skip


def quantiles(path: Array) -> tuple[Array, Array]:
    """Quantiles over worlds: (month, k, measure, quantile) and (month, k, measure) worlds simulated in that month.

    Between two worlds the value is interpolated on the straight line; months in which no world is left are not numbers.
    """
    ordered = np.sort(path, axis=0)  # what is not a number comes last
    count = np.isfinite(path).sum(axis=0)
    found = []
    for quantile in QUANTILES:
        at = np.maximum(count - 1, 0) * (quantile / 100)
        low = np.floor(at).astype(np.int64)
        high = np.minimum(low + 1, np.maximum(count - 1, 0))
        below = np.take_along_axis(ordered, low[None], axis=0)[0]
        above = np.take_along_axis(ordered, high[None], axis=0)[0]
        found.append(below + (at - low) * (above - below))
    return np.stack(found, axis=-1), count
