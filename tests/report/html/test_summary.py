"""The report on a batch: one file, nothing outside it, every chart drawn, in both languages."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

import sim
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.batch.tables.summary import Summary, country_of, summarise
from sim.cli.main import run as command
from sim.counterfactual.shares import PairedShare
from sim.locale import say
from sim.pack import InputError
from sim.report.compare_text import sign
from sim.report.directions import REPORTED
from sim.report.html.summary import summary_content, summary_page
from sim.report.summary_text import COLUMN, _row, most_moved, summary_text
from sim.report.terminal import cells_of

TEXT = """pack = "demo"
worlds = 20
until = "1960-12"
branches = ["war-won", "harbour-plenum-1956-09"]
[[branch]]
id = "own"
do = ["trait.harbour.support=0.9@1945-10"]
[sample]
method = "latin_hypercube"
count = 30
over = ["harbour.support", "turnover"]
[keep]
months = "none"
events = false
"""


SWITCHED = """pack = "demo"
worlds = 100
until = "1960-12"
branches = ["harbour-plenum-1956-09"]
[[grid]]
key = "switch.challenge"
values = ["on", "off"]
[keep]
months = "quantiles"
every = 12
events = false
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page")
    (place / "some.toml").write_text(TEXT, encoding="utf-8")
    run_batch(read_batch(place / "some.toml"), place / "out", tell=lambda _: None)
    return place / "out"


@pytest.fixture(scope="module")
def summary(folder: Path) -> Summary:
    results = sim.open_results(folder)
    return summarise(results, country_of(results))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_is_whole_and_asks_for_nothing(summary: Summary, lang: str) -> None:
    page = summary_page(summary, lang)
    assert f'<html lang="{lang}">' in page
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    assert "<script" not in page
    assert "Content-Security-Policy" in page
    assert page.count("<h1>") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count('role="img"') == 2 * (len(summary_content(summary, lang).shown) + len(summary_content(summary, lang).against))
    assert TEXT.splitlines()[1] in page
    assert "own" in page


@pytest.fixture(scope="module")
def fans(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A batch with a switch, of which quantiles of months are kept."""
    place = tmp_path_factory.mktemp("fans")
    (place / "some.toml").write_text(SWITCHED, encoding="utf-8")
    run_batch(read_batch(place / "some.toml"), place / "out", tell=lambda _: None)
    results = sim.open_results(place / "out")
    return summarise(results, country_of(results))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_months_that_were_kept_are_drawn_for_each_branch(fans: Summary, lang: str) -> None:
    content = summary_content(fans, lang)
    assert [len(branch.fans) for branch in content.shown] == [2, 2]
    assert content.fan_note.count("12") == 1
    page = summary_page(fans, lang)
    assert page.count('role="img"') == 2 * (len(content.shown) * 3 + len(content.against))
    for branch in content.shown:
        assert branch.fans[0].wide.rows[0][2] != "–"
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_a_switch_is_drawn_by_its_options_and_told_in_words(fans: Summary) -> None:
    drawing, note = next(one for one in summary_content(fans, "en").against if one[1].startswith("challenge:"))
    assert {row[1] for row in drawing.wide.rows} == {"on", "off"}
    assert note == f"challenge: {next(switch for switch in fans.country.switches if switch.key == 'challenge').meaning['en']}"
    assert "with on" in drawing.wide.sentence or "with off" in drawing.wide.sentence
    chart = sim.plot(fans.results, "ruler_ousted", by="switch.challenge")
    assert {row[1] for row in chart.rows} == {"on", "off"}


def test_a_batch_without_months_draws_none(summary: Summary) -> None:
    assert all(branch.fans == () for branch in summary_content(summary, "en").shown)


def test_the_same_folder_has_the_same_bytes(folder: Path, summary: Summary) -> None:
    again = sim.open_results(folder)
    assert summary_page(summarise(again, country_of(again))) == summary_page(summary)


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_text_is_as_wide_as_the_terminal_and_cuts_nothing(summary: Summary, lang: str, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = summary_text(summary, lang)
    assert max(map(cells_of, lines)) <= columns
    assert all(any(line.startswith(branch.id) for line in lines) for branch in summary.branches)
    whole = {say(lang, f"summary.head.{name}") for name in REPORTED}
    assert all(cells_of(word) < COLUMN for head in whole for word in head.split()), "a head is never cut in mid-word"


def test_a_name_longer_than_its_column_has_a_line_of_its_own(summary: Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    name = "a-branch-of-a-batch-of-ones-own-with-a-very-long-name"
    lines = _row(dataclasses.replace(summary.branches[1], id=name), ["uprising"], 30)
    assert lines[0] == name
    assert lines[1].startswith(" " * 30)


def test_the_text_shows_the_outcomes_that_move_most(summary: Summary) -> None:
    ranked = most_moved(summary.country, summary.branches)
    cells = {name: [branch.outcomes[name] for branch in summary.branches if isinstance(branch.outcomes[name], PairedShare)] for name in ranked}
    beyond = {name: max((abs(cell.difference) for cell in found if sign(cell) in "+-"), default=0.0) for name, found in cells.items()}
    assert beyond[ranked[0]] == max(beyond.values()) > 0
    assert [beyond[name] for name in ranked if beyond[name]] == sorted((found for found in beyond.values() if found), reverse=True)
    text = " ".join(" ".join(summary_text(summary)).split())
    first = say("en", f"summary.head.{ranked[0]}").split()
    assert all(word in text for word in first)


def test_a_report_that_cannot_be_written_is_refused_and_leaves_what_was_there(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert command(["summary", str(folder), "--report", str(tmp_path)]) == 2
    assert "a folder" in capfd.readouterr().err
    assert command(["summary", str(folder), "--report", str(tmp_path / "nowhere" / "a.html")]) == 2
    assert command(["summary", str(folder), "--report", str(tmp_path / "a.html")]) == 0
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_plot_shows_itself_and_can_be_saved(folder: Path, tmp_path: Path) -> None:
    results = sim.open_results(folder)
    chart = sim.plot(results, "second_war", by="harbour.support")
    assert chart._repr_html_().startswith("<figure")
    assert len(chart.rows) > 6
    chart.save(str(tmp_path / "chart.svg"))
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")
    with pytest.raises(InputError, match="unknown outcome"):
        sim.plot(results, "second_wars", by="harbour.support")
    with pytest.raises(InputError, match="unknown value"):
        sim.plot(results, "second_war", by="harbour.suport")
