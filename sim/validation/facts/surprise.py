"""How surprising facts are, each by itself and each given those before it.

By itself a fact of which n of N worlds have it surprises by -log2((n + .5) / (N + 1)) bits (Krichevsky and Trofimov 1981): one bit is as rare as
heads in one toss of a coin.

Given the facts before it, plain counting would soon have no world left that has them all. So facts are soft: the record has a fact wrong with a small
chance e, by the strength of its sources, and a world counts 1 - e where it has the fact and e where it has not. A world's weight is the product over
the facts so far, W_k; then

    Z_k = mean over worlds of W_k        how probable the first k facts are together
    bits of fact k given those before = log2(Z_{k-1} / Z_k),        Z_0 = 1

and the bits of all facts add up to -log2 Z_n, whatever the number of worlds. For e -> 0 it is the chain rule on counts. Where few worlds have the
facts before, a fact rests on as few: `effective` (Kish 1965) says on how many, and below ENOUGH nothing should be read off it. Worlds of one set of
plausible values are alike, so the interval of the total is taken between sets (linearised, Cochran 1977).

Resampling worlds at each fact would keep more of them, but luck in a world is tied to its address for life (a voter's leaning, a leader's age), and
whoever goes on with other luck would no longer be of the past that was found to match.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.counterfactual.estimate import Z95, Interval
from sim.counterfactual.estimate import surprise as plain_surprise
from sim.world.state import Array

ENOUGH: Final = 30.0
"""Fewest effective worlds on which a surprise given the facts before is read: with as many, an even chance is known to about a quarter of a bit."""


@dataclass(frozen=True)
class Surprise:
    """One fact: its share of worlds, bits by itself, bits given the facts before it, and on how many effective worlds these rest."""

    share: float
    bits: float
    given_before: float
    effective: float

    @property
    def enough(self) -> bool:
        """Whether enough worlds have the facts before."""
        return self.effective >= ENOUGH


@dataclass(frozen=True)
class Surprises:
    """All facts in their order; `left`: effective worlds that have them all; `total`: bits of all together, with the 95 % interval of simulation
    error. The interval says nothing where `left` is below ENOUGH: worlds that were not seen are not in it."""

    each: tuple[Surprise, ...]
    left: float
    total: Interval


def effective(weights: Array) -> float:
    """How many worlds of one weight would tell as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def surprises(matched: npt.NDArray[np.bool_], errors: npt.NDArray[np.float64], draws: Array) -> Surprises:
    """The surprise of every fact.

    Args:
        matched: (worlds, facts) whether a world has the fact, facts in their order.
        errors: (facts,) the chance that the record has it wrong, above 0.
        draws: (worlds,) worlds of one number share a set of plausible values.
    """
    worlds, facts = matched.shape
    weights = np.ones(worlds)
    found = []
    for n in range(facts):
        before, left = float(weights.mean()), effective(weights)
        weights = weights * np.where(matched[:, n], 1.0 - errors[n], errors[n])
        count = int(matched[:, n].sum())
        found.append(Surprise(count / worlds, plain_surprise(count, worlds), math.log2(before / float(weights.mean())), left))
    return Surprises(tuple(found), effective(weights), _total(weights, draws))


def _total(weights: Array, draws: Array) -> Interval:
    """-log2 of the mean weight; its error is that of the mean, on the logarithm."""
    mean = float(weights.mean())
    _, place = np.unique(draws, return_inverse=True)
    pulls = np.bincount(place, weights=weights / mean - 1.0) / len(weights)
    used = len(pulls)
    half = Z95 * math.sqrt(used / max(1, used - 1) * float((pulls**2).sum())) / math.log(2.0)
    value = -math.log2(mean)
    return Interval(value, max(0.0, value - half), value + half)


def softened(chance: float, error: float) -> float:
    """How probable it is that a fact is on record which comes with a chance: a guess meets the same soft facts as a world does."""
    return (1.0 - error) * chance + error * (1.0 - chance)


__all__ = ["ENOUGH", "Surprise", "Surprises", "effective", "softened", "surprises"]
