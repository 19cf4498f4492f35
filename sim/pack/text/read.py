"""Bytes of a pack, read with suspicion: what is there, is it a plain file inside the pack, is it text of a sane size."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError, listed, nearest_to, shown

REQUIRED: Final[tuple[str, ...]] = (
    "pack.toml",
    "factions.toml",
    "cadres.csv",
    "posts.csv",
    "calendar.csv",
    "parameters.csv",
    "events.csv",
    "outside.toml",
    "targets.csv",
    "sources.toml",
)
OPTIONAL: Final[tuple[str, ...]] = ("record.toml", "accepted.toml", "accepted.parquet")
FOLDERS: Final[dict[str, tuple[str, ...]]] = {
    "readings": (".toml", ".md"),
    "scenarios": (".toml", ".md"),
    "batches": (".toml", ".md"),
    "claims": (".toml", ".csv", ".md"),
    "lessons": (".md", ".toml"),
    "results": (".html", ".json", ".csv", ".toml", ".md", ".txt", ".svg", ".png", ".parquet"),
}
MOST_BYTES: Final = 4 * 1024 * 1024
MOST_ROWS: Final = 10_000
_BINARY = (".parquet", ".png")
_A_PACK = "a folder with pack.toml in it"
_BOM = "\ufeff"


@dataclass(frozen=True)
class Files:
    """What a pack folder holds: every readable file by its path in the pack, as text or as bytes, and what was wrong with the rest."""

    folder: Path
    texts: dict[str, str]
    problems: tuple[InputError, ...]
    blobs: dict[str, bytes]


def read_files(folder: Path) -> Files:
    """Read every file of the pack folder. What is wrong is collected in `problems`, in the order of the file names."""
    texts: dict[str, str] = {}
    blobs: dict[str, bytes] = {}
    problems: list[InputError] = []
    try:
        root = os.path.realpath(folder, strict=True)
        if not stat.S_ISDIR(os.stat(root).st_mode):
            raise InputError(None, "a pack is a folder", kind="file", found=shown(str(folder)), allowed=_A_PACK)
        names = sorted(name for name in os.listdir(root) if not name.startswith("."))
    except (OSError, ValueError) as error:
        raise InputError(None, f"cannot read the pack folder ({_reason(error)})", kind="file", found=shown(str(folder)), allowed=_A_PACK) from None
    for name in REQUIRED:
        if name not in names:
            problems.append(_missing(name, names))
    for name in names:
        _take(root, name, texts, blobs, problems)
    return Files(Path(root), texts, tuple(problems), blobs)


def _missing(name: str, names: list[str]) -> InputError:
    strangers = [other for other in names if other not in REQUIRED]
    allowed = f"a pack has all of {', '.join(REQUIRED)}"
    return InputError(Place(name, 1), "file missing", kind="missing", found="no such file", allowed=allowed, nearest=nearest_to(name, strangers))


def _take(root: str, name: str, texts: dict[str, str], blobs: dict[str, bytes], problems: list[InputError]) -> None:
    """One entry of the pack folder: a known file, a document, or an optional folder of files."""
    try:
        if name in FOLDERS:
            _take_folder(root, name, texts, problems)
        elif name in OPTIONAL and name.endswith(_BINARY):
            blobs[name] = read_bytes(root, name)
        elif name in REQUIRED or name in OPTIONAL or name.endswith(".md"):
            texts[name] = read_text(root, name)
        else:
            known = (*REQUIRED, *OPTIONAL, *FOLDERS)
            allowed = f"{', '.join(known)}, and *.md"
            raise InputError(Place(name, 1), "unknown file", kind="unknown", found=shown(name), allowed=allowed, nearest=nearest_to(name, known))
    except InputError as error:
        problems.append(error)


def _take_folder(root: str, name: str, texts: dict[str, str], problems: list[InputError]) -> None:
    """The files of an optional folder, which holds no folders of its own."""
    path = os.path.join(root, name)
    _inside(root, path, name)
    if not os.path.isdir(path):
        raise InputError(
            Place(name, 1), "a file where a folder should be", kind="file", found=shown(name), allowed=f"a folder with files {listed(FOLDERS[name])}"
        )
    try:
        entries = sorted(entry for entry in os.listdir(path) if not entry.startswith("."))
    except OSError as error:
        raise InputError(Place(name, 1), f"cannot read the folder ({_reason(error)})", kind="file") from None
    for entry in entries:
        file = f"{name}/{entry}"
        try:
            ending = os.path.splitext(entry)[1]
            if ending in FOLDERS[name]:
                texts[file] = read_text(root, file, binary=ending in _BINARY)
            else:
                raise InputError(Place(file, 1), "unknown file", kind="unknown", found=shown(entry), allowed=f"files {listed(FOLDERS[name])}")
        except InputError as error:
            problems.append(error)


def _inside(root: str, path: str, file: str) -> None:
    """Refuse a link that leads out of the pack, to nowhere or in a circle."""
    try:
        real = os.path.realpath(path, strict=True)
    except (OSError, ValueError) as error:
        raise InputError(Place(file, 1), f"cannot be read ({_reason(error)})", kind="file", allowed="a plain file inside the pack") from None
    if os.path.commonpath([root, real]) != root:
        raise InputError(
            Place(file, 1), "a link out of the pack", kind="file", found=f"a link to {shown(real)}", allowed="a plain file inside the pack"
        )


def read_text(root: str, file: str, *, binary: bool = False) -> str:
    """Text of one file of the pack, without its byte order mark. A binary file is only checked, its text is empty."""
    data = read_bytes(root, file)
    return "" if binary else _decoded(data, file)


def read_bytes(root: str, file: str) -> bytes:
    """Bytes of one file of the pack, which is a plain file of a sane size."""
    path = os.path.join(root, file)
    place = Place(file, 1)
    _inside(root, path, file)
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            kind = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or pipe"
            raise InputError(place, f"{kind} where a file should be", kind="file", found=kind, allowed="a plain file")
        with open(path, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(place, f"cannot be read ({_reason(error)})", kind="file", allowed="a readable file") from None
    if len(data) > MOST_BYTES:
        raise InputError(place, "file too large", kind="range", found=f"{status.st_size:,} bytes", allowed=f"at most {MOST_BYTES:,} bytes")
    if not data.strip():
        raise InputError(place, "empty file", kind="missing", found=f"{len(data)} bytes and no text", allowed="a file with content")
    return data


def _decoded(data: bytes, file: str) -> str:
    zero = data.find(b"\0")
    if zero >= 0:
        raise InputError(
            Place(file, data.count(b"\n", 0, zero) + 1), "NUL byte", kind="malformed",
            found=f"a zero byte at byte {zero + 1}", allowed="text in UTF-8"
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x} at byte {error.start + 1}"
        raise InputError(Place(file, line), "not UTF-8", kind="malformed", found=found, allowed="text in UTF-8") from None
    text = text.removeprefix(_BOM)
    if not text.strip():
        raise InputError(Place(file, 1), "empty file", kind="missing", found="no text", allowed="a file with content")
    return text


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "not a path"
