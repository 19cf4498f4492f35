"""Where an outcome is most frequent: a box in a few numbers (patient rule induction, Friedman and Fisher 1999).

From all points, a small part is cut off again and again at the side whose loss raises the mean most, until few points are left; each step is a box.
Half of the points finds the boxes. The other half says how good they are, so that a box found in noise shows none, and throws out each bound whose
loss would not be noticed (quasi-p, Bryant and Lempert 2010).

    density = mean of the outcome in the box,   coverage = part of all there is of the outcome that lies in it,   support = part of all points

Leaves out: boxes beside the first, and pasting back what was cut off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.counterfactual.estimate import Z95
from sim.world.state import Array

PEEL: Final = 0.05
"""Part of the points cut off at a time."""
LEAST_SUPPORT: Final = 0.10
LEAST_POINTS: Final = 20
MOST_NUMBERS: Final = 3
QUASI_P: Final = 0.05 / MOST_NUMBERS
"""What a bound has to stay below: each box has so many chances to keep one that is noise (of boxes found in noise about one in twenty is told)."""


@dataclass(frozen=True)
class Bound:
    """A number between two shares of what is believed; `place`: its column. `p`: how easily chance would make the bound look as good."""

    place: int
    low: float
    high: float
    p: float


@dataclass(frozen=True)
class Box:
    """A box, told by points that did not find it.

    Attributes:
        mean, low, high: of the outcome in the box, with a 95 % interval.
        outside: mean of the outcome outside.
    """

    bounds: tuple[Bound, ...]
    mean: float
    low: float
    high: float
    outside: float
    coverage: float
    support: float


Limits = dict[int, tuple[float, float]]


def _inside(shares: Array, limits: Limits) -> Array:
    found = np.ones(len(shares), bool)
    for place, (low, high) in limits.items():
        found &= (shares[:, place] >= low) & (shares[:, place] <= high)
    return found


def _peelings(shares: Array, outcome: Array) -> list[Limits]:
    """Every box on the way, the largest first."""
    limits: Limits = {}
    steps: list[Limits] = []
    inside = np.ones(len(outcome), bool)
    while True:
        left = np.flatnonzero(inside)
        best: tuple[float, int, tuple[float, float]] | None = None
        for place in range(shares.shape[1]):
            if place not in limits and len(limits) == MOST_NUMBERS:
                continue
            column = shares[left, place]
            low, high = limits.get(place, (0.0, 1.0))
            for bounds in ((float(np.quantile(column, PEEL)), high), (low, float(np.quantile(column, 1.0 - PEEL)))):
                stays = (column >= bounds[0]) & (column <= bounds[1])
                if stays.all() or not stays.any():
                    continue
                mean = float(outcome[left][stays].mean())
                if best is None or mean > best[0]:
                    best = mean, place, bounds
        if best is None:
            return steps
        limits = {**limits, best[1]: best[2]}
        inside = _inside(shares, limits)
        if inside.sum() < max(LEAST_POINTS, LEAST_SUPPORT * len(outcome)):
            return steps
        steps.append(limits)


def _p(more: Array, fewer: Array) -> float:
    """How easily chance makes the mean of `more` as far above that of `fewer` (one-sided, unequal variances)."""
    from scipy.special import ndtr

    if min(len(more), len(fewer)) < 2:
        return 1.0
    error = math.sqrt(float(more.var(ddof=1)) / len(more) + float(fewer.var(ddof=1)) / len(fewer))
    away = float(more.mean() - fewer.mean())
    return float(ndtr(-away / error)) if error > 0.0 else float(away <= 0.0)


def find_box(shares: Array, outcome: Array) -> Box | None:
    """The box in which the outcome is highest, in at most MOST_NUMBERS numbers; `None` where none stands the test.

    Args:
        shares: (points, inputs) from 0 to 1.
        outcome: (points,) the higher, the more of it; points without one are left out.
    """
    known = np.isfinite(outcome)
    shares, outcome = shares[known], outcome[known]
    mine, others = slice(0, None, 2), slice(1, None, 2)
    steps = _peelings(shares[mine], outcome[mine])
    if not steps:
        return None

    def worth(limits: Limits) -> float:  # a box that is small and full, or large and fuller than the rest: how surely it stands apart
        inside = _inside(shares[mine], limits)
        return (float(outcome[mine][inside].mean()) - float(outcome[mine].mean())) * math.sqrt(float(inside.sum()))

    limits = max(steps, key=worth)
    tested, came = shares[others], outcome[others]
    while limits:
        inside = _inside(tested, limits)
        p = {place: _p(came[inside], came[_inside(tested, _without(limits, place)) & ~inside]) for place in limits}
        worst = max(p, key=lambda place: (p[place], place))
        if p[worst] <= QUASI_P:
            return _told(tested, came, limits, p)
        limits = _without(limits, worst)
    return None


def _without(limits: Limits, place: int) -> Limits:
    return {other: bounds for other, bounds in limits.items() if other != place}


def _told(shares: Array, outcome: Array, limits: Limits, p: dict[int, float]) -> Box:
    inside = _inside(shares, limits)
    mine, rest, there = outcome[inside], outcome[~inside], float(outcome.sum())
    error = Z95 * float(mine.std(ddof=1)) / math.sqrt(len(mine))
    mean = float(mine.mean())
    return Box(
        tuple(Bound(place, low, high, p[place]) for place, (low, high) in sorted(limits.items(), key=lambda item: p[item[0]])),
        mean, mean - error, mean + error, float(rest.mean()) if len(rest) else math.nan,
        float(mine.sum()) / there if there else math.nan, float(inside.mean()),
    )  # fmt: skip
