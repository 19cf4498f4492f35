"""The panels of What if: guesses before the answer, words with their meaning, and where links lead."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sim.dashboard import answers
from sim.dashboard.address import Address
from sim.pack import Country
from sim.pack.country.frozen import Frozen

GUESS = {"question": "q?", "outcome": "o", "choices": ["more", "less", "same"], "right": 1, "meaning": "<details></details>"}
FOUND: dict[str, Any] = {"guesses": [GUESS, GUESS]}


@pytest.mark.parametrize("guess", [None, "", "ask", "0", "0,1,2", "0,3", "0,-1", "x,y", "0,1 "])
def test_the_answer_waits_for_a_guess(guess: str | None) -> None:
    assert answers.hidden(FOUND, guess)
    assert answers.compared(FOUND, guess, "en") == ""


@pytest.mark.parametrize("guess", ["no", "0,1", "2,2"])
def test_the_answer_shows_after_a_guess_or_after_asking_for_it_without(guess: str) -> None:
    assert not answers.hidden(FOUND, guess)
    assert (answers.compared(FOUND, guess, "en") == "") == (guess == "no")


def test_an_answer_without_questions_waits_for_nothing() -> None:
    assert not answers.hidden({"guesses": []}, None)


def test_who_sees_answers_without_guessing_goes_on_so_and_who_has_guessed_is_asked_again(demo: Country) -> None:
    assert answers.guess_kept(Address("whatif", guess="no")) == "no"
    assert answers.guess_kept(Address("whatif", guess="0,1")) is None
    assert "guess=no" in answers.guesses(FOUND, Address("whatif"), demo)
    assert "Guess first" in answers.shortcuts(demo, Address("whatif", guess="no"))
    assert "Guess first" not in answers.shortcuts(demo, Address("whatif"))


@pytest.mark.parametrize(("values", "guess"), [({"guess0": "2", "guess1": "0"}, "2,0"), ({"guess0": "2"}, None), ({"guess0": "3", "guess1": "0"}, None)])
def test_guesses_are_read_whole_or_not_at_all(values: dict[str, str], guess: str | None) -> None:
    assert answers.read_guesses(values, 2) == guess


@pytest.mark.parametrize(("opens", "month"), [("1956-09", "m=1956-09"), (None, "w=TOKEN")])
def test_the_changed_world_opens_in_the_month_of_the_change(demo: Country, opens: str | None, month: str) -> None:
    markup = answers.watch({"token": "TOKEN", "opens": opens}, Address("whatif"), demo)
    assert month in markup
    assert ("m=" in markup) == (opens is not None)


def test_groups_are_told_where_the_pack_says_who_they_are_and_left_out_where_it_does_not(demo: Country) -> None:
    assert "Tomin Adrel" in answers.shortcuts(demo, Address("whatif"))
    factions = tuple(dataclasses.replace(one, about=Frozen()) for one in demo.factions)
    patrons = tuple(dataclasses.replace(one, about=Frozen()) for one in demo.patrons)
    silent = dataclasses.replace(demo, factions=factions, patrons=patrons)
    assert "Who are these groups" not in answers.shortcuts(silent, Address("whatif"))


def test_a_refusal_says_that_it_is_in_english(demo: Country) -> None:
    assert '<span lang="en">change x.</span>' in answers.failed("change x", Address("whatif", "ko"), demo)
