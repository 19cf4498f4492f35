"""`--out`: what stands in the place of a batch's folder or files is refused and stays."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from sim.cli.main import run as command

from .test_run import some

__all__ = ["some"]  # fixtures


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links of POSIX")
@pytest.mark.parametrize("name", ["lock", "progress.json", "manifest.json", "worlds", "parts", "."])
@pytest.mark.parametrize("node", ["pipe", "link"])
def test_a_node_in_the_place_of_a_file_or_folder_is_never_written_through(
    name: str, node: str, tmp_path: Path, some: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out, victim = tmp_path / "out", tmp_path / "victim"
    victim.write_bytes(b"kept")
    place = out / name
    if name == ".":
        place = out
    else:
        out.mkdir()
    if node == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(victim)
    assert command(["batch", str(some), "--out", str(out), "--workers", "1"]) == 2
    err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert f"a {node}" in err
    assert (victim.read_bytes(), sorted(path.name for path in tmp_path.iterdir())) == (b"kept", ["out", "some.toml", "victim"])


def test_a_lock_that_no_batch_has_written_and_foreign_files_stay(tmp_path: Path, some: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("lock", "letter"):
        out = tmp_path / f"of-{name}"
        out.mkdir()
        (out / name).write_text("mine", encoding="utf-8")
        assert command(["batch", str(some), "--out", str(out)]) == 2
        assert "not of this batch" in capfd.readouterr().err
        assert [(path.name, path.read_text("utf-8")) for path in out.iterdir()] == [(name, "mine")]
