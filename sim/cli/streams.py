"""Standard output and error as commands write to them: what can't be written is one exception, and nothing is left to be said at the end.

Python itself reports a full disk or a cut pipe wherever a buffer happens to be emptied, at last when the interpreter ends ("Exception ignored
in"), and has no stream at all where a shell has closed one. Here each stream has one descriptor under it that can't fail unseen.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


class Unwritten(Exception):
    """Standard output can't be written; the message is the system's reason."""


class CutOff(Unwritten):
    """Nobody reads standard output any more."""


class Descriptor(io.RawIOBase):
    """A descriptor that is written to until that fails; then it takes everything and keeps nothing, so that no buffer complains later on.

    Args:
        number: of the descriptor, `None` for one that was closed before the program began.
        speaks: whether a failure is raised, once; standard error has nobody left to tell.
    """

    def __init__(self, number: int | None, speaks: bool) -> None:
        super().__init__()
        self.number, self.speaks, self.failed = number, speaks, False

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """The descriptor."""
        if self.number is None:
            raise io.UnsupportedOperation("closed")
        return self.number

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self.number is not None and os.isatty(self.number)

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Write, or raise.

        Raises:
            Unwritten: the first time that it fails.
        """
        if self.failed:
            return len(data)
        try:
            if self.number is None:
                raise OSError(0, "it is closed")
            return os.write(self.number, data)
        except OSError as error:
            self.failed = True
            if not self.speaks:
                return len(data)
            raise (CutOff if isinstance(error, BrokenPipeError) else Unwritten)(error.strerror) from None


def guard_streams() -> None:
    """Put guarded streams in the place of standard output and error, for as long as the process lives."""
    closed = [stream is None for stream in (sys.stdin, sys.stdout, sys.stderr)]
    while True:  # a file that is opened later must not become standard output
        number = os.open(os.devnull, os.O_RDWR)
        if number > 2:
            os.close(number)
            break
    sys.stdout = _stream(None if closed[1] else 1, sys.stdout, speaks=True)
    sys.stderr = _stream(None if closed[2] else 2, sys.stderr, speaks=False)


def _stream(number: int | None, before: TextIO | None, *, speaks: bool) -> io.TextIOWrapper:
    """A stream with the encoding that Python chose."""
    if before is not None:
        before.flush()
    encoding = (before.encoding if before is not None else None) or "utf-8"
    errors = (before.errors if before is not None else None) or "backslashreplace"
    raw = Descriptor(number, speaks)
    buffered = io.BufferedWriter(raw)  # type: ignore[type-var, unused-ignore]
    return io.TextIOWrapper(buffered, encoding=encoding, errors=errors, line_buffering=not speaks or raw.isatty())
