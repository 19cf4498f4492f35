"""Kalman steps: of a linear world with normal luck they find what the closed form gives, and they move nothing that no output sees."""

from __future__ import annotations

import numpy as np

from sim.fit.kalman import kalman_step

STEPS = 4


def test_a_linear_world_ends_where_the_closed_form_says() -> None:
    luck = np.random.Generator(np.random.PCG64(3))
    maps, aim = np.array([[1.0, 0.5, 0.0], [0.0, 1.0, 0.0]]), np.array([1.2, -0.8])
    z = luck.standard_normal((4_000, 3))
    for _ in range(STEPS):
        seen = z @ maps.T
        z = kalman_step(z, seen, np.broadcast_to(aim, seen.shape), STEPS, luck.standard_normal(seen.shape))
    spread = np.linalg.inv(np.eye(3) + maps.T @ maps)  # prior and error of variance 1
    assert np.abs(z.mean(axis=0) - spread @ maps.T @ aim).max() < 0.06
    assert np.abs(np.cov(z, rowvar=False) - spread).max() < 0.08


def test_what_no_output_sees_keeps_its_spread_though_sets_are_few() -> None:
    luck = np.random.Generator(np.random.PCG64(4))
    z = luck.standard_normal((150, 80))
    start = z[:, 1:].std()
    for _ in range(10):
        seen = z[:, :1] + 0.1 * luck.standard_normal((150, 1))
        z = kalman_step(z, seen, np.full_like(seen, 2.0), 4.0, luck.standard_normal(seen.shape))
    assert abs(z[:, 0].mean() - 2.0 * 2.5 / 3.5) < 0.3  # ten steps of four are two and a half sights of it
    assert z[:, 1:].std() > 0.9 * start


def test_an_output_that_was_not_counted_says_nothing() -> None:
    luck = np.random.Generator(np.random.PCG64(5))
    z = luck.standard_normal((50, 4))
    nothing = np.full((50, 2), np.nan)
    assert np.array_equal(kalman_step(z, nothing, nothing, 2.0), z)
