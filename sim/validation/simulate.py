"""Worlds for targets, simulated once for all parts that ask the same question, some hundred at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.pack import Country
from sim.runs.ensemble import blocks_of, in_threads, run_months
from sim.validation.simulated import Simulated
from sim.world.build import Scenario, blank_tables, compile_scenario, make_block, make_commons
from sim.world.do import read_do
from sim.world.draws import STARTING, draw_parameters, draw_traits, trait_fields, world_keys
from sim.world.state import Array, Block, Tables

AT_A_TIME: Final = 400
"""Worlds held at once: a fifth of a gigabyte of 54 years."""


@dataclass(frozen=True)
class Question:
    """What worlds are simulated for: under which changes, with which values, how many, up to which month."""

    do: tuple[str, ...]
    prior: bool
    worlds: int
    a_draw: int
    months: int

    def draws(self) -> Array:
        """(worlds,) the number of each world's draw: starting values, or one for every so many worlds."""
        numbers = np.arange(self.worlds)
        return numbers // self.a_draw + 1 if self.prior else np.full(self.worlds, STARTING)


def simulate(
    country: Country, question: Question, seed: int, seated: Sequence[int], workers: int | None = None, progress: Callable[[int], None] | None = None
) -> Iterator[Simulated]:  # fmt: skip
    """The worlds of a question, AT_A_TIME and fewer.

    Args:
        seated: months at whose end it is noted who sits on the committee.
        progress: told after every block how many more worlds are done.
    """
    scenario = compile_scenario(country, read_do(country, question.do))
    draws = question.draws()
    for first in range(0, question.worlds, AT_A_TIME):
        part = range(first, min(first + AT_A_TIME, question.worlds))
        own = draws[part.start : part.stop]
        numbers, rows = np.unique(own, return_inverse=True)
        values = draw_parameters(country, seed, numbers.tolist()), draw_traits(country, seed, numbers.tolist())
        alike = own if question.prior else np.arange(part.start, part.stop)
        yield simulate_values(scenario, values, rows, world_keys(seed, part), alike, question.months, seated, workers, progress)


def tables_of(country: Country, keys: Sequence[str], values: Array) -> tuple[Array, Array]:
    """Parameters and traits of (sets, keys) values, as `draws.draw_parameters` and `draw_traits` give them; what is no key has its starting value."""
    parameters = np.repeat(draw_parameters(country, 0, [STARTING]), len(values), axis=0)
    traits = np.repeat(draw_traits(country, 0, [STARTING]), len(values), axis=0)
    fields = trait_fields(country)
    for n, name in enumerate(keys):
        if name in fields:
            k, field = fields[name]
            traits[field][:, k] = values[:, n]
        else:
            parameters[name] = values[:, n]
    return parameters, traits


def simulate_values(
    scenario: Scenario, values: tuple[Array, Array], rows: Array, keys: Array, draws: Array, months: int, seated: Sequence[int],
    workers: int | None = None, progress: Callable[[int], None] | None = None,
) -> Simulated:  # fmt: skip
    """Worlds with values of their own, held at once.

    Args:
        values: parameters and traits, as `sim.world.draws` gives them.
        rows: (worlds,) which of the values each world has.
        keys: (worlds, 1) luck of each world.
        draws: (worlds,) worlds of one number are alike in part.
        months: how many are simulated.
    """
    commons = make_commons(scenario, *values)
    tables = blank_tables(scenario, len(rows))
    batch = _Batch(scenario, commons, rows, keys, tables, months, _members(tables, seated, months), progress)
    for _ in in_threads(batch.run, blocks_of(len(rows)), workers):
        pass
    simulated = np.s_[:, :months]
    block = Block(tables.worlds, commons, scenario.people, tables.months[simulated], tables.rows[simulated], tables.holders)
    return Simulated(scenario.country, block, draws, batch.members)


def _members(tables: Tables, seated: Sequence[int], months: int) -> dict[int, Array]:
    return {month: np.zeros(tables.worlds["posts"].shape, np.uint64) for month in seated if month < months}


@dataclass(frozen=True)
class _Batch:
    """Worlds simulated together, block by block, into tables that are there."""

    scenario: Scenario
    commons: Array
    rows: Array
    keys: Array
    tables: Tables
    months: int
    members: dict[int, Array]
    progress: Callable[[int], None] | None

    def run(self, block: range) -> None:
        """Simulate a block, stopping at each month in which it is noted who sits on the committee."""
        here = slice(block.start, block.stop)
        made = make_block(self.scenario, self.keys[here], self.rows[here], self.commons, tables=Tables(*(table[here] for table in self.tables)))
        start = 0
        for month in (*sorted(self.members), self.months - 1):
            run_months(made, start, month + 1)
            start = month + 1
            if month in self.members:
                posts = made.worlds["posts"]
                used = np.arange(posts.shape[1]) < made.worlds["posts_used"][:, None]
                self.members[month][here] = np.where(used & (posts["ballot_weight"] > 0.0), posts["person"], 0)
        if self.progress is not None:
            self.progress(len(block))
