"""Guesses ask for a direction, of outcomes that can come in the branch, and not always for a change."""

from __future__ import annotations

import dataclasses

import pytest

from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.shares import PairedShare
from sim.locale import LANGUAGES
from sim.pack import Country
from sim.report.directions import REPORTED
from sim.report.html.guesses import WAYS, guesses
from tests.counterfactual import builders
from tests.counterfactual.builders import paired as cell


def branch(**cells: PairedShare) -> BranchAnswer:
    """A branch in which nothing comes but what is named."""
    return builders.branch(outcomes={name: cells.get(name, cell(0.0, 0.0)) for name in REPORTED})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_largest_changes_and_one_outcome_that_stays_are_asked(demo: Country, lang: str) -> None:
    found = guesses(demo, [("under a", branch(uprising=cell(0.5, 0.1), second_war=cell(0.1, 0.8), opening=cell(0.3, 0.29), campaign=cell(0.2, 0.1)))], lang)
    assert [(guess.meaning.key, WAYS[guess.right]) for guess in found] == [("second_war", "less"), ("uprising", "more"), ("opening", "same")]
    assert len({guess.choices for guess in found}) == 1
    assert len(found[0].choices) == 3


def test_no_guess_and_no_answer_to_one_says_how_often(demo: Country) -> None:
    (found,) = guesses(demo, [("under a", branch(uprising=cell(0.5, 0.1)))], "en")
    assert not any(letter.isdigit() for letter in f"{found.question} {' '.join(found.choices)} {found.answer}")


def test_what_can_not_come_is_not_asked(demo: Country) -> None:
    alone = dataclasses.replace(demo, patrons=(), rival_state=False)
    cells = {"second_war": cell(0.9, 0.0), "aid_lost": cell(0.5, 0.0), "absorbed": cell(0.0, 0.0), "uprising": cell(0.4, 0.1)}
    assert [guess.meaning.key for guess in guesses(alone, [("under a", branch(**cells))], "en")] == ["uprising"]


def test_different_branches_are_asked_about_where_there_are_some(demo: Country) -> None:
    both = [("under a", branch(uprising=cell(0.9, 0.1), campaign=cell(0.8, 0.1))), ("under b", branch(uprising=cell(0.5, 0.1), opening=cell(0.4, 0.1)))]
    found = guesses(demo, both, "en")
    assert ("under a" in found[0].question, found[0].meaning.key) == (True, "uprising")
    assert "under b" in found[-1].question


def test_nothing_is_asked_where_nothing_was_counted(demo: Country) -> None:
    nothing = {name: cell(None, None) for name in REPORTED}
    assert guesses(demo, [("under a", builders.branch(outcomes=nothing))], "en") == []
