"""Estimators against closed forms and another library."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.counterfactual.estimate import (
    PairCounts,
    beta_binomial,
    by_group,
    clustered_difference,
    clustered_share,
    contrast_clears,
    level_clears,
    paired_difference,
    spread,
    surprise,
    telling,
    wilson,
)


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
    found = paired_difference(int((a & ~b).sum()), int((b & ~a).sum()), 500)
    assert found.value == pytest.approx(a.mean() - b.mean())
    assert found.low < found.value < found.high


def test_paired_intervals_cover_as_often_as_they_say() -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(2000):
        kind = rng.choice(4, size=200, p=[0.6, 0.1, 0.05, 0.25])
        found = paired_difference(int((kind == 1).sum()), int((kind == 2).sum()), 200)
        hits += found.low <= 0.05 <= found.high
    assert 0.93 <= hits / 2000 <= 0.98


def test_worlds_of_a_draw_tell_as_much_as_leaving_out_each_draw_in_turn_says() -> None:
    rng = np.random.default_rng(12)
    x, n = rng.binomial(10, rng.beta(1.0, 2.0, 40)), np.full(40, 10)
    share = x.sum() / n.sum()
    without = (x.sum() - x) / (n.sum() - n)
    jackknife = 39 / 40 * ((without - without.mean()) ** 2).sum()
    part, z = telling(x, n, share * (1 - share))
    assert share * (1 - share) / (400 * part) == pytest.approx(jackknife, rel=1e-6)
    assert z == pytest.approx(stats.t.ppf(0.975, 39))


def test_independent_worlds_have_the_interval_of_wilson_with_students_quantile() -> None:
    x = np.random.default_rng(13).random(400) < 0.3
    part, z = telling(x, np.ones(400), x.mean() * (1 - x.mean()))
    assert part == pytest.approx(1.0, abs=0.01)
    ours, theirs = clustered_share(x.astype(int), np.ones(400, int)), wilson(x.sum(), 400)
    assert ours.low == pytest.approx(theirs.low, abs=1e-3)
    assert ours.high == pytest.approx(theirs.high, abs=1e-3)


@pytest.mark.parametrize("values", [np.zeros(20), np.ones(20)])
def test_where_all_worlds_are_alike_no_more_is_known_than_from_one_a_draw(values: np.ndarray) -> None:
    found = clustered_share((10 * values).astype(int), np.full(20, 10))
    assert (found.high - found.low) == pytest.approx(wilson(0, 20, stats.t.ppf(0.975, 19)).high)


@pytest.mark.parametrize(("a", "b"), [(2.0, 2.0), (0.5, 4.0), (0.3, 0.3)])
@pytest.mark.parametrize("each", [1, 2, 10])
def test_intervals_cover_where_the_worlds_of_a_draw_depend_on_each_other(a: float, b: float, each: int) -> None:
    rng = np.random.default_rng(14)
    draws, times, truth = 200 // each, 1500, a / (a + b)
    hits = 0
    for _ in range(times):
        found = clustered_share(rng.binomial(each, rng.beta(a, b, draws)), np.full(draws, each))
        hits += found.low <= truth <= found.high
    assert 0.93 <= hits / times <= 0.975


def test_a_difference_covers_where_the_change_works_otherwise_under_other_values() -> None:
    rng = np.random.default_rng(15)
    hits, naive = 0, 0
    for _ in range(1500):
        base = rng.beta(1.0, 2.0, 100)
        effect = rng.choice([0.0, 0.4], 100)
        luck = rng.random((100, 2))
        without, with_it = luck < (0.6 * base)[:, None], luck < (0.6 * base + effect)[:, None]
        draws = PairCounts(np.full(100, 2), with_it.sum(axis=1), without.sum(axis=1), (with_it & without).sum(axis=1))
        found = clustered_difference(draws)
        gained, lost = (draws.changed - draws.both).sum(), (draws.reference - draws.both).sum()
        plain = paired_difference(int(gained), int(lost), 200)
        hits += found.low <= 0.2 <= found.high
        naive += plain.low <= 0.2 <= plain.high
    assert 0.93 <= hits / 1500 <= 0.975
    assert naive < hits


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


def draws_of(rows: list[tuple[int, int, int, int]]) -> PairCounts:
    return PairCounts(*np.array(rows, dtype=np.int64).T)


def test_the_share_of_values_above_a_bar_is_that_of_the_shares_behind_the_draws() -> None:
    rng = np.random.default_rng(6)
    changed = rng.binomial(10, rng.beta(2.0, 5.0, 4000))
    found = level_clears(PairCounts(np.full(4000, 10), changed, changed, changed), 0.2)
    assert found.value == pytest.approx(stats.beta(2, 5).sf(0.2), abs=0.02)
    assert found.low < found.value < found.high


def test_where_draws_do_not_differ_the_mean_decides() -> None:
    rows = [(10, 3, 0, 0)] * 20
    assert level_clears(draws_of(rows), 0.3).value == 0.0
    assert level_clears(draws_of(rows), 0.3, strict=False).value == 1.0
    near = level_clears(draws_of(rows), 0.25)
    assert (near.value, near.low, near.high) == (1.0, 0.0, 1.0)


def test_a_contrast_over_draws_worked_out_by_hand() -> None:
    # draws of ten with differences .4 and -.2 in turn: mean .1; within (2.4 + 1.6) * 50 / 900, between 10 * .3 ** 2 * 100 / 99, ten a draw
    rows = [(10, 4, 0, 0), (10, 0, 2, 0)] * 50
    within, between = 200 / 900, 90 / 99
    deviation = math.sqrt((between - within) / 10)
    found = contrast_clears(draws_of(rows), 1.0, -1.0, 0.0)
    assert found.value == pytest.approx(stats.norm.cdf(0.1 / deviation))
    error = 1.959964 * math.sqrt(between / 1000)
    narrow, wide = (math.sqrt((between * 99 / stats.chi2.ppf(p, 99) - within) / 10) for p in (0.975, 0.025))
    ends = [stats.norm.cdf((0.1 + side) / width) for side in (-error, 0, error) for width in (narrow, wide)]
    assert (found.low, found.high) == pytest.approx((min(ends), max(ends)), abs=1e-6)


def test_draws_that_differ_by_chance_only_may_still_differ() -> None:
    # twenty draws of ten that spread a little less than chance would have it: no spread is found, but one cannot be ruled out
    rows = [(10, x, 0, 0) for x in (3, 5, 4, 6, 2, 5, 3, 4, 5, 4, 3, 6, 4, 5, 2, 4, 3, 5, 4, 3)]
    assert beta_binomial(np.array([x for _, x, _, _ in rows]), np.full(20, 10))[1] == 0.0
    found = level_clears(draws_of(rows), 0.3)
    assert found.value == 1.0
    assert 0.5 < found.low < 1.0


def test_bounds_over_draws_cover_what_many_worlds_find() -> None:
    rng = np.random.default_rng(8)
    truth, hits = stats.beta(2, 5).sf(0.2), 0
    for _ in range(300):
        changed = rng.binomial(10, rng.beta(2.0, 5.0, 20))
        found = level_clears(PairCounts(np.full(20, 10), changed, changed, changed), 0.2)
        hits += found.low <= truth <= found.high
    assert hits / 300 > 0.9


def test_pairs_that_agree_carry_no_noise_into_a_contrast() -> None:
    agreeing = contrast_clears(draws_of([(10, 6, 5, 5)] * 20), 1.0, -1.0, 0.05)
    crossing = contrast_clears(draws_of([(10, 6, 5, 1)] * 20), 1.0, -1.0, 0.05)
    assert agreeing.low == 1.0
    assert crossing.low == 0.0


def test_of_no_pairs_nothing_is_known_over_draws() -> None:
    none = PairCounts(*(np.zeros(0, np.int64) for _ in range(4)))
    for found in (level_clears(none, 0.1), contrast_clears(none, 1.0, -1.0, 0.0)):
        assert math.isnan(found.value)
        assert (found.low, found.high) == (0.0, 1.0)
