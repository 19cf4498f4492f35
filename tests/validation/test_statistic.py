"""Statistics against oracles: closed forms, other programs, and how often their intervals cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.counterfactual.estimate import Z95, wilson
from sim.validation.simulated import Counted
from sim.validation.statistic import NO_EVENT, NOTHING, at_least, estimate, mean, median, over_draws, rate_ratio, ratio, survival


def luck(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(seed))


def ones(count: np.ndarray) -> Counted:
    return Counted(count, np.ones(count.shape))


def own(worlds: int) -> np.ndarray:
    """Each world a draw of its own."""
    return np.arange(worlds)


def covered(bounds: list[tuple[float, float]], truth: float) -> float:
    return float(np.mean([low <= truth <= high for low, high in bounds]))


def test_a_share_of_independent_worlds_has_the_interval_of_wilson_with_a_students_quantile() -> None:
    count = np.array([1.0] * 30 + [0.0] * 70)
    found = mean(ones(count), own(100))
    bound = wilson(30, 100, float(stats.t.ppf(0.975, 99)))
    assert (found.value, found.low, found.high) == pytest.approx((0.3, bound.low, bound.high))


def test_worlds_that_say_nothing_count_neither_way() -> None:
    found = mean(Counted(np.array([1.0, 0.0, 0.0]), np.array([1.0, 1.0, 0.0])), own(3))
    assert found.value == 0.5


def test_where_no_world_says_anything_nothing_is_known() -> None:
    assert mean(Counted(np.zeros(3), np.zeros(3)), own(3)) is NOTHING


def test_a_ratio_of_sums_has_the_standard_error_of_the_textbook() -> None:
    draw = luck(1)
    of = draw.uniform(1, 5, 200)
    count = draw.poisson(0.3 * of).astype(float)
    found = mean(Counted(count, of), own(200))
    r = count.sum() / of.sum()
    error = math.sqrt(((count - r * of) ** 2).sum() / 199 / 200) / of.mean()  # Cochran 1977, 6.13
    assert (found.value, found.high) == pytest.approx((r, r + Z95 * error))


def test_the_interval_of_a_rate_covers_and_allows_for_worlds_of_one_draw_being_alike() -> None:
    draw, plain, clustered = luck(2), [], []
    for _ in range(600):
        rates = 0.4 * draw.gamma(4, 0.25, 60)
        count = draw.poisson(np.repeat(rates, 2)).astype(float)
        for draws, into in ((own(120), plain), (np.repeat(np.arange(60), 2), clustered)):
            found = mean(ones(count + 0.0), draws) if count.max() > 1 else NOTHING
            into.append((found.low, found.high))
    assert 0.925 < covered(clustered, 0.4) < 0.975
    assert covered(plain, 0.4) < covered(clustered, 0.4)


def test_where_no_event_was_seen_the_upper_bound_is_that_of_poisson() -> None:
    found = mean(Counted(np.zeros(10), np.full(10, 7.0)), own(10))
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 2) / 2 / 70, rel=1e-4)
    assert pytest.approx(-math.log(0.025), rel=1e-4) == NO_EVENT


@pytest.mark.parametrize("n", [40, 101])
def test_bounds_of_the_median_cover_it(n: int) -> None:
    draw = luck(3)
    bounds = [(found.low, found.high) for _ in range(1500) for found in [median(ones(draw.exponential(size=n)), own(n))]]
    assert 0.94 < covered(bounds, math.log(2)) < 0.985


def test_bounds_of_the_median_agree_with_a_bootstrap() -> None:
    values = luck(4).lognormal(size=200)
    found = median(ones(values), own(200))
    other = stats.bootstrap((values,), np.median, method="percentile", n_resamples=4000, rng=luck(5)).confidence_interval
    assert found.value == np.median(values)
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=0.06)


def test_bounds_of_the_median_are_wider_where_values_of_a_draw_are_alike() -> None:
    draw, clustered, plain = luck(6), [], []
    for _ in range(500):
        values = np.repeat(draw.normal(size=50), 4) + draw.normal(size=200) * 0.3
        for draws, into in ((np.repeat(np.arange(50), 4), clustered), (own(200), plain)):
            found = median(ones(values), draws)
            into.append((found.low, found.high))
    assert covered(clustered, 0.0) > 0.925
    assert covered(plain, 0.0) < 0.8


def test_the_median_is_over_all_values_of_a_world_and_of_one_world_several() -> None:
    count, of = np.array([[4.0, 9.0, 0.0], [2.0, 0.0, 0.0]]), np.array([[2.0, 3.0, 0.0], [1.0, 0.0, 0.0]])
    assert median(Counted(count, of), own(2)).value == 2.0
    assert median(Counted(count, of * 0), own(2)) is NOTHING
    same = median(ones(np.full(9, 5.0)), own(9))
    assert (same.value, same.low, same.high) == (5.0, 5.0, 5.0)


def test_shares_at_a_level_and_over_draws_by_hand() -> None:
    values = ones(np.array([1.0, 2.0, 3.0, 4.0]))
    assert at_least(values, own(4), 2.0).value == 0.75
    assert at_least(Counted(np.zeros(2), np.zeros(2)), own(2), 2.0) is NOTHING
    counted, draws = ones(np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])), np.array([1, 1, 2, 2, 3, 3])
    assert estimate("draws_above", counted, draws, 0.5).value == pytest.approx(1 / 3)  # 1, 1/2, 0
    assert estimate("draws_below", counted, draws, 0.5).value == pytest.approx(1 / 3)
    found = over_draws(counted, draws, lambda share: share >= 0.5)
    assert (found.value, found.high) == (2 / 3, wilson(2, 3).high)
    assert over_draws(Counted(np.zeros(2), np.zeros(2)), own(2), lambda share: share > 0) is NOTHING


def test_a_ratio_of_two_rates_of_independent_worlds_has_the_error_of_the_logarithm() -> None:
    draw = luck(7)
    above, below = draw.poisson(2.0, 3000).astype(float), draw.poisson(0.5, 3000).astype(float)
    found = ratio(ones(above), ones(below), own(3000), 3000 + own(3000))
    error = math.sqrt(1 / above.sum() + 1 / below.sum())  # of two Poisson counts
    assert found.value == pytest.approx(above.sum() / below.sum())
    assert math.log(found.high / found.value) == pytest.approx(Z95 * error, rel=0.05)
    assert math.log(found.value / found.low) == pytest.approx(Z95 * error, rel=0.05)


def test_a_ratio_of_worlds_with_the_same_luck_is_as_sure_as_a_bootstrap_of_pairs_says() -> None:
    draw = luck(8)
    shared = draw.poisson(1.0, 400)
    above, below = (shared + draw.poisson(0.3, 400)).astype(float), (shared + draw.poisson(0.2, 400)).astype(float)
    found = ratio(ones(above), ones(below), own(400), own(400))
    picks = draw.integers(0, 400, (4000, 400))
    logs = np.log(above[picks].sum(axis=1) / below[picks].sum(axis=1))
    assert math.log(found.high / found.low) == pytest.approx(2 * Z95 * logs.std(), rel=0.06)
    apart = ratio(ones(above), ones(below), own(400), 400 + own(400))
    assert math.log(apart.high / apart.low) > 1.5 * math.log(found.high / found.low)


def test_a_ratio_to_nothing_seen_takes_half_an_event_for_it() -> None:
    found = ratio(Counted(np.array([3.0]), np.array([10.0])), Counted(np.array([0.0]), np.array([20.0])), own(1), own(1))
    assert found.value == pytest.approx((3.5 / 10) / (0.5 / 20))
    assert found.low == pytest.approx(found.value * math.exp(-Z95 * math.sqrt(1 / 3.5 + 1 / 0.5)))
    assert ratio(Counted(np.array([3.0]), np.array([0.0])), ones(np.array([1.0])), own(1), own(1)) is NOTHING


def test_a_ratio_of_rates_is_that_of_two_columns() -> None:
    counted = Counted(np.array([[3.0, 1.0], [1.0, 1.0]]), np.array([[10.0, 40.0], [10.0, 40.0]]))
    assert rate_ratio(counted, own(2)).value == pytest.approx((4 / 20) / (2 / 80))


def test_survival_is_that_of_another_program_and_its_error_that_of_greenwood() -> None:
    draw = luck(9)
    lives, sight = np.minimum(draw.geometric(0.03, 300), 61), draw.integers(1, 80, 300)
    died, last = lives <= np.minimum(sight, 60), np.minimum(np.minimum(lives, sight), 60)
    months = np.arange(1, 61)
    of = (last[:, None] >= months).astype(float)
    count = ((last[:, None] == months) & died[:, None]).astype(float)
    found = survival(Counted(count, of), own(300))
    data = stats.CensoredData(uncensored=last[died], right=last[~died])
    other = stats.ecdf(data).sf
    assert found.value == pytest.approx(float(other.evaluate(60)))
    bounds = other.confidence_interval(0.95, method="linear")  # scipy gives Greenwood's
    assert (found.low, found.high) == pytest.approx((float(bounds.low.probabilities[-1]), float(bounds.high.probabilities[-1])), abs=0.01)


def test_survival_by_hand_with_people_who_come_late_and_are_lost_from_sight() -> None:
    of = np.array([[4.0, 5.0, 2.0]])
    count = np.array([[1.0, 0.0, 1.0]])
    assert survival(Counted(count, of), own(1)).value == pytest.approx(3 / 4 * 1 * 1 / 2)
    assert survival(Counted(count, np.array([[4.0, 0.0, 2.0]])), own(1)) is NOTHING
    gone = survival(Counted(np.array([[0.0, 5.0, 0.0]]), np.array([[9.0, 5.0, 5.0]])), own(1))
    assert (gone.value, gone.low) == (0.0, 0.0)
    assert gone.high == pytest.approx(NO_EVENT / 5)
    none = survival(Counted(np.zeros((1, 3)), np.full((1, 3), 10.0)), own(1))
    assert (none.value, none.high) == (1.0, 1.0)
    assert none.low == pytest.approx(1 - NO_EVENT / 10)


def test_the_interval_of_survival_covers_where_worlds_of_a_draw_are_alike() -> None:
    draw, bounds, truth = luck(10), [], np.mean((1 - np.array([0.01, 0.05])) ** 20)
    for _ in range(400):
        hazard = np.repeat(draw.choice([0.01, 0.05], 60), 3)
        lives = draw.geometric(hazard)
        months = np.arange(1, 21)
        of, count = (lives[:, None] >= months).astype(float), (lives[:, None] == months).astype(float)
        found = survival(Counted(count, of), np.repeat(np.arange(60), 3))
        bounds.append((found.low, found.high))
    assert 0.92 < covered(bounds, float(truth)) < 0.98


def test_an_unknown_statistic_is_a_fault() -> None:
    with pytest.raises(ValueError, match="no statistic"):
        estimate("mode", ones(np.ones(2)), own(2), math.nan)
