"""A folder of results under everything that can happen to it: the table of faults."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim.batch.tables.manifest as manifest
from sim.batch.check import check_path
from sim.batch.plan.description import Batch
from sim.batch.plan.read import read_batch
from sim.batch.run import run
from sim.batch.run.progress import Watch
from sim.batch.run.run import Report, run_batch
from sim.batch.tables.lock import locked
from sim.cli.main import run as command
from sim.files import write
from sim.pack import InputError
from tests.harness.kill import bytes_of

TEXT = """pack = "demo"
branches = ["war-won"]
worlds = 10
until = "1952-12"
[[grid]]
key = "turnover"
values = [0.004, 0.005, 0.006, 0.007]
[keep]
months = "thinned"
events = true
"""
Fault = Callable[[Path], None]


@pytest.fixture
def some(tmp_path: Path) -> Path:
    """The batch's file."""
    (tmp_path / "some.toml").write_text(TEXT, encoding="utf-8")
    return tmp_path / "some.toml"


@pytest.fixture
def batch(some: Path) -> Batch:
    return read_batch(some)


@pytest.fixture
def whole(tmp_path: Path, batch: Batch) -> Path:
    """A folder of a batch that nothing disturbed."""
    assert make(batch, tmp_path / "whole") == Report(4, 0, 4, (), 0)
    return tmp_path / "whole"


def make(batch: Batch, folder: Path, workers: int = 2) -> Report:
    return run_batch(batch, folder, workers, tell=lambda _: None)


def flip(path: Path, place: int = 100) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


DAMAGE: list[tuple[str, Fault, str]] = [
    ("a flipped byte in a table", lambda out: flip(out / "worlds" / "00001.parquet"), "part 00001: worlds/00001.parquet is damaged"),
    ("a torn table", lambda out: cut(out / "events" / "00002.parquet"), "part 00002: events/00002.parquet is damaged"),
    ("a missing table", lambda out: (out / "months" / "00000.parquet").unlink(), "part 00000: months/00000.parquet is missing"),
    ("a torn record", lambda out: cut(out / "parts" / "00003.json"), "part 00003: parts/00003.json is damaged"),
    ("a flipped byte in a record", lambda out: flip(out / "parts" / "00003.json", 10), "part 00003: parts/00003.json is damaged"),
    ("a flipped byte in the manifest", lambda out: flip(out / "manifest.json", 400), "manifest.json was damaged"),
    ("a missing manifest", lambda out: (out / "manifest.json").unlink(), "manifest.json was missing"),
]


@pytest.mark.parametrize(("fault", "said"), [(fault, said) for _, fault, said in DAMAGE], ids=[name for name, _, _ in DAMAGE])
def test_damage_is_named_and_mended_and_nothing_else_is_made_again(fault: Fault, said: str, batch: Batch, whole: Path) -> None:
    before = bytes_of(whole)
    fault(whole)
    told: list[str] = []
    report = run_batch(batch, whole, 2, tell=told.append)
    assert said in report.repaired[0]
    assert told == list(report.repaired)
    assert report.made == (0 if "manifest" in said else 1)
    assert bytes_of(whole) == before


@pytest.mark.parametrize(("fault", "said"), [(fault, said) for _, fault, said in DAMAGE], ids=[name for name, _, _ in DAMAGE])
def test_check_names_the_damage(fault: Fault, said: str, whole: Path) -> None:
    assert check_path(str(whole)).problems == []
    fault(whole)
    if not (whole / "manifest.json").is_file():
        assert check_path(str(whole)).problems  # no folder of results any more
        return
    assert said.replace(" was ", " is ").split(" is ")[0] in str(check_path(str(whole)).problems[0])


def test_damage_has_a_kind_that_programs_can_act_on(whole: Path) -> None:
    record = whole / "parts" / "00000.json"
    record.write_text(json.dumps({**json.loads(record.read_text("utf-8")), "batch": "0" * 16}), "utf-8")
    (whole / "worlds" / "00001.parquet").unlink()
    (whole / "draws" / "00002.parquet").write_bytes(b"other")
    assert [error.kind for error in check_path(str(whole)).problems] == ["mismatch", "missing", "damaged"]


def test_check_names_missing_parts_and_foreign_files(whole: Path) -> None:
    (whole / "parts" / "00002.json").unlink()
    (whole / "notes.txt").write_text("x")
    (whole / "worlds" / "00009.parquet").write_bytes(b"from elsewhere")
    found = [str(error) for error in check_path(str(whole)).problems]
    missing = "unfinished: 1 of 4 parts are missing (00002); the same command goes on with them"
    assert found == [missing, "notes.txt: not a file of this batch", "worlds/00009.parquet: not a file of this batch"]


def test_a_missing_part_is_made_and_the_others_are_left_alone(batch: Batch, whole: Path) -> None:
    before = bytes_of(whole)
    for path in whole.rglob("00002.*"):
        path.unlink()
    untouched = {path: path.stat().st_mtime_ns for path in whole.rglob("00001.*")}
    assert make(batch, whole) == Report(4, 3, 1, (), 0)
    assert bytes_of(whole) == before
    assert {path: path.stat().st_mtime_ns for path in whole.rglob("00001.*")} == untouched


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_tables_do_not_depend_on_the_number_of_threads(workers: int, batch: Batch, whole: Path, tmp_path: Path) -> None:
    make(batch, tmp_path / "other", workers)
    assert bytes_of(tmp_path / "other") == bytes_of(whole)


def test_files_being_written_when_the_program_was_killed_are_taken_away(batch: Batch, whole: Path) -> None:
    before = bytes_of(whole)
    (whole / "worlds" / ".writing-00001.parquet.tmp").write_bytes(b"half")
    (whole / ".writing-manifest.json.tmp").write_bytes(b"half")
    make(batch, whole)
    assert bytes_of(whole) == before


REFUSED: list[tuple[str, Fault, str]] = [
    ("a foreign file", lambda out: (out / "notes.txt").write_text("x") and None, "a file that is not of this batch; found 'notes.txt'"),
    ("a foreign table", lambda out: (out / "worlds" / "00099.parquet").write_text("x") and None, "not of this batch; found 'worlds/00099.parquet'"),
    ("another batch", lambda out: changed(out, hash="0" * 16, file="other.toml"), "the folder holds another batch; found other.toml"),
    ("other rules", lambda out: changed(out, rules="0" * 16), "another version of the rules; found 0000"),
    ("another pack", lambda out: changed(out, pack={"id": "demo", "version": "9", "hash": "0" * 16}), "another pack or version of it; found demo 9"),
    ("another noise", lambda out: changed(out, noise=99), "another noise scheme; found 99"),
    ("another writer", lambda out: changed(out, format={"parquet": "zstd", "pyarrow": "1"}), "another version of pyarrow"),
]  # fmt: skip


def changed(out: Path, **values: Any) -> None:
    """A sound manifest that says something else."""
    import hashlib

    found = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    del found["sha256"]
    found.update(values)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    found["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (out / "manifest.json").write_bytes(manifest.to_bytes(found))


@pytest.mark.parametrize(("fault", "said"), [(fault, said) for _, fault, said in REFUSED], ids=[name for name, _, _ in REFUSED])
def test_a_folder_that_is_not_of_this_batch_is_refused_and_left_as_it_is(
    fault: Fault, said: str, whole: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    fault(whole)
    before = bytes_of(whole)
    assert command(["batch", str(tmp_path / "some.toml"), "--out", str(whole)]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert len(err.strip().splitlines()) == 1
    assert bytes_of(whole) == before


def test_parts_of_another_batch_without_a_manifest_are_refused(whole: Path, tmp_path: Path) -> None:
    (whole / "manifest.json").unlink()
    (tmp_path / "some.toml").write_text(TEXT.replace("worlds = 10", "worlds = 20"), encoding="utf-8")
    before = bytes_of(whole)
    with pytest.raises(InputError, match="parts of another batch and no sound manifest"):
        make(read_batch(tmp_path / "some.toml"), whole)
    assert bytes_of(whole) == before


def test_a_folder_with_other_things_in_it_is_refused(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("x")
    with pytest.raises(InputError, match="letter"):
        make(batch, tmp_path / "home")
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["letter.txt"]


def test_a_file_where_the_folder_should_be_is_refused(batch: Batch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        make(batch, tmp_path / "file")


def test_two_batches_at_once_are_refused_also_from_another_process(batch: Batch, whole: Path, tmp_path: Path) -> None:
    with locked(whole):
        with pytest.raises(InputError, match="another batch is at work"):
            make(batch, whole)
        line = [sys.executable, "-m", "sim", "batch", str(tmp_path / "some.toml"), "--out", str(whole)]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert f'"pid": {os.getpid()}' in done.stderr
    assert make(batch, whole).kept == 4
    assert not (whole / "lock").exists()


def test_the_lock_of_a_process_that_is_gone_blocks_nothing(batch: Batch, whole: Path) -> None:
    (whole / "lock").write_text('{"pid": 1, "started": "long ago", "host": "elsewhere"}')
    with locked(whole):
        assert json.loads((whole / "lock").read_text("utf-8"))["pid"] == os.getpid()
    (whole / "lock").write_text('{"pid": 1, "started": "long ago", "host": "elsewhere"}')
    assert make(batch, whole).kept == 4


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("after", [0, 1, 3, 7, 12])
def test_a_disk_that_takes_no_more_ends_it_with_one_message_and_what_is_done_is_kept(
    code: int, after: int, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    real, count = write.write_file, iter(range(10_000))

    def failing(path: Path, data: bytes) -> None:
        if path.name != "progress.json" and next(count) >= after:
            path.with_name(f".writing-{path.name}.tmp").write_bytes(data[: len(data) // 2])
            raise OSError(code, os.strerror(code))
        real(path, data)

    line = ["batch", str(tmp_path / "some.toml"), "--out", str(tmp_path / "full"), "--workers", "1"]
    monkeypatch.setattr(write, "write_file", failing)
    assert command(line) == 2
    err = capfd.readouterr().err
    assert os.strerror(code) in err
    kept = len(list((tmp_path / "full" / "parts").glob("*.json")))
    assert f"{kept} finished parts are kept" in err
    assert kept == max(0, (after - 2) // 5)  # the manifest and the dictionary come first, and a part is five files
    monkeypatch.undo()
    assert command(line) == 0
    assert bytes_of(tmp_path / "full") == bytes_of(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_file_the_system_refuses_to_let_grow_leaves_no_half_file(tmp_path: Path, whole: Path) -> None:
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        "from sim.cli.main import run; sys.exit(run(sys.argv[1:]))"
    )
    out = tmp_path / "small"
    line = ["batch", str(tmp_path / "some.toml"), "--out", str(out), "--workers", "1"]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run([sys.executable, "-c", script, *line], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 2
    assert "File too large" in done.stderr
    assert not list(out.rglob(".writing-*"))
    assert command(line) == 0
    assert bytes_of(out) == bytes_of(whole)


@pytest.mark.parametrize("sound", [True, False])
def test_a_whole_batch_on_a_disk_that_is_only_read_is_reported(batch: Batch, whole: Path, sound: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    if not sound:
        next((whole / "worlds").glob("*.parquet")).write_bytes(b"torn")
    before = bytes_of(whole)
    monkeypatch.setattr(run, "locked", refuse)
    if sound:
        assert make(batch, whole) == Report(4, 4, 0, (), 0)
    else:
        with pytest.raises(InputError, match="cannot be written"):
            make(batch, whole)
    assert bytes_of(whole) == before


def test_ctrl_c_ends_it_and_says_what_is_kept(batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def stopped(task: Any, parts: Any, _: Any) -> list[int]:
        task(parts[0])
        raise KeyboardInterrupt

    monkeypatch.setitem(run.EXECUTORS, "threads", stopped)
    assert command(["batch", str(tmp_path / "some.toml"), "--out", str(tmp_path / "out")]) == 130
    assert "1 of 4 parts are kept" in capfd.readouterr().err
    assert json.loads((tmp_path / "out" / "progress.json").read_text())["state"] == "interrupted"
    monkeypatch.undo()
    assert make(batch, tmp_path / "out").made == 3


def test_progress_can_be_read_from_elsewhere(whole: Path) -> None:
    found = json.loads((whole / "progress.json").read_text(encoding="utf-8"))
    assert found["state"] == "done"
    assert found["parts"] == {"done": 4, "total": 4, "kept": 0}
    assert found["worlds"] == {"done": 80, "total": 80}


def test_the_manifest_holds_no_times_and_no_names_of_machines(batch: Batch, whole: Path, tmp_path: Path) -> None:
    import platform

    text = (whole / "manifest.json").read_text(encoding="utf-8")
    assert platform.node() not in text or not platform.node()
    assert str(tmp_path) not in text
    shutil.rmtree(whole)
    make(batch, whole)
    assert (whole / "manifest.json").read_text(encoding="utf-8") == text


def test_a_dry_run_writes_nothing_and_calls_its_figures_an_estimate(tmp_path: Path, some: Path, capfd: pytest.CaptureFixture[str]) -> None:
    line = ["batch", str(some), "--out", str(tmp_path / "none"), "--dry-run"]
    assert command(line) == 0
    out = capfd.readouterr().out
    assert "80 worlds to run" in out
    assert "4 parts" in out
    assert "Estimate" in out
    assert command([*line, "--json"]) == 0
    found = json.loads(capfd.readouterr().out)["estimate"]
    assert (found["worlds"], found["rows"], found["parts"], found["cells"]) == (80, 120, 4, 4)
    assert not (tmp_path / "none").exists()


def test_the_progress_of_a_batch_fits_its_terminal_and_is_gone_once_all_parts_are_there(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", screen := Screen())
    for columns in (20, 50, 80, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        for lang in ("en", "ko"):
            watch = Watch(tmp_path, batch, 0, lang)
            watch.now = {"00000": "cell 3, " + "turnover=0.004, " * 4}
            watch._print(watch.state("running"), "running")
            shown = screen.getvalue().rsplit("\r", 1)[1]
            assert sum(2 if "가" <= letter <= "힣" else 1 for letter in shown) < columns
            assert columns < 80 or str(len(batch.parts)) in shown
            watch.made = len(batch.parts)
            watch._print(watch.state("running"), "running")
            assert screen.getvalue().endswith("\r")
