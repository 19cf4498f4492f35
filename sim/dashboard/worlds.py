"""The worlds that are watched: each is simulated once, and kept for all who ask for it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from sim.dashboard.work import SERVER, WORLDS, Job, JobCache, Reader, Work
from sim.pack import Country, InputError

if TYPE_CHECKING:
    from sim.runs.trajectory import Trajectory
    from sim.world.token import Reopened

KEPT: Final = 60
"""Worlds kept; one takes about half a megabyte."""
NAMED: Final = 1000
"""Tokens kept with what they name."""
USUAL: Final = 200
SEED: Final = 1
"""The worlds among which the first is looked for: those of the answers that a page shows unasked."""
LONGEST: Final = 2000
"""Characters of a token; a longer one is not read."""


class UnknownWorldError(Exception):
    """A token that opens no world of this country with these rules."""


class Worlds:
    """The worlds of one country, by their tokens."""

    def __init__(self, country: Country, work: Work | None = None) -> None:
        self.country, self.work = country, work or Work()
        self._trajectories: JobCache[Trajectory] = JobCache(self.work, WORLDS, KEPT)
        self._first: JobCache[str] = JobCache(self.work, WORLDS, 1)
        self._named: OrderedDict[str, Reopened] = OrderedDict()
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Compile the rules, find the world that is shown first, and simulate it."""
        self.ask_first(SERVER).future.add_done_callback(self._simulate_first)

    def _simulate_first(self, first: Future[str]) -> None:
        if not first.cancelled() and first.exception() is None:
            self.ask(first.result(), SERVER)

    def ask_first(self, reader: Reader) -> Job[str]:
        """The token of the world that is shown first: of the usual worlds left alone, the one that shares most outcomes with the others.

        Raises:
            BusyError: too much is under way.
        """
        return self._first.ask((), reader, self._find_first, USUAL)

    def _find_first(self, job: Job[str]) -> str:
        from sim.counterfactual.compare import compare
        from sim.counterfactual.pairs import BASELINE

        answer = compare(self.country, USUAL, SEED, branches=[BASELINE], progress=lambda done, _: job.progress(done, USUAL))
        typical = answer.branch(BASELINE).typical
        return "" if typical is None else typical.token

    def is_first(self, token: str) -> bool:
        """Whether a token names the world that is shown first, as far as that has been found."""
        job = self._first.jobs.get(())
        return job is not None and job.future.done() and not job.cancelled and job.future.exception() is None and job.future.result() == token

    def name(self, seed: int, do: tuple[str, ...]) -> str:
        """The token of the world of a seed under changes.

        Raises:
            InputError: a change is malformed, names what the pack has not, or contradicts another.
        """
        from sim.world.do import read_do
        from sim.world.token import Reopened, make_token

        changes = read_do(self.country, do)
        token = make_token(self.country, seed, 0, 0, tuple(one.text for one in changes))
        self._remember(token, Reopened(self.country, seed, 0, 0, changes))
        return token

    def _remember(self, token: str, named: Reopened) -> Reopened:
        with self._lock:
            self._named[token] = named
            while len(self._named) > NAMED:
                self._named.popitem(last=False)
        return named

    def read(self, token: str) -> Reopened:
        """What world a token names.

        Raises:
            UnknownWorldError: it is damaged, or of another country, version of the pack, or version of the rules.
        """
        from sim.world.token import read_token

        known = self._named.get(token)
        if known is not None:
            return known
        if len(token) > LONGEST:
            raise UnknownWorldError
        try:
            found = read_token(token, self.country)
        except Exception as error:  # whatever a damaged text makes of itself
            raise UnknownWorldError from error
        if found.country.hash != self.country.hash:
            raise UnknownWorldError
        return self._remember(token, found)

    def ask(self, token: str, reader: Reader) -> Job[Trajectory]:
        """The world of a token, begun if nobody has asked for it before.

        Raises:
            UnknownWorldError: the token names no world.
            BusyError: too much is under way.
        """
        found = self.read(token)
        return self._trajectories.ask(token, reader, lambda job: self._simulate(job, found))

    def _simulate(self, job: Job[Trajectory], reopened: Reopened) -> Trajectory:
        from sim.agents.world import World
        from sim.runs.trajectory import simulate

        return simulate(World.reopen(reopened), job.progress)


_served: list[Worlds] = []


def serve(country: Country, work: Work | None = None) -> Worlds:
    """Let the pages of this process show a country."""
    _served[:] = [Worlds(country, work)]
    return _served[0]


def served() -> Worlds:
    """The worlds this process shows; what a page asks first."""
    return _served[0]


__all__ = ["InputError", "Job", "UnknownWorldError", "Worlds", "serve", "served"]
