"""The screening keeps what acts, on the whole or in some settings, and drops what is inert."""

from __future__ import annotations

import numpy as np

from sim.batch.plan.design import stratified
from sim.validation.sensitivity.screening import DUMMIES, elementary, first_order, kept, trajectories

NUMBERS = 30


def throws(shares: np.ndarray, lucks: np.ndarray) -> np.ndarray:
    """(points,) mean of throws whose chance hangs on the first number, and on the product of the next two."""
    chance = 0.15 + 0.4 * shares[:, 0] + 1.2 * (shares[:, 1] - 0.5) * (shares[:, 2] - 0.5)
    luck = np.random.default_rng(9).random(int(lucks.max()) + 1)[lucks]
    return np.asarray((luck < np.clip(chance, 0, 1)[:, None]).mean(axis=1))


def test_what_acts_is_kept_and_what_is_inert_is_not() -> None:
    for seed in (1, 2, 3):
        paths = trajectories(NUMBERS, 24, 4, 0, seed)
        steps = elementary(paths, throws(paths.shares, paths.lucks), seed)
        shares = stratified(1200, [f"x{n}" for n in range(NUMBERS)], seed)
        outcome = throws(shares, np.arange(4800).reshape(1200, 4))
        alone = first_order(shares, outcome, seed)
        found = kept(steps, alone, 8)
        assert found[0] == 0
        assert len([n for n in found if n > 2]) <= 1
        assert alone.share[0] > 10 * alone.floor > 0.0
        assert max(alone.share[1], alone.share[2]) < 0.1, "two that act only together have no effect by themselves"


def test_one_luck_serves_a_trajectory_until_a_dummy_moves() -> None:
    paths = trajectories(5, 3, 2, 100, 4)
    assert paths.lucks.min() == 100
    for path in range(3):
        here = slice(path * (5 + DUMMIES + 1), (path + 1) * (5 + DUMMIES + 1))
        moved = (paths.design[here, 5:] != paths.design[here, 5:][0]).sum(axis=1)
        assert len(np.unique(paths.lucks[here][:, 0])) == DUMMIES + 1
        for steps in range(DUMMIES + 1):
            assert len(np.unique(paths.lucks[here][moved == steps], axis=0)) == 1
    assert paths.shares.min() > 0.0
    assert paths.shares.max() < 1.0
