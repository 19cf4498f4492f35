"""`sim.compare` gives the same answer as the room below, and it writes its own report; the room below knows nothing of reports."""

from __future__ import annotations

import inspect
from pathlib import Path

import sim
from sim.counterfactual import compare as below
from sim.pack import Country
from sim.report.html.write import report_page


def test_an_answer_writes_its_own_report(tmp_path: Path, demo: Country) -> None:
    answer = sim.compare(demo, 10, 4)
    answer.report(str(tmp_path / "out.html"), "ko")
    assert isinstance(answer, sim.Answer)
    assert (tmp_path / "out.html").read_text("utf-8") == report_page(answer, "ko")


def test_it_is_the_answer_of_the_room_below(demo: Country) -> None:
    plain = below.compare(demo, 10, 4, branches=["war-won"])
    assert not hasattr(plain, "report")
    assert sim.compare(demo, 10, 4, branches=["war-won"]).to_json() == plain.to_json()
    assert inspect.signature(sim.compare) == inspect.signature(below.compare)
