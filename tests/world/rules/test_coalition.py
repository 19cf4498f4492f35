"""The ultimate ruling coalition against its definition in the paper, and its published properties."""

from __future__ import annotations

import itertools
from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.pack import load_pack
from sim.world.luck import key
from sim.world.rules.coalition import belongs, coalition

from ..builders import one, parameters

WORLD, COMMON = one(load_pack("demo"), 1)
ALPHAS = (1 / 2, 3 / 5, 2 / 3, 0.8)


def found(powers: list[float], alpha: float, luck: int = 0) -> set[int]:
    """The coalition that the rule finds for these powers."""
    COMMON.count = len(powers)
    parameters(COMMON, coalition_threshold=alpha)
    WORLD.key_of_start = key("luck", luck)
    for k, power in enumerate(powers):
        WORLD.factions[k].power = power
        COMMON.uid[k] = key("group", k)
    WORLD.coalition = 0  # as in a world that has not found one yet
    coalition(WORLD, COMMON)
    members = {k for k in range(len(powers)) if belongs(WORLD, COMMON, k)}
    assert WORLD.coalition == sum(1 << k for k in members)
    return members


def phi(powers: list[float], alpha: float) -> set[int]:
    """Acemoglu, Egorov and Sonin 2008, from the definition: Phi(X) is the weakest of X and of the winning sets Y within X with Phi(Y) = Y."""
    def weight(group: frozenset[int]) -> float:
        return sum(sorted(powers[k] for k in group))

    @cache
    def ruling(everybody: frozenset[int]) -> frozenset[int]:
        parts = (frozenset(part) for size in range(1, len(everybody)) for part in itertools.combinations(sorted(everybody), size))
        standing = [part for part in parts if weight(part) > alpha * weight(everybody) and ruling(part) == part]
        return min([everybody, *standing], key=weight)

    return set(ruling(frozenset(k for k, power in enumerate(powers) if power > 0.0)))


def shares(count: int, seed: int) -> list[Any]:
    return np.random.default_rng(seed).dirichlet([4.0] * count, 1).tolist()[0]


@settings(max_examples=300)
@given(count=st.integers(2, 6), seed=st.integers(0, 10**6), alpha=st.sampled_from(ALPHAS), gone=st.integers(0, 2))
def test_it_is_the_one_the_definition_gives(count: int, seed: int, alpha: float, gone: int) -> None:
    powers = shares(count, seed)
    for k in range(min(gone, count - 1)):
        powers[k] = 0.0
    assert found(powers, alpha) == phi(powers, alpha)


@settings(max_examples=100)
@given(seed=st.integers(0, 10**6), order=st.permutations(range(5)))
def test_it_follows_the_powers_wherever_they_stand(seed: int, order: list[int]) -> None:
    powers = shares(5, seed)
    moved = [powers[k] for k in order]
    assert {order[k] for k in found(moved, 0.5)} == found(powers, 0.5)


# MODEL 1.2(1): guerrilla, domestic, Yan'an, Soviet
@pytest.mark.parametrize(("powers", "expected"), [
    ([0.30, 0.34, 0.20, 0.16], {0, 2, 3}),
    ([0.55, 0.03, 0.25, 0.17], {0}),
    ([0.24, 0.52, 0.14, 0.10], {1}),
    ([0.28, 0.42, 0.17, 0.13], {0, 2, 3}),
])  # fmt: skip
def test_the_table_of_the_model_paper(powers: list[float], expected: set[int]) -> None:
    assert found(powers, 0.5) == expected


def test_in_the_first_row_of_that_table_two_are_equal_and_luck_leaves_one_of_them_out() -> None:
    # two equals stand together at one half, so every three that hold both would fall apart
    seen = Counter(frozenset(found([0.30, 0.22, 0.26, 0.22], 0.5, luck)) for luck in range(400))
    assert set(seen) == {frozenset({0, 2, 3}), frozenset({0, 1, 2})}
    assert stats.binomtest(seen[frozenset({0, 1, 2})], 400).pvalue > 1e-4


def test_at_three_fifths_the_second_row_of_that_table_turns_over() -> None:
    assert found([0.30, 0.34, 0.20, 0.16], 0.6) == {0, 1}


@settings(max_examples=100)
@given(count=st.integers(3, 6), seed=st.integers(0, 10**6))
def test_at_one_half_two_never_stand_together(count: int, seed: int) -> None:
    assert len(found(shares(count, seed), 0.5)) != 2


@settings(max_examples=100)
@given(seed=st.integers(0, 10**6))
def test_at_one_half_three_stand_together_unless_one_holds_more_than_half(seed: int) -> None:
    powers = shares(3, seed)
    strongest = max(range(3), key=lambda k: powers[k])
    assert found(powers, 0.5) == ({strongest} if powers[strongest] > 0.5 else {0, 1, 2})


def test_sizes_for_four_groups_are_those_of_the_model_paper() -> None:
    draws = np.random.default_rng(1).dirichlet([4.0] * 4, 1500).tolist()
    sizes = Counter(len(found(powers, 0.5)) for powers in draws)
    assert sizes[3] / 1500 == pytest.approx(0.89, abs=0.03)
    assert sizes[1] / 1500 == pytest.approx(0.07, abs=0.03)
    assert sizes[4] / 1500 == pytest.approx(0.03, abs=0.03)
    assert {2, 3, 4} <= set(Counter(len(found(powers, 0.6)) for powers in draws))
    assert Counter(len(found(powers, 2 / 3)) for powers in draws).most_common(1)[0][0] == 4


def test_equals_are_left_out_by_luck_alone() -> None:
    left_out = Counter(min({0, 1, 2} - found([1.0, 1.0, 1.0], 0.5, luck)) for luck in range(900))
    assert stats.chisquare([left_out[k] for k in range(3)]).pvalue > 1e-4
