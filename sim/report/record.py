"""The record as a table of shares: who held the top offices, as far as the pack's sources tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.pack.country.country import Cadre, Tenure
from sim.pack.country.dates import date_month

FEWEST = 5
"""Offices with a known holder below which a month is not shown: one or two names would pass for a distribution."""
_WITH_GROUP: Final = ""


@dataclass(frozen=True)
class Recorded:
    """Shares of the recorded top offices, 0-1, weighted by rank as the seats of simulated worlds are.

    What a month lacks to 1 was held by people of whom no more is recorded; a month in which fewer than `FEWEST` offices have a known holder is NaN.
    `cadres.csv` says who is shown apart from the group and from when (`shown_as`, `shown_from`).
    """

    groups: npt.NDArray[Any]
    """(months, factions) held by those shown with their group."""
    other_half: npt.NDArray[Any]
    """(months, factions) held by people of the group who come from the other half of the country."""
    left: npt.NDArray[Any]
    """(months,) held by people who had left their group."""
    none: npt.NDArray[Any]
    """(months,) held by people who belonged to no group."""


def recorded_shares(country: Country) -> Recorded:
    """Who held the top offices in the record."""
    people = {cadre.key: cadre for cadre in country.cadres}
    count = len(country.factions)
    held, known = np.zeros((country.months, 2 * count + 3)), np.zeros(country.months)
    for tenure in country.tenures:
        holder = people.get(tenure.holder)
        months = _months(country, tenure, holder.fate_date if holder else "")
        for kind, part in _kinds(country, holder, months):
            held[part, _column(kind, country.numbers.get(tenure.faction, -1), count)] += tenure.rank
        known[months] += 1
    total = held.sum(axis=1, keepdims=True)
    shares: npt.NDArray[Any] = np.divide(held, total, out=np.full_like(held, np.nan), where=total > 0)
    shares[known < FEWEST] = np.nan
    return Recorded(shares[:, :count], shares[:, count : 2 * count], shares[:, 2 * count], shares[:, 2 * count + 1])


def _column(kind: str, group: int, count: int) -> int:
    """Where a holder is counted: columns of groups, of their people of the other half, who had left, who had none, and the others."""
    if kind in ("left", "none"):
        return 2 * count + ("left", "none").index(kind)
    if group < 0:
        return 2 * count + 2
    return group + count if kind == "other_half" else group


def _kinds(country: Country, holder: Cadre | None, months: slice) -> list[tuple[str, slice]]:
    """The stretches of a tenure in which its holder is shown in one way."""
    if holder is None or not holder.shown_as:
        return [(_WITH_GROUP, months)]
    first = date_month(holder.shown_from) - country.first_month if holder.shown_from else months.start
    turn = min(max(months.start, first), max(months.start, months.stop))
    return [(_WITH_GROUP, slice(months.start, turn)), (holder.shown_as, slice(turn, months.stop))]


def _months(country: Country, tenure: Tenure, fate: str) -> slice:
    """Months of a tenure; one without a recorded end lasts until the holder's own is recorded. The month of a handover is the follower's."""
    first = date_month(tenure.start) - country.first_month
    end = tenure.end or fate
    last = date_month(end) - country.first_month if end else country.months
    return slice(max(0, first), max(0, last))
