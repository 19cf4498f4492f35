"""What a reader types: read, or refused in a sentence."""

from __future__ import annotations

import pytest

from sim.dashboard.form import Asked, draw_form, read_form
from sim.pack import Country


def test_a_number_and_changes_are_read(demo: Country) -> None:
    asked, wanted = read_form(demo, {"seed": " 7 ", "do": "ruler=harbour@1950-01:plenum  switch.purge=off"}, "en")
    assert wanted == (7, ("ruler=harbour@1950-01:plenum", "switch.purge=off"))
    assert (asked.seed_error, asked.do_error) == ("", "")


@pytest.mark.parametrize("seed", ["", "-1", "1.5", "4294967296", "9" * 50, "seven", "１"])
def test_a_number_that_does_not_fit_is_refused(demo: Country, seed: str) -> None:
    asked, wanted = read_form(demo, {"seed": seed, "do": ""}, "en")
    assert wanted is None
    assert "0 to 4294967295" in asked.seed_error


@pytest.mark.parametrize(("do", "words"), [("x", "form"), ("ruler=harbur@1950-01:plenum", "nearest: harbour"), ("a" * 5000, "form")])
def test_a_change_that_can_not_be_is_refused_in_one_sentence(demo: Country, do: str, words: str) -> None:
    asked, wanted = read_form(demo, {"seed": "1", "do": do}, "ko")
    assert wanted is None
    assert words in asked.do_error
    assert "\n" not in asked.do_error


def test_a_form_without_its_fields_is_refused(demo: Country) -> None:
    assert read_form(demo, {}, "en")[1] is None


def test_what_was_typed_comes_back_escaped() -> None:
    markup = draw_form(Asked('"><script>', "<b>", "", "<i>"), "/watch", "war=none", "en")
    assert "<script>" not in markup
    assert "<b>" not in markup
    assert "<i>" not in markup
    assert 'aria-invalid="true"' in markup
