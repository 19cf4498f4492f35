"""What a batch is, once its file has been read: everything its worlds follow from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, overload

from sim.batch.plan.design import Cell
from sim.counterfactual.pairs import BASELINE
from sim.pack import Country, Place
from sim.pack.country.dates import month_text
from sim.runs.ensemble import BLOCK
from sim.world.compiled import text_of_the_rules
from sim.world.luck import SCHEME as NOISE

PART: Final = 200
"""Most pairs of worlds in a part."""
SIMULATED: Final = 2000
"""About the most worlds that are simulated for a part: what a machine that stops has to simulate again."""
FOR_QUANTILES: Final = 100
"""Fewest pairs in a part whose quantiles are kept, where they fit: quantiles of few worlds say little."""
MOST_KEPT: Final = 500_000
"""About how many months of branches a part may keep: it holds them in memory until it is written."""


@dataclass(frozen=True)
class OwnBranch:
    """A branch of the batch's own; `do` in canonical texts."""

    id: str
    do: tuple[str, ...]
    reference: str
    place: Place


@dataclass(frozen=True)
class Keep:
    """What is written besides the outcomes: `months` is none, quantiles, thinned or whole; `every` how many months apart."""

    months: str
    every: int
    events: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Some pairs of one cell and seed, simulated through all branches: what one task makes.

    Attributes:
        id: its number in five digits, or more.
        first, stop: worlds of the seed, from `first` up to, but not including, `stop`.
        row: number of its first row in the table `worlds`.
    """

    id: str
    cell: int
    seed: int
    first: int
    stop: int
    row: int

    def __len__(self) -> int:
        return self.stop - self.first


@dataclass(frozen=True, eq=False)
class Batch:
    """A batch.

    Attributes:
        branches: ids of the pack's branches, each after its reference.
        left_out: ids of default branches that contradict `do` or a switch of the design.
        own: branches of its own, each after its reference.
        last: last month (index) that is simulated; `None` for the horizon.
        varied: keys the design varies, numbers first.
        arms: for each branch, in the order of the tables: its id and that of its reference (`None` for what nothing is compared with).
    """

    country: Country
    file: str
    text: str
    branches: tuple[str, ...]
    left_out: tuple[str, ...]
    own: tuple[OwnBranch, ...]
    scenarios: tuple[str, ...]
    do: tuple[str, ...]
    cells: tuple[Cell, ...]
    fixed: bool
    worlds: int
    seeds: tuple[int, ...]
    last: int | None
    keep: Keep
    varied: tuple[str, ...]
    arms: tuple[tuple[str, str | None], ...] = field(default=((BASELINE, None),))

    def canonical(self) -> dict[str, Any]:
        """All that its worlds and tables follow from, as plain data."""
        return {
            "pack": self.country.identity, "rules": text_of_the_rules(), "noise": NOISE,
            "branches": list(self.branches), "own": [{"id": one.id, "do": list(one.do), "reference": one.reference} for one in self.own],
            "scenarios": list(self.scenarios), "do": list(self.do), "left_out": list(self.left_out),
            "cells": [{"values": dict(cell.values), "switches": dict(cell.switches)} for cell in self.cells],
            "priors": "fixed" if self.fixed else self.country.values, "worlds": self.worlds, "seeds": list(self.seeds),
            "until": None if self.last is None else month_text(self.country.first_month + self.last),
            "keep": {"months": self.keep.months, "every": self.keep.every, "events": self.keep.events},
        }  # fmt: skip

    @cached_property
    def hash(self) -> str:
        """Sixteen hexadecimal digits over all that its worlds and tables follow from."""
        text = json.dumps(self.canonical(), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Batch) and self.hash == other.hash

    def __hash__(self) -> int:
        return hash(self.hash)

    @property
    def months_simulated(self) -> int:
        """Months that are simulated of each world, at most."""
        return self.country.months if self.last is None else self.last + 1

    @property
    def rows_a_pair(self) -> int:
        """Rows of the table `worlds` for one pair: one for what nothing is compared with, two for each other branch."""
        return sum(1 if reference is None else 2 for _, reference in self.arms)

    @property
    def part_size(self) -> int:
        """Pairs in a part: fewer where there are many branches or many months are kept; a multiple of the worlds a thread runs at a time."""
        step = 1 if self.keep.months == "whole" else self.keep.every
        rows = 1 if self.keep.months == "none" else (self.months_simulated // step + 1) * len(self.arms)
        size = max(SIMULATED // len(self.arms), FOR_QUANTILES if self.keep.months == "quantiles" else BLOCK)
        return max(BLOCK, min(PART, size, MOST_KEPT // rows) // BLOCK * BLOCK)

    @property
    def parts(self) -> Parts:
        """All parts: seed by seed, cell by cell."""
        return Parts(self)

    @property
    def pairs(self) -> int:
        """Pairs of each branch in all."""
        return self.worlds * len(self.cells) * len(self.seeds)

    @property
    def rows(self) -> int:
        """Rows of the table `worlds` in all."""
        return self.pairs * self.rows_a_pair

    @property
    def simulated(self) -> int:
        """Worlds that are simulated in all: pairs share those they are compared with."""
        return self.pairs * len(self.arms)


class Parts(Sequence[Part]):
    """All parts of a batch. Each is worked out when it is asked for: half a million of them take neither time nor room on every worker."""

    def __init__(self, batch: Batch) -> None:
        self.batch, self.size = batch, batch.part_size
        self.each = -(-batch.worlds // self.size)
        """Parts of one cell and seed."""

    def __len__(self) -> int:
        return self.each * len(self.batch.cells) * len(self.batch.seeds)

    @overload
    def __getitem__(self, number: int) -> Part: ...

    @overload
    def __getitem__(self, number: slice) -> list[Part]: ...

    def __getitem__(self, number: int | slice) -> Part | list[Part]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(number)
        group, place = divmod(number, self.each)
        seed, cell = divmod(group, len(self.batch.cells))
        first = place * self.size
        row = (group * self.batch.worlds + first) * self.batch.rows_a_pair
        stop = min(first + self.size, self.batch.worlds)
        return Part(f"{number:05d}", self.batch.cells[cell].number, self.batch.seeds[seed], first, stop, row)
