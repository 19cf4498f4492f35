"""The report of a question as a file: its headers, its bytes, what is sent where there is none, and that nobody computes for nobody."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest

from sim.dashboard.download import Answer, download
from sim.dashboard.questions import Questions, questions, serve_questions
from sim.dashboard.request import read_request
from sim.dashboard.work import CancelledError, Job, Reader
from sim.pack import Country
from tests.dashboard.asking import PORT, apart, scope

CHANGE = "q=ruler%3Dharbour@1956-09:plenum"


def asked(country: Country, query: str, method: str = "GET", session: str = "one", gone: float = 3600) -> Answer:
    """The answer to a request whose browser goes away after so many seconds."""
    serve_questions(country)
    return again(query, method, session, gone)


def again(query: str, method: str = "GET", session: str = "one", gone: float = 3600) -> Answer:
    """The answer to one more request to the same pages."""

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(gone)
        return {"type": "http.disconnect"}

    request = read_request(scope(path="/report", query=query, method=method), PORT)
    found: Answer = apart(lambda: download(request, Reader(session, "tab"), receive))
    return found


def test_a_question_has_a_report_to_keep(demo: Country) -> None:
    status, headers, body = asked(demo, f"{CHANGE}&lang=ko")
    assert status == 200
    assert dict(headers)[b"content-disposition"] == b'attachment; filename="counterfaction-demo-ko.html"'
    assert body is not None
    assert body.decode("utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize("query", ["q=ruler%3Dnobody@1956-09:plenum", "s=none", "q=%3Cscript%3E", f"{CHANGE}&n=300", f"{CHANGE}&seed=%1B%E3%80%80"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_question_that_can_t_be_asked_gets_one_line(demo: Country, query: str, method: str) -> None:
    status, headers, body = asked(demo, query, method)
    assert status == 404
    assert dict(headers)[b"content-type"].startswith(b"text/plain")
    assert body is not None
    assert body.count(b"\n") == 1
    assert body.decode("utf-8").strip().isprintable()
    assert b"Traceback" not in body


class Slow:
    """Reports that are made until somebody lets them go."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.begun, self.go = [], threading.Event()
        patch.setattr(Questions, "_report", self.make)

    def make(self, job: Job[Any], *_: object) -> bytes:
        """Make one."""
        self.begun.append(job)
        while not self.go.wait(0.01):
            job.progress(0, 1)
        return b"report"


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Reports that are slow."""
    return Slow(monkeypatch)


def test_head_begins_nothing(demo: Country, slow: Slow) -> None:
    status, headers, body = asked(demo, CHANGE, "HEAD")
    assert (status, body) == (200, None)
    assert b"content-disposition" in dict(headers)
    assert slow.begun == []


def test_a_reader_who_goes_away_ends_what_is_made_for_him(demo: Country, slow: Slow) -> None:
    asked(demo, CHANGE, gone=0.2)
    assert isinstance(slow.begun[0].future.exception(10), CancelledError)


def test_one_session_can_t_have_every_seed_made(demo: Country, slow: Slow) -> None:
    serve_questions(demo)
    threads = [threading.Thread(target=again, args=(f"{CHANGE}&seed={seed}",), kwargs={"gone": 3}) for seed in range(1, 4)]
    for thread in threads:
        thread.start()
    while len(questions()._reports.jobs) < 3:
        time.sleep(0.01)
    status, _, body = again(f"{CHANGE}&seed=9")
    assert (status, body) == (503, b"More is being computed than is done at a time. Try again in a little while.\n")
    slow.go.set()
    for thread in threads:
        thread.join()


def test_a_report_that_fails_is_said_in_a_sentence(demo: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Questions, "_report", lambda *_: 1 / 0)
    assert asked(demo, CHANGE)[2] == b"This report could not be made. The program has written down why.\n"
