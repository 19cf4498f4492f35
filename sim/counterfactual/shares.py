"""An outcome's share, and its difference from the reference's, from counts by draw: what a comparison and a summary of a batch both give."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any, Literal

from sim.counterfactual.estimate import Interval, PairCounts, clustered_difference, clustered_share, contrast_clears, spread
from sim.world.state import Array

Way = Literal["more", "less", "same"]


@dataclass(frozen=True)
class Share:
    """Share of worlds in which an outcome comes; numbers of six digits, as they are printed.

    Attributes:
        share: `None` where there are no worlds.
        low, high: 95 % interval of simulation error.
        spread_low, spread_high: 10-90 % of the share over plausible values; `None` where nothing is known of other values.
    """

    share: float | None
    low: float
    high: float
    spread_low: float | None
    spread_high: float | None

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return dataclasses.asdict(self)


@dataclass(frozen=True)
class PairedShare(Share):
    """A share with the change, beside that of the same pairs without it.

    Attributes:
        reference_...: the same of the other worlds of the pairs.
        difference: `share` less `reference_share`, to the printed digit; `None` where there are no pairs.
        difference_low, difference_high: its 95 % interval of simulation error.
        more, more_low, more_high: share of plausible values for which the outcome becomes more frequent, with the outermost values that
            simulation error allows; `None` where nothing is known of other values.
    """

    reference_share: float | None
    reference_low: float
    reference_high: float
    reference_spread_low: float | None
    reference_spread_high: float | None
    difference: float | None
    difference_low: float
    difference_high: float
    more: float | None
    more_low: float | None
    more_high: float | None

    @property
    def way(self) -> Way | None:
        """Which way the outcome moves beyond simulation error; `None` where there are no pairs."""
        if self.difference is None:
            return None
        return "more" if self.difference_low > 0 else "less" if self.difference_high < 0 else "same"

    @property
    def reference(self) -> Share:
        """The share without the change."""
        return Share(self.reference_share, self.reference_low, self.reference_high, self.reference_spread_low, self.reference_spread_high)


def rounded(value: float) -> float | None:
    """A number as it is printed: six digits, None for what is not known."""
    return None if math.isnan(value) else round(float(value), 6) + 0.0


def _bound(value: float) -> float:
    return round(float(value), 6) + 0.0


def share_of(counts: Array, sizes: Array) -> Share:
    """A share with its simulation error and what it may be over plausible values; `counts` and `sizes` are (draws,) worlds.

    Where no draw has two worlds, nothing is known about values: that part is None.
    """
    share = clustered_share(counts, sizes)
    low, high = spread(counts, sizes) if _tells_of_values(sizes) else (math.nan, math.nan)
    return Share(rounded(share.value), _bound(share.low), _bound(share.high), rounded(low), rounded(high))


def _tells_of_values(sizes: Array) -> bool:
    return bool(len(sizes)) and int(sizes.max()) > 1


def paired_share(draws: PairCounts) -> PairedShare:
    """The share with the change, that without it, and their difference over the same pairs: that of the shares as they are printed."""
    changed, reference = share_of(draws.changed, draws.size), share_of(draws.reference, draws.size)
    difference = clustered_difference(draws)
    more = contrast_clears(draws, 1.0, -1.0, 0.0) if _tells_of_values(draws.size) else Interval(math.nan, math.nan, math.nan)
    known = changed.share is not None and reference.share is not None
    return PairedShare(
        changed.share, changed.low, changed.high, changed.spread_low, changed.spread_high,
        reference.share, reference.low, reference.high, reference.spread_low, reference.spread_high,
        difference=rounded(changed.share - reference.share) if known else None,  # type: ignore[operator]
        difference_low=_bound(difference.low), difference_high=_bound(difference.high),
        more=rounded(more.value), more_low=rounded(more.low), more_high=rounded(more.high),
    )  # fmt: skip
