"""Shares, paired differences, and what is not known about them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

Z95: Final = 1.959963984540054
"""Standard normal quantile of a 95 % interval."""


@dataclass(frozen=True)
class Interval:
    """An estimate with its bounds."""

    value: float
    low: float
    high: float


def wilson(successes: float, n: float) -> Interval:
    """Share with its 95 % interval of simulation error (Wilson 1927). Of no worlds nothing is known: 0 to 1, value NaN."""
    if n == 0:
        return Interval(math.nan, 0.0, 1.0)
    share = successes / n
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return Interval(share, 0.0 if successes == 0 else max(0.0, centre - half), 1.0 if successes == n else min(1.0, centre + half))


def paired_difference(changed: npt.NDArray[np.bool_], reference: npt.NDArray[np.bool_]) -> Interval:
    """Difference of two shares over the same pairs, with its 95 % interval (McNemar form, adjusted as in Agresti and Min 2005).

    Only pairs that differ carry information: `gained` of them have the outcome in the changed world only, `lost` in the other only.
    """
    n = len(changed)
    if n == 0:
        return Interval(math.nan, -1.0, 1.0)
    gained, lost = int((changed & ~reference).sum()), int((~changed & reference).sum())
    more, less, size = gained + 0.5, lost + 0.5, n + 2
    centre = (more - less) / size
    half = Z95 * math.sqrt(max(0.0, (more + less) - (more - less) ** 2 / size)) / size
    return Interval((gained - lost) / n, max(-1.0, centre - half), min(1.0, centre + half))


def beta_binomial(successes: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Mean and intra-group correlation of a beta-binomial, by moments (Kleinman 1973). Correlation 0 where groups differ no more than by chance.

    Args:
        successes, sizes: (groups,) outcomes and worlds of each group.
    """
    used = sizes > 0
    x, n = successes[used].astype(float), sizes[used].astype(float)
    if len(n) == 0:
        return math.nan, 0.0
    mean = float(x.sum() / n.sum())
    groups = len(n)
    if groups < 2 or mean in (0.0, 1.0):
        return mean, 0.0
    total = n.sum()
    between = float((n * (x / n - mean) ** 2).sum()) / (groups - 1)
    within = float((x * (1 - x / n)).sum()) / max(1.0, total - groups)
    typical = (total - (n**2).sum() / total) / (groups - 1)
    if typical <= 1.0:
        return mean, 0.0
    correlation = (between - within) / (between + (typical - 1) * within) if between + (typical - 1) * within > 0 else 0.0
    return mean, min(0.999, max(0.0, correlation))


def spread(successes: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]) -> tuple[float, float]:
    """10 % and 90 % quantile of the share over plausible values, simulation noise taken out."""
    mean, correlation = beta_binomial(successes, sizes)
    if math.isnan(mean) or correlation == 0.0:
        return mean, mean
    from scipy.special import betaincinv

    total = 1 / correlation - 1
    a, b = mean * total, (1 - mean) * total
    return float(betaincinv(a, b, 0.1)), float(betaincinv(a, b, 0.9))


def by_group(holds: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Outcomes and worlds of each group present."""
    _, index = np.unique(groups, return_inverse=True)
    count = int(index.max()) + 1 if len(index) else 0
    return np.bincount(index, weights=holds.astype(float), minlength=count).astype(np.int64), np.bincount(index, minlength=count)


def surprise(n: int, total: int) -> float:
    """How unlikely, in bits, something is that happened by itself in n of `total` worlds (Krichevsky-Trofimov estimate)."""
    return -math.log2((n + 0.5) / (total + 1))


class Draws(NamedTuple):
    """Pairs of worlds by draw of values; arrays over draws.

    `size`: pairs; `changed`, `reference`: of them, those in which something comes in the changed world, in the other one; `both`: in both.
    """

    size: npt.NDArray[np.int64]
    changed: npt.NDArray[np.int64]
    reference: npt.NDArray[np.int64]
    both: npt.NDArray[np.int64]


def level_clears(draws: Draws, bar: float, *, strict: bool = True) -> Interval:
    """Share of plausible values for which the share of changed worlds exceeds a bar (reaches it, if not `strict`).

    The share behind a draw follows the beta distribution fitted to the draws, so that the noise of a few worlds a draw does not count. The bounds
    move its mean to the ends of the mean's 95 % interval of simulation error, in which worlds of one draw count as far as they tell apart.
    """
    mean, correlation = beta_binomial(draws.changed, draws.size)
    total = float(draws.size.sum())
    if total == 0.0:
        return Interval(math.nan, 0.0, 1.0)
    typical = float((draws.size.astype(float) ** 2).sum()) / total
    telling = total / (1 + max(0.0, typical - 1) * correlation)
    error = wilson(mean * telling, telling)

    def clears(centre: float) -> float:
        if correlation == 0.0 or centre in (0.0, 1.0):
            return float(centre > bar or (centre == bar and not strict))
        from scipy.special import betainc

        weight = 1 / correlation - 1
        return 1.0 - float(betainc(centre * weight, (1 - centre) * weight, bar))

    return Interval(clears(mean), clears(error.low), clears(error.high))


def contrast_clears(draws: Draws, of_changed: float, of_reference: float, bar: float, *, strict: bool = True) -> Interval:
    """Share of plausible values for which `of_changed` * (share of changed worlds) + `of_reference` * (share of the others) exceeds a bar.

    The contrast is taken as normal over the values, with the variance between draws that simulation noise does not explain (one-way analysis of
    variance). The bounds move its mean by 1.96 of its standard errors.
    """
    size = draws.size.astype(float)
    total, groups = float(size.sum()), len(size)
    if total == 0.0:
        return Interval(math.nan, 0.0, 1.0)
    sums = of_changed * draws.changed + of_reference * draws.reference
    squares = of_changed**2 * draws.changed + of_reference**2 * draws.reference + 2 * of_changed * of_reference * draws.both
    mean = float(sums.sum()) / total
    within = float((squares - sums**2 / size).sum()) / max(1.0, total - groups)
    between = float((size * (sums / size - mean) ** 2).sum()) / max(1, groups - 1)
    typical = (total - float((size**2).sum()) / total) / max(1, groups - 1)
    deviation = math.sqrt(max(0.0, between - within) / typical) if typical > 0.0 else 0.0
    error = Z95 * math.sqrt(max(between, within) / total)

    def clears(centre: float) -> float:
        if deviation == 0.0:
            return float(centre > bar or (centre == bar and not strict))
        from scipy.special import ndtr

        return float(ndtr((centre - bar) / deviation))

    return Interval(clears(mean), clears(mean - error), clears(mean + error))
