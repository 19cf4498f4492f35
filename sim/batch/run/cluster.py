"""The executor of many machines: a Dask cluster makes the parts, this process alone writes them. No disk is shared.

Only a few parts for each thread are given out at a time, and each is written as it comes back: neither this process nor the scheduler ever holds
more than that, however many parts there are. A worker that is lost costs the parts it had; Dask gives them to another one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import pickle
import queue
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import dask
from distributed import Client, KilledWorker, LocalCluster, Security
from distributed.core import connect

from sim.batch.plan.description import Part
from sim.batch.run.job import Job, Made
from sim.batch.run.worker import Carrier, part_there, versions
from sim.pack import Argument, InputError
from sim.pack.country.errors import listed, shown

AHEAD: Final = 3
"""Parts given out for each thread: one in work, and others so that no thread waits for this process."""
FEWEST: Final = 4
"""Parts given out while there are no workers yet."""
CONNECT: Final = 8
"""Seconds to wait for a scheduler."""
FAILURES: Final = 3
"""Deaths of workers after which Dask of this machine no longer tries a part; each such part is tried once more, alone."""
LOOK: Final = 0.2
PATIENCE, HURRY = 10.0, 0.3
"""Seconds for processes to end: at the end, and after Ctrl-C or an error; what is left then ends with this process."""
MOST_TRIES: Final = 100
COUNT: Final = 3.0
"""Seconds between looks at the scheduler, and between countings of its threads."""
Task = Callable[[str, int], Made]
Future = Any  # of Dask, which is typed in part


def on_cluster(
    job: Job, parts: Sequence[Part], workers: int | None, scheduler: str | None, tell: Callable[[str], None], task: Task = part_there
) -> Iterator[int]:
    """Make parts on a cluster and keep them here; rows of failed worlds of each, in the order in which they come.

    Args:
        workers: processes of a cluster of this machine, one thread each; not used with a scheduler.
        task: what a worker runs; another one only to measure everything around it.

    Raises:
        InputError: no scheduler, a lost one, a worker of other versions, or parts whose workers die again and again.
    """
    if not parts:
        return
    with contextlib.ExitStack() as stack:
        _quiet()
        client = stack.enter_context(_connected(workers, scheduler))
        run = stack.enter_context(_carried(client, job, alone=scheduler is None))
        if scheduler is not None and not client.nthreads():
            tell(f"the scheduler {scheduler} has no workers yet; the parts wait for them")
        flight = Flight(client, job, run, task)
        yield from flight.through(parts)
        suspects, flight.suspects = flight.suspects, []
        for part in suspects:  # one at a time: whoever was only near the one that kills comes through
            yield from flight.through([part])
        if flight.suspects:
            names = listed(part.id for part in flight.suspects)
            allowed = "workers that live, with more memory; every other part is kept, and the same command tries these again"
            raise InputError(None, "the workers that made these parts died again and again", kind="damaged", found=names, allowed=allowed)


def _quiet() -> None:
    """What happens to workers is told in our own words."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextlib.contextmanager
def _connected(workers: int | None, scheduler: str | None) -> Iterator[Client]:
    """A client of the scheduler, or of a cluster of this machine, which ends with it."""
    cluster = _cluster(workers) if scheduler is None else None
    client = _found(scheduler) if scheduler is not None else Client(cluster, set_as_default=False)
    patience = HURRY
    try:
        yield client
        patience = PATIENCE
    finally:
        for one in (client, cluster):
            with contextlib.suppress(Exception):
                if one is not None:
                    one.close(timeout=patience)


def _cluster(workers: int | None) -> LocalCluster:
    """A cluster of this machine; nobody else's machine can reach it."""
    hushed = "ignore:resource_tracker"  # Python's own helper would report what a cluster that is left in a hurry leaves to it
    if hushed not in sys.warnoptions:
        sys.warnoptions.append(hushed)
    count = workers or os.cpu_count() or 1
    try:
        with dask.config.set({"distributed.scheduler.allowed-failures": FAILURES}):
            return LocalCluster(
                n_workers=count, threads_per_worker=1, processes=True, host="127.0.0.1",
                dashboard_address="127.0.0.1:0", worker_dashboard_address=None, silence_logs=logging.CRITICAL + 1,
            )  # fmt: skip
    except RuntimeError as error:
        allowed = "fewer workers where there is little memory, or threads as executor"
        raise InputError(
            Argument("executor"), "the cluster of this machine did not start", kind="resources", found=f"{count} workers; {error}", allowed=allowed
        ) from None


def _found(scheduler: str) -> Client:
    try:
        asyncio.run(_asked(scheduler))
        return Client(scheduler, timeout=CONNECT, set_as_default=False)
    except Exception:  # whatever answers there, if anything does, is no scheduler
        allowed = "the address of a Dask scheduler that is running and can be reached from here"
        raise InputError(
            Argument("scheduler"), f"nothing of Dask answers within {CONNECT} s", kind="resources", found=shown(scheduler), allowed=allowed
        ) from None


async def _asked(scheduler: str) -> None:
    """Ask who is there: a client would wait for ever at an address that takes connections and says nothing."""
    async with asyncio.timeout(CONNECT):
        comm = await connect(scheduler, timeout=CONNECT, **Security().get_connection_args("client"))
        try:
            await comm.write({"op": "identity", "reply": True})
            if (await comm.read())["type"] != "Scheduler":
                raise ValueError(scheduler)
        finally:
            comm.abort()


@contextlib.contextmanager
def _carried(client: Client, job: Job, alone: bool) -> Iterator[str]:
    """The batch is on all workers, under the name that is given back."""
    run = f"{os.getpid():x}-{time.time_ns():x}"
    carrier, where = Carrier(run, pickle.dumps(job.batch), alone), "the scheduler"
    try:
        client.run_on_scheduler(versions)  # it reads the names of tasks: without the program it could not
        where = "a worker"
        client.register_plugin(carrier)
    except Exception as error:
        with contextlib.suppress(Exception):
            client.unregister_worker_plugin(carrier.name)
        if client.status != "running":
            raise _lost() from None
        allowed = "counterfaction in the same version for the scheduler and every worker"
        raise InputError(
            None, f"{where} could not take the batch", kind="resources", found=f"{type(error).__name__}: {error}", allowed=allowed
        ) from None
    yield run
    if client.status == "running":  # after an error or Ctrl-C nobody waits for workers; a name is used once
        with contextlib.suppress(Exception):
            client.unregister_worker_plugin(carrier.name)


def _lost() -> InputError:
    allowed = "finished parts are kept; the same command goes on with the others, on any executor"
    return InputError(Argument("scheduler"), "the connection to it was lost", kind="resources", allowed=allowed)


class Flight:
    """Parts that are given out, and what comes back."""

    def __init__(self, client: Client, job: Job, run: str, task: Task) -> None:
        self.client, self.job, self.run, self.task = client, job, run, task
        self.back: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self.out: dict[Future, Part] = {}
        self.suspects: list[Part] = []
        self.counted, self.room = 0.0, FEWEST
        self.tries = 0

    def through(self, parts: Sequence[Part]) -> Iterator[int]:
        """Give out parts, a few at a time, and keep them as they come back."""
        left = iter(parts)
        self._give(left)
        while self.out:
            yield from self._keep([future for future in self._look() if future in self.out])
            self._give(left)

    def _give(self, left: Iterator[Part]) -> None:
        """Fill the room there is."""
        self._count()
        parts = list(islice(left, max(0, self.room - len(self.out))))
        if not parts:
            return
        for part in parts:
            self.job.watch.begin(part)
        keys = [f"part-{part.id}-{self.run}-{time.time_ns():x}" for part in parts]
        futures = self.client.map(self.task, [self.run] * len(parts), [int(part.id) for part in parts], key=keys, pure=False)
        for future, part in zip(futures, parts, strict=True):
            self.out[future] = part
            future.add_done_callback(self.back.put)

    def _count(self) -> None:
        """Room is made for the threads that are there by now."""
        now = time.monotonic()
        if now - self.counted > COUNT:
            self.counted = now
            with contextlib.suppress(Exception):  # a scheduler that is gone is seen by its futures
                self.room = max(FEWEST, AHEAD * sum(self.client.nthreads().values()))

    def _look(self) -> list[Future]:
        """What has come back; none after a short while, so that Ctrl-C and a lost scheduler are seen."""
        found: list[Future] = []
        with contextlib.suppress(queue.Empty):
            found.append(self.back.get(timeout=LOOK))
            while True:
                found.append(self.back.get_nowait())
        if self.client.status != "running":
            raise _lost()
        return found

    def _keep(self, futures: list[Future]) -> Iterator[int]:
        """Write what has been made; part by part, so that a disk that is full costs no more than it must."""
        for future in futures:
            if future.status == "cancelled":
                raise _lost()
            if future.status == "error":
                self._suspect(future)
        made = [future for future in futures if future in self.out]
        try:
            found = self.client.gather(made)
        except Exception:  # a worker went before its parts could be fetched; what became of them is seen at the next look
            self.tries += 1
            if self.tries > MOST_TRIES:
                raise
            for future in made:
                self.back.put(future)
            return
        self.tries = 0
        for future, one in zip(made, found, strict=True):
            yield self.job.keep(self.out.pop(future), one)
            future.release()

    def _suspect(self, future: Future) -> None:
        """A part whose workers died is tried again at the end; anything else that goes wrong is an error of the whole."""
        part, error = self.out.pop(future), future.exception()
        if not isinstance(error, KilledWorker):
            raise error
        self.suspects.append(part)
        self.job.watch.dropped(part)
