"""The state of a page goes into its address and comes back."""

from __future__ import annotations

import pytest

from sim.dashboard.address import Address, read_address
from sim.pack import Country

STATES = [Address(), Address("watch"), Address("watch", "ko", "AQ_-9", 131, 12), Address("watch", "en", "AQ", 0), Address("", "ko"), Address("watch", "ko", "AQ", refused="<b>&")]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_an_address_is_read_as_it_was_written(korea: Country, state: Address) -> None:
    path, _, search = state.text(korea).partition("?")
    assert read_address(korea, path, search) == state


def test_a_month_is_written_as_a_date(korea: Country) -> None:
    assert Address("watch", "ko", "T", 131).text(korea) == "/watch?w=T&m=1956-09&lang=ko"


@pytest.mark.parametrize("search", ["vote=-1", "vote=x", "vote=1e9", "lang=fr", "m=", "%ff=%00", "&&="])
def test_what_can_not_be_is_dropped(korea: Country, search: str) -> None:
    assert read_address(korea, "/watch", search) == Address("watch")


@pytest.mark.parametrize("month", ["1956-13", "1812-01", "2050-01", "now", "1945-09", "2000-01"])
def test_a_month_that_is_none_of_the_horizon_is_kept_as_refused_and_not_moved(korea: Country, month: str) -> None:
    here = read_address(korea, "/watch", f"m={month}")
    assert (here.month, here.refused) == (None, month)
    assert here.text(korea) == f"/watch?m={month}"


def test_a_refused_month_of_any_length_stays_short(korea: Country) -> None:
    assert len(read_address(korea, "/watch", f"m={'9' * 3000}").refused or "") == 20


def test_nothing_at_all_is_the_first_page(korea: Country) -> None:
    assert read_address(korea, None, None) == Address()
