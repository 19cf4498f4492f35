"""One pair of worlds to look at: both get the same random draws, in one of them something is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.pack import Country
from sim.runs.ensemble import DrawnValues, begin_block, run_months
from sim.world.build import compile_scenario
from sim.world.do import Asked, read_do
from sim.world.state import Block


@dataclass(frozen=True)
class Pair:
    """Blocks of one world each, run to the horizon. `parting`: index of the first month in which they differ, None if they never do."""

    reference: Block
    changed: Block
    parting: int | None


def _run(country: Country, do: Asked, seed: int, world: int, fixed: bool) -> Block:
    scenario = compile_scenario(country, read_do(country, do))
    block = begin_block(scenario, seed, [world], DrawnValues.of(country, seed, [world], fixed), fixed=fixed)
    return run_months(block, 0, country.months)


def run_pair(country: Country, reference: Sequence[str], changed: Sequence[str], seed: int, world: int, *, fixed: bool = False) -> Pair:
    """Run the two worlds of a pair.

    Args:
        reference: interventions under the world it is held against.
        changed: all interventions of the changed one.
        world: number of the pair among those of the seed.
    """
    one, other = (_run(country, do, seed, world, fixed) for do in (reference, changed))
    different = np.flatnonzero((one.months["digest"] != other.months["digest"])[0] | (one.months["ruler"] != other.months["ruler"])[0])
    return Pair(one, other, int(different[0]) if different.size else None)
