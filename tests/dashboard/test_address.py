"""The state of a page goes into its address and comes back."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from sim.dashboard.address import Address, read_address
from sim.pack import Country

STATES = [Address(), Address("watch"), Address("watch", "ko", "AQ_-9", 131, 12), Address("watch", "en", "AQ", 0), Address("", "ko"), Address("watch", "ko", "AQ", refused=(("m", "<b>&"),)), Address("whatif", "en", worlds=500, seed=0), Address("whatif", "ko", worlds=1000, refused=(("seed", "x"),)), Address("whatif", refused=(("n", "-1"), ("seed", "4294967296")))]


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
    assert (here.month, here.refused) == (None, (("m", month),))
    assert here.text(korea) == f"/watch?m={month}"


@pytest.mark.parametrize("number", ["0", "-1", "300", "1e3", "x", "٣", "200.5", "99999999"])
def test_a_number_of_worlds_that_no_page_runs_is_kept_as_refused(korea: Country, number: str) -> None:
    here = read_address(korea, "/whatif", f"n={quote(number)}")
    assert (here.worlds, here.refused) == (None, (("n", number),))
    assert read_address(korea, *here.text(korea).split("?")) == here


@pytest.mark.parametrize("number", ["-1", "4294967296", "1e3", "x", "٣", "1.5", "9" * 19])
def test_a_seed_that_is_none_is_kept_as_refused(korea: Country, number: str) -> None:
    here = read_address(korea, "/whatif", f"seed={quote(number)}")
    assert (here.seed, here.refused) == (None, (("seed", number),))


def test_the_largest_seed_is_one(korea: Country) -> None:
    assert read_address(korea, "/whatif", "n=500&seed=4294967295") == Address("whatif", worlds=500, seed=4294967295)


@pytest.mark.parametrize("key", ["m", "n", "seed"])
def test_what_is_refused_stays_short_whatever_its_length(korea: Country, key: str) -> None:
    ((found, text),) = read_address(korea, "/watch", f"{key}={'9' * 3000}").refused
    assert (found, len(text)) == (key, 20)


def test_nothing_at_all_is_the_first_page(korea: Country) -> None:
    assert read_address(korea, None, None) == Address()
