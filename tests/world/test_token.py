"""Tokens: what they hold comes back, and nothing else does."""

from __future__ import annotations

import dataclasses

import pytest

from sim.pack import Country, PackError, load_pack, read_under
from sim.world.do import read_do
from sim.world.token import make_token, read_token


def texts(country: Country, do: list[str]) -> tuple[str, ...]:
    return tuple(one.text for one in read_do(country, do))


@pytest.mark.parametrize("do", [[], ["ruler=harbour@1956-09:plenum"], ["suppress=border_rising", "trait.harbour.support=0.4@1947-01"]])
@pytest.mark.parametrize("reading", [None, "kinder"])
def test_a_token_gives_back_all_it_was_made_of(do: list[str], reading: str | None) -> None:
    country = load_pack("demo", reading)
    found = read_token(make_token(country, 77, 1234, 56, texts(country, do)))
    assert (found.seed, found.world, found.draw, found.do) == (77, 1234, 56, texts(country, do))
    assert found.country == country
    assert found.country.reading == (reading or "")


def test_the_tokens_of_default_branches_are_short(korea: Country) -> None:
    for branch in korea.branches:
        assert len(make_token(korea, 2**32 - 1, 10**6, 10**5, texts(korea, list(branch.do)))) <= 60


def test_without_a_reading_a_token_is_no_longer_than_before(demo: Country) -> None:
    under = read_under(demo, "kinder")
    assert len(make_token(demo, 1, 0, 0, ())) <= len(make_token(under, 1, 0, 0, ()))


def test_a_reading_makes_another_token(demo: Country) -> None:
    assert make_token(demo, 1, 0, 0, ()) != make_token(read_under(demo, "kinder"), 1, 0, 0, ())


def test_a_token_of_another_version_of_a_reading_is_refused(demo: Country) -> None:
    other = dataclasses.replace(read_under(demo, "kinder"), hash="0" * 16)
    with pytest.raises(PackError, match="another version of the pack demo"):
        read_token(make_token(other, 1, 0, 0, ()))


def test_a_token_of_a_reading_that_is_gone_is_refused(demo: Country) -> None:
    more = tuple(dataclasses.replace(demo.readings[0], key=key) for key in ("a", "b", "kinder"))
    other = dataclasses.replace(demo, readings=more, reading="kinder", hash="0" * 16)
    with pytest.raises(PackError, match="another version of the pack demo"):
        read_token(make_token(other, 1, 0, 0, ()))


@pytest.mark.parametrize("do", [[], ["ruler=harbour@1956-09:plenum"], ["suppress=border_rising"]])
@pytest.mark.parametrize("reading", [None, "kinder"])
def test_a_token_gives_back_values_to_the_last_bit(do: list[str], reading: str | None) -> None:
    country = load_pack("demo", reading)
    values = {"turnover": 0.1 + 0.2, "harbour.support": 1 / 3, "returnees.tie.keldon": 5e-324, "uplanders.ideology": -0.25}
    found = read_token(make_token(country, 77, 1234, 56, texts(country, do), values))
    assert dict(found.values) == values
    assert (found.seed, found.world, found.draw, found.do) == (77, 1234, 56, texts(country, do))


def test_a_token_without_values_is_what_it_was(demo: Country) -> None:
    assert make_token(demo, 1, 0, 0, (), {}) == make_token(demo, 1, 0, 0, ())
    assert make_token(demo, 1, 0, 0, (), {"turnover": 0.01}) != make_token(demo, 1, 0, 0, ())
