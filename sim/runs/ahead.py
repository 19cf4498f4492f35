"""A second process that compiles the rules of a month from the last to the first, while this one does from the first to the last.

Numba compiles in one thread at a time. Both processes keep what they compile in the same cache, and whoever comes to a rule that is there takes it.
It is a help and no more: where it fails or is stopped, the rules are compiled here.

    python -m sim.runs.ahead ROOM       ROOM: of `state.POST_ROOMS`, the posts that a world's record has room for
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
from typing import Any

from numba import from_dtype, types

from sim.pack import Country
from sim.world import month
from sim.world.state import common_dtype, post_room, world_dtype


def rules_from_the_end() -> list[str]:
    """Names of what a month calls, the last first."""
    step: Any = month.step
    return list(reversed(step.py_func.__code__.co_names))


def compile_from_the_end(room: int) -> None:
    """Compile all that a month calls, for worlds with room for so many posts."""
    parent = os.getppid()
    world, common = from_dtype(world_dtype(room)), from_dtype(common_dtype(room))
    for name in rules_from_the_end():
        if os.getppid() != parent:  # whoever asked is gone
            return
        rule = getattr(month, name)
        numbers = rule.py_func.__code__.co_argcount - 2
        rule.compile((world, common, *[types.int64] * numbers))


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def start_ahead(country: Country) -> subprocess.Popen[bytes] | None:
    """Start the second process, where there is a second processor and a cache; it ends with this one."""
    if processors() < 2 or "NUMBA_CACHE_DIR" not in os.environ:
        return None
    room = str(post_room(country.post_scheme.total))
    with contextlib.suppress(OSError):  # no process to be had
        helper = subprocess.Popen(
            [sys.executable, "-P", "-m", "sim.runs.ahead", room],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        atexit.register(_stop, helper)
        return helper
    return None


def _stop(helper: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        helper.kill()
        helper.wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        compile_from_the_end(int(sys.argv[1]))
