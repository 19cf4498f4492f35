"""Ranks of known values: even where the posterior is right, uneven where it is not, and numbers without effect are not told as known."""

from __future__ import annotations

import numpy as np
from scipy import stats

from sim.validation.ranks import _flatness, ranks

SETS, NUMBERS = 400, 12


def library(seed: int) -> tuple[np.ndarray, np.ndarray]:
    luck = np.random.Generator(np.random.PCG64(seed))
    z = luck.standard_normal((SETS, NUMBERS))
    seen = np.column_stack([z[:, 0] + 0.3 * luck.standard_normal(SETS), z[:, 1] - z[:, 2] + 0.3 * luck.standard_normal(SETS), luck.standard_normal(SETS)])
    return z, seen


STARTS = np.arange(SETS) % 3 + 1
KEYS, PARTS = tuple(f"n{n}" for n in range(NUMBERS)), ("A", "B", "C")


def test_ranks_are_even_and_known_numbers_are_found() -> None:
    flat = []
    for seed in range(12):
        found = ranks(KEYS, library(seed)[0], PARTS, library(seed)[1], STARTS, np.random.Generator(np.random.PCG64(100 + seed)))
        assert sum(found.bins) == 100 * NUMBERS
        assert found.numbers[0].key == "n0"
        assert found.numbers[0].explained > 0.8
        assert {one.key for one in found.known} >= {"n0", "n1", "n2"}
        assert len(found.known) <= 6
        flat.append(found.flat)
    assert sum(one < 0.05 for one in flat) <= 3


def test_a_posterior_that_is_too_sure_of_itself_is_seen() -> None:
    luck = np.random.Generator(np.random.PCG64(3))
    even = luck.random((100, NUMBERS))
    assert _flatness(even, luck) > 0.05
    assert _flatness(stats.norm.cdf(1.4 * stats.norm.ppf(even)), luck) < 0.05  # too narrow: the truth lies outside too often
    assert _flatness(even**1.3, luck) < 0.05  # to one side
    alike = np.repeat(luck.random((100, 1)), NUMBERS, axis=1)  # one number twelve times: uneven by chance only
    assert _flatness(alike, luck) > 0.01


def test_a_target_that_the_others_give_is_predicted_and_one_of_its_own_is_not() -> None:
    z, seen = library(5)
    seen = np.column_stack([seen, seen[:, 0] + 0.1])
    found = {one.key: one.explained for one in ranks(KEYS, z, (*PARTS, "D"), seen, STARTS, np.random.Generator(np.random.PCG64(1))).targets}
    assert found["D"] > 0.9
    assert found["C"] < 0.1


def test_a_start_that_ended_elsewhere_shows_in_the_ranks() -> None:
    z, seen = library(7)
    z[STARTS == 2, 4:] += 2.5  # numbers that no target sees
    assert ranks(KEYS, z, PARTS, seen, STARTS, np.random.Generator(np.random.PCG64(1))).flat < 0.05
