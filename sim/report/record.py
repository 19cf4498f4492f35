"""The record as a table of shares: who held the top offices, as far as the pack's sources tell."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.pack.country import Tenure
from sim.pack.dates import date_month

FEWEST = 5
"""Offices with a known holder below which a month is not shown: one or two names would pass for a distribution."""


def recorded_shares(country: Country) -> npt.NDArray[Any]:
    """Shares of the recorded top offices by group: (months, factions), 0-1.

    Offices count by rank, as the seats of simulated worlds do. What a row lacks to 1 was held by people of no group; a month in which fewer than
    `FEWEST` offices have a known holder is NaN.
    """
    fates = {cadre.key: cadre.fate_date for cadre in country.cadres}
    numbers = country.numbers
    held, known = np.zeros((country.months, len(numbers) + 1)), np.zeros(country.months)
    for tenure in country.tenures:
        months = _months(country, tenure, fates.get(tenure.holder, ""))
        held[months, numbers.get(tenure.faction, len(numbers))] += tenure.rank
        known[months] += 1
    total = held.sum(axis=1, keepdims=True)
    shares: npt.NDArray[Any] = np.divide(held, total, out=np.full_like(held, np.nan), where=total > 0)[:, : len(numbers)]
    shares[known < FEWEST] = np.nan
    return shares


def _months(country: Country, tenure: Tenure, fate: str) -> slice:
    """Months of a tenure; one without a recorded end lasts until the holder's own is recorded. The month of a handover is the follower's."""
    first = date_month(tenure.start) - country.first_month
    end = tenure.end or fate
    last = date_month(end) - country.first_month if end else country.months
    return slice(max(0, first), max(0, last))
