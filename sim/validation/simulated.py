"""Worlds simulated for targets: their tables, who sat on the committee in the months asked, and when who ruled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.pack.country.dates import parse_month
from sim.world.outcome import Bools, Runs, ruler_at_start
from sim.world.state import Array, Block
from sim.world.words import EV_FALL, EV_INTERVENTION, EV_SUCCESSION

YEAR = 12
DECADE = 120
Told = Mapping[str, str]
"""What a measure is told, by the keys of `sim.pack.country.measures`."""


@dataclass(frozen=True)
class Counted:
    """(w,) or (w, n) what came in each world, and of how much: 0 where the world says nothing. Several columns are kept apart by the statistic."""

    count: Array
    of: Array


@dataclass(frozen=True)
class Spell:
    """Months `start` to `stop` (exclusive) of one ruler in world `world`; `heir`: he came by succession; `removed`: a vote or troops ended it.

    The month in which a ruler goes is his last: his successor has done nothing in it yet.
    """

    world: int
    start: int
    stop: int
    faction: int
    heir: bool
    removed: bool


@dataclass(frozen=True)
class Simulated:
    """Worlds of one question.

    Attributes:
        block: their tables (`sim.world.state`).
        draws: (w,) worlds of one number share a set of plausible values and so are alike in part; each its own where all have the starting values.
        members: by month, (w, post) keys of those who sit on the committee, 0 elsewhere.
    """

    country: Country
    block: Block
    draws: Array
    members: Mapping[int, Array]

    @property
    def size(self) -> int:
        """How many worlds."""
        return len(self.block.worlds)

    @cached_property
    def runs(self) -> Runs:
        """The worlds from their first month on."""
        return Runs(self.block, 0, self.country.first_month)

    @cached_property
    def events(self) -> Any:
        """(w, room) the ledger."""
        return self.block.worlds["events"]

    @cached_property
    def stop(self) -> Array:
        """(w,) months simulated."""
        return self.runs.ended_month + 1

    def month(self, text: str) -> int:
        """Index of a month `YYYY-MM`."""
        return parse_month(text) - self.country.first_month

    def happened(self, *kinds: int, first: int = 0, last: int | None = None) -> Bools:
        """(w, room) events of these kinds in the months `first` to `last`, both counted, that nobody forced."""
        month = self.events["month"]
        found = self.runs.events(*kinds) & (self.events["imposed"] == 0) & (month >= first)
        return np.asarray(found if last is None else found & (month <= last))

    def in_window(self, told: Told, *kinds: int) -> Bools:
        """(w, room) events of these kinds, that nobody forced, in the months from `from` until `until`."""
        return self.happened(*kinds, first=self.month(told["from"]), last=self.month(told["until"]))

    @cached_property
    def going(self) -> Bools:
        """(w, month) whether the world is simulated in the month."""
        return np.asarray(np.arange(self.block.months.shape[1]) < self.stop[:, None])

    def followed(self, span: int) -> Bools:
        """(w, room) whether the months after each event are simulated, unless the world ends: what is still open at the last month says nothing."""
        return np.asarray(self.events["month"] + span < self.block.months.shape[1])

    def lasts(self, month: int) -> Bools:
        """(w,) whether the world is simulated in that month."""
        return np.asarray(self.stop > month)

    def ruler(self, month: int) -> Array:
        """(w,) the group that rules at the end of a month; -1 where the world has ended."""
        return np.where(self.lasts(month), self.block.months["ruler"][:, month], -1)

    @cached_property
    def first(self) -> int:
        """The group that ruled first in the record."""
        return self.country.numbers[self.country.first_ruler]

    @cached_property
    def lost(self) -> Array:
        """(w,) first month at whose end the recorded first ruler's group does not rule; the month after the last where it always does."""
        other = (self.block.months["ruler"] != self.first) & self.going
        return np.where(other.any(axis=1), other.argmax(axis=1), self.stop)

    def unbroken(self, month: int) -> Bools:
        """(w,) whether the recorded first ruler's group rules at the end of that month and of all months before."""
        return self.lasts(month) & (self.lost > month)

    def in_office(self, month: int) -> Bools:
        """(w,) whether the recorded first ruler's group rules when that month begins, and has from the start: it may lose office in it."""
        return self.lasts(month) & (self.lost >= month) & (ruler_at_start(self.runs) == self.first)

    def groups(self, text: str) -> Array:
        """(w, k) which groups a target names: by key, or all that have most or least of a trait before anything is changed."""
        commons, count = self.block.commons, len(self.country.factions)
        if ":" in text:
            which, trait = text.split(":")
            values = trait_values(self.country, commons, trait)
            best = values.max(axis=1) if which == "most" else values.min(axis=1)
            return np.asarray(values == best[:, None])[self.block.worlds["draw"]]
        named = [self.country.numbers[key] for key in text.split("+") if key in self.country.numbers]
        return np.tile(np.isin(np.arange(count), named), (self.size, 1))

    @cached_property
    def removals(self) -> Bools:
        """(w, room) events that take a ruler out of office: a vote, troops."""
        events = self.events
        return np.asarray(self.happened(EV_FALL) | (self.happened(EV_INTERVENTION) & (events["actor"] != events["target"])))

    @cached_property
    def spells(self) -> list[Spell]:
        """Spells of all rulers, in the order of worlds and months. Who is set in office by a change begins one, and takes no ruler out of office."""
        change = self.removals | self.runs.events(EV_SUCCESSION)
        return [spell for w in range(self.size) for spell in self._spells_of(w, np.flatnonzero(change[w]))]

    def _spells_of(self, w: int, changes: npt.NDArray[np.int64]) -> list[Spell]:
        events, start, heir = self.events[w], 0, False
        found: list[Spell] = []
        for n in changes:
            imposed = bool(events["imposed"][n])
            stop = int(events["month"][n]) + (not imposed)  # a change acts at the beginning of its month
            found.append(Spell(w, start, stop, int(events["target"][n]), heir, bool(self.removals[w, n])))
            start, heir = stop, int(events["kind"][n]) == EV_SUCCESSION and not imposed
        stop = int(self.stop[w])
        if stop > start:
            found.append(Spell(w, start, stop, int(self.block.months["ruler"][w, stop - 1]), heir, False))
        return [spell for spell in found if spell.stop > spell.start]

    @cached_property
    def tenure(self) -> Array:
        """(w, month) months that the ruler of the month has been in office, -1 after the end."""
        found = np.full(self.block.months.shape, -1)
        for spell in self.spells:
            found[spell.world, spell.start : spell.stop] = np.arange(spell.stop - spell.start)
        return found


def trait_values(country: Country, commons: Array, trait: str) -> Array:
    """(draws-row, k) a trait of every group."""
    count = len(country.factions)
    patrons = {f"tie.{patron.key}": f"tie_{q}" for q, patron in enumerate(country.patrons)}
    return np.asarray(commons["traits"][patrons.get(trait, trait)][:, :count])


__all__ = ["DECADE", "YEAR", "Counted", "Simulated", "Spell", "Told", "trait_values"]
