"""Files written so that a machine that stops leaves a whole file or none: a temporary name in the same folder, synced, renamed."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Final

BEFORE, AFTER = ".writing-", ".tmp"
_BLOCK: Final = 1 << 20


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, or leave what was there.

    Raises:
        OSError: it can't be written; the temporary file is gone.
    """
    temporary = path.parent / f"{BEFORE}{path.name}{AFTER}"
    try:
        with open(temporary, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names in a folder last, where the system has a way to."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_temporary(path: Path) -> bool:
    """Whether a file was being written when the program stopped."""
    return path.name.startswith(BEFORE) and path.name.endswith(AFTER)


def sha256_of(path: Path) -> str:
    """Hash of a file, read block by block."""
    digest = hashlib.sha256()
    with open(path, "rb") as stream:
        while data := stream.read(_BLOCK):
            digest.update(data)
    return digest.hexdigest()
