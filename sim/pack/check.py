"""All that is wrong with a pack, in one go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim.pack.errors import PackError
from sim.pack.find import find_pack
from sim.pack.load import read_folder


def examine(pack: str | Path) -> tuple[list[PackError], list[PackError]]:
    """Every mistake found in the files of a pack, and every warning: what can be read, but hardly be meant. Each by file and line.

    Checks that need a file which could not be read are left out, so mending that file may bring up more.
    """
    try:
        folder = find_pack(pack)
    except PackError as error:
        return [error], []
    _, findings = read_folder(folder)
    return _ordered(findings.errors), _ordered(findings.warnings)


def check_pack(pack: str | Path) -> list[PackError]:
    """Every mistake found in the files of a pack, by file and line; an empty list when there is none."""
    return examine(pack)[0]


def _ordered(found: Iterable[PackError]) -> list[PackError]:
    return sorted(found, key=lambda error: (error.place.file, error.place.line) if error.place else ("", 0))
