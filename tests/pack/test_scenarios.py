"""Scenario files of the packs that come with the program, and the words they may use."""

from __future__ import annotations

import pytest

from sim.locale import LANGUAGES, catalogue
from sim.pack import Country
from sim.pack.build.scenarios import CHANGED, ruler_asked
from sim.pack.country.modal import MODALS, OUTCOME_NAMES
from sim.world.outcome import ASKED_ONLY, OUTCOMES


def test_scenarios_may_name_every_outcome_of_the_program_and_no_other() -> None:
    assert sorted(OUTCOME_NAMES) == sorted(outcome.name for outcome in (*OUTCOMES, *ASKED_ONLY))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_and_outcome_is_spoken(lang: str) -> None:
    words = catalogue(lang)
    assert set(words["modal"]) == set(MODALS)
    assert set(OUTCOME_NAMES) <= set(words["outcome"])


def test_could_asks_for_less_than_would_and_would_for_less_than_certainly() -> None:
    levels = [MODALS[word].bar for word in ("could", "would", "likely", "certainly")]
    assert levels == sorted(set(levels)) == [0.1, 0.5, 0.66, 0.99]
    assert {word for word, modal in MODALS.items() if modal.asks == "necessity"} == {"because", "saved"}


def test_a_file_is_read_as_it_stands(demo: Country) -> None:
    found = next(one for one in demo.scenarios if one.id == "harbour-rising")
    assert (found.claims, found.modal, found.compares, found.together) == (("D1",), "could", True, "any")
    assert found.outcomes == ("second_war", "uprising")
    assert (found.first, found.last) == (None, (1980 - 1945) * 12 + 2)
    assert [arm.id for arm in found.arms] == ["death", "vote"]
    assert found.arms[0].label is None
    assert str(found.arms[1].place) == "scenarios/harbour-rising.toml:13"
    assert found.reference == ()


def test_changes_without_arms_are_one_arm(demo: Country) -> None:
    found = next(one for one in demo.scenarios if one.id == "after-the-war")
    assert [(arm.id, arm.do) for arm in found.arms] == [(CHANGED, ("war=won@1950-09",))]
    assert found.reference == ("war=none",)


def test_a_ruler_is_asked_by_year_and_group() -> None:
    assert ruler_asked("ruler_1956:harbour") == (1956, "harbour")
    assert ruler_asked("second_war") is None
    assert ruler_asked("ruler_56:harbour") is None


def test_the_first_case_asks_ten_sentences_in_both_languages(korea: Country) -> None:
    assert len(korea.scenarios) >= 10
    assert {"K08", "K13", "K16", "K17", "K18", "K19", "K20", "K21", "K22", "K23"} <= {claim for one in korea.scenarios for claim in one.claims}
    for scenario in korea.scenarios:
        for text in (scenario.title, scenario.sentence, scenario.lacks):
            assert set(text) == set(LANGUAGES)
            assert text["en"] != text["ko"]
        for text in scenario.sentence.values():
            assert not set('"“”「」『』') & set(text), f"{scenario.id}: a paraphrase, not a quotation"
