"""Points of a design, simulated: each point is a set of values with a few worlds of its own, and all points go through the blocks together.

The luck of a world has an address, so two points may have the same luck (what differs between them follows from the values), or one point two lucks
(what differs is luck alone).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.counterfactual.compare import with_references
from sim.counterfactual.pairs import BASELINE, PairBlock, Plan, Runner, plan_branches, plan_what_if
from sim.pack import Country, InputError
from sim.pack.country.errors import unknown_name
from sim.runs.ensemble import BLOCK, DrawnValues, Progress, in_threads
from sim.validation.sensitivity.inputs import Input, tables_at
from sim.world.do import Asked, read_do
from sim.world.outcome import ASKED_ONLY, OUTCOMES, RULER_YEARS
from sim.world.state import Array

Points = Mapping[str, Array]
"""By outcome: (points, worlds) whether it came, 1 or 0, or that less whether it came without the change; NaN where a world does not count."""


@dataclass(frozen=True)
class Question:
    """What is asked of worlds: `plan`, and the plan it is held against (`None`: the model left alone is asked about itself).

    Attributes:
        outcome: an outcome, or `ruler_YEAR=GROUP`.
        difference: whether the difference from the reference is asked for, and not the share.
    """

    plan: Plan
    reference: Plan | None
    outcome: str
    difference: bool = False

    @property
    def plans(self) -> list[Plan]:
        """What is simulated."""
        return [self.plan] if self.reference is None else [replace(self.reference, reference=None), self.plan]


def outcome_names(country: Country) -> list[str]:
    """Outcomes that can be asked about."""
    rulers = [f"ruler_{year}={one.key}" for year in RULER_YEARS for one in country.factions]
    return [*(one.name for one in (*OUTCOMES, *ASKED_ONLY)), *rulers]


def read_question(
    country: Country, outcome: str, branch: str = BASELINE, do: Asked = (), what_if: Asked = (), *, difference: bool = False
) -> Question:  # fmt: skip
    """What is asked, checked.

    Raises:
        InputError: an unknown outcome, branch or change, or a difference where nothing is changed.
    """
    year, _, group = outcome.partition("=")
    known = {alias: one.key for one in country.factions for alias in (one.key, *one.aliases)}
    outcome = f"{year}={known.get(group, group)}" if group else outcome
    if outcome not in outcome_names(country):
        raise unknown_name(None, "outcome", outcome, outcome_names(country))
    if group and difference:
        raise InputError(None, "who rules has no difference here", kind="contradiction", found=outcome, allowed="the share, without --difference")
    in_all, own = read_do(country, do), read_do(country, what_if, "what_if")
    if own and branch != BASELINE:
        raise InputError(None, "--branch and --what-if: one question at a time", kind="contradiction", allowed="one of them")
    plans = plan_what_if(country, own, in_all) if own else plan_branches(country, in_all, with_references(country, [branch]))
    wanted = plans[-1]
    if not own and wanted.id != branch:
        raise InputError(None, "the branch contradicts the changes", kind="contradiction", found=branch, allowed="changes that leave it possible")
    more = tuple(one for one in ASKED_ONLY if one.name == outcome)
    reference = next((plan for plan in plans if plan.id == wanted.reference), None)
    if difference and reference is None:
        raise InputError(None, "a difference from nothing", kind="contradiction", found=BASELINE, allowed="--branch or --what-if with --difference")
    return Question(replace(wanted, asked=more), reference, outcome, difference)


class _PointValues(DrawnValues):
    """Values of points: the worlds of a block belong to its points in their order, so many to each."""

    def rows(self, worlds: Sequence[int], fixed: bool) -> Array:  # noqa: ARG002 - as where values are drawn
        """(worlds,) the row of each world's point."""
        return np.arange(len(worlds), dtype=np.int64) // (len(worlds) // len(self.numbers))


def simulate(
    country: Country, question: Question, inputs: tuple[Input, ...], values: Array, lucks: Array, seed: int, workers: int | None = None,
    progress: Progress | None = None,
) -> Points:  # fmt: skip
    """Simulate points.

    Args:
        values: (points, inputs).
        lucks: (points, worlds) which world of the seed gives each world of a point its luck.
        progress: told worlds done and in all.
    """
    points, worlds = lucks.shape
    at_once = max(1, BLOCK // worlds)

    def task(part: range) -> PairBlock:
        here = slice(part.start // worlds, part.stop // worlds)
        own = _PointValues(tuple(range(here.start, here.stop)), *tables_at(country, inputs, values[here]))
        return Runner(country, question.plans, seed, lucks[here].ravel().tolist(), False, draws=own).run()[question.plan.id]

    parts = [range(first * worlds, min(first + at_once, points) * worlds) for first in range(0, points, at_once)]
    blocks = list(in_threads(task, parts, workers, progress))
    names = [one.name for one in (*OUTCOMES, *question.plan.asked)]
    found = {name: _worlds(blocks, name, question.difference).reshape(lucks.shape) for name in names}
    if question.outcome not in found:
        year, _, group = question.outcome.partition("=")
        rules = np.concatenate([block.rulers[year] for block in blocks]) == country.numbers[group]
        found[question.outcome] = _counted(blocks, rules.astype(float)).reshape(lucks.shape)
    return found


def _worlds(blocks: Sequence[PairBlock], name: str, difference: bool) -> Array:
    came = np.concatenate([block.outcomes[name] for block in blocks]).astype(float)
    if difference:
        came -= np.concatenate([block.reference[name] for block in blocks])
    return _counted(blocks, came)


def _counted(blocks: Sequence[PairBlock], came: Array) -> Array:
    """NaN where a pair does not count: it had ended by the date, or the change could not be made."""
    if blocks[0].dropped is None:
        return came
    keep = np.concatenate([~block.dropped & block.applicable for block in blocks if block.dropped is not None])
    return np.where(keep, came, np.nan)
