"""Files are written whole or not at all, with the user's mode, and over nothing but plain files."""

from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.files import write
from sim.files.plain import Unfit, kind_of, open_descriptor, read_bytes, sha256_of
from sim.files.write import check_target, write_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and modes of POSIX")


def _device(path: Path) -> None:
    try:
        os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
    except PermissionError:
        pytest.skip("only root makes device nodes")


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _link(path: Path) -> None:
    (path.parent / "kept").write_bytes(b"kept")
    path.symlink_to("kept")


NODES: list[tuple[str, Callable[[Path], object]]] = [
    ("a pipe", os.mkfifo), ("a device", _device), ("a socket", _socket), ("a link", _link), ("a folder", os.mkdir), ("a link", lambda path: path.symlink_to(path)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "make"), NODES, ids=[kind for kind, _ in NODES])
def test_what_is_no_plain_file_is_neither_written_nor_read_nor_waited_for(kind: str, make: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "node"
    make(path)
    before = path.lstat()
    for touch in (lambda: write_file(path, b"x"), lambda: check_target(path), lambda: read_bytes(path, 10), lambda: sha256_of(path, 10), lambda: open_descriptor(path, os.O_RDWR | os.O_CREAT)):
        with pytest.raises(Unfit, match=kind):
            touch()
    assert kind_of(path) == kind
    assert (path.lstat().st_ino, path.lstat().st_mode) == (before.st_ino, before.st_mode)
    assert {one.name for one in tmp_path.iterdir()} <= {"node", "kept"}


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_mode_of_the_umask_and_an_old_one_keeps_its_own(umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "new", b"x")
        (tmp_path / "old").touch()
        (tmp_path / "old").chmod(0o640)
        write_file(tmp_path / "old", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == mode
    assert stat.S_IMODE((tmp_path / "old").stat().st_mode) == 0o640


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, MemoryError])
def test_whatever_stops_a_writing_leaves_what_was_there_and_nothing_else(error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"before")

    def stopped(_: int) -> None:
        raise error

    monkeypatch.setattr(write.os, "fsync", stopped)
    with pytest.raises(error):
        write_file(tmp_path / "file", b"after")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"before"


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    write_file(tmp_path / ("x" * 255), b"x")
    assert read_bytes(tmp_path / ("x" * 255), 1) == b"x"


def test_a_file_with_more_bytes_than_are_wanted_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "huge").touch()
    os.truncate(tmp_path / "huge", 2**40)
    for read in (read_bytes, sha256_of):
        with pytest.raises(Unfit, match="more than 1,000 bytes"):
            read(tmp_path / "huge", 1000)
