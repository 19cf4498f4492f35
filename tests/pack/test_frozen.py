"""The read-only mapping."""

from __future__ import annotations

import pickle

import pytest

from sim.pack.country.frozen import Frozen


def test_it_cannot_be_changed() -> None:
    frozen = Frozen({"a": 1})
    with pytest.raises(TypeError):
        frozen["a"] = 2  # type: ignore[index]
    with pytest.raises(AttributeError):
        frozen._items = {}
    with pytest.raises(AttributeError):
        del frozen._items
    assert frozen["a"] == 1


def test_what_it_was_made_from_may_change_without_it() -> None:
    origin = {"a": 1}
    frozen = Frozen(origin)
    origin["a"] = 2
    assert frozen["a"] == 1


def test_equal_content_is_equal_and_hashes_equal_in_any_order() -> None:
    one, other = Frozen([("a", 1), ("b", 2)]), Frozen([("b", 2), ("a", 1)])
    assert one == other == {"a": 1, "b": 2}
    assert hash(one) == hash(other)


def test_it_survives_pickling_with_its_order() -> None:
    again = pickle.loads(pickle.dumps(Frozen([("b", 2), ("a", 1)])))
    assert list(again.items()) == [("b", 2), ("a", 1)]
