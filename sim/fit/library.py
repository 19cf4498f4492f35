"""Sets of values held against the targets: what each gives for every part of a target, in worlds of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from sim.counterfactual.estimate import Z95
from sim.fit.free import Matrix
from sim.pack import Country
from sim.pack.country.target import TargetPart
from sim.runs.ensemble import in_threads
from sim.validation.measures import COUNTS
from sim.validation.simulate import simulate_values, tables_of
from sim.validation.simulated import Counted, Simulated
from sim.validation.validate import FULL, estimate_part, question_of, seated, statistic_of
from sim.world.build import Scenario, compile_scenario
from sim.world.draws import world_keys
from sim.world.state import Array

TOGETHER: Final = 400
"""Worlds held at once by one thread."""


@dataclass(frozen=True)
class Measured:
    """What sets give.

    Attributes:
        value: (sets, parts) NaN where nothing could be counted.
        error: (sets, parts) standard error of simulation.
    """

    value: Matrix
    error: Matrix


def parts_alone(country: Country) -> tuple[TargetPart, ...]:
    """Parts of targets that worlds left alone answer, for one set of values at a time: no changes, and no shares of sets."""
    parts = [part for target in country.targets for part in target.parts]
    return tuple(part for part in parts if "do" not in part.where and "values" not in part.where and not statistic_of(part).startswith("draws_"))


def measure(
    country: Country, columns: tuple[str, ...], values: Matrix, parts: Sequence[TargetPart], worlds: int, seed: int, *,
    workers: int | None = None, progress: Callable[[int, int], None] | None = None,
) -> Measured:  # fmt: skip
    """Simulate sets of values, and count.

    Args:
        columns: keys of the columns of `values` (sets, columns).
        worlds: worlds a set; no two sets share luck.
        progress: told sets done and in all.
    """
    many = max(1, TOGETHER // worlds)
    chunks = [range(start, min(start + many, len(values))) for start in range(0, len(values), many)]
    task = partial(_chunk, compile_scenario(country, ()), columns, values, tuple(parts), worlds, seed)
    found = list(in_threads(task, chunks, workers, progress))
    return Measured(np.concatenate([one.value for one in found]), np.concatenate([one.error for one in found]))


def _chunk(
    scenario: Scenario, columns: tuple[str, ...], values: Matrix, parts: tuple[TargetPart, ...], worlds: int, seed: int, sets: range
) -> Measured:  # fmt: skip
    """Some of the sets, by one thread."""
    country = scenario.country
    rows = np.repeat(np.arange(len(sets)), worlds)
    keys = world_keys(seed, range(sets.start * worlds, sets.stop * worlds))
    months = max(question_of(country, part, FULL, False, "do").months for part in parts)
    own = tables_of(country, columns, values[sets.start : sets.stop])
    worlds_of = simulate_values(scenario, own, rows, keys, np.arange(len(rows)), months, seated(country, country.targets), workers=1)
    value, error = np.full((2, len(sets), len(parts)), np.nan)
    for p, part in enumerate(parts):
        counted = COUNTS[part.measure](worlds_of, dict(part.where))
        for s in range(len(sets)):
            interval = estimate_part(part, [_of_set(counted, worlds_of, rows, s)])
            value[s, p], error[s, p] = interval.value, (interval.high - interval.low) / (2.0 * Z95)
    return Measured(value, error)


def _of_set(counted: Counted, worlds: Simulated, rows: Array, number: int) -> tuple[Counted, Array]:
    """What was counted in the worlds of one set; rows of a count are worlds, or several a world in the order of worlds."""
    here = rows == number
    return Counted(counted.count[here], counted.of[here]), worlds.draws[here]


__all__ = ["Measured", "measure", "parts_alone"]
