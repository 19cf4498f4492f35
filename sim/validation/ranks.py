"""Is the fit true? Records made by the model itself, from sets whose values are known: does what the fit says of them hold as often as it says?

One library of sets serves all: of each pseudo-record the posterior is what a linear regression of the numbers on what the targets gave makes of the
other sets (regression adjustment; Beaumont, Zhang and Balding 2002). The rank of the true value among those draws is even if the posterior is right
(simulation-based calibration; Talts and others 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]
Folds = npt.NDArray[np.int64]
BINS: Final = 10
FOLDS: Final = 10
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


def ranks(keys: tuple[str, ...], z: Matrix, parts: tuple[str, ...], seen: Matrix, luck: np.random.Generator, records: int = RECORDS) -> Ranks:
    """Ranks of known values, and how well each is known.

    Args:
        keys, z: numbers and (sets, keys) their values, standard normal in the prior.
        parts, seen: parts of targets and (sets, parts) what each set gave; where nothing was counted the mean stands.
        records: how many of the sets are pseudo-records.
    """
    seen = _filled(seen)
    fold = luck.permutation(len(z)) % FOLDS
    fitted = _out_of_fold(seen, z, fold)
    chosen = luck.permutation(len(z))[: min(records, len(z))]
    share = np.empty((len(chosen), z.shape[1]))
    residuals = z - fitted
    for row, s in enumerate(chosen):
        others = fold != fold[s]
        draws = fitted[s] + residuals[others]
        share[row] = ((draws < z[s]).sum(axis=0) + luck.random(z.shape[1])) / (others.sum() + 1.0)
    bins = np.histogram(share, bins=BINS, range=(0.0, 1.0))[0]
    explained = _explained(z, fitted)
    inert = [luck.standard_normal((len(z), 1)) for _ in range(_SHUFFLES)]
    noise = max(0.0, *(float(_explained(one, _out_of_fold(seen, one, fold))[0]) for one in inert))
    numbers = sorted((Recovered(key, float(one)) for key, one in zip(keys, explained, strict=True)), key=lambda one: (-one.explained, one.key))
    return Ranks(
        len(z), len(chosen), tuple(int(one) for one in bins), _flatness(share, luck), tuple(numbers), float(noise),
        tuple(Recovered(part, _left_out(seen, p, fold)) for p, part in enumerate(parts)),
    )  # fmt: skip


def _filled(seen: Matrix) -> Matrix:
    """Standardised, the mean where nothing was counted; what never varies is 0."""
    mean = np.nanmean(np.where(np.isnan(seen).all(axis=0), 0.0, seen), axis=0)
    about = np.where(np.isnan(seen), 0.0, seen - mean)
    found: Matrix = about / np.maximum(about.std(axis=0), 1e-12)
    return found


def _out_of_fold(x: Matrix, y: Matrix, fold: Folds) -> Matrix:
    """What a linear regression on the other folds predicts of each row."""
    found = np.empty_like(y)
    for one in range(FOLDS):
        own, others = fold == one, fold != one
        middle, level = x[others].mean(axis=0), y[others].mean(axis=0)
        about = x[others] - middle
        gain = np.linalg.solve(about.T @ about + RIDGE * others.sum() * np.eye(x.shape[1]), about.T @ (y[others] - level))
        found[own] = level + (x[own] - middle) @ gain
    return found


def _explained(y: Matrix, fitted: Matrix) -> Matrix:
    """(columns,) share of the variance explained."""
    found: Matrix = 1.0 - ((y - fitted) ** 2).sum(axis=0) / np.maximum(((y - y.mean(axis=0)) ** 2).sum(axis=0), 1e-12)
    return found


def _left_out(seen: Matrix, part: int, fold: Folds) -> float:
    others = np.delete(seen, part, axis=1)
    own = seen[:, part : part + 1]
    return float(_explained(own, _out_of_fold(others, own, fold))[0]) if own.any() else 0.0


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
