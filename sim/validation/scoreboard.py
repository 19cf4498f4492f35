"""The scoreboard: every target of a pack beside what the model gives, from worlds that all parts share."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.counterfactual.estimate import Interval
from sim.counterfactual.shares import rounded
from sim.pack import Country, InputError
from sim.pack.country.country import Target, TargetPart
from sim.pack.country.dates import parse_month
from sim.pack.country.errors import Argument
from sim.pack.country.measures import MEASURES
from sim.validation.measures import COUNTS
from sim.validation.simulate import Question, simulate
from sim.validation.simulated import Counted
from sim.validation.statistic import NOTHING, estimate, ratio
from sim.world.bounds import whole, workers_of
from sim.world.state import Array

VALUES: Final = ("fixed", "prior")
"""Starting values for all worlds, or plausible values drawn."""
_SEATED: Final = ("committee_kept", "committee_old")
_MONTHS: Final = ("from", "until", "given")


@dataclass(frozen=True)
class Size:
    """How many worlds: for all parts but those over draws, and for those how many draws of how many worlds."""

    worlds: int
    draws: int
    a_draw: int


FULL: Final = Size(400, 100, 40)
QUICK: Final = Size(100, 40, 20)
PAIRED: Final = 2
"""Worlds that share a draw where plausible values are drawn, as in `compare`."""


@dataclass(frozen=True)
class PartScore:
    """A part of a target, and what the model gives: NaN where nothing could be counted, and then it does not pass."""

    part: TargetPart
    simulated: Interval

    @property
    def passes(self) -> bool:
        """Whether the simulated value lies within the part's bounds."""
        value, low, high = self.simulated.value, self.part.low, self.part.high
        return not math.isnan(value) and (low is None or value >= low) and (high is None or value <= high)

    def as_dict(self) -> dict[str, Any]:
        """Plain data; `null` where nothing could be counted, or where there is no bound."""
        simulated = {name: rounded(getattr(self.simulated, name)) for name in ("value", "low", "high")}
        return {
            "part": self.part.key, "statement": self.part.statement, "measure": self.part.measure, "where": dict(self.part.where),
            "observed": self.part.observed, "low": self.part.low, "high": self.part.high, "simulated": simulated, "pass": self.passes,
        }  # fmt: skip


@dataclass(frozen=True)
class TargetScore:
    """A target with the scores of its parts; it is met when all of them pass."""

    target: Target
    parts: tuple[PartScore, ...]

    @property
    def passes(self) -> bool:
        """Whether all parts pass."""
        return all(part.passes for part in self.parts)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        own = {"id": self.target.id, "set": self.target.set, "statement": self.target.title, "pass": self.passes}
        return {**own, "parts": [part.as_dict() for part in self.parts]}


@dataclass(frozen=True)
class Scoreboard:
    """All targets of a pack, under which values, from how many worlds of which seed."""

    country: Country
    values: str
    worlds: int
    seed: int
    targets: tuple[TargetScore, ...]

    @property
    def met(self) -> int:
        """Targets met."""
        return sum(target.passes for target in self.targets)

    @property
    def missed(self) -> tuple[TargetScore, ...]:
        """Targets not met."""
        return tuple(target for target in self.targets if not target.passes)


def question_of(country: Country, part: TargetPart, size: Size, prior: bool, do: str) -> Question:
    """The worlds that a part needs under its changes (`do` or `against`)."""
    changes = tuple(sorted(part.where[do].split("+"))) if do in part.where else ()
    prior = prior or part.where.get("values") == "prior"
    if part.statistic.startswith("draws_"):
        last = max(parse_month(part.where[key]) for key in _MONTHS if key in part.where) - country.first_month
        return Question(changes, True, size.draws * size.a_draw, size.a_draw, last + 1)
    return Question(changes, prior, size.worlds, PAIRED, country.months)


def _seated(country: Country) -> list[int]:
    """Months at whose end it matters who sits on the committee."""
    parts = [part for target in country.targets for part in target.parts if part.measure in _SEATED]
    return sorted({parse_month(part.where[key]) - country.first_month for part in parts for key in ("from", "until")})


Asked = tuple[str, tuple[tuple[str, str], ...]]
"""A measure with what it is told."""


def _asked(part: TargetPart) -> Asked:
    return part.measure, tuple(sorted(part.where.items()))


def _counts(
    country: Country, question: Question, asked: Sequence[Asked], seed: int, workers: int | None, progress: Callable[[int], None] | None
) -> dict[Asked, tuple[Counted, Array]]:  # fmt: skip
    """What every measure counts in the worlds of a question, and their draws (one entry a row of the count)."""
    found: dict[Asked, list[tuple[Counted, Array]]] = {one: [] for one in asked}
    for them in simulate(country, question, seed, _seated(country), workers, progress):
        for measure, told in found:
            counted = COUNTS[measure](them, dict(told))
            found[measure, told].append((counted, them.draws))
    return {one: _together(parts) for one, parts in found.items()}


def _together(parts: Sequence[tuple[Counted, Array]]) -> tuple[Counted, Array]:
    """The counts of several blocks of worlds as one, and their draws."""
    count, of = (np.concatenate([getattr(counted, name) for counted, _ in parts]) for name in ("count", "of"))
    return Counted(count, of), np.concatenate([draws for _, draws in parts])


def score(
    country: Country, *, values: str = "fixed", quick: bool = False, seed: int = 1, workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Scoreboard:  # fmt: skip
    """Hold the model against every target of a pack.

    Args:
        values: `fixed`, starting values, or `prior`, plausible values drawn for every two worlds.
        quick: fewer worlds.
        progress: told worlds done and worlds in all.

    Raises:
        InputError: other values; a pack without targets; a seed or workers outside their bounds.
    """
    if values not in VALUES:
        raise InputError(Argument("values"), "unknown values", kind="unknown", found=repr(values), allowed=", ".join(VALUES))
    if not country.targets:
        raise InputError(None, f"targets of pack {country.id}", kind="missing", found="none", allowed="at least one row in targets.csv")
    seed, workers, size = whole("seed", seed), workers_of(workers), QUICK if quick else FULL
    parts = [part for target in country.targets for part in target.parts]
    wanted: dict[Question, dict[Asked, None]] = {}
    for part in parts:
        for do in ("do", *(("against",) if part.statistic == "ratio" else ())):
            wanted.setdefault(question_of(country, part, size, values == "prior", do), {})[_asked(part)] = None
    total, done = sum(question.worlds for question in wanted), 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done, total)

    counts = {question: _counts(country, question, list(asked), seed, workers, tell) for question, asked in wanted.items()}

    def scored(part: TargetPart) -> PartScore:
        counted, draws = counts[question_of(country, part, size, values == "prior", "do")][_asked(part)]
        statistic = part.statistic or MEASURES[part.measure].statistics[0]
        if statistic == "ratio":
            other, others = counts[question_of(country, part, size, values == "prior", "against")][_asked(part)]
            return PartScore(part, ratio(counted, other, draws, others))
        return PartScore(part, estimate(statistic, counted, draws, float(part.where.get("level", "nan"))) if counted.of.any() else NOTHING)

    found = tuple(TargetScore(target, tuple(scored(part) for part in target.parts)) for target in country.targets)
    return Scoreboard(country, values, size.worlds, seed, found)
