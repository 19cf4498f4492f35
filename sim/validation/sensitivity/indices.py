"""How much of what values do to a chance goes with a number: total effects (Sobol), with the noise of luck taken out.

Each point has a few worlds, and a share of a few worlds is mostly luck. An estimator that squares it (Jansen 1999, as in most libraries) takes luck
for effect: a number that only reshuffles the luck would seem to explain a third of everything. So what is squared here is never one world, but one
world times **another**: the product of two worlds of different luck and the same values has the square of the chance as its mean. With V the variance
of the chance m over values, and m(A), m(A with x from B) the chances at two points that differ in x alone,

    V = E[(f_k(A) - f)(f_l(A) - f)],   T_x V = 1/2 E[(f_k(A) - f_k(AB_x)) (f_l(A) - f_l(AB_x))],   k and l two lucks

Points that are compared have the same lucks, which makes differences small. Without luck (all worlds of a point alike) this is the usual estimator.

Sources: Sobol 1993; Homma and Saltelli 1996 (total effects); Jansen 1999. Leaves out: effects on anything but the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.counterfactual.estimate import Z95
from sim.world.state import Array

ONE_SIDED: Final = 1.6448536269514722
"""Standard normal quantile of 95 %, on one side."""


def crossed(one: Array, other: Array) -> Array:
    """(points,) mean over pairs of different worlds of `one` times `other`, both (points, worlds); NaN where no two worlds count."""
    there, there_other = np.isfinite(one), np.isfinite(other)
    a, b = np.where(there, one, 0.0), np.where(there_other, other, 0.0)
    pairs = there.sum(axis=1) * there_other.sum(axis=1) - (there & there_other).sum(axis=1)
    total = a.sum(axis=1) * b.sum(axis=1) - (a * b).sum(axis=1)
    return np.where(pairs > 0, total / np.maximum(pairs, 1), np.nan)


@dataclass(frozen=True)
class Mean:
    """A mean and its standard error."""

    value: float
    error: float


def mean_of(rows: Array) -> Mean:
    """Of rows that know something."""
    known = rows[np.isfinite(rows)]
    if len(known) < 2:
        return Mean(float("nan"), float("nan"))
    return Mean(float(known.mean()), float(known.std(ddof=1) / np.sqrt(len(known))))


def variance(outcome: Array) -> Mean:
    """Variance of the chance over points, luck taken out; `outcome` is (points, worlds)."""
    away = outcome - np.nanmean(outcome)
    return mean_of(crossed(away, away))


@dataclass(frozen=True)
class Total:
    """Share of the variance that goes with some numbers, alone or together with others; with a 95 % interval. It may fall below 0 by noise."""

    value: float
    low: float
    high: float
    error: float


def total(base: Array, changed: Array, of: Mean) -> Total:
    """Total effect of the numbers in which two sets of points differ; both (points, worlds), row by row of the same luck.

    Args:
        of: the variance that is divided.
    """
    away = base - changed
    half = mean_of(0.5 * crossed(away, away))
    value = half.value / of.value
    error = float(np.hypot(half.error, value * of.error) / of.value)
    return Total(value, value - Z95 * error, value + Z95 * error, error)


def noise_floor(base: Array, other_luck: Array, of: Mean) -> float:
    """The total effect that an inert number stays below in 95 of 100 cases: `other_luck` has the same values, and all luck changed."""
    found = total(base, other_luck, of)
    return max(found.value, 0.0) if found.value > ONE_SIDED * found.error else ONE_SIDED * found.error
