"""The report of a question as a file: its headers, its bytes, and what is sent where there is none."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.dashboard.download import download
from sim.dashboard.questions import serve_questions
from sim.pack import Country


def asked(country: Country, query: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """The answer to a request, in a thread of its own: a browser of another test may hold this one's loop."""
    serve_questions(country)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, download(query)).result(120)


def test_a_question_has_a_report_to_keep(demo: Country) -> None:
    status, headers, body = asked(demo, "q=ruler%3Dharbour@1956-09:plenum&lang=ko")
    assert status == 200
    assert dict(headers)[b"content-disposition"] == b'attachment; filename="counterfaction-demo-ko.html"'
    assert body.decode("utf-8").rstrip().endswith("</html>")


@pytest.mark.parametrize("query", ["q=ruler%3Dnobody@1956-09:plenum", "s=none", "q=%3Cscript%3E"])
def test_a_question_that_can_t_be_asked_gets_one_line(demo: Country, query: str) -> None:
    status, headers, body = asked(demo, query)
    assert status == 404
    assert dict(headers)[b"content-type"].startswith(b"text/plain")
    assert body.count(b"\n") == 1
    assert b"Traceback" not in body
