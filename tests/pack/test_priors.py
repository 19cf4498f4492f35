"""Priors as packs write them."""

from __future__ import annotations

import pytest

from sim.pack import InputError, load_pack, parse_prior, prior_of


def test_a_discrete_prior_is_the_same_in_any_order() -> None:
    assert parse_prior("discrete(1:0.5, 0:0.5)", start=0) == parse_prior("discrete(0:0.5, 1:0.5)", start=0)


@pytest.mark.parametrize(
    ("text", "numbers", "words"),
    [
        ("normal(0, 1)", {}, "unknown prior"),
        ("", {}, "unknown prior"),
        ("beta", {}, "2 numbers"),
        ("beta(1)", {}, "2 numbers"),
        ("beta(0, 1)", {}, "out of range"),
        ("beta(1, 1e999)", {}, "too large"),
        ("beta(1, nan)", {}, "2 numbers"),
        ("dirichlet(-1)", {}, "out of range"),
        ("uniform", {"low": 0.1}, "without high"),
        ("uniform(0.6, 0.4)", {}, "out of order"),
        ("uniform(0.6, 0.9)", {}, "start outside the prior"),
        ("uniform(0.1, 0.9)", {"low": 0.2, "high": 0.9}, "prior and low disagree"),
        ("triangular", {"low": 0.1, "mode": 0.6, "high": 0.5}, "out of order"),
        ("triangular", {"low": 0.6, "mode": 0.7, "high": 0.8}, "start outside low to high"),
        ("triangular(0.1, 0.9)", {}, "3 numbers"),
        ("discrete", {}, "pairs"),
        ("discrete(0.5)", {}, "pairs"),
        ("discrete(0.5:0.5)", {}, "do not add to 1"),
        ("discrete(0.5:0.5, 0.5:0.5)", {}, "given twice"),
        ("discrete(0.5:1.5, 0.6:-0.5)", {}, "not above 0"),
        ("fixed(0.5)", {}, "takes no numbers"),
        ("fixed", {"low": 0.1}, "with a range"),
    ],
)
def test_what_does_not_fit_together_is_refused(text: str, numbers: dict[str, float], words: str) -> None:
    with pytest.raises(InputError, match=words):
        parse_prior(text, start=0.5, **numbers)  # type: ignore[arg-type]


def test_the_bounds_beside_a_beta_only_guide() -> None:
    assert parse_prior("beta(2, 2)", start=0.9, low=0.2, mode=0.5, high=0.8).kind == "beta"


def test_every_value_of_a_country_has_a_prior_that_holds_its_start() -> None:
    country = load_pack("demo")
    values = [*country.parameters.values(), *(value for faction in country.factions for value in faction.traits.values())]
    for value in values:
        low, high = prior_of(value).bounds
        assert low <= value.start <= high
