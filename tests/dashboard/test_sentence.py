"""The question as a form: what it shows, what is read from it, whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.dashboard.address import Address
from sim.dashboard.questions import Question, first_changes, read_question
from sim.dashboard.sentence import draw_sentence, read_sentence, sentence_of
from sim.pack import Country, InputError, load_pack

SENT = {"who": "harbour", "month": "9", "year": "1956", "route": "plenum", "also": "", "worlds": "200", "seed": "1"}
CHANGE = "ruler=harbour@1956-09:plenum"


def question(country: Country, **changed: str) -> Question | None:
    return read_sentence(country, {**SENT, **changed}, "en")[1]


def test_a_sentence_becomes_a_question_and_a_question_the_same_sentence(demo: Country) -> None:
    asked = question(demo, also="war=won@1950-09 switch.purge=off", worlds="500", seed="9")
    assert asked == Question((CHANGE, "switch.purge=off", "war=won@1950-09"), None, 500, 9)
    shown = sentence_of(demo, asked)
    assert (shown.who, shown.route, shown.also) == ("harbour", "plenum", "switch.purge=off war=won@1950-09")
    again = read_sentence(demo, {**SENT, "also": shown.also, "worlds": shown.worlds, "seed": shown.seed}, "en")[1]
    assert again == asked


def test_from_the_start_means_the_first_month(demo: Country) -> None:
    asked = question(demo, route="start")
    assert asked is not None
    assert asked.changes == ("ruler=harbour@1945-10:start",)


@pytest.mark.parametrize(("lang", "first", "last"), [("en", "October 1945", "December 1999"), ("ko", "1945년 10월", "1999년 12월")])
@pytest.mark.parametrize(("year", "month"), [("1945", "1"), ("1945", "9"), ("2000", "1"), ("2024", "1"), ("1956", "13"), ("1956", "0"), ("", ""), ("x", "9")])
def test_a_month_outside_the_horizon_is_refused_with_the_span_that_is_allowed(
    demo: Country, year: str, month: str, lang: str, first: str, last: str
) -> None:
    read, asked = read_sentence(demo, {**SENT, "year": year, "month": month}, lang)
    assert asked is None
    assert first in read.error
    assert last in read.error


@pytest.mark.parametrize(("changed", "said"), [
    ({"who": "nobody"}, "unknown faction"), ({"who": "", "also": ""}, "Nothing is changed"), ({"also": "nonsense"}, "not of the form"),
    ({"also": "ruler=uplanders@1956-09:fiat"}, "changes the same"), ({"seed": "-1"}, "whole number"), ({"seed": "1e3"}, "whole number"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_asked(demo: Country, changed: dict[str, str], said: str) -> None:
    read, asked = read_sentence(demo, {**SENT, **changed}, "en")
    assert asked is None
    assert said in read.error


@given(st.dictionaries(st.sampled_from([*SENT, "other"]), st.text(max_size=40)))
def test_whatever_is_sent_is_read_and_drawn_without_markup_of_its_own(values: dict[str, str]) -> None:
    demo = load_pack("demo")
    read, _ = read_sentence(demo, values, "ko")
    drawn: Any = draw_sentence(demo, read, "ko")
    assert drawn.count("<form") == 1
    assert drawn.count("<select") == 5
    assert drawn.count("<script") == 0


def test_an_address_without_a_question_asks_the_first_one(korea: Country) -> None:
    asked = read_question(korea, Address("whatif"))
    assert asked.changes == first_changes(korea) == ("ruler=yanan@1956-09:plenum",)
    assert read_question(korea, Address("whatif", changes=asked.changes, worlds=200, seed=1)) == asked


@pytest.mark.parametrize("wrong", [{"changes": ("ruler=x@1956-09:plenum",)}, {"scenario": "no-such"}, {"changes": ("<b>",)}])
def test_an_address_that_asks_what_can_t_be_asked_is_refused(korea: Country, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read_question(korea, Address("whatif", **wrong))
