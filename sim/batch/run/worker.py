"""The side of a Dask worker: it holds the batch, sent to it once, and makes the parts it is asked for. It writes no tables anywhere."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from distributed import WorkerPlugin, get_worker

import sim
from sim.batch.plan.description import Batch
from sim.batch.run.job import Made, make_part
from sim.batch.tables.lock import open_lock, try_lock
from sim.pack import InputError
from sim.world.compiled import is_compiled_before, text_of_the_rules
from sim.world.luck import SCHEME

PACKAGES: Final = ("pyarrow", "numpy", "numba")
"""Packages that make numbers or write them."""
LAYERS: Final = ("pack", "world", "runs", "counterfactual", "batch")
WAIT: Final = 0.1


@cache
def versions() -> dict[str, str]:
    """Everything, besides the batch itself, that the bytes of a part follow from."""
    digest, room = hashlib.blake2b(digest_size=8), Path(sim.__file__).parent
    for path in sorted(path for layer in LAYERS for path in (room / layer).rglob("*.py")):
        digest.update(path.read_bytes())
    own = {"rules": text_of_the_rules(), "noise": str(SCHEME), "program": digest.hexdigest()}
    return own | {name: version(name) for name in PACKAGES}


class Held:
    """A batch that has been sent and is unpacked when the first part is asked for, once versions have been compared."""

    def __init__(self, data: bytes, wanted: dict[str, str]) -> None:
        self.data, self.wanted = data, wanted
        self.lock = threading.Lock()
        self.unpacked: Batch | None = None

    def batch(self) -> Batch:
        """The batch.

        Raises:
            InputError: this worker would make other bytes.
        """
        with self.lock:
            if self.unpacked is None:
                check_versions(self.wanted)
                self.unpacked = pickle.loads(self.data)
            return self.unpacked


_HELD: Final[dict[str, Held]] = {}


def check_versions(wanted: dict[str, str]) -> None:
    """Refuse to work for a client of other versions.

    Raises:
        InputError: named is the first thing that differs.
    """
    for name, value in wanted.items():
        if (here := versions().get(name)) != value:
            what = f"worker {_address()}: another version of {name} than where the batch was started"
            raise InputError(None, what, kind="mismatch", found=str(here), allowed=f"{value}; install the same versions on all machines")


def _address() -> str:
    try:
        return str(get_worker().address)
    except ValueError:
        return "here"


class Carrier(WorkerPlugin):  # type: ignore[misc, unused-ignore]
    """Brings a batch to every worker once, also to those that join later or come back."""

    def __init__(self, run: str, data: bytes, alone: bool) -> None:
        self.run, self.data, self.wanted, self.alone = run, data, versions(), alone
        self.name = f"counterfaction-{run}"

    def setup(self, worker: Any) -> None:
        """Called on the worker."""
        _HELD[self.run] = Held(self.data, self.wanted)
        if self.alone and threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the processes of a cluster too; who started it ends it

    def teardown(self, worker: Any) -> None:
        """Called on the worker."""
        _HELD.pop(self.run, None)


def part_there(run: str, number: int) -> Made:
    """The task: make a part of the batch that was sent under a name."""
    batch = _HELD[run].batch()
    with compiled_once():
        return make_part(batch, number)


@contextlib.contextmanager
def compiled_once() -> Iterator[None]:
    """Where no rules are compiled yet, one process of a machine makes its part, and so compiles them; the others wait and then read them."""
    if is_compiled_before():
        yield
        return
    descriptor = open_lock(Path(os.environ["NUMBA_CACHE_DIR"]) / "compiling")
    try:
        while not try_lock(descriptor):  # the system lets go of the lock of a worker that is killed meanwhile
            time.sleep(WAIT)
        if is_compiled_before():
            os.close(descriptor)
            descriptor = -1
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)
