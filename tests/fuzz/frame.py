"""What all kinds of fuzz share: attempts that can be repeated one by one, bounds on time and memory, the command in this process.

A kind is a module of this folder with a docstring (its first line says what is tried), `prepare(folder)` (what all attempts share, made once in
a folder of their own) and `attempt(luck, made)` (one hostile thing, made and tried; returns how it ended, in a few words, for the count). What
must not happen raises, `AssertionError` or anything else. Where the gate should try another number than `GATE`, or an attempt may take more than
`MOST_MEGABYTES`, the module has one of its own; where no attempt touches a pack, it has `PACK_READ_ONCE`.
"""

from __future__ import annotations

import contextlib
import functools
import io
import pkgutil
import random
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from unittest import mock

from sim.cli.main import run as run_command
from sim.pack import Country, load_pack

GATE: Final = 300
MOST_SECONDS: Final = 20
MOST_MEGABYTES: Final = 150
_FRAME: Final = ("frame", "__main__")


@dataclass
class Seen:
    """How often each end came up, and the attempts that failed: number and what happened."""

    ends: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """What a command said."""

    code: int
    out: bytes
    err: str


def kinds() -> list[str]:
    """Names of all kinds."""
    here = sys.modules[__package__ or ""].__path__
    return sorted(one.name for one in pkgutil.iter_modules(here) if one.name not in _FRAME and not one.name.startswith("test_"))


def fuzz(kind: str, times: int, seed: int = 1, only: int | None = None) -> Seen:
    """Try a kind so many times, or one attempt alone."""
    module, seen = import_module(f"tests.fuzz.{kind}"), Seen()
    with tempfile.TemporaryDirectory() as folder, pack_read_once() if getattr(module, "PACK_READ_ONCE", False) else contextlib.nullcontext():
        made = module.prepare(Path(folder))
        for number in range(times) if only is None else (only,):
            try:
                with bounded(getattr(module, "MOST_MEGABYTES", MOST_MEGABYTES)):
                    seen.ends[module.attempt(random.Random(f"{kind}:{seed}:{number}"), made)] += 1
            except Exception as error:
                seen.failed.append((number, f"{type(error).__name__}: {error}"))
    return seen


@contextlib.contextmanager
def bounded(megabytes: int = MOST_MEGABYTES) -> Iterator[None]:
    """At most so much time and memory; needs the main thread and a Unix."""

    def late(*_: object) -> None:
        raise TimeoutError(f"took longer than {MOST_SECONDS} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(MOST_SECONDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak) / 1024
    assert grown < megabytes, f"took {grown:.0f} MB"


def command(*arguments: str | Path) -> Said:
    """A command of the program, run in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run_command([str(one) for one in arguments])
    out.flush()
    return Said(code, out.buffer.getvalue(), err.getvalue())  # type: ignore[attr-defined]


@contextlib.contextmanager
def pack_read_once() -> Iterator[None]:
    """Where no attempt touches a pack, the demo pack is read once: half of the time would go there. Any other pack is read as usual."""
    read = functools.cache(load_pack)

    def load(pack: str | Path, reading: str | None = None) -> Country:
        return read(pack) if pack == "demo" and reading is None else load_pack(pack, reading)

    with mock.patch("sim.batch.plan.read.load_pack", load), mock.patch("sim.batch.tables.summary.load_pack", load):
        yield


def refused(said: Said) -> None:
    """Bad input has one sentence on one printable line, exit code 2, and nothing on stdout."""
    lines = said.err.splitlines()
    assert said.code == 2, f"exit code {said.code}: {said.err[:300]}"
    assert len(lines) == 1, f"{len(lines)} lines: {said.err[:300]!r}"
    assert lines[0].startswith("counterfaction: "), said.err[:300]
    assert lines[0].isprintable(), repr(lines[0][:300])
    assert not said.out, said.out[:300]


def answered_or_refused(said: Said) -> str:
    """What a command may do with hostile input: answer as usual, or refuse it in one sentence. Returns which, for the count."""
    if said.code == 0:
        assert "\x1b" not in said.out.decode("utf-8", "replace") + said.err, "an escape reached the terminal"
        return "answered"
    refused(said)
    return "refused"


def reported(kind: str, times: int, seen: Seen) -> Iterator[str]:
    """The count in lines."""
    doc: Any = import_module(f"tests.fuzz.{kind}").__doc__
    yield f"{kind}: {doc.splitlines()[0]}"
    yield f"  {times:,} tried, {len(seen.failed):,} failed; {len(seen.ends)} kinds of end"
    for end, count in seen.ends.most_common(12):
        yield f"  {count:7,d}  {end[:100]}"
    for number, what in seen.failed[:20]:
        yield f"  FAILED --only {number}: {what[:400]}"
