"""The state of a page goes into its address and comes back."""

from __future__ import annotations

import pytest

from sim.dashboard.address import Address, read_address
from sim.pack import Country

STATES = [Address(), Address("watch"), Address("watch", "ko", "AQ_-9", 131, 12), Address("watch", "en", "AQ", 0), Address("", "ko")]


@pytest.mark.parametrize("state", STATES, ids=str)
def test_an_address_is_read_as_it_was_written(korea: Country, state: Address) -> None:
    path, _, search = state.text(korea).partition("?")
    assert read_address(korea, path, search) == state


def test_a_month_is_written_as_a_date(korea: Country) -> None:
    assert Address("watch", "ko", "T", 131).text(korea) == "/watch?w=T&m=1956-09&lang=ko"


@pytest.mark.parametrize("search", ["m=1956-13", "m=1812-01", "m=2050-01", "m=now", "vote=-1", "vote=x", "vote=1e9", "lang=fr", "m=", "%ff=%00", "&&="])
def test_what_can_not_be_is_dropped(korea: Country, search: str) -> None:
    assert read_address(korea, "/watch", search) == Address("watch")


def test_nothing_at_all_is_the_first_page(korea: Country) -> None:
    assert read_address(korea, None, None) == Address()
