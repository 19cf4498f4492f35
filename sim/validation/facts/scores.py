"""The model and simple guesses side by side on the dated facts of a pack: the log score of each, in sum and fact by fact.

The log score of a fact is log2 of the chance given to it, given the facts before; 0 is the best there is. It is what makes a forecaster say what he
believes (a proper score, Good 1952), and its sum does not depend on how the record is cut into facts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sim.pack import Country
from sim.validation.facts.nulls import Null, nulls
from sim.validation.facts.record import DIGITS, Record, record

UNIT: Final = "bits"
MARGIN: Final = 0.1
"""Bits by which a guess has to be better on a fact for it to be said."""


@dataclass(frozen=True)
class LogScores:
    """The model's record and the guesses, fact by fact."""

    record: Record
    nulls: tuple[Null, ...]

    def total(self, null: Null) -> float:
        """Bits of a guess over all facts."""
        return round(sum(null.bits), DIGITS)

    def beaten(self, null: Null) -> bool:
        """Whether the model is less surprised than a guess in sum."""
        return self.record.total_bits < self.total(null)

    def surely(self, null: Null) -> bool:
        """Whether it is, or is not, beyond the simulation error of the model's sum."""
        return not self.record.total.low <= self.total(null) <= self.record.total.high

    def lost(self, null: Null) -> tuple[str, ...]:
        """Ids of the facts on which a guess is better by MARGIN."""
        pairs = zip(self.record.facts, null.bits, strict=True)
        return tuple(one.fact.id for one, bits in pairs if one.bits_given_before - bits >= MARGIN)

    def as_dict(self) -> dict[str, Any]:
        """`nulls` and `model` of a scoreboard, as plain data."""
        ids = [one.fact.id for one in self.record.facts]
        own = [one.bits_given_before for one in self.record.facts]
        total = self.record.total
        return {
            "nulls": [
                {"name": null.name, "log_score": -self.total(null), "facts": _by_fact(ids, null.bits), "better_on": list(self.lost(null))}
                for null in self.nulls
            ],
            "model": {
                "log_score": -self.record.total_bits, "low": -round(total.high, DIGITS), "high": -round(total.low, DIGITS), "unit": UNIT,
                "worlds": self.record.worlds, "facts": _by_fact(ids, own),
            },
        }  # fmt: skip


def _by_fact(ids: list[str], bits: Any) -> dict[str, float]:
    return {name: -round(float(one), DIGITS) + 0.0 for name, one in zip(ids, bits, strict=True)}


def log_scores(
    country: Country, values: str, worlds: int, seed: int, workers: int | None = None, progress: Callable[[int, int], None] | None = None
) -> LogScores | None:  # fmt: skip
    """The model and the guesses on the facts of a pack; None where it has none."""
    if not country.facts:
        return None
    return LogScores(record(country, worlds=worlds, seed=seed, values=values, workers=workers, progress=progress), nulls(country))


__all__ = ["MARGIN", "UNIT", "LogScores", "log_scores"]
