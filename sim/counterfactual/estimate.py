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


def wilson(successes: float, n: float, z: float = Z95) -> Interval:
    """Share of n independent worlds with its 95 % interval of simulation error (Wilson 1927). Of no worlds nothing is known: 0 to 1, value NaN."""
    if n == 0:
        return Interval(math.nan, 0.0, 1.0)
    share = successes / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * math.sqrt(share * (1 - share) / n + z**2 / (4 * n * n))
    return Interval(share, 0.0 if successes == 0 else max(0.0, centre - half), 1.0 if successes == n else min(1.0, centre + half))


def paired_difference(gained: float, lost: float, n: float, z: float = Z95) -> Interval:
    """Difference of two shares over the same n independent pairs, with its 95 % interval (McNemar form, adjusted as in Agresti and Min 2005).

    Only pairs that differ carry information: `gained` of them have the outcome in the changed world only, `lost` in the other only.
    """
    if n == 0:
        return Interval(math.nan, -1.0, 1.0)
    more, less, size = gained + 0.5, lost + 0.5, n + 2
    centre = (more - less) / size
    half = z * math.sqrt(max(0.0, (more + less) - (more - less) ** 2 / size)) / size
    return Interval((gained - lost) / n, max(-1.0, centre - half), min(1.0, centre + half))


class Telling(NamedTuple):
    """How much dependent worlds tell: `part` of them, between the draws' share of all worlds and 1, would tell as much if they were
    independent; `z`: quantile of a 95 % interval with as many degrees of freedom as there are draws but one."""

    part: float
    z: float


def telling(sums: npt.NDArray[Any], sizes: npt.NDArray[Any], variance: float) -> Telling:
    """How much the worlds of some draws tell about their mean (effective size, Kish 1965; degrees of freedom, Korn and Graubard 1998).

    Worlds of one draw share their values and so tell the same in part. The variance of the mean is that between draws, which needs no model of what
    they share; it is not taken to be smaller than for independent worlds, nor larger than if each draw were one world.

    Args:
        sums, sizes: (draws,) what each draw gives in all, and its worlds.
        variance: of what one world gives.
    """
    from scipy.special import stdtrit

    used = sizes > 0
    sums, sizes = sums[used].astype(float), sizes[used].astype(float)
    draws, total = len(sizes), float(sizes.sum())
    if draws < 2:
        return Telling(1.0 / max(1.0, total), float(stdtrit(1, 0.975)))
    z = float(stdtrit(draws - 1, 0.975))
    mean = float(sums.sum()) / total
    found = draws / (draws - 1) * float(((sums - mean * sizes) ** 2).sum()) / total**2
    if found <= 0.0 or variance <= 0.0:  # all worlds alike: no more is known than from one world a draw
        return Telling(draws / total, z)
    return Telling(min(1.0, max(draws / total, variance / total / found)), z)


def clustered_share(counts: npt.NDArray[Any], sizes: npt.NDArray[Any]) -> Interval:
    """Share with its 95 % interval of simulation error, where the worlds of one draw depend on each other.

    Args:
        counts, sizes: (draws,) worlds that have the outcome, and all worlds.
    """
    successes, total = float(counts.sum()), float(sizes.sum())
    if total == 0.0:
        return wilson(0, 0)
    share = successes / total
    part, z = telling(counts, sizes, share * (1 - share))
    found = wilson(successes * part, total * part, z)
    return Interval(share, found.low, found.high)


def clustered_difference(draws: PairCounts) -> Interval:
    """Share of changed worlds less that of the others, with its 95 % interval of simulation error, where pairs of one draw depend on each other."""
    gained, lost = draws.changed - draws.both, draws.reference - draws.both
    more, less, total = float(gained.sum()), float(lost.sum()), float(draws.size.sum())
    if total == 0.0:
        return paired_difference(0, 0, 0)
    part, z = telling(gained - lost, draws.size, (more + less) / total - ((more - less) / total) ** 2)
    found = paired_difference(more * part, less * part, total * part, z)
    return Interval((more - less) / total, found.low, found.high)


class Variances(NamedTuple):
    """One-way analysis of variance over draws: mean squares between and within them, a typical number of worlds a draw, and how many draws."""

    between: float
    within: float
    typical: float
    draws: int

    @property
    def correlation(self) -> float:
        """Share of the variance that lies between draws, 0 where they differ no more than by chance."""
        total = self.between + (self.typical - 1) * self.within
        return min(0.999, max(0.0, (self.between - self.within) / total)) if self.typical > 1.0 and total > 0 else 0.0

    @property
    def deviation(self) -> float:
        """Standard deviation of what lies behind the draws."""
        return math.sqrt(max(0.0, self.between - self.within) / self.typical) if self.typical > 0.0 else 0.0

    @property
    def bounds(self) -> tuple[Variances, Variances]:
        """The same with the mean square between draws at the ends of its 95 % interval (chi-square)."""
        from scipy.special import chdtri

        free = self.draws - 1
        low, high = (free / float(chdtri(free, p)) if free > 0 else 1.0 for p in (0.025, 0.975))
        return self._replace(between=self.between * low), self._replace(between=self.between * high)


def variances(sums: npt.NDArray[Any], squares: npt.NDArray[Any], sizes: npt.NDArray[Any]) -> Variances:
    """From sums, sums of squares and numbers of worlds; arrays over draws, none of them empty."""
    draws, total = len(sizes), float(sizes.sum())
    mean = float(sums.sum()) / total
    free = max(1, draws - 1)
    between = float((sizes * (sums / sizes - mean) ** 2).sum()) / free
    within = float((squares - sums**2 / sizes).sum()) / max(1.0, total - draws)
    return Variances(between, within, (total - float((sizes**2).sum()) / total) / free, draws)


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
    if len(n) < 2 or mean in (0.0, 1.0):
        return mean, 0.0
    return mean, variances(x, x, n).correlation


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


class PairCounts(NamedTuple):
    """Pairs of worlds by draw of values; arrays over draws.

    `size`: pairs; `changed`, `reference`: of them, those in which something comes in the changed world, in the other one; `both`: in both.
    """

    size: npt.NDArray[np.int64]
    changed: npt.NDArray[np.int64]
    reference: npt.NDArray[np.int64]
    both: npt.NDArray[np.int64]

    @classmethod
    def of(cls, changed: npt.NDArray[np.bool_], reference: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64]) -> PairCounts:
        """Counted from pairs: (pairs,) whether something comes in each world of a pair, and the draw of the pair."""
        counts, sizes = by_group(changed, groups)
        return cls(sizes, counts, by_group(reference, groups)[0], by_group(changed & reference, groups)[0])


def level_clears(draws: PairCounts, bar: float, *, strict: bool = True) -> Interval:
    """Share of plausible values for which the share of changed worlds exceeds a bar (reaches it, if not `strict`).

    The share behind a draw follows the beta distribution fitted to the draws, so that the noise of a few worlds a draw does not count. The bounds
    are the outermost shares when its mean and its spread are moved to the ends of their 95 % intervals of simulation error; worlds of one draw
    count for the mean as far as they tell apart.
    """
    mean, correlation = beta_binomial(draws.changed, draws.size)
    total = float(draws.size.sum())
    if total == 0.0:
        return Interval(math.nan, 0.0, 1.0)
    size, changed = draws.size.astype(float), draws.changed.astype(float)
    telling = total / (1 + max(0.0, float((size**2).sum()) / total - 1) * correlation)
    error = wilson(mean * telling, telling)

    def clears(centre: float, tied: float) -> float:
        if tied == 0.0 or centre in (0.0, 1.0):
            return _step(centre, bar, strict)
        from scipy.special import betainc

        weight = 1 / tied - 1
        return 1.0 - float(betainc(centre * weight, (1 - centre) * weight, bar))

    spreads = [one.correlation for one in variances(changed, changed, size).bounds]
    return _outermost(clears(mean, correlation), [clears(centre, tied) for centre in (error.low, mean, error.high) for tied in spreads])


def contrast_clears(draws: PairCounts, of_changed: float, of_reference: float, bar: float, *, strict: bool = True) -> Interval:
    """Share of plausible values for which `of_changed` * (share of changed worlds) + `of_reference` * (share of the others) exceeds a bar.

    The contrast is taken as normal over the values, with the variance between draws that simulation noise does not explain. Bounds as in
    `level_clears`.
    """
    size = draws.size.astype(float)
    total = float(size.sum())
    if total == 0.0:
        return Interval(math.nan, 0.0, 1.0)
    sums = of_changed * draws.changed + of_reference * draws.reference
    squares = of_changed**2 * draws.changed + of_reference**2 * draws.reference + 2 * of_changed * of_reference * draws.both
    mean, found = float(sums.sum()) / total, variances(sums, squares, size)
    error = Z95 * math.sqrt(max(found.between, found.within) / total)

    def clears(centre: float, deviation: float) -> float:
        if deviation == 0.0:
            return _step(centre, bar, strict)
        from scipy.special import ndtr

        return float(ndtr((centre - bar) / deviation))

    spreads = [one.deviation for one in found.bounds]
    return _outermost(clears(mean, found.deviation), [clears(centre, width) for centre in (mean - error, mean, mean + error) for width in spreads])


def _step(centre: float, bar: float, strict: bool) -> float:
    """All values or none, where they do not differ."""
    return float(centre > bar or (centre == bar and not strict))


def _outermost(value: float, others: list[float]) -> Interval:
    return Interval(value, min(value, *others), max(value, *others))
