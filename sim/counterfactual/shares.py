"""An outcome's share and its difference as plain data, from counts by draw: what a comparison and a summary of a batch both print."""

from __future__ import annotations

import math

from sim.counterfactual.estimate import Draws, clustered_difference, clustered_share, contrast_clears, spread
from sim.world.state import Array

Cell = dict[str, float | None]


def rounded(value: float) -> float | None:
    """A number as it is printed: six digits, None for what is not known."""
    return None if math.isnan(value) else round(float(value), 6) + 0.0


def share_cell(counts: Array, sizes: Array) -> Cell:
    """A share with its simulation error and what it may be over plausible values; `counts` and `sizes` are (draws,) worlds."""
    share = clustered_share(counts, sizes)
    low, high = spread(counts, sizes)
    return {
        "share": rounded(share.value), "low": rounded(share.low), "high": rounded(share.high),
        "spread_low": rounded(low), "spread_high": rounded(high),
    }  # fmt: skip


def pair_cell(draws: Draws) -> Cell:
    """The share with the change, that without it, and their difference over the same pairs."""
    difference = clustered_difference(draws)
    more = contrast_clears(draws, 1.0, -1.0, 0.0)
    return {
        **share_cell(draws.changed, draws.size),
        **{f"reference_{key}": value for key, value in share_cell(draws.reference, draws.size).items()},
        "difference": rounded(difference.value), "difference_low": rounded(difference.low), "difference_high": rounded(difference.high),
        "more": rounded(more.value), "more_low": rounded(more.low), "more_high": rounded(more.high),
    }  # fmt: skip
