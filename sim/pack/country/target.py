"""Targets: patterns of the record that the model is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.pack.country.country import Place


@dataclass(frozen=True)
class TargetPart:
    """One number of the record that the model is held against, and within which bounds it passes (`None`: no bound).

    `where` has what the measure is told (`sim.pack.country.measures.KEYS`), months as `YYYY-MM`; empty `statistic` is the measure's usual one.
    """

    key: str
    statement: str
    measure: str
    where: Mapping[str, str]
    statistic: str
    observed: str
    low: float | None
    high: float | None
    source: str
    confidence: str
    place: Place

    def changes(self, side: str) -> tuple[str, ...]:
        """The changes under which its worlds are simulated (`do`), or those of the worlds held against them (`against`)."""
        return tuple(self.where[side].split("+")) if side in self.where else ()


@dataclass(frozen=True)
class Target:
    """A pattern of the record: it is met when all its parts are."""

    id: str
    set: str
    title: str
    parts: tuple[TargetPart, ...]
    place: Place
