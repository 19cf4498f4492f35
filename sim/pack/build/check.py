"""All that is wrong with a pack, in one go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sim.pack.build.find import find_pack
from sim.pack.build.load import read_folder
from sim.pack.country.country import Place
from sim.pack.country.errors import InputError


def examine(pack: str | Path) -> tuple[list[InputError], list[InputError]]:
    """Every mistake found in the files of a pack, and every warning: what can be read, but hardly be meant. Each by file and line.

    Checks that need a file which could not be read are left out, so mending that file may bring up more.
    """
    try:
        folder = find_pack(pack)
    except InputError as error:
        return [error], []
    _, findings = read_folder(folder)
    return _ordered(findings.errors), _ordered(findings.warnings)


def check_pack(pack: str | Path) -> list[InputError]:
    """Every mistake found in the files of a pack, by file and line; an empty list when there is none."""
    return examine(pack)[0]


def _ordered(mistakes: Iterable[InputError]) -> list[InputError]:
    return sorted(mistakes, key=lambda error: (error.place.file, error.place.line) if isinstance(error.place, Place) else ("", 0))
