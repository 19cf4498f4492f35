"""What a fan chart shows, in a sentence."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.locale import about, say
from sim.pack import Country
from sim.pack.country.dates import month_name

YEARS: Final = 10
"""Years after a change of which the sentence under a fan speaks."""


def sentence(country: Country, quantiles: npt.NDArray[Any], what: str, month: int, lang: str) -> str:
    """Where each group stands in the middle world, some years after a month.

    Args:
        what: `power` or `support`.
        month: index of the month of the change.
    """
    at = min(month + 12 * YEARS, quantiles.shape[2] - 1)
    order = [k for k in country.displayed if np.isfinite(quantiles[k, 2, at])]
    places = ", ".join(f"{country.factions[k].phrase[lang]} {about(lang, float(quantiles[k, 2, at]), 'chart.part')}" for k in order)
    when = month_name(country.first_month + at, lang)
    return say(lang, f"report.fan_{what}_sentence", when=when, places=places) if order else say(lang, "report.fan_nothing")
