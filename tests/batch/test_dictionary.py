"""The dictionary of columns is held to the columns that are there."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import sim
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.batch.tables.columns import TABLES
from sim.batch.tables.dictionary import HEAD, NAME, of_folder
from sim.batch.tables.pairs import PAIRS
from sim.cli.main import run as command
from sim.pack import InputError

TEXT = """pack = "demo"
branches = ["war-won"]
scenarios = ["harbour-rising"]
worlds = 4
until = "1957-12"
[[grid]]
key = "switch.patron_veto"
values = ["on", "off"]
[[grid]]
key = "turnover"
values = [0.004, 0.006]
"""
KEEPS = ['[keep]\nmonths = "whole"\nevents = true\n', '[keep]\nmonths = "quantiles"\nevents = false\n']


@pytest.fixture(scope="module", params=KEEPS, ids=["whole", "quantiles"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("columns")
    (place / "some.toml").write_text(TEXT + request.param, encoding="utf-8")
    run_batch(read_batch(place / "some.toml"), place / "out", tell=lambda _: None)
    return place / "out"


def test_the_dictionary_tells_of_the_columns_that_are_in_the_files_in_their_order(folder: Path) -> None:
    results = sim.open_results(folder)
    rows = of_folder(folder, results.manifest["columns"])
    types = {"string": "string", "int64": "int64", "double": "double", "bool": "bool"}
    for table in TABLES:
        schema = pq.read_schema(next((folder / table).glob("*.parquet")))
        assert [(row.column, types[row.type]) for row in rows if row.table == table] == [(one.name, str(one.type)) for one in schema]
    assert [row.column for row in rows if row.table == PAIRS] == list(results.pairs.columns)


def test_every_column_has_its_meaning_in_both_languages_and_numbers_their_unit(folder: Path) -> None:
    for row in of_folder(folder, sim.open_results(folder).manifest["columns"]):
        assert row.meaning.strip(), row
        assert row.meaning_ko.strip(), row
        assert row.unit or row.type in ("string", "int64") or row.column == "amount", row


def test_words_and_numbers_in_the_files_are_those_of_the_dictionary(folder: Path) -> None:
    results = sim.open_results(folder)
    checked = 0
    for row in of_folder(folder, results.manifest["columns"]):
        values = getattr(results, row.table)[row.column].dropna()
        if row.type == "string" and row.range == "YYYY-MM":
            assert values.str.fullmatch(r"\d{4}-\d\d").all(), row
        elif row.type == "string" and row.range:
            assert set(values) <= {"", *row.range.split(", ")}, row  # "": none of them
            checked += len(values) > 0
        elif row.type == "double" and row.range:
            low, high = map(float, row.range.split(" to "))
            assert values.between(low - 1e-9, high + 1e-9).all(), row
            checked += len(values) > 0
    assert checked > 100


def test_a_missing_or_changed_dictionary_is_named_by_check_and_written_again(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    batch, path = read_batch(folder.parent / "some.toml"), folder / NAME
    whole = path.read_bytes()
    for damage in (path.unlink, lambda: path.write_bytes(whole[:-40]), lambda: path.write_bytes(b'a\n"'), lambda: path.write_bytes(b"\xff")):
        damage()
        assert command(["check", str(folder)]) == 2
        assert NAME in capfd.readouterr().err
        with pytest.raises(InputError, match=NAME):
            _ = sim.open_results(folder).dictionary
        report = run_batch(batch, folder, tell=lambda _: None)
        assert (report.made, [NAME in one for one in report.repaired]) == (0, [True])
        assert path.read_bytes() == whole
        assert command(["check", str(folder)]) == 0


def test_query_prints_the_dictionary_as_text_json_and_csv(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wanted = of_folder(folder, sim.open_results(folder).manifest["columns"])
    for lang, word in (("en", "Seed of all random draws."), ("ko", "모든 난수의 시드.")):
        assert command(["query", str(folder), "--columns", "--lang", lang]) == 0
        out = capfd.readouterr().out
        assert word in out
        assert max(sum(2 if "가" <= letter <= "힣" else 1 for letter in line) for line in out.splitlines()) <= 80
    assert command(["query", str(folder), "--columns", "--json"]) == 0
    assert [tuple(row[name] for name in HEAD) for row in json.loads(capfd.readouterr().out)["dictionary"]] == [
        tuple(getattr(row, name) for name in HEAD) for row in wanted
    ]
    assert command(["query", str(folder), "--columns", "--csv"]) == 0
    assert capfd.readouterr().out.encode() == (folder / NAME).read_bytes()
    for arguments in ([], ["select 1", "--columns"]):
        assert command(["query", str(folder), *arguments]) == 2
        assert "allowed: SQL, or --columns" in capfd.readouterr().err

