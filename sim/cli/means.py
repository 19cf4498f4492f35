"""What a command needs of the machine: memory, threads, room on the disk; and what is said where they can't be had."""

from __future__ import annotations

import os
import sys
from typing import Final

from sim.pack.country.errors import InputError, shown

LEAST_MEMORY: Final = 2 * 1024**3
"""Bytes of address space that the libraries need to be loaded. With less some of them don't fail but hang, or end the process themselves."""

_NO_MEMORY: Final = ("annot allocate memory", "failed to map segment", "can't allocate lock", "out of memory")


def spare_memory() -> None:
    """Keep NumPy's algebra, which nothing here uses, from starting a thread with a stack and a buffer for each processor."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def check_memory() -> None:
    """Refuse to begin where the user's limit leaves too little room.

    Raises:
        InputError: there is such a limit.
    """
    if sys.platform == "win32":
        return
    import resource

    limit = resource.getrlimit(resource.RLIMIT_AS)[0]
    if limit != resource.RLIM_INFINITY and limit < LEAST_MEMORY:
        found, allowed = f"a limit of {limit // 2**20:,} MB (ulimit -v)", f"at least {LEAST_MEMORY // 2**20:,} MB"
        raise InputError(None, "there is not enough memory", kind="resources", found=found, allowed=allowed)


def for_want_of(error: BaseException) -> str:
    """The sentence for memory, threads or room that could not be had, or nesting that nobody means; empty for any other exception."""
    said = " ".join(str(error).split())
    # Libraries that can't be loaded, and locks that Python can't have, say so in words of their own.
    elsewhere = isinstance(error, (ImportError, OSError, RuntimeError)) and any(word in said for word in _NO_MEMORY)
    if isinstance(error, MemoryError) or elsewhere:
        return "there is not enough memory; what was saved is kept; allowed: fewer worlds at once, fewer --workers, or a larger machine"
    if isinstance(error, RuntimeError) and "start new thread" in said:
        return "the system starts no more threads; what was saved is kept; allowed: fewer --workers, or a higher limit of processes (ulimit -u)"
    if isinstance(error, RecursionError):
        return "something that was read is nested too deeply"
    if isinstance(error, OSError):
        place = f" at {shown(os.fsdecode(error.filename))}" if isinstance(error.filename, (str, bytes)) else ""
        return f"the system refuses{place}: {error.strerror or said}; what was saved is kept"
    return ""
