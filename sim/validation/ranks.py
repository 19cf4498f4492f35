"""Is the fit true? Records made by the model itself, from sets whose values are known: does what the fit says of them hold as often as it says?

One library of sets serves all. A pseudo-record is what an accepted set of one start gives in fresh worlds; its posterior is what a linear regression
of numbers on targets makes of the sets of the *other* starts (regression adjustment; Beaumont, Zhang and Balding 2002). The rank of the true value
among those draws is even if the posterior is right (simulation-based calibration; Talts and others 2018). Sets of the same start would be no test:
many share an ancestor, and ranks among one's own kind are even whatever the fit is worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Starts = npt.NDArray[np.int64]
BINS: Final = 10
RIDGE: Final = 0.1
"""Weight of the penalty, in sets."""
RECORDS: Final = 100
_SHUFFLES: Final = 20


@dataclass(frozen=True)
class Recovered:
    """How well a number, or what a target gives, is known from the others: share of its variance explained out of sample."""

    key: str
    explained: float


@dataclass(frozen=True)
class Ranks:
    """What pseudo-records say.

    Attributes:
        records: how many.
        bins: how many ranks, over all numbers, lie in each tenth.
        flat: chance that ranks as uneven come from a right posterior, records being independent and numbers of one record not: by shuffling records.
        numbers: what the targets say of each number, best known first; those above `noise`, the best that a number without any effect reaches.
        targets: each part of a target as the others predict it.
    """

    sets: int
    records: int
    bins: tuple[int, ...]
    flat: float
    numbers: tuple[Recovered, ...]
    noise: float
    targets: tuple[Recovered, ...]

    @property
    def known(self) -> tuple[Recovered, ...]:
        """Numbers of which the targets say more than of one without any effect."""
        return tuple(one for one in self.numbers if one.explained > self.noise)

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "sets": self.sets, "records": self.records, "bins": list(self.bins), "flat": self.flat, "noise": self.noise,
            "numbers": [vars(one) for one in self.numbers], "targets": [vars(one) for one in self.targets],
        }  # fmt: skip


def ranks(
    keys: tuple[str, ...], z: Matrix, parts: tuple[str, ...], seen: Matrix, start: Starts, luck: np.random.Generator, records: int = RECORDS
) -> Ranks:  # fmt: skip
    """Ranks of known values, and how well each is known.

    Args:
        keys, z: numbers and (sets, keys) their values, of about the spread of a standard normal.
        parts, seen: parts of targets and (sets, parts) what each set gave; where nothing was counted the mean stands.
        start: (sets,) from which start each set comes; at least two.
        records: how many of the sets are pseudo-records.
    """
    seen = _filled(seen)
    fitted, left = _from_other_starts(seen, z, start)
    chosen = luck.permutation(len(z))[: min(records, len(z))]
    share = np.empty((len(chosen), z.shape[1]))
    for row, s in enumerate(chosen):
        draws = fitted[s] + left[int(start[s])]
        share[row] = ((draws < z[s]).sum(axis=0) + luck.random(z.shape[1])) / (len(draws) + 1.0)
    bins = np.histogram(share, bins=BINS, range=(0.0, 1.0))[0]
    inert = [luck.standard_normal((len(z), 1)) for _ in range(_SHUFFLES)]
    noise = max(0.0, *(float(_explained(one, _from_other_starts(seen, one, start)[0])[0]) for one in inert))
    found = zip(keys, _explained(z, fitted).tolist(), strict=True)
    numbers = sorted((Recovered(key, one) for key, one in found), key=lambda one: (-one.explained, one.key))
    return Ranks(
        len(z), len(chosen), tuple(int(one) for one in bins), _flatness(share, luck), tuple(numbers), float(noise),
        tuple(Recovered(part, _left_out(seen, p, start)) for p, part in enumerate(parts)),
    )  # fmt: skip


def _filled(seen: Matrix) -> Matrix:
    """Standardised, the mean where nothing was counted; what never varies is 0."""
    mean = np.nanmean(np.where(np.isnan(seen).all(axis=0), 0.0, seen), axis=0)
    about = np.where(np.isnan(seen), 0.0, seen - mean)
    found: Matrix = about / np.maximum(about.std(axis=0), 1e-12)
    return found


def _from_other_starts(x: Matrix, y: Matrix, start: Starts) -> tuple[Matrix, dict[int, Matrix]]:
    """What a linear regression on the sets of the other starts predicts of each set; and by start what it leaves of those, each without itself."""
    found, left = np.empty_like(y), {}
    for one in np.unique(start):
        own, others = start == one, start != one
        middle, level = x[others].mean(axis=0), y[others].mean(axis=0)
        about = x[others] - middle
        inverse = np.linalg.inv(about.T @ about + RIDGE * others.sum() * np.eye(x.shape[1]))
        gain = inverse @ about.T @ (y[others] - level)
        leverage = np.einsum("ij,jk,ik->i", about, inverse, about) + 1.0 / others.sum()
        left[int(one)] = (y[others] - level - about @ gain) / (1.0 - np.minimum(leverage, 0.9))[:, None]
        found[own] = level + (x[own] - middle) @ gain
    return found, left


def _explained(y: Matrix, fitted: Matrix) -> Matrix:
    """(columns,) share of the variance explained."""
    found: Matrix = 1.0 - ((y - fitted) ** 2).sum(axis=0) / np.maximum(((y - y.mean(axis=0)) ** 2).sum(axis=0), 1e-12)
    return found


def _left_out(seen: Matrix, part: int, start: Starts) -> float:
    others = np.delete(seen, part, axis=1)
    own = seen[:, part : part + 1]
    return float(_explained(own, _from_other_starts(others, own, start)[0])[0]) if own.any() else 0.0


def _flatness(share: Matrix, luck: np.random.Generator, times: int = 400) -> float:
    """Chance of ranks as uneven, over all numbers.

    Numbers of one record depend on each other, so the bins are no sample of independent ranks: each record's ranks are turned by one shift of its
    own, which makes every one even and leaves how they hang together.
    """
    def uneven(those: Matrix) -> float:
        counts = np.histogram(those, bins=BINS, range=(0.0, 1.0))[0]
        return float(((counts - counts.mean()) ** 2).sum())

    own = uneven(share)
    others = [uneven((share + luck.random((len(share), 1))) % 1.0) for _ in range(times)]
    return float((1 + sum(other >= own for other in others)) / (times + 1))


__all__ = ["Ranks", "Recovered", "ranks"]
