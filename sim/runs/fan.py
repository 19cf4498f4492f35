"""How power and popular support of each group are spread over many worlds of one change, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.runs.ensemble import ensemble

QUANTILES: Final = (10, 25, 50, 75, 90)
"""In per cent."""
FEWEST: Final = 20
"""Worlds still going below which a month is not shown."""
MOST: Final = 200
"""Worlds that are looked at; more would only smooth the edges."""


@dataclass(frozen=True)
class Fan:
    """Quantiles over worlds: (factions, 5, months) of 10, 25, 50, 75 and 90 %; NaN where too few worlds are still going."""

    power: npt.NDArray[Any]
    support: npt.NDArray[Any]


def fan(country: Country, do: Sequence[str], worlds: int, seed: int, *, fixed: bool = False) -> Fan:
    """The fan of a change, over its worlds run again."""
    block = ensemble(country, min(worlds, MOST), seed, do, fixed=fixed).block
    going = block.months["ruler"] >= 0
    return Fan(_quantiles(block.rows["power"], going), _quantiles(block.rows["support"], going))


def _quantiles(values: npt.NDArray[Any], going: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """(worlds, months, factions) to (factions, 5, months), over the worlds that are still going."""
    shown = np.where(going[:, :, None], values, np.nan)
    found = np.full((values.shape[2], len(QUANTILES), values.shape[1]), np.nan)
    enough = going.sum(axis=0) >= min(FEWEST, len(going))
    if enough.any():
        found[:, :, enough] = np.moveaxis(np.nanpercentile(shown[:, enough], QUANTILES, axis=0), 2, 0)
    return found
