"""How what was counted in single worlds becomes one number, with the 95 % interval of simulation error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.counterfactual.estimate import Z95, Interval, clustered_share, telling, wilson
from sim.validation.simulated import Counted
from sim.world.state import Array

NO_EVENT: Final = 3.689
"""Upper 95 % bound of a Poisson mean of which no event was seen (two-sided; Garwood 1936)."""
NOTHING: Final = Interval(math.nan, math.nan, math.nan)


def _by_draw(values: Array, draws: Array) -> Array:
    """Sums over the worlds of each draw."""
    _, place = np.unique(draws, return_inverse=True)
    return np.asarray(np.bincount(place, weights=values))


def _error(pulls: Array, draws: Array) -> float:
    """Standard error of a number from how far each world pulls it, worlds of one draw together."""
    sums = _by_draw(pulls, draws)
    used = len(sums)
    return math.sqrt(used / max(1, used - 1) * float((sums**2).sum()))


def _pulls(count: Array, of: Array) -> Array:
    """How far each world pulls a ratio of sums (linearised, Cochran 1977)."""
    total = float(of.sum())
    return np.asarray((count - float(count.sum()) / total * of) / total)


def mean(counted: Counted, draws: Array) -> Interval:
    """All that came, over all that could have come.

    The interval of a share of worlds allows for worlds of one draw being alike (`clustered_share`); any other mean is a ratio of sums, with the
    variance between draws of what is left of it.
    """
    count, of = counted.count.astype(float), counted.of.astype(float)
    total = float(of.sum())
    if total <= 0.0:
        return NOTHING
    if np.isin(count, (0.0, 1.0)).all() and np.isin(of, (0.0, 1.0)).all():
        return clustered_share(_by_draw(count, draws), _by_draw(of, draws))
    value = float(count.sum()) / total
    if count.sum() == 0.0:
        return Interval(0.0, 0.0, NO_EVENT / total)
    half = Z95 * _error(_pulls(count, of), draws)
    return Interval(value, max(0.0, value - half), value + half)


def values_of(counted: Counted) -> npt.NDArray[np.float64]:
    """What worlds give in which it is defined."""
    there = counted.of > 0
    return np.asarray(counted.count[there] / counted.of[there], dtype=float)


def _draws_of(counted: Counted, draws: Array) -> Array:
    """The draw of each of these values; a world may give several."""
    return np.asarray(np.broadcast_to(draws.reshape(-1, *(1,) * (counted.of.ndim - 1)), counted.of.shape)[counted.of > 0])


def median(counted: Counted, draws: Array) -> Interval:
    """The median over all values that are defined; bounds by ranks, allowing for values of one draw being alike."""
    values, own = values_of(counted), _draws_of(counted, draws)
    n = len(values)
    if n == 0:
        return NOTHING
    middle = float(np.median(values))
    below = (values < middle) + 0.5 * (values == middle)  # a value on the median says nothing about which way it lies
    part, z = telling(_by_draw(below, own), _by_draw(np.ones(n), own), 0.25)
    half = z * math.sqrt(n / part) / 2
    low, high = max(0, math.floor(n / 2 - half)), min(n - 1, math.ceil(n / 2 + half))
    values = np.sort(values)
    return Interval(middle, float(values[low]), float(values[high]))


def at_least(counted: Counted, draws: Array, level: float) -> Interval:
    """Share of worlds in which it is `level` or more."""
    values, own = values_of(counted), _draws_of(counted, draws)
    return clustered_share(_by_draw((values >= level).astype(float), own), _by_draw(np.ones(len(values)), own)) if len(values) else NOTHING


def over_draws(counted: Counted, draws: Array, holds: Callable[[float], bool]) -> Interval:
    """Share of draws whose mean is so."""
    count, of = _by_draw(counted.count.astype(float), draws), _by_draw(counted.of.astype(float), draws)
    shares = [c / n for c, n in zip(count, of, strict=True) if n > 0]
    return wilson(sum(holds(share) for share in shares), len(shares)) if shares else NOTHING


def ratio(first: Counted, second: Counted, first_draws: Array, second_draws: Array) -> Interval:
    """One mean over another, bounds on the logarithm; half an event is added to both where either has none (Haldane 1956).

    Worlds of one draw count together, also where one stands above and the other below: their luck is the same.
    """
    sums = [(float(one.count.sum()), float(one.of.sum())) for one in (first, second)]
    if min(of for _, of in sums) <= 0.0:
        return NOTHING
    add = 0.0 if min(count for count, _ in sums) > 0.0 else 0.5
    above, below = sums
    value = (above[0] + add) / above[1] / ((below[0] + add) / below[1])
    if add:
        error = math.sqrt(sum(1.0 / (count + add) for count, _ in sums))
    else:
        pulls = [_pulls(one.count.astype(float), one.of.astype(float)) * (of / count) for one, (count, of) in zip((first, second), sums, strict=True)]
        error = _error(np.concatenate([pulls[0], -pulls[1]]), np.concatenate([first_draws, second_draws]))
    return Interval(value, value * math.exp(-Z95 * error), value * math.exp(Z95 * error))


def rate_ratio(counted: Counted, draws: Array) -> Interval:
    """The rate of the first column over that of the second."""
    near, other = (Counted(counted.count[:, n], counted.of[:, n]) for n in (0, 1))
    return ratio(near, other, draws, draws)


def survival(counted: Counted, draws: Array) -> Interval:
    """Share that outlives all columns, one after another (Kaplan and Meier 1958).

    The error is that of Greenwood 1926 where worlds are independent; worlds of one draw count together.
    """
    dead, seen = counted.count.sum(axis=0), counted.of.sum(axis=0)
    if not seen.all():
        return NOTHING
    hazard = dead / seen
    value = float(np.prod(1.0 - hazard))
    if value in (0.0, 1.0):  # nobody is left of those seen at one age, or nobody died
        least = min(1.0, NO_EVENT / float(seen[hazard == hazard.max()].min()))
        return Interval(value, 1.0 - least if value else 0.0, 1.0 if value else least)
    error = _error(((counted.count - hazard * counted.of) / (seen - dead)).sum(axis=1), draws)
    return Interval(value, max(0.0, value - Z95 * value * error), min(1.0, value + Z95 * value * error))


def estimate(statistic: str, counted: Counted, draws: Array, level: float) -> Interval:
    """The statistic of that name (`sim.pack.country.measures.STATISTICS`), but `ratio`, which needs two."""
    match statistic:
        case "at_least":
            return at_least(counted, draws, level)
        case "draws_above":
            return over_draws(counted, draws, lambda share: share > level)
        case "draws_below":
            return over_draws(counted, draws, lambda share: share < level)
        case "mean":
            return mean(counted, draws)
        case "median":
            return median(counted, draws)
        case "rate_ratio":
            return rate_ratio(counted, draws)
        case "survival":
            return survival(counted, draws)
    raise ValueError(f"no statistic {statistic!r}")
