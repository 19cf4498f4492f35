"""Total effects with luck taken out: those of SALib where there is none, true values where there is much."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.validation.sensitivity.indices import crossed, noise_floor, total, variance


def ishigami(x: np.ndarray) -> np.ndarray:
    """The usual test function, on 0-1."""
    z = (2 * x - 1) * math.pi
    return np.asarray(np.sin(z[:, 0]) + 7 * np.sin(z[:, 1]) ** 2 + 0.1 * z[:, 2] ** 4 * np.sin(z[:, 0]))


def test_without_luck_it_is_the_total_index_of_salib() -> None:
    from SALib.analyze.sobol import analyze

    rng = np.random.default_rng(3)
    a, b = rng.random((256, 3)), rng.random((256, 3))
    mixed = [np.where(np.arange(3) == n, b, a) for n in range(3)]
    rows = np.stack([ishigami(one) for one in (a, *mixed, b)])
    problem = {"num_vars": 3, "names": ["x", "y", "z"], "bounds": [[0, 1]] * 3}
    found = analyze(problem, rows.T.ravel(), calc_second_order=False, num_resamples=2, seed=1)

    def alike(values: np.ndarray) -> np.ndarray:
        return np.repeat(values[:, None], 3, axis=1)

    of = variance(alike(np.concatenate([rows[0], rows[-1]])))
    ours = [total(alike(rows[0]), alike(rows[1 + n]), of).value for n in range(3)]
    assert ours == pytest.approx(found["ST"], rel=1e-9)


def test_luck_is_no_effect() -> None:
    """Chances of .3 +- .2 by x alone, worlds of four throws: half of everything is x, all of the chance is; y only throws again."""
    rng = np.random.default_rng(5)
    x, other = rng.random(20_000), rng.random(20_000)

    def throws(chance: np.ndarray) -> np.ndarray:
        return np.asarray(rng.random((len(chance), 4)) < chance[:, None], dtype=float)

    a, b, again = (throws(0.1 + 0.4 * values) for values in (x, other, x))
    of = variance(a)
    assert of.value == pytest.approx(0.16 / 12, abs=4 * of.error)
    of_x, of_y = total(a, b, of), total(a, again, of)
    assert of_x.low < 1.0 < of_x.high
    assert of_y.low < 0.0 < of_y.high
    assert abs(of_y.value) < 3 * noise_floor(a, again, of)
    assert 0.5 * ((a.mean(axis=1) - again.mean(axis=1)) ** 2).mean() / a.mean(axis=1).var() > 0.7, "what squares say instead"


def test_products_are_of_different_worlds_and_leave_out_what_does_not_count() -> None:
    one, other = np.array([[1.0, 2.0, np.nan], [1.0, np.nan, np.nan]]), np.array([[3.0, 5.0, 7.0], [1.0, 1.0, np.nan]])
    found = crossed(one, other)
    assert found[0] == pytest.approx((1 * 5 + 1 * 7 + 2 * 3 + 2 * 7) / 4)
    assert found[1] == 1.0
    assert np.isnan(crossed(one[1:], one[1:]))[0]
