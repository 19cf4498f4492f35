"""Worlds left alone that are filtered by the facts of the record as they go on (`surprise`).

A world is all that its record holds, and its luck is a path: a key for each stretch of months (`state.PATH`). So a world is taken up twice by copying
its row and giving the copy another key for the months to come. Ages and ties between equals hang on the key of the first month, which stays. The mood
of a committee lasts for some months by one draw: a copy gets its own luck when the next mood begins, so that nothing that is under way is drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.pack.country.facts import STRENGTHS
from sim.runs.ensemble import blocks_of, in_threads, run_months
from sim.validation.facts.predicates import matches
from sim.validation.facts.surprise import Island, filtered
from sim.validation.simulate import Question
from sim.validation.simulated import Simulated
from sim.world.build import Scenario, blank_tables, compile_scenario, make_block, make_commons
from sim.world.do import read_do
from sim.world.draws import draw_parameters, draw_traits, world_keys
from sim.world.luck import key
from sim.world.outcome import Bools
from sim.world.state import Block, Tables

ISLAND: Final = 200
"""Worlds filtered together, about."""
FEWEST: Final = 5
"""Islands, so that there is something to tell the error by."""


class _Going:
    """Worlds of one island on their way (`surprise.Worlds`)."""

    def __init__(self, scenario: Scenario, question: Question, part: range, seed: int, workers: int | None, progress: Callable[[int], None] | None):
        self.scenario, self.size, self.workers, self.progress = scenario, len(part), workers, progress
        country = scenario.country
        numbers, rows = np.unique(question.draws()[part.start : part.stop], return_inverse=True)
        commons = make_commons(scenario, draw_parameters(country, seed, numbers.tolist()), draw_traits(country, seed, numbers.tolist()))
        self.block = make_block(scenario, world_keys(seed, part), rows, commons, tables=blank_tables(scenario, self.size))
        self.month, self.copies, self.name = 0, 0, (seed, part.start)

    def run_to(self, month: int) -> None:
        """Simulate to the end of a month."""
        if month < self.month:
            return

        def task(part: range) -> None:
            tables = Tables(*(table[part.start : part.stop] for table in (self.block.worlds, self.block.months, self.block.rows, self.block.holders)))
            run_months(Block(tables.worlds, self.block.commons, self.block.people, tables.months, tables.rows, tables.holders), self.month, month + 1)
            if self.progress is not None:
                self.progress(len(part) * (month + 1 - self.month))

        for _ in in_threads(task, blocks_of(self.size), self.workers):
            pass
        self.month = month + 1

    def have(self, fact: int) -> Bools:
        """(size,) which worlds have a fact."""
        lived = np.s_[:, : self.month]
        block = self.block._replace(months=self.block.months[lived], rows=self.block.rows[lived])
        return matches(Simulated(self.scenario.country, block, np.arange(self.size), {}), self.scenario.country.facts[fact])

    def keep(self, rows: npt.NDArray[np.int64]) -> None:
        """Go on with these worlds, copies with luck of their own."""
        for table in (self.block.worlds, self.block.months, self.block.rows):
            table[:] = table[rows]
        again = np.concatenate([[False], rows[1:] == rows[:-1]])  # rows are in order
        worlds = self.block.worlds
        spans = np.maximum(1, self.block.commons["parameters"]["mood_months"][worlds["draw"]].astype(int))
        worlds["paths"]["key"][:, 0] = worlds["key"]
        for row in np.flatnonzero(again):
            self.copies += 1
            worlds["paths"]["month"][row, 1] = -(-self.month // spans[row]) * spans[row]
            worlds["paths"]["key"][row, 1] = key("record", *self.name, self.copies)
            worlds["pieces"][row] = 2


def islands(
    country: Country, question: Question, seed: int, workers: int | None = None, progress: Callable[[int], None] | None = None
) -> list[Island]:  # fmt: skip
    """Worlds filtered by the facts of a pack, in islands of one size. They are those after the first `question.worlds`, on which nothing else rests.

    Args:
        progress: told how many more months of worlds are done.
    """
    scenario = compile_scenario(country, read_do(country, question.do))
    months = [fact.last for fact in country.facts]
    errors = [STRENGTHS[fact.strength] for fact in country.facts]
    count = max(FEWEST, question.worlds // ISLAND)
    size = max(1, question.worlds // count)
    more = Question(question.do, question.prior, question.worlds + count * size, question.a_draw, question.months)
    found = []
    for first in range(question.worlds, more.worlds, size):
        part = range(first, first + size)
        luck = [int(key("kept", seed, first, n)) / 2.0**64 for n in range(len(months))]
        found.append(filtered(_Going(scenario, more, part, seed, workers, progress), months, errors, luck))
    return found


__all__ = ["ISLAND", "islands"]
