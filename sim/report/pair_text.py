"""A pair of worlds as text, side by side: the model left alone, and the same world with one thing changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.report.chronicle import Line, lines
from sim.runs.pair import run_pair
from sim.world.state import Block
from sim.world.words import ENDINGS


@dataclass(frozen=True)
class WorldText:
    """One world as it can be told.

    Attributes:
        shares: (months, factions) shares of committee seats by where their holders come from; NaN after the end of the world.
        months: month index of each line.
        lines: the ledger in sentences.
        ended: how the world ended ("" if it reached the horizon), and in which month.
    """

    shares: npt.NDArray[Any]
    months: tuple[int, ...]
    lines: tuple[Line, ...]
    ended: str
    ended_month: int


@dataclass(frozen=True)
class PairText:
    """Both worlds of a pair. `parting`: first month in which they differ, None if they never do."""

    left_alone: WorldText
    changed: WorldText
    parting: int | None


def _world_text(country: Country, block: Block, lang: str) -> WorldText:
    world = block.worlds[0]
    events = world["events"][: int(world["event_count"])]
    ended = ENDINGS[int(world["ended"])]
    last = int(world["ended_month"]) if ended else country.months - 1
    shares = block.rows["seats"][0].copy()
    shares[last + 1 :] = np.nan
    return WorldText(shares, tuple(int(month) for month in events["month"]), tuple(lines(country, events, lang)), ended, last)


def pair_text(
    country: Country, left_alone: Sequence[str], changed: Sequence[str], seed: int, world: int, *, fixed: bool = False, lang: str = "en"
) -> PairText:  # fmt: skip
    """Run one pair of worlds again, and put both into words.

    Args:
        left_alone: interventions under the reference world.
        changed: all interventions of the changed one.
        world: number of the pair among those of the seed.
    """
    pair = run_pair(country, left_alone, changed, seed, world, fixed=fixed)
    return PairText(_world_text(country, pair.reference, lang), _world_text(country, pair.changed, lang), pair.parting)


@dataclass(frozen=True)
class Row:
    """A month of two chronicles beside each other."""

    month: int
    left_alone: tuple[Line, ...]
    changed: tuple[Line, ...]
    parts: bool


def rows(pair: PairText, first: int, last: int) -> list[Row]:
    """Both chronicles month by month, over the months in which something happened in either; the parting is marked once."""
    found: list[Row] = []
    texts = (pair.left_alone, pair.changed)
    months = sorted({month for one in texts for month in one.months if first <= month <= last})
    marked = False
    for month in months:
        here = [tuple(line for line, when in zip(one.lines, one.months, strict=True) if when == month) for one in texts]
        parts = pair.parting is not None and not marked and month >= pair.parting
        marked = marked or parts
        found.append(Row(month, here[0], here[1], parts))
    return found
