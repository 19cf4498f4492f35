"""The design of a batch: its cells, each with values of its own for what is varied.

A grid is the full factorial of its lists, the last list varying fastest; a sample is a list of points; both together are each point under each
combination, the sample varying fastest. Cell numbers count from 0 in that order.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.batch.plan.keys import Key
from sim.pack.country.frozen import Frozen
from sim.world.luck import at, key, uniform
from sim.world.state import Array
from sim.world.words import S_PARAMETER

MOST_CELLS: Final = 100_000
MOST_SOBOL: Final = 1000
"""Most keys of a Sobol design."""
_PLACE, _ORDER = "place", "order"

Range = tuple[Key, float, float]


@dataclass(frozen=True)
class Cell:
    """One point of the design: numbers put in the place of drawn ones, and options of switches."""

    number: int
    values: Mapping[str, float]
    switches: Mapping[str, str]


def factorial(grids: Sequence[tuple[Key, Sequence[float | str]]]) -> list[dict[str, float | str]]:
    """Every combination of the values of all grids."""
    names = [one.name for one, _ in grids]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*(values for _, values in grids))]


def stratified(count: int, names: Sequence[str], seed: int) -> Array:
    """Latin hypercube, (count, names) numbers from 0 to 1: each `1/count` of a key's range holds one point.

    Its luck has addresses, as all luck has: of the seed, the key's name and the number of the point. Another key more or less
    leaves the others' columns as they are.
    """
    found = np.zeros((count, len(names)))
    own = key("design", seed)
    for k, name in enumerate(names):
        order, place = key(name, _ORDER), key(name, _PLACE)
        addresses = [np.uint64(at(own, S_PARAMETER, n)) for n in range(count)]  # comes back as a plain int
        ranks = np.argsort([float(uniform(address, order)) for address in addresses], kind="stable")
        inside = np.array([float(uniform(address, place)) for address in addresses])
        found[ranks, k] = (np.arange(count) + inside[ranks]) / count
    return found


def sobol(count: int, dimensions: int) -> Array:
    """The first points of the Sobol sequence, (count, dimensions) from 0 to 1, not scrambled: it has no luck in it."""
    from scipy.stats import qmc

    points: Array = qmc.Sobol(dimensions, scramble=False).random_base2(count.bit_length() - 1)
    return points


def spread_over(ranges: Sequence[Range], shares: Array) -> list[dict[str, float | str]]:
    """Points as values: shares of each key's range; what counts things is rounded."""
    names = [one.name for one, _, _ in ranges]
    low, high = np.array([low for _, low, _ in ranges]), np.array([high for _, _, high in ranges])
    values = low + shares * (high - low)
    whole = [k for k, (one, _, _) in enumerate(ranges) if one.is_whole]
    values[:, whole] = np.round(values[:, whole])
    return [dict(zip(names, (float(value) for value in row), strict=True)) for row in values]


def cells_of(grid: Sequence[Mapping[str, float | str]], sample: Sequence[Mapping[str, float | str]]) -> tuple[Cell, ...]:
    """Each point of the sample under each combination of the grid."""
    cells = []
    for number, (combination, point) in enumerate(itertools.product(grid, sample)):
        both = {**combination, **point}
        values = {name: value for name, value in sorted(both.items()) if not isinstance(value, str)}
        switches = {name: value for name, value in sorted(both.items()) if isinstance(value, str)}
        cells.append(Cell(number, Frozen(values), Frozen(switches)))
    return tuple(cells)
