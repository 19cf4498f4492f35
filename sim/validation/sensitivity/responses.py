"""How an outcome answers to a number: its mean over fifths of the number's values, everything else varying as it may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.counterfactual.estimate import Z95, Interval, clustered_share
from sim.counterfactual.shares import rounded
from sim.world.state import Array

BINS: Final = 5


@dataclass(frozen=True)
class Response:
    """An outcome over a number.

    Attributes:
        key: the number.
        values: mean of the number in each fifth, from the lowest up.
        means, lows, highs: mean of the outcome there, with a 95 % interval of simulation error and of what else varies.
    """

    outcome: str
    key: str
    values: tuple[float, ...]
    means: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]

    @property
    def change(self) -> float:
        """From the lowest fifth to the highest."""
        return self.means[-1] - self.means[0]

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        rows = {name: [rounded(one) for one in getattr(self, name)] for name in ("values", "means", "lows", "highs")}
        return {"outcome": self.outcome, "key": self.key, **rows}


def response(outcome: str, key: str, values: Array, came: Array, *, difference: bool = False) -> Response | None:
    """Of (points,) values of a number and (points, worlds) outcomes; `None` where too few points count.

    Worlds of one point resemble each other, so errors are taken between points (`sim.counterfactual.estimate`).
    """
    sizes, sums = np.isfinite(came).sum(axis=1), np.nansum(came, axis=1)
    known = np.flatnonzero(sizes > 0)
    if len(known) < 2 * BINS:
        return None
    parts: Sequence[Array] = np.array_split(known[np.argsort(values[known], kind="stable")], BINS)
    means = [_mean(sums[part], sizes[part], difference=difference) for part in parts]
    return Response(
        outcome, key, tuple(float(values[part].mean()) for part in parts), tuple(one.value for one in means), tuple(one.low for one in means),
        tuple(one.high for one in means),
    )  # fmt: skip


def _mean(sums: Array, sizes: Array, *, difference: bool) -> Interval:
    if not difference:
        return clustered_share(sums, sizes)
    means = sums / sizes
    error = Z95 * float(means.std(ddof=1)) / len(means) ** 0.5
    return Interval(float(means.mean()), float(means.mean()) - error, float(means.mean()) + error)
