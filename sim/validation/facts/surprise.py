"""How surprising facts are, each by itself and each given those before it.

By itself a fact of which n of N worlds have it surprises by -log2((n + .5) / (N + 1)) bits (Krichevsky and Trofimov 1981): one bit is as rare as
heads in one toss of a coin.

Given the facts before it, plain counting would soon have no world left that has them all. So facts are soft: the record has a fact wrong with a small
chance e, by the strength of its sources, and a world counts 1 - e where it has the fact and e where it has not. With W_k the product over the first k
facts in a world left alone,

    Z_k = mean of W_k        how probable the first k facts are together
    bits of fact k given those before = log2(Z_{k-1} / Z_k),        Z_0 = 1

and the bits of all facts add up to -log2 Z_n. For e -> 0 it is the chain rule on counts. The means are taken by sequential Monte Carlo (Gordon,
Salmond and Smith 1993; unbiased, Del Moral 2004): worlds are simulated to the month of a fact and weighted; where their weights have become too
unequal, worlds are kept in proportion to them, and a world kept twice goes on from there with other luck. Several sets of worlds are filtered so,
apart from each other (islands); Z_k is their mean, and how they differ is the error.

Worlds kept twice have one past. So a fact is said to rest on as many worlds as their first ancestors tell (effective number, Kish 1965), not on how
many are simulated; where these are fewer than ENOUGH, the facts before have left too little of the past to go by, and the text says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from sim.counterfactual.estimate import Interval
from sim.counterfactual.estimate import surprise as plain_surprise
from sim.world.outcome import Bools
from sim.world.state import Array

ENOUGH: Final = 20.0
"""Fewest effective ancestors on which a surprise is read: what so many tell of a chance of one half is known to about a third of a bit."""
_KEEP: Final = 0.5
"""Effective share of worlds below which they are kept in proportion to their weights (the usual half; Doucet and Johansen 2009)."""


class Worlds(Protocol):
    """Worlds that go on month by month and can be taken up from where they are."""

    size: int

    def run_to(self, month: int) -> None:
        """Simulate to the end of a month."""

    def have(self, fact: int) -> Bools:
        """(size,) which of them have a fact."""

    def keep(self, rows: npt.NDArray[np.int64]) -> None:
        """Go on with the worlds of these rows; one that is there twice has other luck from now on."""


@dataclass(frozen=True)
class Island:
    """A set of worlds filtered by the facts.

    Attributes:
        together: (facts + 1,) how probable the first k facts are together; 1 for none.
        ancestors: (facts + 1, size) what the descendants of each first world weigh after k facts, 1 on average before the first.
    """

    together: npt.NDArray[np.float64]
    ancestors: npt.NDArray[np.float64]


def filtered(worlds: Worlds, months: Sequence[int], errors: Sequence[float], luck: Sequence[float]) -> Island:
    """Filter worlds by facts.

    Args:
        months: (facts,) last month of each, in order.
        errors: (facts,) the chance that the record has it wrong, above 0.
        luck: (facts,) a number from 0 to 1 for each, by which worlds are kept.
    """
    size = worlds.size
    weights, root, scale = np.ones(size), np.arange(size), 1.0
    together = [1.0]
    ancestors: list[npt.NDArray[np.floating]] = [np.ones(size)]
    for n, month in enumerate(months):
        worlds.run_to(month)
        weights = weights * np.where(worlds.have(n), 1.0 - errors[n], errors[n])
        mean = float(weights.mean())
        together.append(scale * mean)
        ancestors.append(scale * np.bincount(root, weights=weights, minlength=size))
        if effective(weights) < _KEEP * size:
            rows = systematic(weights, luck[n])
            worlds.keep(rows)
            root, weights, scale = root[rows], np.ones(size), scale * mean
    return Island(np.array(together), np.array(ancestors))


def systematic(weights: npt.NDArray[np.float64], luck: float) -> npt.NDArray[np.int64]:
    """Rows in proportion to weights, as many as there are, by one number from 0 to 1 (systematic resampling, Kitagawa 1996)."""
    size = len(weights)
    steps = np.cumsum(weights) / float(weights.sum())
    return np.minimum(np.searchsorted(steps, (np.arange(size) + luck) / size, side="right"), size - 1).astype(np.int64)


def effective(weights: Array) -> float:
    """How many worlds of one weight would tell as much (Kish 1965)."""
    return float(weights.sum() ** 2 / (weights**2).sum())


@dataclass(frozen=True)
class Surprises:
    """All facts in their order.

    Attributes:
        shares, bits: (facts,) each by itself.
        given_before: (facts,) bits given the facts before.
        resting_on: (facts + 1,) effective ancestors of the worlds that have the first k facts.
        total: bits of all together, with the 95 % interval of simulation error: between islands, on the logarithm.
    """

    shares: npt.NDArray[np.float64]
    bits: npt.NDArray[np.float64]
    given_before: npt.NDArray[np.float64]
    resting_on: npt.NDArray[np.float64]
    total: Interval


def surprises(matched: Bools, islands: Sequence[Island]) -> Surprises:
    """The surprise of every fact.

    Args:
        matched: (worlds, facts) whether a world left alone has the fact.
        islands: worlds filtered by the facts, each of as many.
    """
    counts, worlds = matched.sum(axis=0), len(matched)
    together = np.mean([island.together for island in islands], axis=0)
    resting = [effective(np.concatenate([island.ancestors[k] for island in islands])) for k in range(len(together))]
    return Surprises(
        counts / worlds, np.array([plain_surprise(int(n), worlds) for n in counts]), np.log2(together[:-1] / together[1:]), np.array(resting),
        _total([float(island.together[-1]) for island in islands]),
    )  # fmt: skip


def _total(found: Sequence[float]) -> Interval:
    """-log2 of the islands' mean."""
    from scipy.special import stdtrit

    mean, count = sum(found) / len(found), len(found)
    value = -math.log2(mean)
    if count < 2:
        return Interval(value, 0.0, math.inf)
    error = math.sqrt(sum((one - mean) ** 2 for one in found) / (count - 1) / count) / mean / math.log(2.0)
    half = float(stdtrit(count - 1, 0.975)) * error
    return Interval(value, max(0.0, value - half), value + half)


def softened(chance: float, error: float) -> float:
    """How probable it is that a fact is on record which comes with a chance: a guess meets the same soft facts as a world does."""
    return (1.0 - error) * chance + error * (1.0 - chance)


__all__ = ["ENOUGH", "Island", "Surprises", "Worlds", "effective", "filtered", "softened", "surprises", "systematic"]
