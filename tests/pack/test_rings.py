"""Circular references."""

from __future__ import annotations

from sim.pack.build.rings import rings


def test_a_chain_and_a_diamond_are_no_rings() -> None:
    assert rings({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []


def test_a_ring_is_given_from_its_first_name_back_to_it() -> None:
    assert rings({"x": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}) == [["a", "b", "c", "a"]]
    assert rings({"a": ["a"]}) == [["a", "a"]]


def test_two_rings_are_both_found() -> None:
    assert rings({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"], "e": ["unknown"]}) == [["a", "b", "a"], ["c", "d", "c"]]


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    assert rings({str(number): [str(number + 1)] for number in range(20_000)}) == []
