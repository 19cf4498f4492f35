"""Worlds made by hand for measures: the invented country, in which its recorded first ruler rules throughout and nothing happens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.pack import Country
from sim.validation.measures import COUNTS
from sim.validation.simulated import Counted, Simulated
from sim.world.words import ENDED_OPENING, HOW_NONE

from ..world.builders import begun


class Made:
    """Worlds to be written into, month by month; groups go by number, months by index."""

    def __init__(self, country: Country, worlds: int = 1) -> None:
        self.country = country
        self.block = begun(country, worlds=worlds)
        self.first = country.numbers[country.first_ruler]
        self.other = (self.first + 1) % len(country.factions)
        self.block.months["ruler"] = self.first
        self.members: dict[int, Any] = {}

    @property
    def months(self) -> Any:
        """(w, month)."""
        return self.block.months

    @property
    def rows(self) -> Any:
        """(w, month, k)."""
        return self.block.rows

    def happened(
        self, month: int, kind: int, actor: int = -1, target: int = -1, *, world: int = 0, how: int = HOW_NONE, amount: float = 0.0, imposed: int = 0,
        luck: float = 0.5, choice: float = np.nan, reasons: int = 0, age: float | None = None,
    ) -> None:  # fmt: skip
        """Enter an event."""
        record = self.block.worlds[world]
        event = record.events[record.event_count]
        event.month, event.kind, event.actor, event.target, event.how, event.imposed = month, kind, actor, target, how, imposed
        event.amount, event.luck, event.choice, event.reasons = amount, luck, choice, reasons
        event.term_0 = event.term_1 = event.term_2 = -1
        if age is not None:
            from sim.world.words import T_AGE

            event.term_1, event.value_1 = T_AGE, age
        record.event_count += 1

    def rules(self, who: int, since: int, until: int | None = None, *, world: int = 0) -> None:
        """Set who rules at the end of the months `since` to `until`, exclusive."""
        self.block.months["ruler"][world, since:until] = who

    def ends(self, month: int, *, world: int = 0, how: int = ENDED_OPENING) -> None:
        """The world ends in a month; tables say nothing of the months after it."""
        self.block.worlds["ended"][world], self.block.worlds["ended_month"][world] = how, month
        self.block.months[world, month + 1 :] = np.zeros(1, self.block.months.dtype)[0]
        self.block.months["ruler"][world, month + 1 :] = -1
        self.block.rows[world, month + 1 :] = np.zeros(1, self.block.rows.dtype)[0]

    @property
    def them(self) -> Simulated:
        """As a measure takes them."""
        return Simulated(self.country, self.block, np.arange(len(self.block.worlds)), self.members)

    def count(self, measure: str, **told: object) -> tuple[list[float], list[float]]:
        """What a measure counts, and of how much, world by world; a key that Python keeps for itself has a line after it (`from_`)."""
        found = counted(self.them, measure, {name.rstrip("_"): str(value) for name, value in told.items()})
        return found.count.tolist(), found.of.tolist()


def counted(them: Simulated, measure: str, told: Mapping[str, str]) -> Counted:
    """What a measure counts."""
    return COUNTS[measure](them, told)


def month_of(index: int) -> str:
    """A month of the invented country, which begins in October 1945."""
    return f"{1945 + (index + 9) // 12}-{(index + 9) % 12 + 1:02}"
