"""Sets moved within a tolerance: on a toy whose answer is known, they are what rejection gives."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.fit.moves import Population, moved, proposed, reflected, resampled, tolerance

NUMBERS, SETS, BOUND = 6, 400, 0.15


def misfit(u: np.ndarray, luck: np.random.Generator) -> np.ndarray:
    """The first number is seen with noise near .7, the sum of the next two near .8; the others are not seen at all."""
    seen = u[:, 0] + 0.05 * luck.standard_normal(len(u))
    return np.maximum(np.abs(seen - 0.7), np.abs(u[:, 1] + u[:, 2] - 0.8))


def rejected(count: int, luck: np.random.Generator) -> np.ndarray:
    u = luck.random((count, NUMBERS))
    return u[misfit(u, luck) <= BOUND]


def sampled(seed: int) -> Population:
    luck = np.random.Generator(np.random.PCG64(seed))
    u = luck.random((SETS, NUMBERS))
    them = Population(u, misfit(u, luck), np.arange(SETS))
    for _ in range(60):
        bound = tolerance(them.misfit, 0.6, BOUND)
        them = resampled(them, bound, luck)
        step = proposed(them.u, luck)
        them, _ = moved(them, step, misfit(step, luck), bound)
    return them


def test_they_are_what_rejection_gives() -> None:
    luck = np.random.Generator(np.random.PCG64(9))
    oracle, them = rejected(400_000, luck), sampled(1)
    assert len(oracle) > 5_000
    assert (them.misfit <= BOUND).all()
    for n in range(NUMBERS):  # sets of one ancestor are alike, so the bound is wide; a kernel that leaves the prior out is caught below
        assert stats.ks_2samp(them.u[:, n], oracle[:, n]).statistic < 0.12, n
    both = them.u[:, 1] + them.u[:, 2], oracle[:, 1] + oracle[:, 2]
    assert stats.ks_2samp(*both).statistic < 0.12


def test_what_is_not_seen_stays_as_wide_as_the_prior() -> None:
    wide = np.concatenate([sampled(seed).u[:, 3:] for seed in (2, 3)])
    assert abs(wide.mean() - 0.5) < 0.03
    assert abs(wide.std() - 12**-0.5) < 0.02


def test_points_are_folded_back_at_the_faces() -> None:
    given = np.array([[-0.2, 1.3, 0.4, 2.1, -1.7]])
    assert reflected(given) == pytest.approx(np.array([[0.2, 0.7, 0.4, 0.1, 0.3]]))


def test_resampling_keeps_who_is_within_and_spreads_their_copies_evenly() -> None:
    them = Population(np.arange(8.0)[:, None], np.array([0.1, 0.9, 0.2, 0.9, 0.9, 0.9, 0.9, 0.9]), np.arange(8))
    after = resampled(them, 0.5, np.random.Generator(np.random.PCG64(1)))
    assert (after.u[0, 0], after.u[2, 0]) == (0.0, 2.0)
    assert sorted(after.root.tolist()) == [0] * 4 + [2] * 4
    assert after.roots == 2
    with pytest.raises(ValueError, match="no set within"):
        resampled(them, 0.01, np.random.Generator(np.random.PCG64(1)))


def test_the_tolerance_falls_to_what_most_sets_meet_and_no_further_than_asked() -> None:
    misfits = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert tolerance(misfits, 0.6, 0.5) == 3.0
    assert tolerance(misfits, 0.6, 3.5) == 3.5
