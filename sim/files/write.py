"""Files written so that a machine that stops leaves a whole file or none: under a temporary name in the same folder, synced, renamed."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import stat
from pathlib import Path

from sim.files.plain import FILE, LINK, Unfit, kind_of, open_descriptor

BEFORE, AFTER = ".writing-", ".tmp"
_NUMBERS = itertools.count()


def check_target(path: str | Path) -> None:
    """Find out whether a file may be written, before the work is done whose outcome it is to hold.

    Raises:
        Unfit: something else than a plain file stands there; a link too, wherever it leads.
        OSError: its folder is missing or can't be written to, or the file is only to be read.
    """
    there = _is_there(path)
    folder = os.path.dirname(path) or os.curdir
    if not stat.S_ISDIR(os.stat(folder).st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    for place in (folder, *([path] if there else [])):
        if not os.access(place, os.W_OK):
            raise PermissionError(errno.EACCES, "it may not be written to", str(place))


def _is_there(path: str | Path) -> bool:
    """Whether there is a file to be replaced.

    Raises:
        Unfit: something else stands there.
    """
    kind = kind_of(path)
    if kind == LINK:
        raise Unfit(f"a link stands there, to {os.readlink(path)!r}, and is not followed", path)
    if kind not in (None, FILE):
        raise Unfit(f"{kind} stands there", path)
    return kind is not None


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole, or leave what was there. A new one has the mode that the user's umask gives, an old one keeps its own.

    Raises:
        Unfit: something else than a plain file stands there; a link too.
        OSError: it can't be written; the temporary file is gone.
    """
    there = _is_there(path)
    temporary, descriptor = _temporary(path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if there:
            with contextlib.suppress(OSError):  # gone meanwhile, or on a disk without modes
                os.chmod(temporary, stat.S_IMODE(os.lstat(path).st_mode) & 0o777)
        os.replace(temporary, path)
    except BaseException:  # Ctrl-C too leaves nothing behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def _temporary(folder: Path) -> tuple[Path, int]:
    """A new file. Nothing of the wanted name is in its own: a name as long as the system allows leaves no room for more."""
    while True:
        path = folder / f"{BEFORE}{os.getpid()}-{next(_NUMBERS)}{AFTER}"
        try:
            return path, open_descriptor(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        except FileExistsError:  # of a process of that number, long gone
            continue
        except Unfit:
            if kind_of(path) is None:
                raise


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
