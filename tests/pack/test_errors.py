"""Messages."""

from __future__ import annotations

import pickle

from sim.pack import Argument, InputError, Place
from sim.pack.country.errors import listed, nearest_to, shown, unknown_name


def test_a_message_names_place_found_allowed_and_nearest() -> None:
    error = unknown_name(Place("pack.toml", 7), "colour", "gren", ["red", "green"])
    assert str(error) == "pack.toml:7: unknown colour; found 'gren'; allowed: red, green; nearest: green"


def test_a_message_is_one_line_that_any_terminal_can_show() -> None:
    text = str(InputError(None, "bad\nthing\x1b[31m", kind="malformed", found="\ud800\u202e", allowed="a\r\nb"))
    assert text.isprintable()
    text.encode("utf-8")


def test_an_error_survives_pickling() -> None:
    error = InputError(Place("a.csv", 2), "problem", kind="range", found="x", allowed="y", nearest="z")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.kind, again.place, again.nearest) == (str(error), "range", error.place, "z")


def test_an_argument_is_an_option_on_the_command_line_alone() -> None:
    error = InputError(Argument("what_if"), "nothing is changed", kind="missing", allowed="a change")
    assert str(error) == "what_if: nothing is changed; allowed: a change"
    assert error.sentence(options=True) == "--what-if: nothing is changed; allowed: a change"


def test_a_mistake_told_of_another_place_stays_the_same_mistake() -> None:
    error = InputError(None, "unknown group", kind="unknown", found="x", allowed="a, b", nearest="a").at(Place("b.toml", 3), "branch one: ")
    assert str(error) == "b.toml:3: branch one: unknown group; found x; allowed: a, b; nearest: a"
    assert error.kind == "unknown"


def test_long_values_and_lists_are_cut() -> None:
    assert len(shown("x" * 1000)) == 60
    assert shown(10**6000) == "a int too long to show"
    assert listed(str(number) for number in range(100)).endswith("(100 in all)")
    assert listed([]) == "none"


def test_nothing_near_is_nothing() -> None:
    assert nearest_to("zzz", ["alpha", "beta"]) == ""
    assert nearest_to(5, ["alpha"]) == ""
