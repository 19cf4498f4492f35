"""Memory that tabs and answers have left is given back to the machine. All of this is for the GNU allocator; others do so by themselves or not."""

from __future__ import annotations

import contextlib
import ctypes

_ARENAS = -8
"""M_ARENA_MAX of mallopt."""


def keep_together() -> None:
    """Let all threads share two pools of memory: in one of its own for each, what a tab leaves is scattered. Before threads begin."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENAS, 2)


def give_back() -> None:
    """Hand what the allocator holds in reserve to the system."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
