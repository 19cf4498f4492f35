"""A batch on real disks: a small one that fills up, and one that may only be read. Both exist in a mount namespace of the test alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from tests.harness.kill import bytes_of

from .test_run import TEXT

ROOT = Path(__file__).resolve().parents[2]
UNSHARE = ["unshare", "-m" if hasattr(os, "geteuid") and os.geteuid() == 0 else "-rm", "sh", "-c"]


def mounts() -> bool:
    """Whether this machine lets a test have disks of its own."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run([*UNSHARE, "mount -t tmpfs -o size=64k none /tmp"], capture_output=True, check=False).returncode == 0


pytestmark = pytest.mark.skipif(not mounts(), reason="needs Linux with mount namespaces")


def shell(script: str, place: Path) -> subprocess.CompletedProcess[str]:
    """Run a script in a namespace of its own; `$batch` is the command on `some.toml` and the folder `disk/out`."""
    batch = f"{sys.executable} -m sim batch {place}/some.toml --out {place}/disk/out --workers 1"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "batch": batch, "place": str(place)}
    return subprocess.run([*UNSHARE, script], capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the batch's file, and its results as they are on a disk with room."""
    (tmp_path / "some.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "disk").mkdir()
    run_batch(read_batch(tmp_path / "some.toml"), tmp_path / "whole", tell=lambda _: None)
    return tmp_path


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_full_disk_ends_it_and_with_more_room_it_goes_on(place: Path, share: float) -> None:
    size = sum(path.stat().st_size for path in (place / "whole").rglob("*") if path.is_file())
    done = shell(
        f"mount -t tmpfs -o size={int(size * share)} none $place/disk && $batch; echo first $? $(ls $place/disk/out/parts | wc -l);"
        "find $place/disk/out -name '.writing-*'; mount -o remount,size=64m $place/disk && $batch; echo second $?; cp -r $place/disk/out $place/kept",
        place,
    )
    first = next(line for line in done.stdout.splitlines() if line.startswith("first")).split()
    assert first[1] == "2", done.stderr
    assert "cannot be written (No space left on device)" in done.stderr
    assert f"{first[2]} finished parts are kept, and the same command goes on" in done.stderr
    assert "Traceback" not in done.stderr
    assert ".writing-" not in done.stdout
    assert "second 0" in done.stdout
    assert bytes_of(place / "kept") == bytes_of(place / "whole")


@pytest.mark.parametrize("begun", [False, True])
def test_a_disk_that_is_only_read_is_refused_in_a_line(place: Path, begun: bool) -> None:
    if begun:
        shutil.copytree(place / "whole", place / "disk" / "out")
        (place / "disk" / "out" / "parts" / "00002.json").unlink()
    before = bytes_of(place / "disk")
    done = shell("mount --bind $place/disk $place/disk && mount -o remount,ro,bind $place/disk && $batch; echo code $?", place)
    assert "code 2" in done.stdout, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Read-only file system" in done.stderr
    assert bytes_of(place / "disk") == before


def test_a_whole_batch_can_be_asked_and_checked_on_a_disk_that_is_only_read(place: Path) -> None:
    shutil.copytree(place / "whole", place / "disk" / "out")
    script = "mount --bind $place/disk $place/disk && mount -o remount,ro,bind $place/disk && $batch; echo batch $?"
    for name, line in (("check", "check {out}"), ("query", "query {out} 'select count(*) as worlds from worlds' --csv"), ("summary", "summary {out}")):
        script += f"; {sys.executable} -m sim {line.format(out='$place/disk/out')}; echo {name} $?"
    done = shell(script, place)
    for name in ("batch", "check", "query", "summary"):
        assert f"{name} 0" in done.stdout, done.stderr
    assert "\n120\n" in done.stdout
