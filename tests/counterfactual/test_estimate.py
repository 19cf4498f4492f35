"""Estimators against closed forms and another library."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.counterfactual.estimate import beta_binomial, by_group, paired_difference, spread, surprise, wilson


@pytest.mark.parametrize(("x", "n"), [(0, 20), (3, 20), (10, 20), (20, 20), (77, 1000)])
def test_wilson_is_scipys(x: int, n: int) -> None:
    theirs = stats.binomtest(x, n).proportion_ci(0.95, method="wilson")
    ours = wilson(x, n)
    assert ours.low == pytest.approx(theirs.low, abs=1e-12)
    assert ours.high == pytest.approx(theirs.high, abs=1e-12)


def test_of_no_worlds_nothing_is_known() -> None:
    assert math.isnan(wilson(0, 0).value)


def test_a_paired_difference_is_the_difference_of_shares() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random(500) < 0.4, rng.random(500) < 0.3
    found = paired_difference(a, b)
    assert found.value == pytest.approx(a.mean() - b.mean())
    assert found.low < found.value < found.high


def test_paired_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(2000):
        kind = rng.choice(4, size=200, p=[0.6, 0.1, 0.05, 0.25])
        hits += paired_difference((kind == 1) | (kind == 3), (kind == 2) | (kind == 3)).low <= 0.05 <= paired_difference(
            (kind == 1) | (kind == 3), (kind == 2) | (kind == 3)
        ).high
    assert 0.93 <= hits / 2000 <= 0.98


def test_simulation_noise_does_not_pass_for_ignorance() -> None:
    rng = np.random.default_rng(3)
    sizes = np.full(200, 10)
    low, high = spread(rng.binomial(10, 0.3, 200), sizes)
    assert high - low < 0.12


def test_the_spread_is_that_of_the_shares_behind_the_groups() -> None:
    rng = np.random.default_rng(4)
    shares = rng.beta(2.0, 5.0, 4000)
    low, high = spread(rng.binomial(10, shares), np.full(4000, 10))
    assert low == pytest.approx(stats.beta(2, 5).ppf(0.1), abs=0.02)
    assert high == pytest.approx(stats.beta(2, 5).ppf(0.9), abs=0.02)


def test_moments_agree_with_the_likelihood() -> None:
    rng = np.random.default_rng(5)
    x = rng.binomial(10, rng.beta(3.0, 6.0, 3000))
    mean, correlation = beta_binomial(x, np.full(3000, 10))
    total = 1 / correlation - 1
    ours = stats.betabinom(10, mean * total, (1 - mean) * total).logpmf(x).sum()
    assert ours > stats.betabinom(10, 3.0, 6.0).logpmf(x).sum() - 3


def test_groups_are_counted() -> None:
    x, n = by_group(np.array([True, False, True, True]), np.array([0, 0, 3, 3]))
    assert x.tolist() == [1, 2]
    assert n.tolist() == [2, 2]


def test_what_never_happens_is_priced_by_the_number_of_worlds() -> None:
    assert surprise(0, 199) == pytest.approx(math.log2(400))
    assert surprise(199, 199) == pytest.approx(-math.log2(199.5 / 200))
