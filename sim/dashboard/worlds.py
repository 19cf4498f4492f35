"""The worlds that are watched: each is lived once, in one thread of its own, and kept for all who ask for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sim.pack import Country, PackError

if TYPE_CHECKING:
    from sim.report.trajectory import Trajectory
    from sim.world.token import Reopened

KEPT: Final = 60
"""Worlds kept; one takes about half a megabyte."""
LONGEST: Final = 2000
"""Characters of a token that are read at all."""


class UnknownWorldError(Exception):
    """A token that opens no world of this country with these rules."""


@dataclass
class Job:
    """A world that is being lived, or has been."""

    future: Future[Trajectory]
    done: int = 0
    total: int = field(default=1)

    def progress(self, done: int, total: int) -> None:
        """So many months of it have been lived."""
        self.done, self.total = done, total


class Worlds:
    """The worlds of one country, by their tokens."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="worlds")  # they'd only take time from each other
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._named: dict[str, Reopened] = {}
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Compile the rules and live the world that is shown first."""
        self.ask(self.name(1, ()))

    def name(self, seed: int, do: tuple[str, ...]) -> str:
        """The token of the world of a seed under changes.

        Raises:
            PackError: a change is malformed, names what the pack has not, or contradicts another.
        """
        from sim.world.do import read_do
        from sim.world.token import Reopened, make_token

        texts = tuple(one.text for one in read_do(self.country, do))
        token = make_token(self.country, seed, 0, 0, texts)
        self._named[token] = Reopened(self.country, seed, 0, 0, texts)
        return token

    def read(self, token: str) -> Reopened:
        """What world a token names.

        Raises:
            UnknownWorldError: it is damaged, or of another country, version of the pack, or version of the rules.
        """
        from sim.world.token import read_token

        if token not in self._named:
            try:
                found = read_token(token[:LONGEST], self.country)
            except Exception as error:  # whatever a damaged text makes of itself
                raise UnknownWorldError from error
            if found.country.hash != self.country.hash:
                raise UnknownWorldError
            self._named[token] = found
        return self._named[token]

    def ask(self, token: str) -> Job:
        """The world of a token, begun if nobody has asked for it before.

        Raises:
            UnknownWorldError: the token names no world.
        """
        found = self.read(token)
        with self._lock:
            job = self._jobs.get(token)
            if job is None or (job.future.done() and job.future.exception() is not None):
                job = Job(Future())
                self._jobs[token] = job
                self._pool.submit(self._live, job, found)
            self._jobs.move_to_end(token)
            while len(self._jobs) > KEPT:
                self._jobs.popitem(last=False)
        return job

    def _live(self, job: Job, found: Reopened) -> None:
        try:
            from sim.agents.world import World
            from sim.report.trajectory import live

            job.future.set_result(live(World(self.country, found.seed, found.do, draw=found.draw, world=found.world), job.progress))
        except BaseException as error:
            job.future.set_exception(error)


_served: list[Worlds] = []


def serve(country: Country) -> Worlds:
    """Let the pages of this process show a country."""
    _served[:] = [Worlds(country)]
    return _served[0]


def served() -> Worlds:
    """The worlds this process shows; what a page asks first."""
    return _served[0]


__all__ = ["Job", "PackError", "UnknownWorldError", "Worlds", "serve", "served"]
