"""What stands at a path, looked at before it is touched: only a plain file is opened, no link is followed, and nothing is waited for."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

_KINDS: Final = (
    (stat.S_ISREG, "a file"), (stat.S_ISDIR, "a folder"), (stat.S_ISLNK, "a link"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip
FILE, DIRECTORY, LINK = "a file", "a folder", "a link"
# O_NOFOLLOW and O_NONBLOCK close the gap between looking and opening; systems without them only look.
_CAREFUL: Final = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"))


class Unfit(OSError):
    """Something else stands there than what is wanted, or more of it; `strerror` says what, `filename` where."""

    def __init__(self, what: str, path: str | Path) -> None:
        super().__init__(errno.EINVAL, what, str(path))


def kind_of(path: str | Path) -> str | None:
    """What stands at a path, a link itself included: `a file`, `a folder`, `a link`, `a pipe`...; `None` for nothing.

    Raises:
        OSError: it can't be told; also for a name that no system has.
    """
    try:
        return _kind(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:  # a zero byte
        raise Unfit("not a path", path) from None


def _kind(mode: int) -> str:
    return next((name for test, name in _KINDS if test(mode)), "no plain file")


def is_folder(path: str | Path) -> bool:
    """Whether there is a folder; a link to one is none.

    Raises:
        Unfit: something else stands there.
        OSError: it can't be told.
    """
    kind = kind_of(path)
    if kind not in (None, DIRECTORY):
        raise Unfit(f"{kind} where a folder should be", path)
    return kind is not None


def open_descriptor(path: str | Path, flags: int, mode: int = 0o666) -> int:
    """The descriptor of a plain file.

    Raises:
        Unfit: something else stands there; it is not touched.
        OSError: it is missing, or can't be opened.
    """
    kind = kind_of(path)
    if kind not in (None, FILE):
        raise Unfit(f"{kind} where a file should be", path)
    try:
        descriptor = os.open(path, flags | _CAREFUL, mode)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Unfit(f"{LINK} where a file should be", path) from None
        raise
    kind = _kind(os.fstat(descriptor).st_mode)
    if kind != FILE:
        os.close(descriptor)
        raise Unfit(f"{kind} where a file should be", path)
    return descriptor


@contextlib.contextmanager
def opened(path: str | Path) -> Iterator[IO[bytes]]:
    """A plain file, open for reading.

    Raises:
        OSError: as `open_descriptor`.
    """
    with os.fdopen(open_descriptor(path, os.O_RDONLY), "rb") as stream:
        yield stream


def read_bytes(path: str | Path, most: int) -> bytes:
    """All bytes of a plain file.

    Raises:
        Unfit: it has more than `most`.
        OSError: as `open_descriptor`.
    """
    with opened(path) as stream:
        if os.fstat(stream.fileno()).st_size <= most:
            data = stream.read(most + 1)  # it may grow meanwhile
            if len(data) <= most:
                return data
    raise Unfit(f"more than {most:,} bytes", path)


def sha256_of(path: str | Path, most: int) -> str:
    """Hash of a plain file, read block by block.

    Raises:
        Unfit: it has more than `most` bytes.
        OSError: as `open_descriptor`.
    """
    with opened(path) as stream:
        if os.fstat(stream.fileno()).st_size > most:
            raise Unfit(f"more than {most:,} bytes", path)
        return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type, unused-ignore]
