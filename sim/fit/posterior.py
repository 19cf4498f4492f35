"""What accepted sets say: which numbers the record holds fast, which it leaves open, whether the restarts agree, whether there is one heap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.fit.free import Matrix

EDGE: Final = 0.05
"""Share of a prior at one of its ends."""
PRESSED: Final = 0.25
"""Share of the sets there from which on the record presses against that end."""
ALIKE: Final = 1.2
"""Potential scale reduction up to which restarts count as alike (Gelman and Rubin 1992 say 1.1 to 1.2)."""
_SIMULATED: Final = 30


@dataclass(frozen=True)
class Held:
    """One number over accepted sets.

    Attributes:
        width: of the middle four fifths of the sets, in shares of the prior, over that of the prior: 1 where the record says nothing.
        low, middle, high: 10th, 50th and 90th percentile of the values.
        pressed: `low` or `high` where many sets lie at that end of the prior, else empty.
        alike: potential scale reduction over restarts: 1 where they agree.
    """

    key: str
    width: float
    low: float
    middle: float
    high: float
    pressed: str
    alike: float


@dataclass(frozen=True)
class Posterior:
    """What is known of accepted sets.

    Attributes:
        held: every number, the most constrained first.
        effective: effective number of independent sets, sets of one ancestor counting together (Kish 1965).
        roots: sets of the first rounds that have descendants among the accepted.
        heaps: whether the sets fall into two heaps further apart than those of one cloud would.
        missed: by target, the share of the sets that missed it.
    """

    sets: int
    held: tuple[Held, ...]
    effective: float
    roots: int
    heaps: bool
    missed: dict[str, float]

    @property
    def apart(self) -> tuple[Held, ...]:
        """Numbers on which the restarts do not agree."""
        return tuple(one for one in self.held if not one.alike <= ALIKE)

    @property
    def pressed(self) -> tuple[Held, ...]:
        """Numbers that the record presses against an end of their prior."""
        return tuple(one for one in self.held if one.pressed)

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        held = [{**vars(one), "pressed": one.pressed or None} for one in self.held]
        return {"sets": self.sets, "effective": self.effective, "roots": self.roots, "heaps": self.heaps, "missed": self.missed, "values": held}


def posterior(
    keys: tuple[str, ...], u: Matrix, columns: tuple[str, ...], values: Matrix, restart: npt.NDArray[np.int64], root: npt.NDArray[np.int64],
    missed: dict[str, float],
) -> Posterior:  # fmt: skip
    """Describe accepted sets.

    Args:
        keys, u: coordinates and (sets, keys) points of the unit cube.
        columns, values: what is written and (sets, columns) its values.
        restart, root: (sets,) where each comes from.
    """
    held = sorted((_held(key, u[:, n], values[:, columns.index(key)], restart) for n, key in enumerate(keys)), key=lambda one: (one.width, one.key))
    _, sizes = np.unique(np.stack([restart, root]), axis=1, return_counts=True)
    return Posterior(len(u), tuple(held), float(sizes.sum() ** 2 / (sizes**2).sum()), len(sizes), heaps(u), missed)


def _held(key: str, u: Matrix, values: Matrix, restart: npt.NDArray[np.int64]) -> Held:
    low, high = np.quantile(u, (0.1, 0.9))
    ends = float((u < EDGE).mean()), float((u > 1.0 - EDGE).mean())
    pressed = "low" if ends[0] >= max(PRESSED, ends[1]) else "high" if ends[1] >= PRESSED else ""
    least, middle, most = (float(f"{one:.4g}") for one in np.quantile(values, (0.1, 0.5, 0.9)))
    return Held(key, float(high - low) / 0.8, least, middle, most, pressed, scale_reduction(u, restart))


def scale_reduction(x: Matrix, restart: npt.NDArray[np.int64]) -> float:
    """By how much the spread of a number would shrink if the restarts agreed (Gelman and Rubin 1992); restarts of two sets and more count."""
    parts = [x[restart == one] for one in np.unique(restart)]
    parts = [part for part in parts if len(part) > 1]
    if len(parts) < 2:
        return float("nan")
    size = float(np.mean([len(part) for part in parts]))
    within = float(np.mean([part.var(ddof=1) for part in parts]))
    between = float(np.var([part.mean() for part in parts], ddof=1))
    return float(np.sqrt((size - 1.0) / size + between / max(within, 1e-12)))


def heaps(u: Matrix) -> bool:
    """Whether two heaps explain more of the sets than they would of one normal cloud with the same covariance (gap statistic; Tibshirani and others
    2001)."""
    count = len(u)
    if count < 20:
        return False
    luck = np.random.Generator(np.random.PCG64(1))
    own, cloud = _explained(u), np.cov(u, rowvar=False)
    root = np.linalg.cholesky(np.atleast_2d(cloud) + 1e-9 * np.eye(u.shape[1]))
    others = [_explained(luck.standard_normal(u.shape) @ root.T) for _ in range(_SIMULATED)]
    return own > max(others)


def _explained(x: Matrix) -> float:
    """Share of the spread that two heaps explain."""
    from scipy.cluster.vq import kmeans2

    about = x - x.mean(axis=0)
    _, label = kmeans2(about, 2, minit="++", seed=np.random.Generator(np.random.PCG64(2)))
    within = sum(float(((about[label == one] - about[label == one].mean(axis=0)) ** 2).sum()) for one in (0, 1) if (label == one).any())
    return 1.0 - within / max(float((about**2).sum()), 1e-12)
