"""Both catalogues say the same things, in the words meant for people."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest

from sim.locale import LANGUAGES, about, catalogue, say
from sim.world.outcome import ASKED_ONLY, OUTCOMES
from sim.world.words import ACTIONS, ENDINGS, KINDS, TERMS

OTHERS = [lang for lang in LANGUAGES if lang != "en"]

CODE_WORDS = (
    "plenum", "plenums", "fiat", "posts", "twin", "twins", "pair", "pairs", "price", "bit", "bits", "alignment", "luck", "token", "tokens",
    "adventurism", "baseline", "parameter spread", "miracle",
)  # fmt: skip
"""Words of the code and the papers that people are spared; what they read instead stands in the catalogue."""

SPOKEN = {
    "compare.title": "the command line's table is read by those who count pairs",
    "compare.progress": "the same",
}
"""Texts that may keep such a word, with the reason."""


def texts(lang: str) -> dict[str, str]:
    """Every text of a catalogue by its dotted key."""

    def walk(table: dict[str, Any], before: str) -> Iterator[tuple[str, str]]:
        for key, value in table.items():
            if isinstance(value, dict):
                yield from walk(value, f"{before}{key}.")
            else:
                yield f"{before}{key}", value

    return dict(walk(catalogue(lang), ""))


def placeholders(text: str) -> set[str]:
    """Names of the values a text takes."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def code_words(text: str) -> list[str]:
    """The words of the code in a text; names between braces and commands between backticks are not read by anyone as words."""
    plain = re.sub(r"\{[^}]*\}|`[^`]*`", " ", text.lower())
    return [word for word in CODE_WORDS if re.search(rf"(?<![\w-]){word}(?![\w-])", plain)]


@pytest.mark.parametrize("lang", OTHERS)
def test_both_catalogues_have_the_same_keys(lang: str) -> None:
    assert sorted(texts(lang)) == sorted(texts("en"))


@pytest.mark.parametrize("lang", OTHERS)
def test_both_catalogues_keep_the_same_order(lang: str) -> None:
    assert list(texts(lang)) == list(texts("en"))


@pytest.mark.parametrize("lang", OTHERS)
def test_a_text_takes_the_same_values_in_both_languages(lang: str) -> None:
    english, other = texts("en"), texts(lang)
    assert {key: placeholders(text) for key, text in other.items()} == {key: placeholders(text) for key, text in english.items()}


def test_the_korean_catalogue_is_in_korean() -> None:
    spoken = {key: re.sub(r"\{[^}]*\}", "", text) for key, text in texts("ko").items()}
    foreign = {key: text for key, text in spoken.items() if re.search("[^\\W\\d_]", text) and not re.search("[가-힣]", text)}
    assert foreign == {}


def test_korean_particles_fit_any_noun() -> None:
    """After a value that is put in, a particle that depends on the last sound is given in both forms."""
    wrong = {key: text for key, text in texts("ko").items() if re.search(r"\}(은|는|이|가|을|를|와|과|로|으로)(?![가-힣(])", text)}
    assert wrong == {}


def test_no_text_uses_the_words_of_the_code() -> None:
    found = {key: code_words(text) for key, text in texts("en").items() if key not in SPOKEN and code_words(text)}
    assert found == {}


def test_every_exception_is_still_needed() -> None:
    english = texts("en")
    assert [key for key in SPOKEN if not code_words(english.get(key, ""))] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_exclaims(lang: str) -> None:
    assert [key for key, text in texts(lang).items() if "!" in text or "！" in text] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_is_empty(lang: str) -> None:
    assert [key for key, text in texts(lang).items() if not text.strip()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_action_ending_and_outcome_has_its_words(lang: str) -> None:
    words = catalogue(lang)
    assert set(TERMS) == set(words["term"])
    assert set(ACTIONS) <= set(words["action"])
    assert {ending for ending in ENDINGS if ending} <= set(words["ending"])
    assert {outcome.name for outcome in OUTCOMES} <= set(words["outcome"])
    assert {outcome.name for outcome in (*OUTCOMES, *ASKED_ONLY)} <= set(words["definition"])
    assert set(words["word"]) >= set(words["definition"]) - set(words["outcome"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_event_has_a_sentence(lang: str) -> None:
    """By itself, or by how it came about."""
    sentences = catalogue(lang)["event"]
    assert [kind for kind in KINDS if not any(key == kind or key.startswith(f"{kind}_") for key in sentences)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("share", [0.0, 0.001, 0.09, 0.4, 0.5, 0.7, 0.91, 0.999, 1.0])
def test_every_share_has_its_words(lang: str, share: float) -> None:
    assert "{" not in about(lang, share)


def test_a_sentence_takes_its_values() -> None:
    assert say("ko", "action.denounce", target="연안파") == "연안파를 공개 비판했다"


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="allowed: en, ko"):
        catalogue("fr")


OTHER_WORDS = {
    "그럴듯": "있을 법한 값", "모의실험": "모의", "가상의 세계": "모의 세계", "주요 직책": "상위 직책", "다스리": "통치하다", "다스린": "통치하다", "돌려 ": "실행", "돌린 ": "실행",
    "돌리기": "실행", "살아 보": "실행", "살아 볼": "실행", "곳 가운데": "개 가운데", "곳꼴": "개꼴", "후원국": "후견국", "경쟁국": "상대 국가", "당직": "당 간부", "스무 ": "100개 가운데",
}  # fmt: skip
"""Words that stood for one thing beside another, and the one that is kept."""


def test_korean_has_one_word_for_one_thing() -> None:
    found = {(key, word, kept) for key, text in texts("ko").items() for word, kept in OTHER_WORDS.items() if word in f"{text} "}
    assert found == {("summary.moves_note", "스무 ", "100개 가운데")}  # one batch in twenty is no count of worlds


ANSWERS = (
    "report.headline_more", "report.headline_less", "report.headline_none", "compare.cannot", "compare.fact_parting",
    "office.put", "office.with", "office.without", "office.itself_none",
    "report.guess_more", "report.guess_less", "report.guess_same", "report.unknown_text", "report.unlikely_text", "report.applies_text", "report.error_text",
    "chart.outcomes.apart", "chart.outcomes.overlap", "chart.outcomes.one_arm",
)  # fmt: skip


def test_korean_sentences_of_an_answer_have_verbs() -> None:
    """A verb, or what it is that follows after a colon."""
    spoken = {key: texts("ko")[key].split(": {")[0].rstrip(".") for key in ANSWERS}
    assert {key: text for key, text in spoken.items() if not text.endswith("다")} == {}
