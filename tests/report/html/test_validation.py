"""A scoreboard as one page: whole, without requests, the same sentences as the text, escaped."""

from __future__ import annotations

import dataclasses

import pytest

from sim.locale import LANGUAGES
from sim.pack import Country
from sim.report.facts_text import scores_table
from sim.report.html.validation import content, scoreboard_page
from sim.report.validation_text import rows, sentences
from sim.validation.scoreboard import Scoreboard
from sim.validation.validate import validate

from ...test_repr import HOSTILE
from .test_report import read


@pytest.fixture(scope="module")
def board(demo: Country) -> Scoreboard:
    return validate(demo, quick=True, seed=2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_says_what_the_text_says(board: Scoreboard, lang: str) -> None:
    page = scoreboard_page(board, lang)
    assert page == scoreboard_page(board, lang)
    found = read(page)
    assert (found.mistakes, found.open) == ([], [])
    assert all(address.startswith(("#", "data:")) for address in found.addresses)
    assert len(set(found.ids)) == len(found.ids)
    assert page.count("<table") == 2
    said = " ".join(found.words)
    for sentence in (*sentences(board, lang), *(guard.evidence(lang) for guard in board.guards)):
        assert sentence in said
    assert board.facts is not None
    table = scores_table(board.facts, lang)
    for word in (*table.sentences, *table.heads, *(cell for row in table.rows for cell in row)):
        assert word in said
    for row in rows(board, lang):
        for word in (row.id, row.word, row.simulated, row.bounds, row.title, row.statement, row.observed):
            assert word in said


def test_what_a_pack_says_is_put_in_as_text(board: Scoreboard) -> None:
    first, *rest = board.targets
    part = dataclasses.replace(first.parts[0].part, statement=HOSTILE, observed=HOSTILE)
    hostile = dataclasses.replace(first, target=dataclasses.replace(first.target, title=HOSTILE, id="D<1>"), parts=(dataclasses.replace(first.parts[0], part=part),))
    page = scoreboard_page(dataclasses.replace(board, targets=(hostile, *rest)))
    assert "<script>" not in page
    assert "D<1>" not in page
    assert page.count("&lt;script&gt;") == 3


def test_the_page_says_how_to_make_it_again(board: Scoreboard) -> None:
    told = content(board, "en")
    assert told.command == "counterfaction validate demo --quick --values fixed --seed 2"
    names: dict[str, object] = {}
    exec(told.python.replace("print(", "met = (").replace('seed=2', 'seed=2'), names)
    assert names["met"] == board.met
