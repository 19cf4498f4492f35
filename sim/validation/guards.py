"""Guards: what must hold of every pack, whatever its numbers. Each is tried on worlds of drawn values, from the first month to the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.agents.world import World
from sim.locale import say
from sim.pack import Country
from sim.pack.country.errors import listed
from sim.runs.ensemble import ensemble
from sim.validation.same import block_differences, differences, moved, renamed
from sim.world.draws import draw_of
from sim.world.outcome import Runs
from sim.world.state import Block

WORLDS: Final = 60
"""Worlds of a guard: several blocks, so that several threads have something to share."""
THREADS: Final = 4
"""Also where there are fewer processors: threads then take turns."""


@dataclass(frozen=True)
class Guard:
    """Something that must hold: its id, in which fields it does not, and the figures of its sentence."""

    id: str
    differs: tuple[str, ...]
    figures: dict[str, Any]

    @property
    def passes(self) -> bool:
        """Whether it holds."""
        return not self.differs

    def evidence(self, lang: str = "en") -> str:
        """A sentence with figures."""
        said = say(lang, f"guard.{self.id}", **self.figures)
        return said if self.passes else f"{said} {say(lang, 'guard.differs', fields=listed(self.differs))}"

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {"id": self.id, "pass": self.passes, "evidence": self.evidence()}


def guards(country: Country, seed: int) -> tuple[Guard, ...]:
    """All guards, tried on one thread's worlds."""
    alone = ensemble(country, WORLDS, seed, workers=1).block
    return by_agents(country, seed, alone), by_names(country, seed, alone), by_threads(country, seed, alone), by_nothing(country, seed, alone)


def by_agents(country: Country, seed: int, alone: Block) -> Guard:
    """One world as a Mesa model, activated agent by agent, is the ensemble's row: the one that lasts longest, so that it has most to differ in."""
    stop = Runs(alone, 0, country.first_month).ended_month + 1
    number = int(stop.argmax())
    world = World(country, seed, draw=draw_of(number, False), world=number).run_to_end()
    row = alone.worlds[number].copy()
    row["draw"] = world.record["draw"]  # where its values stand among those of an ensemble, or alone
    differs = differences(row, world.record)
    differs += [f"{part}.{name}" for part in ("months", "rows") for name in differences(getattr(alone, part)[number], getattr(world.block, part)[0])]
    figures = {"number": number, "months": f"{int(stop[number]):,}", "events": f"{int(row['event_count']):,}", "agents": f"{len(world.agents):,}"}
    return Guard("agents", tuple(differs), figures)


def by_names(country: Country, seed: int, alone: Block) -> Guard:
    """Groups named and ordered otherwise give the same worlds, renamed: in the reverse order, and each one further."""
    count = len(country.factions)
    orders = list(dict.fromkeys((tuple(reversed(range(count))), tuple((k + 1) % count for k in range(count)))))
    differs: list[str] = []
    for order in orders:
        names = {faction.key: f"group_{place}" for faction, place in zip(country.factions, order, strict=True)}
        other = ensemble(renamed(country, names), WORLDS, seed).block
        differs += [name for name in block_differences(moved(alone, order), other, count) if name not in differs]
    return Guard("names", tuple(differs), {**_worlds(country), "orders": len(orders), "groups": count})


def by_threads(country: Country, seed: int, alone: Block) -> Guard:
    """One thread and several give the same bytes."""
    differs, size = _bytes(alone, ensemble(country, WORLDS, seed, workers=THREADS).block)
    return Guard("threads", differs, {**_worlds(country), "threads": THREADS, "bytes": f"{size:,}"})


def by_nothing(country: Country, seed: int, alone: Block) -> Guard:
    """No change, and an empty list of changes, give the same bytes."""
    differs, size = _bytes(alone, ensemble(country, WORLDS, seed, do=[""]).block)
    return Guard("nothing", differs, {**_worlds(country), "bytes": f"{size:,}"})


def _worlds(country: Country) -> dict[str, Any]:
    return {"worlds": WORLDS, "months": f"{country.months:,}"}


def _bytes(one: Block, other: Block, parts: Sequence[str] = ("worlds", "months", "rows")) -> tuple[tuple[str, ...], int]:
    """Tables of two blocks whose bytes differ, and how many bytes were compared."""
    same = {part: np.array_equal(_plain(getattr(one, part)), _plain(getattr(other, part))) for part in parts}
    return tuple(part for part, held in same.items() if not held), sum(int(getattr(one, part).nbytes) for part in parts)


def _plain(table: Any) -> Any:
    return np.ascontiguousarray(table).view(np.uint8)


__all__ = ["Guard", "guards"]
