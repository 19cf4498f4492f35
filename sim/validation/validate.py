"""The model held against every target of a pack, in worlds that all parts share, and against its guards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.counterfactual.estimate import Interval
from sim.pack import Country
from sim.pack.country.dates import parse_month
from sim.pack.country.measures import MEASURES
from sim.pack.country.target import Target, TargetPart
from sim.validation.asked import check_asked, with_values
from sim.validation.facts.scores import log_scores
from sim.validation.guards import guards
from sim.validation.measures import COUNTS
from sim.validation.scoreboard import PartScore, Scoreboard, TargetScore
from sim.validation.simulate import Question, simulate
from sim.validation.simulated import YEAR, Counted
from sim.validation.statistic import NOTHING, estimate, ratio
from sim.world.bounds import whole, workers_of
from sim.world.draws import GROUP
from sim.world.state import Array

_SEATED: Final = ("committee_kept", "committee_old")
_MONTHS: Final = ("from", "until", "given")


@dataclass(frozen=True)
class Size:
    """How many worlds: for all parts but those over draws, and for those how many draws of how many worlds; and for the dated facts."""

    worlds: int
    draws: int
    a_draw: int
    facts: int = 1000


FULL: Final = Size(400, 100, 40)
QUICK: Final = Size(100, 40, 20, 200)


def statistic_of(part: TargetPart) -> str:
    """The statistic by which a part's worlds are brought together."""
    return part.statistic or MEASURES[part.measure].statistics[0]


def question_of(country: Country, part: TargetPart, size: Size, prior: bool, side: str) -> Question:
    """The worlds that a part needs under its changes (`do` or `against`)."""
    changes = tuple(sorted(part.changes(side)))
    prior = prior or part.where.get("values") == "prior"
    if statistic_of(part).startswith("draws_"):
        last = max(parse_month(part.where[key]) for key in _MONTHS if key in part.where) - country.first_month
        return Question(changes, True, size.draws * size.a_draw, size.a_draw, last + 1)
    return Question(changes, prior, size.worlds, GROUP, country.months)


def seated(country: Country, targets: Sequence[Target]) -> list[int]:
    """Months at whose end it matters who sits on the committee."""
    parts = [part for target in targets for part in target.parts if part.measure in _SEATED]
    return sorted({parse_month(part.where[key]) - country.first_month for part in parts for key in ("from", "until")})


Asked = tuple[str, tuple[tuple[str, str], ...]]
"""A measure with what it is told."""
Counts = dict[Asked, tuple[Counted, Array]]
"""What every measure counts in the worlds of a question, and their draws (one entry a row of the count)."""


def asked_of(part: TargetPart) -> Asked:
    return part.measure, tuple(sorted(part.where.items()))


def _counts(
    country: Country, question: Question, asked: Sequence[Asked], seed: int, workers: int | None, progress: Callable[[int], None] | None
) -> Counts:  # fmt: skip
    found: dict[Asked, list[tuple[Counted, Array]]] = {one: [] for one in asked}
    for them in simulate(country, question, seed, seated(country, country.targets), workers, progress):
        for measure, told in found:
            found[measure, told].append((COUNTS[measure](them, dict(told)), them.draws))
    return {one: _together(parts) for one, parts in found.items()}


def _together(parts: Sequence[tuple[Counted, Array]]) -> tuple[Counted, Array]:
    """The counts of several blocks of worlds as one, and their draws."""
    count, of = (np.concatenate([getattr(counted, name) for counted, _ in parts]) for name in ("count", "of"))
    return Counted(count, of), np.concatenate([draws for _, draws in parts])


def estimate_part(part: TargetPart, counts: Sequence[tuple[Counted, Array]]) -> Interval:
    """What the worlds of a part give: of one question, or of two that are held against each other."""
    (counted, draws), *others = counts
    statistic = statistic_of(part)
    if not counted.of.any():
        return NOTHING
    if statistic == "ratio":
        ((other, theirs),) = others
        return ratio(counted, other, draws, theirs)
    return estimate(statistic, counted, draws, float(part.where.get("level", "nan")))


def scores(
    country: Country, prior: bool, size: Size, seed: int, workers: int | None, progress: Callable[[int, int], None] | None
) -> tuple[TargetScore, ...]:  # fmt: skip
    """Every target with what the model gives; each question is simulated once for all parts that ask it."""

    def questions(part: TargetPart) -> list[Question]:
        sides = ("do", "against") if statistic_of(part) == "ratio" else ("do",)
        return [question_of(country, part, size, prior, side) for side in sides]

    wanted: dict[Question, dict[Asked, None]] = {}
    for target in country.targets:
        for part in target.parts:
            for question in questions(part):
                wanted.setdefault(question, {})[asked_of(part)] = None
    total, done = sum(question.worlds * question.months for question in wanted), 0
    counts: dict[Question, Counts] = {}
    for question, asked in wanted.items():

        def tell(more: int, months: int = question.months) -> None:
            nonlocal done
            done += more * months
            if progress is not None:
                progress(done // YEAR, total // YEAR)

        counts[question] = _counts(country, question, list(asked), seed, workers, tell)

    def score(part: TargetPart) -> PartScore:
        return PartScore(part, estimate_part(part, [counts[question][asked_of(part)] for question in questions(part)]))

    return tuple(TargetScore(target, tuple(score(part) for part in target.parts)) for target in country.targets)


def validate(
    country: Country, *, values: str = "fixed", quick: bool = False, seed: int = 1, workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Scoreboard:  # fmt: skip
    """Hold the model against every target of a pack and, beside simple guesses, against its dated facts; check the guards.

    Args:
        values: `fixed`, starting values; or, drawn for every two worlds, `accepted` sets or `prior`, plausible values.
        quick: fewer worlds.
        workers: threads; the scoreboard doesn't depend on it.
        progress: told simulated years done and in all.

    Raises:
        InputError: other values; a pack without targets; a seed or workers outside their bounds.

    Example:
        >>> import sim
        >>> board = sim.validate(sim.load_pack("demo"), quick=True)
        >>> len(board.targets), all(guard.passes for guard in board.guards)
        (3, True)
    """
    check_asked(country, values)
    seed, workers, size = whole("seed", seed), workers_of(workers), QUICK if quick else FULL
    country = with_values(country, values)
    found = scores(country, values != "fixed", size, seed, workers, progress)
    facts = log_scores(country, values, size.facts, seed, workers)
    return Scoreboard(country, values, size.worlds, seed, found, guards(country, seed), facts=facts)
