"""Sequential Monte Carlo with a tolerance: sets within it stay, the others give way to copies of them, and all are moved without leaving it.

The prior is uniform over the unit cube, and every step is as likely back as forth; so a step is taken when what the new set gives, in worlds of its
own, is within the tolerance, and the sets are then draws from the prior given that (Marjoram and others 2003; Del Moral, Doucet and Jasra 2012).
Steps are differences of two other sets in a few coordinates (ter Braak 2006), or a few coordinates drawn anew from the prior, so that what the record
leaves open is soon as wide as the prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.fit.free import Matrix

ANEW: Final = 0.4
"""Share of steps that draw coordinates anew."""
FEW: Final = (1, 2, 3, 6, 12)
"""How many coordinates a step may change."""
WHOLE: Final = 0.1
"""Share of the steps by differences that take the whole difference, by which sets change between places far apart."""
SHAKE: Final = 0.01


@dataclass(frozen=True)
class Population:
    """Sets within a tolerance.

    Attributes:
        u: (sets, numbers) points of the unit cube.
        misfit: (sets,) how far each is off.
        root: (sets,) number of the set of the first round that each descends from.
    """

    u: Matrix
    misfit: Matrix
    root: npt.NDArray[np.int64]

    @property
    def roots(self) -> int:
        """How many sets of the first round have descendants."""
        return len(np.unique(self.root))


def tolerance(misfit: Matrix, keep: float, least: float) -> float:
    """The tolerance of the next round: a share `keep` of the sets is within it, but it is never below `least`."""
    return max(least, float(np.sort(misfit)[max(0, round(keep * len(misfit)) - 1)]))


def resampled(them: Population, bound: float, luck: np.random.Generator) -> Population:
    """As many sets as before, all within the bound: those that are, and copies of them, as evenly as can be, in the places of the others."""
    inside = np.flatnonzero(them.misfit <= bound)
    if len(inside) == 0:
        raise ValueError("no set within the tolerance")
    outside = np.flatnonzero(them.misfit > bound)
    order = luck.permutation(inside)
    rows = np.arange(len(them.misfit))
    rows[outside] = order[np.arange(len(outside)) % len(order)]
    return Population(them.u[rows], them.misfit[rows], them.root[rows])


def proposed(u: Matrix, luck: np.random.Generator) -> Matrix:
    """(sets, numbers) a step for every set."""
    count, numbers = u.shape
    found = u.copy()
    for s in range(count):
        size = min(numbers, int(luck.choice(FEW)))
        where = luck.choice(numbers, size, replace=False)
        if luck.random() < ANEW:
            found[s, where] = luck.random(size)
            continue
        one, other = luck.choice(count, 2, replace=False)
        pace = 1.0 if luck.random() < WHOLE else 2.38 / np.sqrt(2.0 * size)
        found[s, where] += pace * (u[one, where] - u[other, where]) + SHAKE * luck.standard_normal(size)
    return reflected(found)


def reflected(u: Matrix) -> Matrix:
    """Points folded back into the unit cube at its faces: a step stays as likely back as forth."""
    folded = np.mod(u, 2.0)
    found: Matrix = np.where(folded > 1.0, 2.0 - folded, folded)
    return found


def moved(them: Population, u: Matrix, misfit: Matrix, bound: float) -> tuple[Population, float]:
    """The sets after a step, and the share of steps taken: those whose new set is within the bound."""
    taken = misfit <= bound
    after = Population(np.where(taken[:, None], u, them.u), np.where(taken, misfit, them.misfit), them.root)
    return after, float(taken.mean())
