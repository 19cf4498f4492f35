"""What is shipped is what the program makes: reports and answers, made again and compared."""

from __future__ import annotations

import dataclasses

import pytest

from sim.pack import Country
from sim.report.results import headline_changes, shipped

from ..results import FOLDER, answers, reports


@pytest.mark.parametrize("make", [reports, answers])
def test_what_is_shipped_is_what_the_program_makes(make) -> None:  # type: ignore[no-untyped-def]
    for name, text in make().items():
        assert (FOLDER / name).read_text("utf-8") == text, f"{name} is old: python -m tests.results"


def test_a_shipped_answer_is_found_by_its_change(korea: Country) -> None:
    for changes in headline_changes(korea):
        for lang in ("en", "ko"):
            found = shipped(korea, changes, lang)
            assert found is not None
            assert found["changes"] == list(changes)
    assert shipped(korea, ["ruler=yanan@1957-03:plenum"], "en") is None


def test_a_shipped_answer_counts_for_its_own_pack_only(korea: Country, demo: Country) -> None:
    changes = headline_changes(korea)[0]
    assert shipped(dataclasses.replace(korea, hash="0" * 16), changes, "en") is None
    assert shipped(demo, headline_changes(demo)[0], "en") is None
