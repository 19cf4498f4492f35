"""The report as a file: whole, without requests, in both languages, escaped, and honest about what it can't say."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.counterfactual.answer import Answer
from sim.counterfactual.compare import compare
from sim.locale import say
from sim.pack import Country, InputError
from sim.report.compare_text import columns
from sim.report.headline import left_alone
from sim.report.html.content import content
from sim.report.html.write import page, write_report
from sim.world.outcome import OUTCOMES

VOID = {"meta", "link", "br", "hr", "img", "input", "path", "rect", "circle", "line", "stop"}
CODE_WORDS = ("plenum", "fiat", "posts", "twin", "twins", "pair", "pairs", "price", "bits", "alignment", "luck", "token", "adventurism", "baseline")


class Reader(HTMLParser):
    """Reads a page: that its elements nest, its words outside code, its addresses, its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.mistakes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "action", "data", "srcset", "poster"):
                self.addresses.append(value or "")
            if name == "id":
                self.ids.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if not {"style", "code", "pre", "script"} & set(self.open):
            self.words.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def answer(korea: Country) -> Answer:
    return compare(korea, 20, 3, branches=[branch.id for branch in korea.branches if branch.headline])


@pytest.fixture(scope="module")
def asked(korea: Country) -> Answer:
    return compare(korea, 20, 3, scenario="soviet-koreans-1953")


@pytest.fixture(scope="module", params=["en", "ko"])
def made(request: pytest.FixtureRequest, answer: Answer, asked: Answer) -> str:
    return page(content(answer, request.param, [asked]))


def test_elements_nest_and_ids_are_unique(made: str) -> None:
    reader = read(made)
    assert (reader.mistakes, reader.open) == ([], [])
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.headings.count("h1") == 1


def test_a_report_asks_nothing_of_anyone(made: str) -> None:
    reader = read(made)
    assert {address[:6] for address in reader.addresses} <= {"#answe", "data:,"}
    assert not re.search(r"url\((?!#)|@import|<script|<iframe|javascript:", made)
    assert "default-src 'none'" in made
    assert re.findall(r"https?://[^\"'\s<]+", made.replace("http://www.w3.org/2000/svg", "")) == []
    assert len(made.encode()) < 1_000_000


def test_words_of_the_code_do_not_stand_in_it(answer: Answer, asked: Answer) -> None:
    text = re.sub(r'<table class="origins">.*?</table>', "", page(content(answer, "en", [asked])), flags=re.S)  # the pack's own words for its sources
    words = " ".join(read(text).words).lower()
    assert [word for word in CODE_WORDS if re.search(rf"\b{word}\b", words)] == []
    assert "!" not in words


def test_the_headline_names_directions_and_no_percentages(answer: Answer) -> None:
    for lang in ("en", "ko"):
        told = content(answer, lang)
        assert len(told.sections) == 3
        for section in told.sections:
            assert set(section.answer) <= set(told.headline)
        beside = left_alone(answer.country, answer.branches, lang)
        assert list(told.headline) == [*(line for section in told.sections for line in section.answer), *beside]
        assert len(beside) == 1
        assert not any(re.search(r"%|[0-9] in [0-9]|에 하나", line) for line in told.headline)
        assert told.fitted


def test_a_report_has_the_order_of_the_screen_and_a_definition_for_each_outcome_it_names(answer: Answer) -> None:
    told = content(answer, "en")
    columns_ = [branch.id for _, branch in columns(answer)]
    assert [section.id for section in told.sections] == [one for one in columns_ if one != "baseline"]
    words = {one.name for one in told.named}
    named = [outcome.name for outcome in OUTCOMES if any(say("en", f"outcome.{outcome.name}") in line for line in told.headline)]
    assert {say("en", f"outcome.{name}") for name in named} <= words


def test_the_languages_say_the_same_things(answer: Answer, asked: Answer) -> None:
    one, other = (content(answer, lang, [asked]) for lang in ("en", "ko"))
    for name in ("guesses", "headline", "judged", "sections", "limits", "caveats", "facts", "cited"):
        assert len(getattr(one, name)) == len(getattr(other, name)), name
    assert [guess.right for guess in one.guesses] == [guess.right for guess in other.guesses]
    latin = re.compile(r"[A-Za-z]{4,} [a-z]{3,} [a-z]{3,}")
    plain = [*(guess.question for guess in other.guesses), *other.headline, *other.limits, *other.caveats, other.asked, other.record_note]
    plain += [text for section in other.sections for text in (section.question, *section.answer, *(t for _, t in section.trust))]
    assert [text for text in plain if latin.search(text)] == []


def test_guesses_are_about_what_the_answer_holds(answer: Answer) -> None:
    told = content(answer, "en")
    assert len(told.guesses) == 3
    assert len({guess.question for guess in told.guesses}) == 3


def test_every_simulated_line_is_marked_and_opens_its_why(made: str) -> None:
    lines = re.findall(r'<details class="line">.*?</details>', made, flags=re.S)
    assert len(lines) > 20
    assert all('<span class="mark">' in line for line in lines)
    assert all(re.search(r"<p>\S+:? \S", line) for line in lines)


def test_a_sentence_of_its_own_has_a_report(asked: Answer) -> None:
    told = content(asked, "en")
    assert [one.id for one in told.judged] == ["soviet-koreans-1953"]
    assert [section.id for section in told.sections] == ["death", "vote"]
    assert "soviet-koreans-1953" in told.commands[0]
    assert read(page(told)).mistakes == []


def test_hostile_names_stay_words(demo: Country) -> None:
    hostile = '<script>alert("x")</script>&<b>'
    factions = tuple(dataclasses.replace(f, name={"en": hostile, "ko": hostile}, phrase={"en": hostile, "ko": hostile}) for f in demo.factions)
    country = dataclasses.replace(demo, factions=factions, title={"en": hostile, "ko": hostile})
    answer = compare(country, 10, 1)
    text = page(content(answer, "en"))
    assert "<script" not in text
    assert "<b>" not in text
    assert read(text).mistakes == []


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_limits_of_an_answer_name_no_command(demo: Country, lang: str) -> None:
    """A page is read by people without the program; commands stand where it says how to run it again."""
    told = content(compare(demo, 1, branches=[]), lang)
    assert [text for text in (told.asked, *told.limits, *told.caveats, *(term.text for term in told.terms)) if "`" in text or "--" in text] == []


def test_the_same_answer_gives_the_same_bytes(tmp_path: Path, demo: Country) -> None:
    files = [write_report(compare(demo, 10, 4, workers=workers), tmp_path / f"{workers}.html", "ko") for workers in (1, 2)]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.html", "2.html"]


def test_what_can_t_be_written_is_refused_and_nothing_is_lost(tmp_path: Path, demo: Country) -> None:
    answer = compare(demo, 10, 4)
    kept = tmp_path / "kept.html"
    kept.write_text("before", "utf-8")
    for target, words in ((tmp_path, "a folder"), (tmp_path / "no" / "report.html", "no such folder"), (kept / "x.html", "no such folder")):
        with pytest.raises(InputError, match=words):
            write_report(answer, target)
    assert kept.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["kept.html"]
