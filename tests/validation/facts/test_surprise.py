"""Surprise given the facts before, against a chain of which the answer is known, against rejection, and where no world has all facts."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
import pytest

from sim.validation.facts.surprise import Island, effective, filtered, softened, surprises, systematic

STAY = (0.9, 0.7)
"""Of a chain that begins in state 0: the chance to stay in each of its two states for a month."""
FACTS = ((2, 0), (5, 1), (9, 1), (14, 0), (20, 1), (26, 0), (31, 1), (37, 1), (44, 0), (50, 1))
"""Month and state of ten facts about it."""
MONTHS = [month for month, _ in FACTS]


def exact(errors: list[float]) -> list[float]:
    """How probable the first facts are together, by the forward recursion on two states."""
    move = np.array([[STAY[0], 1 - STAY[0]], [1 - STAY[1], STAY[1]]])
    state, month, found = np.array([1.0, 0.0]), -1, []
    for (at, wanted), error in zip(FACTS, errors, strict=True):
        state = state @ np.linalg.matrix_power(move, at - month)
        state = state * np.where(np.arange(2) == wanted, 1 - error, error)
        month = at
        found.append(float(state.sum()))
    return found


class Chain:
    """Many such chains on their way."""

    def __init__(self, size: int, seed: int) -> None:
        self.size, self.luck = size, np.random.default_rng(seed)
        self.state, self.month = np.zeros(size, int), -1

    def run_to(self, month: int) -> None:
        while self.month < month:
            stay = np.array(STAY)[self.state]
            self.state = np.where(self.luck.random(self.size) < stay, self.state, 1 - self.state)
            self.month += 1

    def have(self, fact: int) -> npt.NDArray[np.bool_]:
        return np.asarray(self.state == FACTS[fact][1])

    def keep(self, rows: npt.NDArray[np.int64]) -> None:
        self.state = self.state[rows]


def islands(errors: list[float], size: int, count: int) -> list[Island]:
    luck = np.random.default_rng(99).random((count, len(FACTS)))
    return [filtered(Chain(size, seed), MONTHS, errors, list(luck[seed])) for seed in range(count)]


def plain(size: int) -> npt.NDArray[np.bool_]:
    """(size, facts) chains left alone."""
    chain, found = Chain(size, 7), []
    for n, month in enumerate(MONTHS):
        chain.run_to(month)
        found.append(chain.have(n))
    return np.stack(found, axis=1)


@pytest.mark.parametrize("errors", [[0.001] * 10, [0.05, 0.001] * 5])
def test_the_filter_gives_the_known_answer_fact_by_fact(errors: list[float]) -> None:
    found = surprises(plain(100), islands(errors, 2000, 8))
    known = np.log2(np.array([1.0, *exact(errors)]))
    assert found.given_before == pytest.approx(known[:-1] - known[1:], abs=0.08)
    assert found.total.value == pytest.approx(-known[-1], abs=0.12)
    assert found.total.low <= -known[-1] <= found.total.high
    assert sum(found.given_before) == pytest.approx(found.total.value, abs=1e-12)


def test_with_hard_facts_it_is_rejection() -> None:
    matched, found = plain(100_000), islands([1e-9] * 10, 2000, 8)
    left = matched[:, :6].all(axis=1)
    assert left.sum() > 500
    together = np.mean([island.together[6] for island in found])
    assert -math.log2(together) == pytest.approx(-math.log2(left.mean()), abs=0.2)
    assert surprises(matched, found).bits == pytest.approx([-math.log2((n + 0.5) / 100_001) for n in matched.sum(axis=0)])


def test_it_goes_on_where_no_plain_chain_has_all_facts() -> None:
    errors = [0.001] * 10
    assert not plain(60).all(axis=1).any()
    found = surprises(plain(60), islands(errors, 60, 5))
    assert found.total.value == pytest.approx(-math.log2(exact(errors)[-1]), abs=1.0)


def test_where_nothing_is_kept_twice_it_is_weighing() -> None:
    """Facts that nearly all have: no world is dropped, and the mean of the weights is all there is to it."""

    class Sure(Chain):
        def have(self, fact: int) -> npt.NDArray[np.bool_]:
            return np.arange(self.size) >= fact

        def keep(self, rows: npt.NDArray[np.int64]) -> None:
            pytest.fail("worlds were dropped")

    errors = [0.05] * 10
    island = filtered(Sure(100, 1), MONTHS, errors, [0.5] * 10)
    weights = np.prod([np.where(np.arange(100) >= n, 0.95, 0.05) for n in range(10)], axis=0)
    assert island.together[-1] == pytest.approx(weights.mean())
    assert effective(island.ancestors[-1]) == pytest.approx(effective(weights))


def test_worlds_kept_twice_count_as_one_ancestor() -> None:
    class One(Chain):
        def have(self, fact: int) -> npt.NDArray[np.bool_]:
            return np.arange(self.size) == 3 if fact == 0 else np.ones(self.size, bool)

    island = filtered(One(100, 1), MONTHS, [1e-6] * 10, [0.5] * 10)
    assert effective(island.ancestors[-1]) == pytest.approx(1.0, abs=0.01)
    assert effective(island.ancestors[0]) == 100


@pytest.mark.parametrize("luck", [0.0, 0.3, 0.999])
def test_worlds_are_kept_in_proportion_to_their_weights(luck: float) -> None:
    weights = np.array([0.0, 3.0, 1.0, 0.5, 0.5, 0.0, 3.0])
    counts = np.bincount(systematic(weights, luck), minlength=7)
    assert counts.sum() == 7
    assert (np.abs(counts - 7 * weights / weights.sum()) < 1).all()
    assert counts[0] == counts[5] == 0


def test_one_island_has_no_error_and_says_so() -> None:
    found = surprises(plain(50), islands([0.001] * 10, 50, 1))
    assert (found.total.low, found.total.high) == (0.0, math.inf)


def test_no_fact_is_certain_to_a_guess() -> None:
    for chance, error in itertools.product((0.0, 0.3, 1.0), (0.001, 0.05)):
        assert softened(chance, error) + softened(1.0 - chance, error) == pytest.approx(1.0)
        assert error <= softened(chance, error) <= 1.0 - error
