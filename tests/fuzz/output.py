"""Odd targets for --report and --out: pipes, devices, links, sockets, folders, names of every kind; what stands there stays as it is."""

from __future__ import annotations

import os
import random
import shutil
import socket
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.files.write import is_temporary

from .frame import Said, command, refused
from .results import TEXT

GATE: Final = 80
PACK_READ_ONCE: Final = True
NODES: Final = ("nothing", "file", "pipe", "device", "socket", "link to a file", "link to a folder", "link to nothing", "link to itself", "folder", "full folder")
NAMES: Final = (
    "out", "out.html", "a b", "[a]", "*", "~", "$HOME", "s3:x", "file:x", "C:x", "x'y\"", "한국.html", "\u202e", "a\nb", "\x1b[31m", ".hidden", "x" * 200, "x" * 255,
    "-v", "--help", "nul", "con",
)  # fmt: skip
WHOLE_NAMES: Final = ("", ".", "..", "/", "//", "-", "x" * 300, "x/" * 3000, "\0", "a\0b", "\udcff", "no/such/folder", "file/below", "/proc/self/mem", "/proc/none", "out/", "./out/.")
BEFORE: Final = b"what was there"


@dataclass(frozen=True)
class Made:
    """A folder of results to tell of, a batch file to run, and the place of the targets."""

    results: Path
    file: Path
    place: Path


def prepare(folder: Path) -> Made:
    """A small batch."""
    (folder / "some.toml").write_text(TEXT, encoding="utf-8")
    assert command("batch", folder / "some.toml", "--out", folder / "whole").code == 0
    return Made(folder / "whole", folder / "some.toml", folder / "place")


def _put(node: str, path: Path, place: Path) -> None:
    """Let something stand at a path."""
    if node == "file":
        path.write_bytes(BEFORE)
    elif node == "pipe":
        os.mkfifo(path)
    elif node == "device":
        try:
            os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 3))
        except PermissionError:  # only root can make one
            os.mkfifo(path)
    elif node == "socket":
        os.chdir(place)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("s")
        os.rename("s", path)
    elif node.startswith("link"):
        (place / "kept").write_bytes(BEFORE)
        (place / "folder").mkdir()
        path.symlink_to({"link to a file": "kept", "link to a folder": "folder", "link to nothing": "none", "link to itself": path.name}[node])
    elif "folder" in node:
        path.mkdir()
        if node == "full folder":
            (path / "kept").write_bytes(BEFORE)


def _seen(place: Path) -> dict[str, tuple[int, int, bytes]]:
    """Everything in a place: which file it is, of what kind, and what it holds."""
    found = {}
    for path in sorted(place.rglob("*")):
        status = path.lstat()
        held = path.read_bytes() if stat.S_ISREG(status.st_mode) else os.readlink(path).encode() if stat.S_ISLNK(status.st_mode) else b""
        found[str(path)] = (status.st_ino, status.st_mode, held)
    return found


def attempt(luck: random.Random, made: Made) -> str:
    """One target, and one command that is to write there."""
    here = os.getcwd()
    shutil.rmtree(made.place, ignore_errors=True)
    made.place.mkdir()
    try:
        os.chdir(made.place)
        if luck.random() < 0.3:
            (made.place / "file").write_bytes(BEFORE)
            node, target = "odd name", luck.choice(WHOLE_NAMES)
        else:
            node, name = luck.choice(NODES), luck.choice(NAMES)
            _put(node, made.place / name, made.place)
            target = luck.choice([str(made.place / name), f"./{name}"])
        return _met(luck.choice(["--report", "--out"]), node, target, made)
    finally:
        os.chdir(here)


def _met(option: str, node: str, target: str, made: Made) -> str:
    before = _seen(made.place)
    if option == "--report":
        said = command("summary", made.results, "--report", target)
    else:
        said = command("batch", made.file, "--out", target, "--workers", "1")
    after = _seen(made.place)
    assert not [path for path in after if is_temporary(Path(path))], "a temporary file was left"
    changed = {path for path in before if after.get(path) != before[path]}
    if said.code != 0:
        refused(said)
        assert after == before, "refused, and yet something was changed"
        return f"{option}, {node}: refused"
    assert node in ("nothing", "file", "folder", "odd name"), f"{node} was written to"
    if option == "--report" and target != "-":
        _is_whole(said, Path(target))
    assert changed <= {str(made.place / target), str(Path(target))}, f"changed: {changed}"
    return f"{option}, {node}: written"


def _is_whole(said: Said, path: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    assert path.read_bytes().endswith(b"</html>\n") or path.read_bytes().endswith(b"</html>"), said.err
    assert stat.S_IMODE(path.lstat().st_mode) == 0o666 & ~umask
