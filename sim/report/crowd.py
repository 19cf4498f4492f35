"""All worlds of a change at once: how power and popular support of each group are spread over them, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.locale import about, say
from sim.pack import Country
from sim.pack.country.dates import month_name
from sim.report.charts.fans import QUANTILES
from sim.runs.ensemble import ensemble

FEWEST: Final = 20
"""Worlds still going below which a month is not shown."""
MOST: Final = 200
"""Worlds that are looked at; more would only smooth the edges."""
YEARS: Final = 10
"""Years after a change of which the sentence under a fan speaks."""


@dataclass(frozen=True)
class Crowd:
    """Quantiles over worlds: (factions, 5, months) of 10, 25, 50, 75 and 90 %; NaN where too few worlds are still going."""

    power: npt.NDArray[Any]
    support: npt.NDArray[Any]


def crowd(country: Country, do: Sequence[str], worlds: int, seed: int, *, fixed: bool = False) -> Crowd:
    """The worlds of a change, lived again."""
    block = ensemble(country, min(worlds, MOST), seed, do, fixed=fixed).block
    going = block.months["ruler"] >= 0
    return Crowd(_quantiles(block.rows["power"], going), _quantiles(block.rows["support"], going))


def _quantiles(values: npt.NDArray[Any], going: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """(worlds, months, factions) to (factions, 5, months), over the worlds that are still going."""
    shown = np.where(going[:, :, None], values, np.nan)
    found = np.full((values.shape[2], len(QUANTILES), values.shape[1]), np.nan)
    enough = going.sum(axis=0) >= min(FEWEST, len(going))
    if enough.any():
        found[:, :, enough] = np.moveaxis(np.nanpercentile(shown[:, enough], QUANTILES, axis=0), 2, 0)
    return found


def sentence(country: Country, quantiles: npt.NDArray[Any], what: str, month: int, lang: str) -> str:
    """Where each group stands in the middle world, some years after a month.

    Args:
        what: `power` or `support`.
        month: index of the month of the change.
    """
    at = min(month + 12 * YEARS, quantiles.shape[2] - 1)
    known = [k for k in range(len(country.factions)) if np.isfinite(quantiles[k, 2, at])]
    order = sorted(known, key=lambda k: country.factions[k].display)
    places = ", ".join(f"{country.factions[k].phrase[lang]} {about(lang, float(quantiles[k, 2, at]), 'chart.part')}" for k in order)
    when = month_name(country.first_month + at, lang)
    return say(lang, f"report.fan_{what}_sentence", when=when, places=places) if order else say(lang, "report.fan_nothing")
