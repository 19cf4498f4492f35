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
from sim.world.outcome import Bools, Runs
from sim.world.state import Array, Block
from sim.world.words import EV_FALL, EV_INTERVENTION, EV_SUCCESSION

YEAR = 12
DECADE = 120


@dataclass(frozen=True)
class Counted:
    """(w,) or (w, n) what came in each world, and of how much: 0 where the world says nothing. Several columns are kept apart by the statistic."""

    count: Array
    of: Array


@dataclass(frozen=True)
class Spell:
    """Months `start` to `stop` (exclusive) of one ruler in world `world`; `heir`: he came by succession; `removed`: a vote or troops ended it."""

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

    def lasts(self, month: int) -> Bools:
        """(w,) whether the world is simulated in that month."""
        return np.asarray(self.stop > month)

    def ruler(self, month: int) -> Array:
        """(w,) the group that rules at the end of a month; -1 where the world has ended."""
        return np.where(self.lasts(month), self.block.months["ruler"][:, month], -1)

    def unbroken(self, month: int) -> Bools:
        """(w,) whether the recorded first ruler's group rules in that month and in all months before."""
        first = self.country.numbers[self.country.first_ruler]
        return np.asarray(self.lasts(month) & (self.block.months["ruler"][:, : month + 1] == first).all(axis=1))

    def groups(self, text: str) -> Array:
        """(draws-row, k) which groups a target names, for each row of `commons`: by key, or by a trait."""
        commons, count = self.block.commons, len(self.country.factions)
        if ":" in text:
            which, trait = text.split(":")
            values = trait_values(self.country, commons, trait)
            best = values.argmax(axis=1) if which == "most" else values.argmin(axis=1)
            return np.asarray(np.arange(count) == best[:, None])
        named = [self.country.numbers[key] for key in text.split("+") if key in self.country.numbers]
        return np.tile(np.isin(np.arange(count), named), (len(commons), 1))

    @cached_property
    def removals(self) -> Bools:
        """(w, room) events that take a ruler out of office: a vote, troops."""
        events = self.events
        return np.asarray(self.happened(EV_FALL) | (self.happened(EV_INTERVENTION) & (events["actor"] != events["target"])))

    @cached_property
    def spells(self) -> list[Spell]:
        """Spells of all rulers, in the order of worlds and months."""
        change = self.removals | self.happened(EV_SUCCESSION)
        return [spell for w in range(self.size) for spell in self._spells_of(w, np.flatnonzero(change[w]))]

    def _spells_of(self, w: int, changes: npt.NDArray[np.int64]) -> list[Spell]:
        events, start, heir = self.events[w], 0, False
        found: list[Spell] = []
        for n in changes:
            month = int(events["month"][n])
            found.append(Spell(w, start, month + 1, int(events["target"][n]), heir, bool(self.removals[w, n])))
            start, heir = month + 1, int(events["kind"][n]) == EV_SUCCESSION
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


__all__ = ["DECADE", "YEAR", "Counted", "Simulated", "Spell", "trait_values"]
