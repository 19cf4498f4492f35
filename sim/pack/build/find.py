"""Packs by their id, from whatever folder the program is called in."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

import sim
from sim.pack.country.errors import InputError, listed, nearest_to, shown

_PACKAGE: Final = Path(sim.__file__).resolve().parent


def shelves() -> list[Path]:
    """Folders that hold packs: `scenarios/` beside the package in a source checkout, else the copy installed with it."""
    checkout = _PACKAGE.parent / "scenarios"
    return [folder for folder in (checkout, _PACKAGE / "_packs") if folder.is_dir()][:1]


def list_packs() -> list[str]:
    """Ids of all packs that come with the program, sorted."""
    return sorted(folder.name for shelf in shelves() for folder in shelf.iterdir() if (folder / "pack.toml").is_file())


def _mode(path: Path) -> int:
    """What stands at a path, 0 where nothing does; what can't be a path at all raises, which `Path.is_file` does no more from Python 3.14 on."""
    try:
        return os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def find_pack(pack: str | Path) -> Path:
    """The folder of a pack, given by its id or by a path. `InputError` if there is none.

    A text with a separator in it, or one that names a folder in which there is a pack.toml, is a path; any other is an id.
    """
    text = os.fspath(pack)
    try:
        path = Path(text)
        if isinstance(pack, Path) or "/" in text or os.sep in text or stat.S_ISREG(_mode(path / "pack.toml")):
            if stat.S_ISDIR(_mode(path)):
                return path
            raise InputError(None, "no such pack folder", kind="file", found=shown(text), allowed=f"a folder, or one of {listed(list_packs())}")
        for shelf in shelves():
            if text in list_packs():
                return shelf / text
    except (OSError, ValueError):
        raise InputError(None, "not a path", kind="file", found=shown(text), allowed=f"a folder, or one of {listed(list_packs())}") from None
    known = list_packs()
    raise InputError(None, "unknown pack", kind="unknown", found=shown(text), allowed=listed(known), nearest=nearest_to(text, known))
