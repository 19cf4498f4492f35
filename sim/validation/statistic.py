"""How what was counted in single worlds becomes one number, with the 95 % interval of simulation error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.counterfactual.estimate import Z95, Interval, clustered_share, wilson
from sim.validation.simulated import Counted
from sim.world.state import Array

NO_EVENT: Final = 3.689
"""Upper 95 % bound of a Poisson mean of which no event was seen (two-sided; Garwood 1936)."""
NOTHING: Final = Interval(math.nan, math.nan, math.nan)


def _by_draw(values: Array, draws: Array) -> Array:
    """Sums over the worlds of each draw."""
    _, place = np.unique(draws, return_inverse=True)
    return np.asarray(np.bincount(place, weights=values))


def mean(counted: Counted, draws: Array) -> Interval:
    """All that came, over all that could have come.

    The interval of a share of worlds allows for worlds of one draw being alike (`clustered_share`); any other mean is a ratio of sums, with the
    variance between draws of what is left of it (linearised ratio, Cochran 1977).
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
    half = Z95 * _error(count, of, draws)
    return Interval(value, value - half, value + half)


def _error(count: Array, of: Array, draws: Array) -> float:
    """Standard error of a ratio of sums."""
    total = float(of.sum())
    left = _by_draw(count - float(count.sum()) / total * of, draws)
    used = len(left)
    return math.sqrt(used / max(1, used - 1) * float((left**2).sum())) / total


def values_of(counted: Counted) -> npt.NDArray[np.float64]:
    """What worlds give in which it is defined."""
    there = counted.of > 0
    return np.asarray(counted.count[there] / counted.of[there], dtype=float)


def median(counted: Counted, draws: Array) -> Interval:
    """The median over worlds in which it is defined; bounds by ranks (binomial)."""
    values = np.sort(values_of(counted))
    n = len(values)
    if n == 0:
        return NOTHING
    half = Z95 * math.sqrt(n) / 2
    low, high = max(0, math.floor(n / 2 - half)), min(n - 1, math.ceil(n / 2 + half))
    return Interval(float(np.median(values)), float(values[low]), float(values[high]))


def at_least(counted: Counted, draws: Array, level: float) -> Interval:
    """Share of worlds in which it is `level` or more."""
    values = values_of(counted)
    return wilson(float((values >= level).sum()), len(values))


def over_draws(counted: Counted, draws: Array, holds: Callable[[float], bool]) -> Interval:
    """Share of draws whose mean is so."""
    count, of = _by_draw(counted.count.astype(float), draws), _by_draw(counted.of.astype(float), draws)
    shares = [c / n for c, n in zip(count, of, strict=True) if n > 0]
    return wilson(sum(holds(share) for share in shares), len(shares))


def ratio(first: Counted, second: Counted, first_draws: Array, second_draws: Array) -> Interval:
    """One mean over another, bounds on the logarithm; half an event is added to both where either has none (Haldane 1956)."""
    if first.of.sum() <= 0 or second.of.sum() <= 0:
        return NOTHING
    add = 0.0 if first.count.sum() > 0 and second.count.sum() > 0 else 0.5
    logs, variance = [], 0.0
    for one, draws in ((first, first_draws), (second, second_draws)):
        count, of = one.count.astype(float), one.of.astype(float)
        value = (float(count.sum()) + add) / float(of.sum())
        logs.append(math.log(value))
        variance += 1.0 / (count.sum() + add) if add else (_error(count, of, draws) / value) ** 2
    centre, half = logs[0] - logs[1], Z95 * math.sqrt(variance)
    return Interval(math.exp(centre), math.exp(centre - half), math.exp(centre + half))


def rate_ratio(counted: Counted, draws: Array) -> Interval:
    """The rate of the first column over that of the second."""
    near, other = (Counted(counted.count[:, n], counted.of[:, n]) for n in (0, 1))
    return ratio(near, other, draws, draws)


def survival(counted: Counted, draws: Array) -> Interval:
    """Share that outlives all columns, one after another (Kaplan and Meier 1958), with the error of Greenwood 1926."""
    dead, seen = counted.count.sum(axis=0), counted.of.sum(axis=0)
    if not seen.all():
        return NOTHING
    value = float(np.prod(1.0 - dead / seen))
    spared = seen - dead
    half = Z95 * value * math.sqrt(float((dead / (seen * np.where(spared > 0, spared, 1.0))).sum()))
    return Interval(value, max(0.0, value - half), min(1.0, value + half))


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
