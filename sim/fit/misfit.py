"""How far what a set of values gives lies outside the bounds of the targets.

Each part of a target has a scale, a quarter of the width between its bounds (of one bound: a quarter of it), in which shortfalls of shares, years and
ratios can be added. A target is as far off as its worst part; a part of which nothing could be counted is off by ABSENT.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.fit.free import Matrix
from sim.pack import Country
from sim.pack.country.target import TargetPart

PART: Final = 0.25
"""Scale of a part, as a share of the width between its bounds."""
COMFORT: Final = 0.25
"""How far inside its bounds, as a share of the width, a part is aimed at: what lies on a bound fails it half of the time."""
ABSENT: Final = 3.0
LINEAR: Final = 2.0
"""Scales from the middle up to which a number counts as it is; beyond, by its logarithm, so that one that is far off does not drown the others."""
MOST: Final = 4.0
"""Scales that one target can be off."""
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Bounds:
    """The bounds of some parts of targets. All arrays are (parts,)."""

    targets: tuple[str, ...]
    of: npt.NDArray[np.int64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]

    @classmethod
    def of_parts(cls, country: Country, parts: Sequence[TargetPart]) -> Bounds:
        """Bounds of parts; several may belong to one target."""
        owner = {part.place.line: target.id for target in country.targets for part in target.parts}
        ids = [owner[part.place.line] for part in parts]
        targets = tuple(dict.fromkeys(ids))
        low = np.array([-np.inf if part.low is None else part.low for part in parts])
        high = np.array([np.inf if part.high is None else part.high for part in parts])
        return cls(targets, np.array([targets.index(one) for one in ids]), low, high)

    @cached_property
    def _two(self) -> Bools:
        return np.isfinite(self.low) & np.isfinite(self.high)

    @cached_property
    def width(self) -> Matrix:
        """(parts,) between the bounds; of one bound itself."""
        only = np.where(np.isfinite(self.high), self.high, self.low)
        with np.errstate(invalid="ignore"):
            found: Matrix = np.where(self._two, self.high - self.low, np.maximum(np.abs(only), 1e-9))
        return found

    @property
    def scale(self) -> Matrix:
        """(parts,) in which shortfalls are counted."""
        return PART * self.width

    @cached_property
    def aims(self) -> tuple[Matrix, Matrix]:
        """Lower and upper end of where each part is aimed at."""
        inside = np.where(self._two, COMFORT, COMFORT / 2.0) * self.width
        return self.low + inside, self.high - inside

    @cached_property
    def middle(self) -> Matrix:
        """(parts,) from where distance is measured."""
        low, high = self.aims
        with np.errstate(invalid="ignore"):
            found: Matrix = np.where(self._two, (self.low + self.high) / 2.0, np.where(np.isfinite(self.high), high, low))
        return found

    def shortfall(self, value: Matrix) -> Matrix:
        """(sets, targets) how far each target is off, in scales, at most MOST; 0 where it is met. `value` is (sets, parts)."""
        off = np.maximum(0.0, np.maximum(self.low - value, value - self.high)) / self.scale
        off = np.where(np.isnan(value), ABSENT, np.minimum(off, MOST))
        found = np.zeros((len(value), len(self.targets)))
        for p, target in enumerate(self.of):
            found[:, target] = np.maximum(found[:, target], off[:, p])
        return found

    def missed(self, value: Matrix) -> npt.NDArray[np.int64]:
        """(sets,) targets missed."""
        return np.asarray((self.shortfall(value) > 0.0).sum(axis=1))

    def misfit(self, value: Matrix) -> Matrix:
        """(sets,) what the targets are off together: a target counts 1 once it is off by a scale, less before, and a little more beyond."""
        off = self.shortfall(value)
        found: Matrix = (np.minimum(off, 1.0) + 0.1 * np.maximum(off - 1.0, 0.0)).sum(axis=1)
        return found

    def compressed(self, value: Matrix) -> Matrix:
        """The numbers in scales from the middle, those far off by their logarithm."""
        x = (value - self.middle) / self.scale
        beyond = np.maximum(np.abs(x) - LINEAR, 0.0)
        found: Matrix = np.sign(x) * (np.minimum(np.abs(x), LINEAR) + np.log1p(beyond))
        return found

    def aimed(self, value: Matrix) -> Matrix:
        """What each set should have given: what it gave where that is well within the bounds, else where they begin to be met; compressed."""
        low, high = self.aims
        return self.compressed(np.clip(value, low, high))
