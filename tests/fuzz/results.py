"""Damaged folders of results, put to check, query, summary, batch and Python: torn, forged with the right hash, or something else in the place of a file."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import random
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

import sim
from sim.batch.tables.columns import TABLES
from sim.batch.tables.manifest import to_bytes
from sim.pack import InputError

from .frame import Said, command
from .pack import DAMAGES

GATE: Final = 60
PACK_READ_ONCE: Final = True
TEXT = """pack = "demo"
branches = ["war-won"]
worlds = 10
until = "1950-12"
[[grid]]
key = "turnover"
values = [0.004, 0.006]
[keep]
months = "quantiles"
events = true
"""
VALUES: Final = (
    None, True, False, -1, 0, 1, 2, 3.5, 1e308, -1e-300, 10**30, "", "x", "x" * 5000, "\x1b[31m", "\u202e", "../../etc", "/", "\0", "00000", "00001",
    "baseline", "demo", "9999-12", [], {}, [None], [[]], {"a": 1}, [1, 2], ["x"] * 2000,
)  # fmt: skip
RAW: Final = (
    b"[" * 100_000, b'{"a":' * 50_000, b"NaN", b"-Infinity", b"1e999", b"9" * 6000, b"", b"{", b"null", b"[]", b"\xff\xfe", b"\xef\xbb\xbf{}", b"\0" * 4096,
    b'{"schema": 2, "schema": 2}', b'"\\ud800"', b'{"schema": 1}', b"[" * 900 + b"]" * 900,
)  # fmt: skip
Fault = Callable[[random.Random, Path], str]


@dataclass(frozen=True)
class Made:
    """A folder that is whole, the file of its batch, and where copies of it are broken."""

    whole: Path
    file: Path
    place: Path


def prepare(folder: Path) -> Made:
    """A small batch."""
    (folder / "some.toml").write_text(TEXT, encoding="utf-8")
    said = command("batch", folder / "some.toml", "--out", folder / "whole")
    assert said.code == 0, said.err
    return Made(folder / "whole", folder / "some.toml", folder / "broken")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _torn(luck: random.Random, folder: Path) -> str:
    files = _files(folder)
    path = luck.choice(files)
    path.write_bytes(luck.choice(DAMAGES)(luck, path.read_bytes(), luck.choice(files).read_bytes()))
    return "torn"


def _raw(luck: random.Random, folder: Path) -> str:
    path = luck.choice([one for one in _files(folder) if one.suffix == ".json"])
    path.write_bytes(luck.choice(RAW))
    return "other JSON"


def _instead(luck: random.Random, folder: Path) -> str:
    """Something else in the place of a file, or of a folder of files."""
    path = luck.choice([*_files(folder), *(folder / name for name in TABLES), folder / "parts", folder / "lock", folder / "00009.json"])
    kept = path.with_name(f"{path.name}.kept")
    if path.exists():
        path.rename(kept)
    what = luck.choice(["pipe", "link", "away", "loop", "folder", "socket", "nothing", "empty", "huge"])
    if what == "pipe":
        os.mkfifo(path)
    elif what in ("link", "away", "loop"):
        path.symlink_to({"link": kept, "away": "/proc/self/environ", "loop": path}[what])
    elif what == "folder":
        path.mkdir()
    elif what == "socket":
        here = os.getcwd()
        os.chdir(path.parent)  # its whole path is too long for a socket
        try:
            with socket.socket(socket.AF_UNIX) as made:
                made.bind(path.name)
        finally:
            os.chdir(here)
    elif what in ("empty", "huge"):
        path.touch()
        os.truncate(path, 0 if what == "empty" else 2**40)
    if kept.exists() and luck.random() < 0.5:  # a foreign file besides, or only the one
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    return what


def _changed(luck: random.Random, value: Any) -> None:
    """Another value, key or length somewhere in plain data."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = luck.choice(keys)
        inner = value[key]
        if isinstance(inner, (dict, list)) and inner and luck.random() < 0.8:
            value = inner
            continue
        what = luck.random()
        if what < 0.75:
            value[key] = copy.deepcopy(luck.choice(VALUES))  # what is put in is changed again by later attempts
        elif what < 0.85:
            del value[key]
        elif isinstance(value, dict):
            value[luck.choice(["x", "", "\x1b", "schema", "reading"])] = copy.deepcopy(luck.choice(VALUES))
        else:
            value.append(inner)
        return


def _forged(luck: random.Random, folder: Path) -> str:
    """A manifest or a record with other values, and the hash that goes with them."""
    path = luck.choice([folder / "manifest.json"] * 3 + sorted((folder / "parts").iterdir()))
    value = json.loads(path.read_bytes())
    value.pop("sha256", None)
    for _ in range(luck.randrange(1, 3)):
        _changed(luck, value)
    if path.name == "manifest.json":
        value["sha256"] = hashlib.sha256(to_bytes(value)).hexdigest()
    path.write_bytes(to_bytes(value))
    return "forged"


def _refilled(luck: random.Random, folder: Path) -> str:
    """A table of other columns, words or lengths, and the hash that goes with it."""
    part, name = luck.choice(["00000", "00001"]), luck.choice(TABLES)
    path = folder / name / f"{part}.parquet"
    table = pq.read_table(path)
    n = luck.randrange(table.num_columns)
    field, count = table.schema.field(n), table.num_rows
    how = luck.choice(["words", "type", "drop", "twice", "none", "half", "other", "bytes"])
    if how == "words":
        word = luck.choice(["x", "\x1b[31m", "9999-99", "", None, "1945-10"]) if pa.types.is_string(field.type) else None
        table = table.set_column(n, field, pa.array([word] * count, field.type))
    elif how == "type":
        table = table.set_column(n, field.name, pa.array([[1]] * count))
    elif how == "drop":
        table = table.remove_column(n)
    elif how == "twice":
        table = table.append_column(field, table.column(n))
    elif how == "none":
        table = table.slice(0, 0)
    elif how == "half":
        table = table.slice(count // 3, count // 2)
    elif how == "other":
        table = pq.read_table(folder / luck.choice(TABLES) / f"{part}.parquet")
    pq.write_table(table, path)
    if how == "bytes":
        path.write_bytes(luck.choice(DAMAGES)(luck, path.read_bytes(), b"PAR1"))
    record = folder / "parts" / f"{part}.json"
    value = json.loads(record.read_bytes())
    value["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    record.write_text(json.dumps(value), encoding="utf-8")
    return "refilled"


FAULTS: Final[tuple[Fault, ...]] = (_torn, _raw, _instead, _instead, _forged, _forged, _refilled)


def attempt(luck: random.Random, made: Made) -> str:
    """One or two faults, and one way to meet them."""
    if made.place.exists():
        shutil.rmtree(made.place)
    folder = made.place / luck.choice(["out", "o" * 200, "[a]", "s3:x", "ü 한"])
    shutil.copytree(made.whole, folder)
    fault = luck.choice(FAULTS)(luck, folder)
    who = luck.choice(["check", "query", "summary", "report", "batch", "python"])
    ended = _met(luck, who, folder, made)
    assert ended in ("done", "refused"), ended
    return f"{fault}, {who}: {ended}"


def _met(luck: random.Random, who: str, folder: Path, made: Made) -> str:
    if who == "python":
        return _python(luck, folder)
    if who == "batch":
        return _said(command("batch", made.file, "--out", folder, "--workers", "1"))
    if who == "query":
        sql = luck.choice(["select * from worlds", "select count(*), max(month) from months", "select * from events join draws using (cell)", "summarize draws"])
        return _said(command("query", folder, sql, *luck.choice([[], ["--csv"], ["--json"]])))
    if who == "report":
        return _said(command("summary", folder, "--report", made.place / "out.html"))
    return _said(command(who, folder))


def _said(said: Said) -> str:
    """Done, perhaps with notes on what was mended, or refused: every line can be shown, the last one says why."""
    assert said.code in (0, 2), f"exit code {said.code}: {said.err[:300]}"
    assert all(line.isprintable() for line in said.err.splitlines()), repr(said.err[:300])
    assert "\x1b" not in said.out.decode("utf-8")
    if said.code == 2:
        assert said.err.strip(), "nothing was said"
    return "done" if said.code == 0 else "refused"


def _python(luck: random.Random, folder: Path) -> str:
    try:
        results = sim.open_results(folder)
        assert len(repr(results)) < 1000
        len(getattr(results, luck.choice(TABLES)))
        results.query("select count(*) from worlds")
    except InputError as error:
        return "refused" if str(error).isprintable() else f"unprintable: {error!r}"
    return "done"
