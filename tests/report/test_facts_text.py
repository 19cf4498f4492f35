"""Dated facts as text: every line fits, sums are said, and where a guess is better the text says so."""

from __future__ import annotations

import dataclasses

import pytest

from sim.counterfactual.estimate import Interval
from sim.locale import LANGUAGES
from sim.pack import Country
from sim.report.facts_text import record_text, scores_lines, scores_table
from sim.report.terminal import cells_of
from sim.validation.facts.nulls import Null, nulls
from sim.validation.facts.record import FactScore, Record
from sim.validation.facts.scores import LogScores

BITS = (0.0, 1.25, 2.0, 0.1, 0.5, 0.75)


@pytest.fixture
def found(demo: Country) -> Record:
    facts = tuple(FactScore(fact, "1956-12", 0.5, 1.0, bits, 50.0, True) for fact, bits in zip(demo.facts, BITS, strict=True))
    return Record(demo, "fixed", 1000, 1, facts, 50.0, Interval(4.6, 4.1, 5.1))


def flat(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 80, 130])
def test_every_line_fits_the_terminal(found: Record, monkeypatch: pytest.MonkeyPatch, lang: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = record_text(found, lang) + scores_lines(LogScores(found, nulls(found.country)), lang, min(columns, 100))
    assert max(cells_of(line) for line in lines) <= min(columns, 100)
    for fact in found.country.facts:
        assert any(line.startswith(fact.id) for line in lines)


def test_the_sum_the_marks_and_the_next_command(found: Record) -> None:
    said = flat(record_text(found))
    assert "as rare as 4.6 tosses of a coin that all fall heads [4.1, 5.1]" in said
    assert "R3* 1956-12" in said
    assert "no test of them" in said
    assert said.endswith("Next: counterfaction sources demo R6")
    assert "Too few worlds" not in said
    assert "no test of them" not in flat(record_text(dataclasses.replace(found, values="prior")))


def test_facts_of_which_too_few_worlds_have_those_before_are_named_and_in_brackets(found: Record) -> None:
    thin = dataclasses.replace(found, facts=(*found.facts[:4], *(dataclasses.replace(one, enough=False) for one in found.facts[4:])))
    said = flat(record_text(thin))
    assert "Too few worlds match the facts before to say (figure in brackets): R5 R6." in said
    assert "(0.8)" in said


def guess(*bits: float) -> Null:
    return Null("persistence", tuple(2.0**-one for one in bits))


@pytest.mark.parametrize(
    ("null", "words"),
    [
        (guess(2, 2, 2, 2, 2, 2), "(12.0) the model does better in sum (4.6). The guess is better on none."),
        (guess(0.5, 0.5, 2, 2, 2, 2), "(9.0) the model does better in sum (4.6). The guess is better on R2."),
        (guess(0, 0, 0, 0, 0, 0), "(0.0) the model does worse in sum (4.6). The guess is better on R2 R3 R4 R5 R6."),
        (guess(0.0, 1.25, 2.0, 0.1, 0.5, 1.0), "does neither better nor worse beyond simulation error"),
    ],
)
def test_against_each_guess_it_says_who_is_better_in_sum_and_where(found: Record, null: Null, words: str) -> None:
    table = scores_table(LogScores(found, (null,)), "en")
    assert words in table.sentences[0]
    assert table.rows[-1][0] == "All"
    assert len({len(row) for row in (table.heads, *table.rows)}) == 1
