"""One batch at a time in a folder. The system lets go of the lock of a process that is gone, however it went."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sim.files.plain import open_descriptor
from sim.pack import Argument, InputError
from sim.pack.country.errors import shown

LOCK = "lock"
_BEGINS = b'{"pid": '


@contextlib.contextmanager
def locked(folder: Path, work: str = "batch") -> Iterator[None]:
    """Hold the folder's lock.

    Raises:
        InputError: another piece of such `work` that is alive holds it.
        OSError: the lock can't be written.
    """
    path = folder / LOCK
    descriptor = _take(path, work)
    try:
        os.truncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)  # what was there has been read
        text = json.dumps({"pid": os.getpid(), "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "host": platform.node()})
        os.write(descriptor, text.encode("utf-8"))
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()  # before it is let go, so that nobody takes a file that is about to be gone
        os.close(descriptor)


def _take(path: Path, work: str) -> int:
    while True:
        descriptor = open_lock(path)
        if not try_lock(descriptor):
            held = os.read(descriptor, 1000).decode("utf-8", "replace")
            os.close(descriptor)
            allowed = "wait until it has ended, or another folder"
            raise InputError(Argument("out"), f"another {work} is at work in this folder", kind="mismatch", found=shown(held), allowed=allowed)
        if not _is_ours(descriptor):
            os.close(descriptor)
            allowed = f"a folder whose `lock`, if it has one, a {work} has written: it would be taken away"
            raise InputError(Argument("out"), f"a file that is not of this {work}, {LOCK}", kind="file", found="another content", allowed=allowed)
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), os.stat(path)):
                return descriptor
        os.close(descriptor)  # it was taken away between opening and locking


def _is_ours(descriptor: int) -> bool:
    """Whether a batch has written a lock: a new one is empty."""
    held = os.read(descriptor, 1000)
    return not held or held.startswith(_BEGINS)


def open_lock(path: Path) -> int:
    """The descriptor of a file to be locked, which is made where there is none.

    Raises:
        OSError: it can't be written, or something else than a plain file stands there.
    """
    return open_descriptor(path, os.O_RDWR | os.O_CREAT)


def try_lock(descriptor: int) -> bool:
    """Whether the lock could be had."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
