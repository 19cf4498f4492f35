"""Questions are answered once, can be stopped, and a stopped one can be asked again."""

from __future__ import annotations

import time

import pytest

from sim.dashboard.questions import Question, Questions
from sim.dashboard.work import SERVER, CancelledError
from sim.pack import Country, InputError

CHANGE = "ruler=harbour@1956-09:plenum"


def test_a_question_is_answered_once_for_all_who_ask(demo: Country) -> None:
    asked = Questions(demo)
    question = Question((CHANGE,), None, 20, 3)
    run = asked.ask(question, "en", SERVER)
    assert asked.ask(question, "en", SERVER) is run
    found = run.future.result(120)
    assert found["sections"][0]["answer"].startswith('<div class="answer">')
    assert run.done == 20
    other = asked.ask(question, "ko", SERVER)
    assert other is not run
    assert other.future.result(60)["python"] == found["python"]


def test_a_run_can_be_stopped_and_asked_again(demo: Country) -> None:
    asked = Questions(demo)
    question = Question((CHANGE,), None, 1000, 4)
    run = asked.ask(question, "en", SERVER)
    while not run.done and not run.future.done():
        time.sleep(0.01)
    start = time.monotonic()
    asked.work.leave(run, SERVER)
    with pytest.raises(CancelledError):
        run.future.result(30)
    assert time.monotonic() - start < 10
    again = asked.ask(Question((CHANGE,), None, 20, 4), "en", SERVER)
    assert again.future.result(60)["sections"]
    assert asked.ask(question, "en", SERVER) is not run


def test_a_question_that_contradicts_itself_ends_as_an_error_of_the_pack(demo: Country) -> None:
    run = Questions(demo).ask(Question((CHANGE, "ruler=uplanders@1956-09:fiat"), None, 20, 3), "en", SERVER)
    with pytest.raises(InputError):
        run.future.result(30)
