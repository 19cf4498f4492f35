"""The same worlds by C and by Numba: are they equal bit for bit, and how long does each take?"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from sim.world.state import Block
from tests.bench.to_c import source_of

PLAIN = ("-O3", "-ffp-contract=off")
"""No contraction: a multiplication and an addition stay two roundings, as Numba has them."""
VARIANTS = {
    "-O3": PLAIN,
    "-O3, errno and traps left out, as LLVM does": (*PLAIN, "-fno-math-errno", "-fno-trapping-math", "-fno-strict-aliasing"),
    "-O3 -march=native": (*PLAIN, "-march=native", "-fno-math-errno", "-fno-trapping-math"),
}
"""Numba is set against the fastest of these."""


def compiler() -> str | None:
    """A C compiler, if there is one."""
    return next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)


class Kernel:
    """The rules compiled by a C compiler for blocks of the shape of one."""

    def __init__(self, block: Block, flags: tuple[str, ...] = PLAIN) -> None:
        self.room = tempfile.TemporaryDirectory(prefix="kernel-")
        source, library = Path(self.room.name) / "rules.c", Path(self.room.name) / "rules.so"
        source.write_text(source_of(block), encoding="utf-8")
        self.lines = len(source.read_text(encoding="utf-8").splitlines())
        command = [str(compiler()), *flags, "-shared", "-fPIC", "-o", str(library), str(source), "-lm"]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[:4000])
        self.function = ctypes.CDLL(str(library)).run_worlds

    def run(self, block: Block, start: int, stop: int) -> None:
        """Run a block in place, as `sim.world.month.run_block` does."""
        given: list[Any] = []
        for array in block:
            assert array.flags.c_contiguous
            given += [ctypes.c_void_p(array.ctypes.data), (ctypes.c_int64 * 3)(*array.shape)]
        self.function(*given, ctypes.c_int64(start), ctypes.c_int64(stop))


def copied(block: Block) -> Block:
    """Another block with the same content."""
    return Block(*(array.copy() for array in block))


def difference(one: Block, other: Block) -> list[str]:
    """Arrays of two blocks that differ in any bit, with the number of worlds that do."""
    found = []
    for name, a, b in zip(Block._fields, one, other, strict=True):
        rows = [n for n in range(len(a)) if a[n].tobytes() != b[n].tobytes()]
        if rows:
            found.append(f"{name}: {len(rows)} of {len(a)}, first {rows[0]}")
    return found
