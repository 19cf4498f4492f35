"""An outcome's share and its difference as plain data, from counts by draw: what a comparison and a summary of a batch both print."""

from __future__ import annotations

import math

from sim.counterfactual.estimate import Draws, Interval, clustered_difference, clustered_share, contrast_clears, spread
from sim.world.state import Array

Cell = dict[str, float | None]


def rounded(value: float) -> float | None:
    """A number as it is printed: six digits, None for what is not known."""
    return None if math.isnan(value) else round(float(value), 6) + 0.0


def share_cell(counts: Array, sizes: Array) -> Cell:
    """A share with its simulation error and what it may be over plausible values; `counts` and `sizes` are (draws,) worlds.

    Where no draw has two worlds, nothing is known about values: that part is None.
    """
    share = clustered_share(counts, sizes)
    low, high = spread(counts, sizes) if _tells_of_values(sizes) else (math.nan, math.nan)
    return {
        "share": rounded(share.value), "low": rounded(share.low), "high": rounded(share.high),
        "spread_low": rounded(low), "spread_high": rounded(high),
    }  # fmt: skip


def _tells_of_values(sizes: Array) -> bool:
    return bool(len(sizes)) and int(sizes.max()) > 1


def pair_cell(draws: Draws) -> Cell:
    """The share with the change, that without it, and their difference over the same pairs: that of the shares as they are printed."""
    changed, reference = share_cell(draws.changed, draws.size), share_cell(draws.reference, draws.size)
    difference = clustered_difference(draws)
    more = contrast_clears(draws, 1.0, -1.0, 0.0) if _tells_of_values(draws.size) else Interval(math.nan, math.nan, math.nan)
    known = changed["share"] is not None and reference["share"] is not None
    return {
        **changed, **{f"reference_{key}": value for key, value in reference.items()},
        "difference": rounded(changed["share"] - reference["share"]) if known else None,  # type: ignore[operator]
        "difference_low": rounded(difference.low), "difference_high": rounded(difference.high),
        "more": rounded(more.value), "more_low": rounded(more.low), "more_high": rounded(more.high),
    }  # fmt: skip
