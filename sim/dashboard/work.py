"""All that the pages compute: one place for worlds, questions and reports, with a bound on what one reader may have under way.

Something is computed once for all who ask for it, and only as long as somebody waits for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

WORLDS: Final = "worlds"
QUESTIONS: Final = "questions"
"""The two queues. A world is simulated in a moment, and waits for no question."""
MOST_OF_ONE: Final = 3
"""Computations that one session may have under way."""
MOST: Final = 60
"""Computations under way or waiting in all."""

T = TypeVar("T")


class BusyError(Exception):
    """This reader, or all readers together, have asked for more than is done at a time."""


class CancelledError(Exception):
    """Nobody waits for it any more."""


@dataclass(frozen=True)
class Reader:
    """Who waits: a tab of a browser (or one request), and the session it belongs to."""

    session: str
    tab: str


SERVER: Final = Reader("", "")
"""The server itself, which may begin anything and never leaves."""


@dataclass(eq=False)
class Job(Generic[T]):
    """Something that is computed, or has been: how far it is, and who waits for it."""

    total: int = 1
    done: int = 0
    future: Future[T] = field(default_factory=Future)
    readers: set[Reader] = field(default_factory=set)
    cancelled: bool = False

    def progress(self, done: int, total: int) -> None:
        """So much of it is done. One that nobody waits for ends here."""
        if self.cancelled:
            raise CancelledError
        self.done, self.total = done, total


class JobCache(Generic[T]):
    """Jobs by what is asked, the latest ones kept with their results."""

    def __init__(self, work: Work, queue: str, most: int) -> None:
        self.work, self.queue, self.most = work, queue, most
        self.jobs: OrderedDict[Hashable, Job[T]] = OrderedDict()

    def ask(self, key: Hashable, reader: Reader, begin: Callable[[Job[T]], T], total: int = 1) -> Job[T]:
        """The job of a key, joined by a reader; begun where nobody has asked for it, or where it was cancelled or failed.

        Raises:
            BusyError: it would have to be begun, and too much is under way.
        """
        with self.work.lock:
            job = self.jobs.get(key)
            if job is None or job.cancelled or (job.future.done() and job.future.exception() is not None):
                job = self.work.begin(self.queue, reader, begin, total)
                self.jobs[key] = job
            elif not job.future.done():
                job.readers.add(reader)
            self.jobs.move_to_end(key)
            for old in [old for old, one in self.jobs.items() if one.future.done()][: max(0, len(self.jobs) - self.most)]:
                del self.jobs[old]
        return job


class Work:
    """What is under way or waits, each queue in a thread of its own: two of a kind would only take time from each other."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._threads = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in (WORLDS, QUESTIONS)}
        self._under_way: list[Job[Any]] = []

    def begin(self, queue: str, reader: Reader, begin: Callable[[Job[T]], T], total: int) -> Job[T]:
        """Put something into a queue.

        Raises:
            BusyError: the reader's session, or all together, have too much under way.
        """
        with self.lock:
            self._under_way = [job for job in self._under_way if not job.future.done()]
            own = sum(any(one.session == reader.session for one in job.readers) for job in self._under_way)
            if reader != SERVER and (own >= MOST_OF_ONE or len(self._under_way) >= MOST):
                raise BusyError
            job: Job[T] = Job(total, readers={reader})
            job.future = self._threads[queue].submit(self._run, job, begin)
            self._under_way.append(job)
        return job

    @staticmethod
    def _run(job: Job[T], begin: Callable[[Job[T]], T]) -> T:
        job.progress(0, job.total)
        return begin(job)

    def leave(self, job: Job[Any], reader: Reader) -> None:
        """A reader waits no longer; what nobody waits for is cancelled."""
        with self.lock:
            job.readers.discard(reader)
            if not job.readers and not job.future.done():
                job.cancelled = True
                job.future.cancel()

    def stop(self) -> None:
        """End everything that is under way, and begin nothing more."""
        with self.lock:
            for job in self._under_way:
                job.cancelled = True
            for pool in self._threads.values():
                pool.shutdown(wait=False, cancel_futures=True)
