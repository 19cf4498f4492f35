"""The analysis of an answer, step by step: screen all numbers, look closely at those kept, by number and by source; then rules and responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.batch.plan.design import stratified
from sim.counterfactual.estimate import Z95, clustered_share, spread
from sim.counterfactual.pairs import BASELINE
from sim.pack import Country, InputError
from sim.runs.ensemble import Progress
from sim.validation.sensitivity import indices, screening
from sim.validation.sensitivity.answer import Effect, Rule, Screened, Sensitivity
from sim.validation.sensitivity.inputs import JUDGEMENT, TRAITS, Input, inputs_of, shown_values, values_at
from sim.validation.sensitivity.points import Points, Question, read_question, simulate
from sim.validation.sensitivity.prim import Bound, find_box
from sim.validation.sensitivity.responses import Response, response
from sim.world.bounds import whole, workers_of
from sim.world.do import Asked
from sim.world.state import Array

POINTS, OF_PAIRS = 512, 256
"""Points at which each number kept is changed by itself; half as many where each world is simulated with the change and without."""
WORLDS: Final = 4
"""Worlds a point. The noise of a product of different worlds falls fast with them; more points are what main effects, rules and responses want."""
POINT_BOUNDS: Final = (16, 16_384)
WORLD_BOUNDS: Final = (2, 64)
BASE: Final = 3
"""Points of the hypercube for each of these; the first two parts of them are the pair of the total effects."""
PATHS: Final = 32
"""Points for each trajectory of the screening."""
PATH_WORLDS: Final = 2
MOST_KEPT: Final = 8
Z90: Final = 1.2815515655446004
SURE: Final = 2.0
"""Standard errors by which the variance over values must exceed none; else nothing is told but luck."""


@dataclass(frozen=True)
class _Run:
    """What every step of the analysis needs."""

    country: Country
    question: Question
    inputs: tuple[Input, ...]
    points: int
    worlds: int
    seed: int
    workers: int | None
    meter: _Stages

    def simulate(self, values: Array, lucks: Array) -> Points:
        return self.meter.run(lambda told: simulate(
            self.country, self.question, self.inputs, values, lucks, self.seed, self.workers, told), lucks.size)  # fmt: skip


class _Stages:
    """Progress over several runs, of which the last is known only when the others are done."""

    def __init__(self, progress: Progress | None, expected: int) -> None:
        self.progress, self.expected, self.done = progress, expected, 0

    def run(self, task: Any, worlds: int) -> Any:
        """Run a task that tells its own progress."""
        def told(done: int, _: int) -> None:
            if self.progress is not None:
                self.progress(self.done + done, max(self.expected, self.done + done))

        found = task(told)
        self.done += worlds
        return found


@dataclass(frozen=True)
class _Base:
    """Points of the hypercube: shares and values (points, inputs), outcomes (points, worlds) of everything, and of what is asked."""

    shares: Array
    values: Array
    lucks: Array
    outcomes: Points
    asked: Array


def analyse(
    country: Country, outcome: str, branch: str = BASELINE, do: Asked = (), what_if: Asked = (), *, difference: bool = False,
    points: int | None = None, worlds: int = WORLDS, seed: int = 1, prior: bool = False, told: Sequence[str] = (), workers: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:  # fmt: skip
    """What the share of an outcome hangs on: which numbers and traits of the pack, and which sources.

    Args:
        outcome: an outcome's name, or `ruler_YEAR=GROUP`.
        branch: of the pack; by default the model left alone.
        what_if: a change of the asker's own in place of a branch; `do` is put under everything.
        difference: the difference from the reference in place of the share.
        points: at which each number kept is changed by itself; everything else grows with it. `None`: POINTS, or OF_PAIRS.
        worlds: a point.
        prior: priors even where the country has accepted sets.
        told: further outcomes whose responses to each trait are told.
        workers: threads; nothing depends on it.

    Raises:
        InputError: something that the country has not, a number out of bounds, or a change that can hardly ever be made.

    Example:
        >>> import sim
        >>> found = sim.sensitivity(sim.load_pack("demo"), "uprising", points=16)
        >>> found.question.outcome
        'uprising'
    """
    question = read_question(country, outcome, branch, do, what_if, difference=difference)
    usual = POINTS if question.reference is None else OF_PAIRS
    points, worlds = whole("points", usual if points is None else points, POINT_BOUNDS), whole("worlds", worlds, WORLD_BOUNDS)
    seed, workers = whole("seed", seed), workers_of(workers)
    inputs = inputs_of(country, prior=prior)
    paths = screening.trajectories(len(inputs), max(2, points // PATHS), PATH_WORLDS, (BASE + 1) * points * worlds, seed)
    expected = paths.lucks.size + points * worlds * (BASE + MOST_KEPT + 4)
    run = _Run(country, question, inputs, points, worlds, seed, workers, _Stages(progress, expected))
    base = _base(run)
    stepped = run.simulate(values_at(inputs, paths.shares), paths.lucks)[question.outcome]
    steps = screening.elementary(paths, _means(stepped), seed)
    return _told(run, base, steps, tuple(dict.fromkeys((question.outcome, *told))))


def _base(run: _Run) -> _Base:
    count = BASE * run.points
    shares = stratified(count, [one.key for one in run.inputs], run.seed)
    values = values_at(run.inputs, shares)
    lucks = np.arange(count * run.worlds).reshape(count, run.worlds)
    outcomes = run.simulate(values, lucks)
    known = int(np.isfinite(outcomes[run.question.outcome]).any(axis=1).sum())
    if known < run.points:
        raise InputError(
            None, "the change can be made in too few worlds", kind="mismatch", found=f"in {known} of {count} sets of values",
            allowed="a change that can be made in a third of them",
        )  # fmt: skip
    return _Base(shares, values, lucks, outcomes, outcomes[run.question.outcome])


def _means(came: Array) -> Array:
    """(points,) mean over worlds that count; of a point without any, that of all points."""
    sizes = np.isfinite(came).sum(axis=1)
    overall = float(np.nansum(came) / max(1, sizes.sum()))
    return np.where(sizes > 0, np.nansum(came, axis=1) / np.maximum(sizes, 1), overall)


def _told(run: _Run, base: _Base, steps: screening.Steps, told: Sequence[str]) -> Sensitivity:
    means = _means(base.asked)
    alone = screening.first_order(base.shares, means, run.seed)
    of = indices.variance(base.asked)
    sure = bool(of.value > SURE * of.error)
    part = float(means.var()) / of.value if sure else 0.0  # of the variance of the points' means to that of the chance
    places = screening.kept(steps, alone, MOST_KEPT) if sure else []
    effects, sources, others = _effects(run, base, of, alone.share * part, alone.floor * part, places) if sure else ((), (), None)
    shown = shown_values(run.country, run.inputs, base.values)
    more, less = _rules(run, base, means, places) if places else (None, None)
    sign = -1.0 if run.question.difference else 0.0
    spans = {place: response(run.question.outcome, run.inputs[place].key, shown[:, place], base.asked, difference=sign < 0) for place in places}
    return Sensitivity(
        run.country, run.question, run.seed, run.points, run.worlds, run.meter.done, len(run.inputs), float(np.isfinite(base.asked).mean()),
        *_overall(run, base, of, sure),
        effects, sources, others,
        tuple(
            Screened(one.key, float(steps.mu[n]), float(steps.mu_star[n]), float(steps.sigma[n]), float(alone.share[n] * part), n in places)
            for n, one in enumerate(run.inputs)
        ),
        more, less, tuple(one for one in spans.values() if one is not None), _responses(run, base, shown, told),
    )  # fmt: skip


def _overall(run: _Run, base: _Base, of: indices.Mean, sure: bool) -> tuple[tuple[float, float, float], tuple[float, float], float | None]:
    """Mean with its interval, spread over values, part that goes back to values."""
    sizes, sums = np.isfinite(base.asked).sum(axis=1), np.nansum(base.asked, axis=1)
    by_values = float(of.value / np.nanvar(base.asked)) if sure else None
    if not run.question.difference:
        share = clustered_share(sums, sizes)
        return (share.value, share.low, share.high), spread(sums.astype(np.int64), sizes), by_values
    means = _means(base.asked)
    mean, error = float(means.mean()), Z95 * float(means.std(ddof=1)) / len(means) ** 0.5
    away = Z90 * max(0.0, of.value) ** 0.5 if sure else 0.0
    return (mean, mean - error, mean + error), (mean - away, mean + away), by_values


@dataclass(frozen=True)
class _Group:
    """Numbers that are changed together: their places, and what they are called."""

    key: str
    source: str
    table: str
    places: tuple[int, ...]


def by_source(inputs: tuple[Input, ...]) -> list[_Group]:
    """Numbers by the works they rest on, those of one table that rest on none together; a number of two works counts with both."""
    found: dict[tuple[str, str], list[int]] = {}
    for n, one in enumerate(inputs):
        for name in one.sources:
            found.setdefault((name, one.table if name == JUDGEMENT else ""), []).append(n)
    return [_Group(name, name, table, tuple(places)) for (name, table), places in sorted(found.items())]


def _effects(
    run: _Run, base: _Base, of: indices.Mean, main: Array, floor: float, places: list[int]
) -> tuple[tuple[Effect, ...], tuple[Effect, ...], Effect | None]:  # fmt: skip
    """Effects of the numbers kept, of the sources, and of all other numbers together."""
    single = [_Group(run.inputs[n].key, run.inputs[n].value.source, run.inputs[n].table, (n,)) for n in places]
    sources = by_source(run.inputs)
    rest = _Group("", "", "", tuple(n for n in range(len(run.inputs)) if n not in places))
    wanted = {one.places: one for one in (*single, *(one for one in sources if set(one.places) & set(places)), rest)}
    totals, noise = _totals(run, base, of, list(wanted))

    def effect(group: _Group) -> Effect:
        found, numbers = totals.get(group.places), tuple(run.inputs[n].key for n in group.places)
        alone, alone_floor = float(main[list(group.places)].sum()), 2.0 * floor * len(group.places) ** 0.5
        if found is None:
            return Effect(group.key, group.source, group.table, numbers, alone, alone_floor, None, None, None, noise)
        least = max(0.0, alone - alone_floor)  # alone or with others can't be less than alone
        return Effect(
            group.key, group.source, group.table, numbers, alone, alone_floor, max(found.value, alone), max(found.low, least),
            max(found.high, alone), noise,
        )  # fmt: skip

    def order(one: Effect) -> tuple[float, float, str]:
        return -(one.total if one.total is not None else -1.0), -one.main, one.key

    return tuple(sorted(map(effect, single), key=order)), tuple(sorted(map(effect, sources), key=order)), effect(rest)


def _totals(
    run: _Run, base: _Base, of: indices.Mean, groups: list[tuple[int, ...]]
) -> tuple[dict[tuple[int, ...], indices.Total], float]:  # fmt: skip
    """Total effects of groups of numbers, and the noise floor: all in one run."""
    count = run.points
    own, other = base.values[:count], base.values[count : 2 * count]
    values, lucks = np.tile(own, (len(groups) + 1, 1)), np.tile(base.lucks[:count], (len(groups) + 1, 1))
    for n, group in enumerate(groups):
        values[n * count : (n + 1) * count, list(group)] = other[:, list(group)]
    lucks[len(groups) * count :] += len(base.lucks) * run.worlds  # the dummy: the same values, other luck
    came = run.simulate(values, lucks)[run.question.outcome].reshape(len(groups) + 1, count, run.worlds)
    here = base.asked[:count]
    return {group: indices.total(here, came[n], of) for n, group in enumerate(groups)}, indices.noise_floor(here, came[-1], of)


def _rules(run: _Run, base: _Base, means: Array, places: list[int]) -> tuple[Rule | None, Rule | None]:
    """Where the outcome is most and least frequent, in terms of the numbers kept."""
    known = np.where(np.isfinite(base.asked).any(axis=1), means, np.nan)
    least = -known if run.question.difference else 1.0 - known
    return tuple(_rule(run, base, places, one) for one in (known, least))  # type: ignore[return-value]


def _rule(run: _Run, base: _Base, places: list[int], outcome: Array) -> Rule | None:
    box = find_box(base.shares[:, places], outcome)
    if box is None:
        return None

    def told(bound: Bound) -> tuple[str, float | None, float | None, float]:
        one = run.inputs[places[bound.place]]
        low, high = (None if u in (0.0, 1.0) else _nearest(base, places[bound.place], u) for u in (bound.low, bound.high))
        return one.key, low, high, bound.p

    return Rule(tuple(told(bound) for bound in box.bounds), box)


def _nearest(base: _Base, place: int, u: float) -> float:
    """The value of a number at the point whose share is nearest."""
    return float(base.values[int(np.abs(base.shares[:, place] - u).argmin()), place])


def _responses(run: _Run, base: _Base, shown: Array, told: Sequence[str]) -> tuple[Response, ...]:
    """Each outcome over each trait."""
    found = (
        response(name, one.key, shown[:, n], base.outcomes[name], difference=run.question.difference)
        for name in told for n, one in enumerate(run.inputs) if one.table == TRAITS
    )  # fmt: skip
    return tuple(one for one in found if one is not None)
