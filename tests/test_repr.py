"""What Python shows of the large objects is one line, and a small table in a notebook; frames have types that pandas can count."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.main import run
from sim.pack import Country
from sim.pack.country.frozen import Frozen

HOSTILE = "<script>alert(1)</script>&\"'"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> sim.Results:
    folder = tmp_path_factory.mktemp("batch")
    (folder / "one.toml").write_text('pack = "demo"\nbranches = ["war-won"]\nworlds = 10\n[keep]\nevents = true\nmonths = "thinned"\n', "utf-8")
    assert run(["batch", str(folder / "one.toml"), "--out", str(folder / "out<b>")]) == 0
    return sim.open_results(folder / "out<b>")


def test_large_things_show_themselves_in_one_short_line(demo: Country, results: sim.Results) -> None:
    answer, worlds = sim.compare(demo, 10, 5, branches=["war-won"]), sim.ensemble(demo, 10, 5, do=["switch.reform=off"])
    assert repr(demo) == f"Country('demo' {demo.version} {demo.hash}: 3 groups, 1945-10 to 1999-12)"
    assert repr(answer) == "Answer('demo': 2 branches, worlds=10, seed=5)"
    assert repr(worlds) == "Ensemble('demo': 10 worlds, seed=5, do=['switch.reform=off'])"
    assert all(len(repr(one)) < 200 and "\n" not in repr(one) for one in (demo, answer, worlds, results))


def test_a_notebook_gets_a_small_table_with_its_texts_escaped(demo: Country, results: sim.Results) -> None:
    hostile = dataclasses.replace(demo, title=Frozen({"en": HOSTILE, "ko": HOSTILE}))
    for one in (hostile, sim.compare(hostile, 1, branches=[]), sim.ensemble(hostile, 1), results):
        text = one._repr_html_()
        assert text.startswith("<table>")
        assert "<script>" not in text
        assert "<b>" not in text
        assert len(text) < 2000


def test_frames_have_types_that_pandas_can_count(demo: Country, results: sim.Results) -> None:
    worlds = sim.ensemble(demo, 10, 5)
    for frame in (worlds.outcomes, worlds.months, worlds.events, results.worlds, results.events, results.months, results.draws):
        assert not [name for name, kind in frame.dtypes.items() if str(kind) == "object" and not frame[name].map(lambda cell: cell is None or isinstance(cell, str)).all()]
    assert worlds.outcomes["uprising"].dtype == bool


def test_yes_and_no_of_a_batch_are_booleans_in_plain_pandas(results: sim.Results) -> None:
    """Where a row has neither yes nor no, too: the reference of a pair is neither applicable nor dropped."""
    plain = pd.concat(pd.read_parquet(file) for file in sorted(Path(results.folder / "worlds").glob("*.parquet")))
    asked = results.query("select applicable, dropped, uprising, uprising as uprising from worlds")
    for frame in (plain, asked, results.worlds):
        assert str(frame["applicable"].dtype) == str(frame["dropped"].dtype) == "boolean"
        assert frame["applicable"].isna().any()
        assert 0.0 <= frame["applicable"].mean() <= 1.0
