"""Folders of results that are torn, forged with the right hash, or have something else in the place of a file: one sentence each, nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.batch.tables.manifest import to_bytes
from sim.cli.main import run as command

from .test_results import TEXT, folder, whole

__all__ = ["folder", "whole"]  # fixtures


@pytest.mark.parametrize("name", ["manifest.json", "parts/00000.json", "worlds/00000.parquet", "worlds", "parts"])
@pytest.mark.parametrize("instead", ["pipe", "link", "folder", "endless"])
@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
def test_what_stands_in_the_place_of_a_file_is_refused_and_left_as_it_is(
    name: str, instead: str, folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path, kept = folder / name, tmp_path / "kept"
    path.rename(kept)
    if instead == "pipe":
        os.mkfifo(path)
    elif instead == "link":
        path.symlink_to(kept)
    elif instead == "folder":
        (path / "inner").mkdir(parents=True)
    else:
        path.touch()
        os.truncate(path, 2**40)
    before = path.lstat()
    some = folder.parent / "some.toml"
    some.write_text(TEXT, encoding="utf-8")
    for line in (["check", str(folder)], ["query", str(folder), "select * from worlds"], ["summary", str(folder)], ["batch", str(some), "--out", str(folder)]):
        code = command(line)
        out, err = capfd.readouterr()
        mended = line[0] == "batch" and instead == "endless" and name.endswith((".json", ".parquet"))
        unseen = name == "parts" and line[0] in ("query", "summary")  # no part is done, which is said
        if not unseen and not mended:
            assert (code, out) == (2, ""), (line, out, err)
        assert all(said.isprintable() for said in err.splitlines())
        if not mended:
            assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":' * 100_000, b"NaN", b"9" * 10_000, b'{"schema": 2, "schema": 2}', b"\xff", b"", b"null", b"[]", b'{"schema": 1}'])
@pytest.mark.parametrize("name", ["manifest.json", "parts/00000.json"])
def test_json_that_no_batch_writes_is_one_sentence_and_mended_by_the_batch(
    raw: bytes, name: str, whole: Path, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_bytes(raw)
    for line in (["check", str(folder)], ["query", str(folder), "select * from worlds"], ["summary", str(folder)]):
        assert command(line) == 2
        out, err = capfd.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
        assert "is damaged" in err
    some = folder.parent / "some.toml"
    some.write_text(TEXT, encoding="utf-8")
    assert command(["batch", str(some), "--out", str(folder)]) == 0
    assert (folder / name).read_bytes() == (whole / name).read_bytes()


def _forge(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Another manifest, with the hash that goes with it."""
    value = json.loads((folder / "manifest.json").read_bytes())
    del value["sha256"]
    change(value)
    value["sha256"] = hashlib.sha256(to_bytes(value)).hexdigest()
    (folder / "manifest.json").write_bytes(to_bytes(value))


@pytest.mark.parametrize(("change", "said"), [
    (lambda it: it.update(parts=7), "parts"),
    (lambda it: it["parts"][0].update(id="../../etc"), "parts.0.id"),
    (lambda it: it["parts"][0].update(cell=10**30), "parts.0.cell"),
    (lambda it: it["parts"][0].update(cell=9), "a part has a cell or seed that is not there"),
    (lambda it: it["parts"].append(it["parts"][0]), "stands twice"),
    (lambda it: it["pack"].update(id="/tmp"), "pack.id"),
    (lambda it: it["batch"].update(cells=[]), "batch.cells"),
    (lambda it: it["batch"]["keep"].update(months="some"), "batch.keep.months"),
    (lambda it: it["columns"]["worlds"].update(seed="blob"), "columns.worlds.seed"),
    (lambda it: it["columns"].pop("draws"), "columns.draws"),
    (lambda it: it.update(varied=["nothing"]), "a key that varies has no column"),
    (lambda it: it.update(more=1), "more"),
    (lambda it: it["branches"][0].update(reference="nobody"), "not there"),
])  # fmt: skip
def test_a_manifest_with_the_right_hash_and_wrong_values_is_refused_at_its_place(
    change: Callable[[dict[str, Any]], object], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _forge(folder, change)
    for line in (["check", str(folder)], ["query", str(folder), "select 1"], ["summary", str(folder)]):
        assert command(line) == 2
        out, err = capfd.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
        assert "manifest.json is damaged" in err
        assert said in err


def test_a_table_with_the_right_hash_and_other_columns_is_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    path, record = folder / "worlds" / "00000.parquet", folder / "parts" / "00000.json"
    pq.write_table(pq.read_table(path).drop_columns(["token"]), path)
    value = json.loads(record.read_bytes())
    value["files"]["worlds"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    record.write_text(json.dumps(value), encoding="utf-8")
    for line in (["query", str(folder), "select * from worlds"], ["summary", str(folder)]):
        assert command(line) == 2
        assert "other columns than the manifest says" in capfd.readouterr().err
