"""Many worlds: blocks of a few worlds each, run by threads; the compiled months let go of the interpreter."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, Final, TypeVar

import numpy as np

from sim.pack import Country
from sim.pack.country.notebook import html_table
from sim.runs.frames import events_frame, months_frame, outcomes_frame
from sim.world.audit import refuse_unsound
from sim.world.bounds import whole, workers_of
from sim.world.build import Scenario, blank_tables, compile_scenario, make_block, make_commons
from sim.world.do import Asked, read_do
from sim.world.draws import draw_of, draw_parameters, draw_traits, set_values, world_keys
from sim.world.month import run_block
from sim.world.state import Array, Block, Tables

T = TypeVar("T")
P = TypeVar("P", bound=Sized)
BLOCK: Final = 20
"""Worlds run at a time by one thread."""
KEPT: Final = 1_000
"""Worlds that an ensemble keeps whole: half a gigabyte of 54 years."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class DrawnValues:
    """Parameter values and traits of some draws of a seed."""

    numbers: tuple[int, ...]
    parameters: Array
    traits: Array

    @classmethod
    def of(cls, country: Country, seed: int, worlds: Sequence[int], fixed: bool, values: Mapping[str, float] | None = None) -> DrawnValues:
        """The draws that some worlds use, with `values` (see `draws.set_values`) in the place of what is drawn."""
        numbers = tuple(sorted({draw_of(world, fixed) for world in worlds}))
        parameters, traits = draw_parameters(country, seed, numbers), draw_traits(country, seed, numbers)
        if values:
            set_values(country, parameters, traits, values)
        return cls(numbers, parameters, traits)

    def rows(self, worlds: Sequence[int], fixed: bool) -> Array:
        """(worlds,) the row of each world's draw."""
        return np.array([self.numbers.index(draw_of(world, fixed)) for world in worlds], dtype=np.int64)


def blocks_of(worlds: int) -> list[range]:
    """Numbers of worlds in blocks."""
    return [range(first, min(first + BLOCK, worlds)) for first in range(0, worlds, BLOCK)]


def begin_block(
    scenario: Scenario, seed: int, worlds: Sequence[int], draws: DrawnValues, *, fixed: bool, holders: bool = False, tables: Tables | None = None
) -> Block:  # fmt: skip
    """A block of a seed's worlds, not yet run."""
    commons = make_commons(scenario, draws.parameters, draws.traits)
    block = make_block(scenario, world_keys(seed, worlds), draws.rows(worlds, fixed), commons, holders=holders, tables=tables)
    block.worlds["number"] = worlds
    return block


def run_months(block: Block, start: int, stop: int) -> Block:
    """Run a block from month `start` up to, but not including, month `stop`.

    Raises:
        InputError: a world's numbers break the model; world, month and field are named.
    """
    run_block(*block, start, stop)
    refuse_unsound(block)
    return block


def in_threads(task: Callable[[P], T], parts: Sequence[P], workers: int | None, progress: Progress | None = None) -> Iterator[T]:
    """Run a task on every part; results, and of several faults the one named, in the order of the parts, however many workers.

    The length of a part is its worlds.
    """
    count = max(1, workers or os.cpu_count() or 1)
    total = sum(len(part) for part in parts)
    pool = ThreadPoolExecutor(count)
    try:
        futures = {pool.submit(task, part): part for part in parts}
        done = 0
        for future in as_completed(futures):
            future.result()
            done += len(futures[future])
            if progress is not None:
                progress(done, total)
        yield from (future.result() for future in futures)
    except Exception:
        pool.shutdown(wait=False, cancel_futures=True)
        for future in futures:  # parts before the one that failed are done or under way: of several faults the first by number is named
            if not future.cancelled():
                future.result()
        raise
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)  # whoever interrupts does not wait for blocks under way
        raise
    pool.shutdown()


@dataclass(frozen=True)
class Ensemble:
    """Many worlds of one scenario.

    Up to KEPT worlds are kept as they were simulated. Of more only the outcomes are, so that memory does not grow with them: months and events are
    then simulated again, block by block, when they are asked for, and are the same.

    Attributes:
        size: how many worlds.
        kept: the arrays of all worlds, `None` where they are too many.
        counted: outcomes of worlds that are not kept.
    """

    country: Country
    scenario: Scenario
    seed: int
    fixed: bool
    size: int
    kept: Block | None
    counted: Any

    def __repr__(self) -> str:
        """One line: the whole is millions of numbers."""
        do = f", do={list(self.scenario.texts)}" if self.scenario.texts else ""
        return f"Ensemble({self.country.id!r}: {self.size:,} worlds, seed={self.seed}{do}{', fixed' if self.fixed else ''})"

    def _repr_html_(self) -> str:
        values = "starting values" if self.fixed else "a draw for every two worlds"
        rows = [("worlds", f"{self.size:,}"), ("seed", self.seed), ("changes", ", ".join(self.scenario.texts) or "none"), ("values", values)]
        return html_table(f"Worlds of {self.country.title['en']}", rows)

    @cached_property
    def outcomes(self) -> Any:
        """Pandas frame, one row a world: its draw, ending, every outcome (booleans), rulers of the years asked."""
        return self.counted if self.kept is None else _outcomes(self, self.kept, range(self.size))

    @cached_property
    def months(self) -> Any:
        """Pandas frame, one row a world and month simulated."""
        return self._frame(months_frame)

    @cached_property
    def events(self) -> Any:
        """Pandas frame, one row an event."""
        return self._frame(events_frame)

    @cached_property
    def block(self) -> Block:
        """The arrays themselves (`sim.world.state`); their memory grows with the worlds."""
        return self.kept if self.kept is not None else _simulate_all(self, None)

    def _frame(self, frame: Callable[[Country, Block, int], Any]) -> Any:
        if self.kept is not None:
            return frame(self.country, self.kept, 0)
        return _simulate_for(self, lambda block, part: frame(self.country, block, part.start), None)


def _simulate(them: Ensemble, part: range, tables: Tables | None = None) -> Block:
    """Some of the worlds, from their first month to their end."""
    draws = DrawnValues.of(them.country, them.seed, part, them.fixed)
    return run_months(begin_block(them.scenario, them.seed, part, draws, fixed=them.fixed, tables=tables), 0, them.country.months)


def _simulate_all(them: Ensemble, workers: int | None, progress: Progress | None = None) -> Block:
    """All worlds as one block."""
    whole = blank_tables(them.scenario, them.size)

    def task(part: range) -> Array:
        own = Tables(*(table[part.start : part.stop] for table in whole))  # each thread fills its part in place: nothing is copied together
        return _simulate(them, part, own).commons

    commons = list(in_threads(task, blocks_of(them.size), workers, progress))
    return Block(whole.worlds, commons[0], them.scenario.people, whole.months, whole.rows, whole.holders)


def _simulate_for(them: Ensemble, frame: Callable[[Block, range], Any], workers: int | None, progress: Progress | None = None) -> Any:
    """A frame of all worlds, block by block; the blocks are dropped."""
    import pandas as pd

    def task(part: range) -> Any:
        return frame(_simulate(them, part), part)

    return pd.concat(list(in_threads(task, blocks_of(them.size), workers, progress)), ignore_index=True)


def _outcomes(them: Ensemble, block: Block, part: range) -> Any:
    return outcomes_frame(them.country, block, part.start, [draw_of(world, them.fixed) for world in part])


def ensemble(
    country: Country, worlds: int = 1000, seed: int = 1, do: Asked = (), workers: int | None = None, *, fixed: bool = False,
    progress: Progress | None = None,
) -> Ensemble:  # fmt: skip
    """Run many worlds of one scenario.

    Args:
        worlds: how many; world w of a seed is the same whatever the number.
        do: interventions, or one alone.
        workers: threads; results don't depend on it.
        fixed: starting values for all worlds instead of a draw for each two.

    Raises:
        InputError: a number outside its bounds (`sim.world.bounds`), or an intervention that the country has not.

    Example:
        >>> import sim
        >>> worlds = sim.ensemble(sim.load_pack("demo"), worlds=20, seed=5)
        >>> len(worlds.outcomes)
        20
    """
    worlds, seed, workers = whole("worlds", worlds), whole("seed", seed), workers_of(workers)
    them = Ensemble(country, compile_scenario(country, read_do(country, do)), seed, fixed, worlds, None, None)
    if worlds <= KEPT:
        return replace(them, kept=_simulate_all(them, workers, progress))
    return replace(them, counted=_simulate_for(them, partial(_outcomes, them), workers, progress))
