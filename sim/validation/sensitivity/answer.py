"""What an answer hangs on, typed: numbers, sources, where it holds, how it responds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.counterfactual.shares import rounded
from sim.files.json_text import SCHEMA, json_text
from sim.pack import Country
from sim.pack.country.notebook import html_table
from sim.validation.sensitivity.points import Question
from sim.validation.sensitivity.prim import Box
from sim.validation.sensitivity.responses import Response


@dataclass(frozen=True)
class Effect:
    """What goes with some numbers, in parts of the variance that values give the chance of the outcome.

    Attributes:
        key: the number; of a source its key, of all others the empty text.
        source: as the pack writes it.
        numbers: keys of the numbers meant.
        main: by themselves (the sum, where they are several); `main_noise`: what as many inert numbers may show.
        total: alone or together with others, at least what it is alone, with a 95 % interval; `None` where no number among them was kept.
        noise: the total that an inert number may show.
    """

    key: str
    source: str
    table: str
    numbers: tuple[str, ...]
    main: float
    main_noise: float
    total: float | None
    total_low: float | None
    total_high: float | None
    noise: float

    @property
    def tells(self) -> bool:
        """Whether it stands apart from what inert numbers may show."""
        return self.main > self.main_noise or (self.total is not None and self.total > self.noise)

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        numbers = {name: _number(getattr(self, name)) for name in ("main", "main_noise", "total", "total_low", "total_high", "noise")}
        return {"key": self.key, "source": self.source, "table": self.table, **numbers}


@dataclass(frozen=True)
class Screened:
    """A number in the screening: elementary effects over its range, what goes with it by itself, and whether it was looked at closely (`kept`)."""

    key: str
    mu: float
    mu_star: float
    sigma: float
    main: float
    kept: bool

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"key": self.key, **{name: _number(getattr(self, name)) for name in ("mu", "mu_star", "sigma", "main")}, "kept": self.kept}


@dataclass(frozen=True)
class Rule:
    """A box in words of the pack: each number with its bounds as values (`None`: to the end of what is believed)."""

    bounds: tuple[tuple[str, float | None, float | None, float], ...]
    box: Box

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        box = self.box
        return {
            "bounds": [{"key": key, "low": _number(low), "high": _number(high), "p": _number(p)} for key, low, high, p in self.bounds],
            "density": _number(box.mean), "density_low": _number(box.low), "density_high": _number(box.high), "outside": _number(box.outside),
            "coverage": _number(box.coverage), "support": _number(box.support),
        }  # fmt: skip


@dataclass(frozen=True)
class Sensitivity:
    """What an answer hangs on.

    Attributes:
        points, worlds: points at which each number is changed by itself, and worlds a point; `simulated`: all worlds that were run.
        counted: part of the worlds that count: not those in which the change could not be made, or that had ended before.
        mean: share of the outcome over plausible values, or difference, with its 95 % interval; `spread`: 10-90 % over plausible values.
        by_values: part of all that differs between worlds that goes back to values; the rest is luck. `None` where no more than luck is seen.
        effects: numbers that were looked at closely, the largest total first; none where no more than luck is seen.
        sources: the same by source; `others`: all other numbers together.
        more, less: where the outcome is most and least frequent.
        responses: each outcome reported, over each trait.
    """

    country: Country
    question: Question
    seed: int
    points: int
    worlds: int
    simulated: int
    numbers: int
    counted: float
    mean: tuple[float, float, float]
    spread: tuple[float, float]
    by_values: float | None
    effects: tuple[Effect, ...]
    sources: tuple[Effect, ...]
    others: Effect | None
    screened: tuple[Screened, ...]
    more: Rule | None
    less: Rule | None
    over_numbers: tuple[Response, ...]
    responses: tuple[Response, ...]

    def __repr__(self) -> str:
        """One line."""
        return f"Sensitivity({self.country.id!r}: {self.question.outcome} of {self.question.plan.id}, {len(self.effects)} of {self.numbers} numbers)"

    def _repr_html_(self) -> str:
        rows = [("outcome", self.question.outcome), ("branch", self.question.plan.id), ("worlds", f"{self.simulated:,}"), ("seed", self.seed)]
        return html_table(f"Sensitivity: {self.country.title['en']}", [*rows, *((one.key, f"{one.total:.2f}") for one in self.effects[:5])])

    @property
    def telling(self) -> tuple[Effect, ...]:
        """Numbers that stand apart from noise."""
        return tuple(one for one in self.effects if one.tells)

    def as_dict(self) -> dict[str, Any]:
        """As plain data (CONTRACT 6)."""
        asked = self.question
        value, low, high = (_number(one) for one in self.mean)
        return {
            "schema": SCHEMA, "command": "sensitivity", "pack": self.country.identity, "outcome": asked.outcome, "branch": asked.plan.id,
            "reference": asked.plan.reference, "difference": asked.difference, "do": list(asked.plan.scenario.texts), "seed": self.seed,
            "points": self.points, "worlds": self.worlds, "simulated": self.simulated, "numbers": self.numbers, "counted": _number(self.counted),
            "mean": {"value": value, "low": low, "high": high, "spread_low": _number(self.spread[0]), "spread_high": _number(self.spread[1])},
            "by_values": _number(self.by_values),
            "effects": [one.as_dict() for one in self.effects],
            "sources": [{**one.as_dict(), "numbers": list(one.numbers)} for one in self.sources],
            "others": None if self.others is None else self.others.as_dict(),
            "boxes": {name: None if box is None else box.as_dict() for name, box in (("more", self.more), ("less", self.less))},
            "screened": [one.as_dict() for one in self.screened],
            "over_numbers": [one.as_dict() for one in self.over_numbers],
            "responses": [one.as_dict() for one in self.responses],
        }  # fmt: skip

    def to_json(self) -> str:
        """As JSON text; the same bytes for the same question."""
        return json_text(self.as_dict())


def _number(value: float | None) -> float | None:
    return None if value is None else rounded(value)
