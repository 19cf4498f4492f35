"""Rounds on disk: what the sets of each round gave. A round that is there is not simulated again; what follows from it is worked out anew."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from sim.files.plain import kind_of, read_bytes
from sim.files.write import write_file
from sim.fit.free import Matrix

_MOST: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class Rounds:
    """The folder of a fit."""

    folder: Path

    def find(self, name: str, asked: Matrix) -> Matrix | None:
        """(sets, parts) what a round gave; `None` where it is not there, is damaged, or is of other sets."""
        path = self._path(name)
        if kind_of(path) is None:
            return None
        try:
            with np.load(io.BytesIO(read_bytes(path, _MOST)), allow_pickle=False) as held:
                value, digest = held["value"], str(held["sets"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError):
            return None
        if value.dtype != np.float64 or value.ndim != 2 or len(value) != len(asked) or digest != _digest(asked):
            return None
        found: Matrix = value
        return found

    def keep(self, name: str, asked: Matrix, value: Matrix) -> None:
        """Write what a round gave.

        Raises:
            OSError: it can't be written.
        """
        stream = io.BytesIO()
        np.savez(stream, value=value, sets=np.array(_digest(asked)))
        write_file(self._path(name), stream.getvalue())

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.npz"


def _digest(sets: Matrix) -> str:
    return hashlib.blake2b(np.ascontiguousarray(sets, "<f8").tobytes(), digest_size=16).hexdigest()
