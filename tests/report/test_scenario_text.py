"""The answer to a sentence in words: it answers that sentence, with its word, says how far, and never more than it may."""

from __future__ import annotations

import dataclasses

import pytest

import sim
from sim.counterfactual.answer import Answer
from sim.locale import LANGUAGES, say
from sim.pack import Country
from sim.report.scenario_text import asks_text, outcome_name, scenario_answer
from sim.report.terminal import cells_of


@pytest.fixture(scope="module")
def answer() -> Answer:
    return sim.compare(sim.load_pack("demo"), worlds=100, seed=1, scenario="harbour-rising")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_the_sentence_the_word_the_verdict_and_what_is_lacking(answer: Answer, lang: str) -> None:
    text = " ".join(" ".join(scenario_answer(answer, lang)).split())
    assert answer.scenario is not None
    assert answer.verdict is not None
    assert answer.scenario.sentence[lang] in text
    assert say(lang, "modal.could") in text
    assert say(lang, f"verdict.{answer.verdict.verdict}") in text
    assert answer.scenario.lacks[lang] in text
    assert say(lang, "scenario.direction") in text or answer.verdict.verdict == "cannot_say"
    assert "{" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["harbour-rising", "after-the-war", "poets-heard"])
def test_lines_fit_and_the_last_names_a_command(name: str, lang: str) -> None:
    lines = scenario_answer(sim.compare(sim.load_pack("demo", reading="kinder"), worlds=20, scenario=name), lang)
    assert max(cells_of(line) for line in lines) <= 100
    assert len(lines) <= 40
    assert "counterfaction run demo --reading kinder --do" in " ".join(" ".join(lines).replace("\\", " ").split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_verdict_gives_a_direction_and_no_number(lang: str) -> None:
    for verdict in ("holds", "leans_for", "mixed", "leans_against", "does_not_hold"):
        assert not any(letter.isdigit() for letter in say(lang, f"verdict.{verdict}"))


def test_the_word_is_explained_by_its_bar(demo: Country) -> None:
    by_id = {one.id: one for one in demo.scenarios}
    assert "in more than 10% of the worlds, and more often than in the worlds left alone" in asks_text(demo, by_id["harbour-rising"], "en")
    assert "in 10% of the worlds more than in the worlds with war=none" in asks_text(demo, by_id["after-the-war"], "en")
    assert "from the change to December 1980" in asks_text(demo, by_id["harbour-rising"], "en")
    later = dataclasses.replace(by_id["harbour-rising"], first=171)
    assert "from January 1960 to December 1980" in asks_text(demo, later, "en")


def test_several_outcomes_are_joined_by_how_they_go_together(demo: Country) -> None:
    own = next(one for one in demo.scenarios if one.id == "harbour-rising")
    assert "a second war or an uprising" in asks_text(demo, own, "en")
    assert "a second war and an uprising" in asks_text(demo, dataclasses.replace(own, together="all"), "en")
    assert "each counted by itself" in asks_text(demo, dataclasses.replace(own, together="unweighed", compares=False), "en")


def test_who_rules_is_named_as_people_name_it(demo: Country) -> None:
    assert outcome_name(demo, "ruler_1956:harbour", "en") == f"{demo.faction('harbour').phrase['en']} in office at the end of 1956"


def test_weighed_outcomes_stand_side_by_side(demo: Country) -> None:
    own = next(one for one in demo.scenarios if one.id == "harbour-rising")
    country = dataclasses.replace(demo, scenarios=(dataclasses.replace(own, together="unweighed", compares=False),))
    lines = scenario_answer(sim.compare(country, worlds=20, scenario="harbour-rising"))
    text = " ".join(lines)
    assert say("en", "reason.unweighed").split(",")[0] in text
    assert any(line.startswith("an uprising: ") and "of 2" in line for line in lines)


def test_an_answer_to_no_scenario_is_none(demo: Country) -> None:
    with pytest.raises(ValueError, match="not one to a scenario"):
        scenario_answer(sim.compare(demo, worlds=10, branches=[]))
