"""Messages."""

from __future__ import annotations

import pickle

from sim.pack import PackError, Place
from sim.pack.errors import listed, nearest_to, shown, unknown_name


def test_a_message_names_place_found_allowed_and_nearest() -> None:
    error = unknown_name(Place("pack.toml", 7), "colour", "gren", ["red", "green"])
    assert str(error) == "pack.toml:7: unknown colour; found 'gren'; allowed: red, green; nearest: green"


def test_a_message_is_one_line_that_any_terminal_can_show() -> None:
    text = str(PackError(None, "bad\nthing\x1b[31m", found="\ud800\u202e", allowed="a\r\nb"))
    assert text.isprintable()
    text.encode("utf-8")


def test_an_error_survives_pickling() -> None:
    error = PackError(Place("a.csv", 2), "problem", found="x", allowed="y", nearest="z")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.place, again.nearest) == (str(error), error.place, "z")


def test_long_values_and_lists_are_cut() -> None:
    assert len(shown("x" * 1000)) == 60
    assert shown(10**6000) == "a int too long to show"
    assert listed(str(number) for number in range(100)).endswith("(100 in all)")
    assert listed([]) == "none"


def test_nothing_near_is_nothing() -> None:
    assert nearest_to("zzz", ["alpha", "beta"]) == ""
    assert nearest_to(5, ["alpha"]) == ""
