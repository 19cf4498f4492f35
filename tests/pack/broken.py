"""The table of broken packs in `tests/fixtures/broken`, and how each is made from the demo pack."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "scenarios" / "demo"
PACKS: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/fixtures/broken/packs.toml").read_text("utf-8"))["pack"]


def copy_of_demo(folder: Path) -> Path:
    """A copy of the demo pack in a new folder `demo`."""
    return Path(shutil.copytree(DEMO, folder / "demo"))


def break_pack(pack: Path, patch: dict[str, Any]) -> None:
    """Change the copy as the patch says."""
    _DOINGS[patch["do"]](pack / patch["file"], patch)


def line_expected(pack: Path, patch: dict[str, Any]) -> int:
    """The line the message has to name, found by counting line ends in the broken file."""
    if "line" in patch:
        return int(patch["line"])
    text = (pack / patch["file"]).read_text("utf-8")
    return text[: text.index(patch["at"])].count("\n") + 1 + int(patch.get("offset", 0))


def _replace(path: Path, patch: dict[str, Any]) -> None:
    text = path.read_text("utf-8")
    assert patch["old"] in text, f"the demo pack no longer has {patch['old']!r}"
    path.write_text(text.replace(patch["old"], patch["new"], 1), "utf-8")


def _cut(path: Path, patch: dict[str, Any]) -> None:
    text = path.read_text("utf-8")
    path.write_text(text[: text.index(patch["old"]) + len(patch["old"])], "utf-8")


def _append(path: Path, patch: dict[str, Any]) -> None:
    path.write_text(path.read_text("utf-8") + patch["text"] * patch.get("times", 1), "utf-8")


def _bytes(path: Path, patch: dict[str, Any]) -> None:
    path.write_bytes(path.read_bytes() + bytes.fromhex(patch["hex"]))


def _delete(path: Path, _: dict[str, Any]) -> None:
    path.unlink()


def _empty(path: Path, _: dict[str, Any]) -> None:
    path.write_bytes(b"")


def _folder(path: Path, _: dict[str, Any]) -> None:
    path.unlink()
    path.mkdir()


def _link(path: Path, _: dict[str, Any]) -> None:
    outside = path.parent.parent / f"outside-{path.name}"
    path.rename(outside)
    path.symlink_to(outside)


def _encode(path: Path, patch: dict[str, Any]) -> None:
    path.write_bytes(path.read_text("utf-8").encode(patch["encoding"]))


def _repeat(path: Path, patch: dict[str, Any]) -> None:
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *[rows[-1]] * patch["times"]]) + "\n", "utf-8")


def _pad(path: Path, patch: dict[str, Any]) -> None:
    data = path.read_bytes()
    path.write_bytes(data + b"#" * (patch["size"] - len(data)))


def _add(path: Path, patch: dict[str, Any]) -> None:
    path.write_text(patch["text"], "utf-8")


_DOINGS: dict[str, Callable[[Path, dict[str, Any]], None]] = {
    "replace": _replace,
    "cut": _cut,
    "append": _append,
    "bytes": _bytes,
    "delete": _delete,
    "empty": _empty,
    "folder": _folder,
    "link": _link,
    "encode": _encode,
    "repeat": _repeat,
    "pad": _pad,
    "add": _add,
}
