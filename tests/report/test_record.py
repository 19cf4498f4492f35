"""Shares of recorded offices, against a reading of the tenures one by one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.pack import Country
from sim.pack.dates import date_month
from sim.report.record import FEWEST, recorded_shares


@pytest.mark.parametrize("date", ["1948-10", "1953-02", "1956-05", "1961-10"])
def test_shares_are_those_of_the_tenures_that_run_in_the_month(korea: Country, date: str) -> None:
    month = date_month(date)
    fates = {cadre.key: cadre.fate_date for cadre in korea.cadres}
    held = dict.fromkeys([*(faction.key for faction in korea.factions), "other"], 0.0)
    for tenure in korea.tenures:
        end = tenure.end or fates.get(tenure.holder, "")
        if date_month(tenure.start) <= month and (not end or month < date_month(end)):
            held[tenure.faction if tenure.faction in held else "other"] += tenure.rank
    row = recorded_shares(korea)[month - korea.first_month]
    assert row == pytest.approx([held[faction.key] / sum(held.values()) for faction in korea.factions])


def test_a_month_of_which_little_is_known_is_not_shown(korea: Country, demo: Country) -> None:
    for country in (korea, demo):
        shares = recorded_shares(country)
        shown = np.isfinite(shares).all(axis=1)
        assert shares.shape == (country.months, len(country.factions))
        assert (shown | np.isnan(shares).all(axis=1)).all()
        assert (shares[shown].sum(axis=1) <= 1 + 1e-12).all()
    assert len(demo.tenures) >= FEWEST
    assert np.isnan(recorded_shares(demo)[-1]).all()
