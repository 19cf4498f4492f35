"""Addressed luck: reference values, laws, and independence."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.world.luck import ahead, at, fold, gumbel, key, logistic, mix, normal, normal_cdf, person_after, uniform, uniform_option, unit

INCREMENT, WORDS = 0x9E3779B97F4A7C15, 2**64
CHANCES = np.concatenate([np.logspace(-15, -3, 60), np.linspace(0.001, 0.999, 397), 1 - np.logspace(-3, -15, 60)])


def word(number: int) -> np.uint64:
    return np.uint64(number % WORDS)


def draws(stream: int, month: int, count: int = 20_000, world: int = 5) -> np.ndarray:
    address = word(at(key("world", world), stream, month))
    return np.array([uniform(address, key("entity", n)) for n in range(count)])


def equally_spread(counts: np.ndarray) -> bool:
    return bool(stats.chisquare(counts).pvalue > 1e-4)


@pytest.mark.parametrize(("step", "published"), [(1, 6457827717110365317), (2, 3203168211198807973), (3, 9817491932198370423)])
def test_mix_is_the_finaliser_of_splitmix64(step: int, published: int) -> None:
    assert mix(word(1234567 + step * INCREMENT)) == published


def test_mix_maps_no_two_words_to_one() -> None:
    found = {mix(word(n * n + 17)) for n in range(5000)}
    assert len(found) == 5000


@pytest.mark.parametrize("extreme", [0, 1, 2**63, WORDS - 1])
def test_a_number_lies_strictly_between_0_and_1_for_the_most_extreme_words(extreme: int) -> None:
    u = unit(word(extreme))
    assert 0.0 < u < 1.0
    for law in (gumbel, logistic, normal):
        assert np.isfinite(law(u))


def test_numbers_are_spread_evenly() -> None:
    assert equally_spread(np.bincount((draws(3, 11) * 50).astype(int), minlength=50))


@pytest.mark.parametrize("change", ["stream", "month", "world", "neighbour"])
def test_numbers_of_addresses_that_differ_in_one_word_are_independent(change: str) -> None:
    mine = draws(3, 11)
    other = {"stream": lambda: draws(4, 11), "month": lambda: draws(3, 12), "world": lambda: draws(3, 11, world=6), "neighbour": lambda: np.roll(mine, 1)}[change]()
    table = np.bincount((mine * 8).astype(int) * 8 + (other * 8).astype(int), minlength=64)
    assert equally_spread(table)


def test_a_number_does_not_depend_on_what_was_drawn_before() -> None:
    address = word(at(key("world", 1), 3, 4))
    forward = [uniform(address, key("entity", n)) for n in range(50)]
    backward = [uniform(address, key("entity", n)) for n in reversed(range(50))]
    assert forward == backward[::-1]
    assert len(set(forward)) == 50


def test_entity_and_option_are_not_interchangeable() -> None:
    address, one, other = word(at(key("world", 1), 3, 4)), key("a"), key("b")
    assert uniform_option(address, one, other) != uniform_option(address, other, one)


def test_followers_in_a_post_have_luck_of_their_own() -> None:
    people = [key("post", 1)]
    for month in range(200):
        people.append(word(person_after(people[-1], month)))
    assert len(set(people)) == 201


@pytest.mark.parametrize(("law", "reference"), [(gumbel, stats.gumbel_r), (logistic, stats.logistic), (normal, stats.norm)])
def test_laws_are_the_quantiles_of_scipy(law, reference) -> None:  # type: ignore[no-untyped-def]
    assert [law(u) for u in CHANCES] == pytest.approx(reference.ppf(CHANCES), rel=1e-9, abs=1e-12)


def test_the_normal_quantile_holds_far_out_in_the_tail() -> None:
    assert normal(1e-300) == pytest.approx(stats.norm.ppf(1e-300), rel=1e-13)


def test_the_normal_distribution_function_is_that_of_scipy() -> None:
    points = np.linspace(-12, 12, 200)
    assert [normal_cdf(x) for x in points] == pytest.approx(stats.norm.cdf(points), rel=1e-12)


def test_a_digest_does_not_depend_on_the_order_of_facts() -> None:
    facts = [(key("a"), key("b"), key("c")), (key("b"), key("a"), key("c")), (key("c"), key("c"), key("c"))]
    one = other = word(0)
    for fact in facts:
        one = word(fold(one, *fact))
    for fact in reversed(facts):
        other = word(fold(other, *fact))
    assert one == other
    assert one != word(fold(word(0), *facts[0]))


def test_keys_of_different_names_differ_and_names_do_not_run_together() -> None:
    assert key("ab", "c") != key("a", "bc")
    assert len({int(key("person", n)) for n in range(10_000)}) == 10_000


def test_a_key_is_the_same_on_every_machine() -> None:
    import hashlib

    assert int(key("person", "x")) == int.from_bytes(hashlib.blake2b(b"person\x1fx", digest_size=8).digest(), "little")


def test_equals_are_put_in_order_by_luck_and_one_always_comes_first() -> None:
    first = 0
    for n in range(2000):
        address = word(at(key("world", n), 2, 0))
        mine, other = ahead(1.0, 1.0, address, key("a"), key("b")), ahead(1.0, 1.0, address, key("b"), key("a"))
        assert mine != other
        first += mine
    assert stats.binomtest(first, 2000).pvalue > 1e-4
    assert ahead(2.0, 1.0, word(0), key("a"), key("b"))
    assert not ahead(1.0, 2.0, word(0), key("a"), key("b"))
