"""Shares of recorded offices, against a reading of the tenures one by one."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.pack import Country
from sim.pack.country.dates import date_month
from sim.report.record import FEWEST, Recorded, recorded_shares


def holders(country: Country, date: str) -> list[tuple[str, str, int]]:
    """Group, way of showing and rank of everybody in a recorded office in that month."""
    month, people = date_month(date), {cadre.key: cadre for cadre in country.cadres}
    found = []
    for tenure in country.tenures:
        cadre = people.get(tenure.holder)
        end = tenure.end or (cadre.fate_date if cadre else "")
        if date_month(tenure.start) <= month and (not end or month < date_month(end)):
            shown = cadre.shown_as if cadre and (not cadre.shown_from or date_month(cadre.shown_from) <= month) else ""
            found.append((tenure.faction, shown, tenure.rank))
    return found


@pytest.mark.parametrize("date", ["1948-10", "1953-02", "1956-05", "1956-08", "1961-10"])
def test_shares_are_those_of_the_tenures_that_run_in_the_month(korea: Country, date: str) -> None:
    found, shares = holders(korea, date), recorded_shares(korea)
    total, row = sum(rank for _, _, rank in found), date_month(date) - korea.first_month

    def share(shown: str, group: str | None = None) -> float:
        return sum(rank for faction, how, rank in found if how == shown and group in (None, faction)) / total

    keys = [faction.key for faction in korea.factions]
    assert shares.groups[row] == pytest.approx([share("", key) for key in keys])
    assert shares.other_half[row] == pytest.approx([share("other_half", key) for key in keys])
    assert [shares.left[row], shares.none[row]] == pytest.approx([share("left"), share("none")])


def test_a_month_of_which_little_is_known_is_not_shown(korea: Country, demo: Country) -> None:
    for country in (korea, demo):
        shares = recorded_shares(country)
        table = np.column_stack([shares.groups, shares.other_half, shares.left, shares.none])
        shown = np.isfinite(table).all(axis=1)
        assert table.shape == (country.months, 2 * len(country.factions) + 2)
        assert (shown | np.isnan(table).all(axis=1)).all()
        assert (table[shown].sum(axis=1) <= 1 + 1e-12).all()
    assert len(demo.tenures) >= FEWEST
    assert np.isnan(recorded_shares(demo).groups[-1]).all()


def test_whoever_is_shown_apart_is_taken_from_the_group_and_from_nobody_else(korea: Country) -> None:
    together = dataclasses.replace(korea, cadres=tuple(dataclasses.replace(one, shown_as="", shown_from="") for one in korea.cadres))
    apart, plain = recorded_shares(korea), recorded_shares(together)
    assert not any(np.nan_to_num(shares).any() for shares in (plain.other_half, plain.left, plain.none))
    assert (np.nan_to_num(apart.groups) <= np.nan_to_num(plain.groups) + 1e-12).all()
    held = _sum(apart) - _sum(plain)
    assert (held[np.isfinite(held)] >= -1e-12).all()


def test_few_offices_of_the_years_after_1956_are_shown_with_the_domestic_group(korea: Country) -> None:
    """Managers and local cadres of the North had been counted with them: a quarter to a third."""
    first, last = (date_month(date) - korea.first_month for date in ("1957-01", "1963-12"))
    shares, domestic = recorded_shares(korea), korea.numbers["domestic"]
    years = slice(first, last + 1)
    assert shares.groups[years, domestic].max() < 0.10
    assert shares.other_half[years, domestic].max() < 0.05
    assert shares.none[years].min() > 0.05


def _sum(shares: Recorded) -> np.ndarray:
    return shares.groups.sum(axis=1) + shares.other_half.sum(axis=1) + shares.left + shares.none
