"""Drawn values against closed forms, against scipy.stats, and against mpmath with 50 digits."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from sim.pack import Prior, parse_prior
from sim.world.priors import quantile

MANY = 20_000

FORMS = {
    "beta(5.4, 6.6)": (scipy.stats.beta(5.4, 6.6), 5.4 / 12, 5.4 * 6.6 / (12**2 * 13)),
    "beta(.8, 2)": (scipy.stats.beta(0.8, 2), 0.8 / 2.8, 0.8 * 2 / (2.8**2 * 3.8)),
    "uniform(0.2, 0.8)": (scipy.stats.uniform(0.2, 0.6), 0.5, 0.36 / 12),
    "triangular(0.1, 0.3, 0.9)": (
        scipy.stats.triang(0.25, 0.1, 0.8),
        1.3 / 3,
        (0.1**2 + 0.3**2 + 0.9**2 - 0.1 * 0.3 - 0.1 * 0.9 - 0.3 * 0.9) / 18,
    ),
    "dirichlet(8.8)": (scipy.stats.gamma(8.8), 8.8, 8.8),
}


def moments(prior: Prior) -> tuple[float, float]:
    """Mean and variance by the midpoint rule over the quantiles."""
    values = np.array([quantile(prior, (number + 0.5) / MANY) for number in range(MANY)])
    return float(values.mean()), float(values.var())


@pytest.mark.parametrize("text", FORMS)
def test_moments_are_those_of_the_closed_form(text: str) -> None:
    _, mean, variance = FORMS[text]
    prior = parse_prior(text, start=0.5)
    assert moments(prior) == pytest.approx((mean, variance), rel=2e-3)


@pytest.mark.parametrize("text", FORMS)
def test_quantiles_are_those_of_scipy_stats(text: str) -> None:
    distribution = FORMS[text][0]
    prior = parse_prior(text, start=0.5)
    for u in (1e-9, 0.001, 0.1, 0.25, 0.5, 0.9, 0.999, 1 - 1e-9):
        assert quantile(prior, u) == pytest.approx(float(distribution.ppf(u)), rel=1e-9, abs=1e-12)


def test_discrete_gives_each_value_its_share() -> None:
    prior = parse_prior("discrete(0.667:0.15, 0.5:0.6, 0.6:0.25)", start=0.6, low=0.5, mode=0.5, high=0.667)
    values = [quantile(prior, (number + 0.5) / 1000) for number in range(1000)]
    assert {value: values.count(value) for value in set(values)} == {0.5: 600, 0.6: 250, 0.667: 150}
    assert quantile(prior, 1.0) == 0.667


def test_fixed_is_its_start_everywhere() -> None:
    prior = parse_prior("fixed", start=0.3)
    assert {quantile(prior, u) for u in (0.0, 0.5, 1.0)} == {0.3}


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), st.floats(0, 1), st.floats(0, 1))
def test_triangular_rises_and_stays_inside(numbers: list[float], u: float, v: float) -> None:
    low, mode, high = sorted(numbers)
    prior = parse_prior("triangular", start=mode, low=low, mode=mode, high=high)
    first, second = quantile(prior, min(u, v)), quantile(prior, max(u, v))
    assert first <= second + 1e-9 * (1 + abs(high) + abs(low))
    assert low - 1e-9 <= first <= high + 1e-9


def test_a_quantile_outside_zero_to_one_is_the_callers_mistake() -> None:
    for u in (-0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="between 0 and 1"):
            quantile(parse_prior("fixed", start=0.3), u)
