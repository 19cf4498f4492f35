"""Rules: a box that is there is found with its bounds, and none is told of noise."""

from __future__ import annotations

import numpy as np
import pytest

from sim.validation.sensitivity.prim import MOST_NUMBERS, find_box


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_known_box_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shares = rng.random((3000, 8))
    inside = (shares[:, 2] > 0.6) & (shares[:, 5] < 0.5)
    outcome = (rng.random((3000, 4)) < np.where(inside, 0.8, 0.1)[:, None]).mean(axis=1)
    box = find_box(shares, outcome)
    assert box is not None
    bounds = {one.place: (one.low, one.high) for one in box.bounds}
    assert {2, 5} <= set(bounds)
    assert bounds[2][0] == pytest.approx(0.6, abs=0.06)
    assert bounds[5][1] == pytest.approx(0.5, abs=0.06)
    assert box.low < box.mean < box.high
    assert box.mean == pytest.approx(0.8, abs=0.06)
    assert box.support == pytest.approx(0.2, abs=0.05)
    assert box.coverage == pytest.approx(0.8 * 0.2 / (0.8 * 0.2 + 0.1 * 0.8), abs=0.12)
    assert all(one.p < 0.01 for one in box.bounds if one.place in (2, 5))


def test_noise_has_no_box() -> None:
    told = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        told += find_box(rng.random((800, 8)), (rng.random((800, 4)) < 0.3).mean(axis=1)) is not None
    assert told <= 3, "one in twenty is what the test of a bound allows"


def test_a_box_has_few_numbers_and_points_without_an_outcome_are_left_out() -> None:
    rng = np.random.default_rng(1)
    shares = rng.random((4000, 6))
    outcome = shares[:, :5].mean(axis=1)
    outcome[::7] = np.nan
    box = find_box(shares, outcome)
    assert box is not None
    assert 1 <= len(box.bounds) <= MOST_NUMBERS
    assert box.mean > box.outside
    assert find_box(shares, np.zeros(4000)) is None
