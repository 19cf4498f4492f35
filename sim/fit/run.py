"""The fit: restarts that search, lower a tolerance, and then give sets, each tried on fresh worlds, until there are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil

import numpy as np
import numpy.typing as npt

from sim.fit.free import Free, Matrix
from sim.fit.kalman import kalman_step
from sim.fit.library import measure, parts_alone
from sim.fit.misfit import Bounds
from sim.fit.moves import Population, moved, proposed, resampled, tolerance
from sim.fit.plan import AROUND, EDGE, FROM_START, KEEP, LEAST, MISSED, RESTARTS, WORLDS_MOVE, WORLDS_SEARCH, WORLDS_TRIED, Size
from sim.fit.rounds import Rounds
from sim.pack import Country

_SEARCH, _MOVE, _TRY = 1, 2, 3


@dataclass(frozen=True)
class RoundTold:
    """What a round came to: restart (from 1 on), what it did, targets missed in the middle and at least, tolerance, share of steps taken or sets
    accepted."""

    restart: int
    kind: str
    number: int
    missed: float
    least: int
    tolerance: float | None = None
    taken: float | None = None


@dataclass
class Fitted:
    """What a fit found.

    Attributes:
        values: (sets, columns) accepted sets, rounded as they were simulated; `u`: where they lie in the unit cube.
        restart, root: (sets,) from which restart, and from which of its first sets, each comes.
        missed: (sets, targets) whether each target was missed in the fresh worlds.
        rounds: what happened, in order.
        tried: sets simulated in all, `tested` of them on fresh worlds.
    """

    free: Free
    bounds: Bounds
    most_missed: int
    values: list[Matrix] = field(default_factory=list)
    u: list[Matrix] = field(default_factory=list)
    restart: list[int] = field(default_factory=list)
    root: list[int] = field(default_factory=list)
    missed: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    rounds: list[RoundTold] = field(default_factory=list)
    tried: int = 0
    tested: int = 0


def restart_luck(seed: int, restart: int, kind: int, number: int) -> np.random.Generator:
    """The luck of one round of one restart; the same however often the fit was stopped."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, restart, kind, number])))


class Fit:
    """A fit under way, a round at a time."""

    def __init__(self, country: Country, draws: int, seed: int, size: Size, rounds: Rounds, workers: int | None = None) -> None:
        self.country, self.draws, self.seed, self.size, self.rounds, self.workers = country, draws, seed, size, rounds, workers
        self.free, self.parts = Free.of(country), parts_alone(country)
        self.bounds = Bounds.of_parts(country, self.parts)
        self.found = Fitted(self.free, self.bounds, ceil(MISSED * len(self.bounds.targets)))
        self.progress: Callable[[int, int], None] | None = None

    def run(self) -> Iterator[RoundTold]:
        """Do it, telling each round when it is done."""
        populations: list[Population] = []
        for restart in range(1, RESTARTS + 1):
            z = self._first(restart)
            for number in range(self.size.search):
                z, misfit = self._searched(z, restart, number)
                yield self.found.rounds[-1]
                if self._is_easy(misfit):
                    break
            them = self._population(z, restart)
            yield self.found.rounds[-1]
            for number in range(self.size.moves):
                if self._is_easy(them.misfit):
                    break
                them = self._moved(them, restart, number)
                yield self.found.rounds[-1]
            populations.append(them)
        for number in range(self.size.harvest):
            for restart in range(1, RESTARTS + 1):
                populations[restart - 1] = self._harvested(populations[restart - 1], restart, number)
                yield self.found.rounds[-1]
                if restart == RESTARTS and len(self.found.values) >= self.draws:
                    return

    def _first(self, restart: int) -> Matrix:
        from scipy.special import ndtri

        luck = restart_luck(self.seed, restart, 0, 0)
        z = luck.standard_normal((self.size.sets, len(self.free.names)))
        if restart != FROM_START:
            return z
        middle: Matrix = ndtri(np.clip(self.free.starting(), EDGE, 1.0 - EDGE))
        return middle + AROUND * z

    def _measured(self, u: Matrix, restart: int, kind: int, number: int, worlds: int) -> Matrix:
        name = f"restart-{restart}-{('search', 'move', 'try')[kind - 1]}-{number:02d}"
        values = self.free.values(u)
        found = self.rounds.find(name, values)
        if found is None:
            luck = int(restart_luck(self.seed, restart, kind, number).integers(2**31))
            measured = measure(self.country, self.free.columns, values, self.parts, worlds, luck, workers=self.workers, progress=self.progress)
            found = measured.value
            self.rounds.keep(name, values, found)
        self.found.tried += len(u)
        return found

    def _tell(self, restart: int, kind: str, number: int, value: Matrix, bound: float | None = None, taken: float | None = None) -> None:
        missed = self.bounds.missed(value) if len(value) else np.array([0])
        self.found.rounds.append(RoundTold(restart, kind, number, float(np.median(missed)), int(missed.min()), bound, taken))

    def _is_easy(self, misfit: Matrix) -> bool:
        """Whether most sets lie so far within the last tolerance that nothing has to be sought."""
        return bool(np.median(misfit) <= LEAST * len(self.bounds.targets) / 4.0)

    def _searched(self, z: Matrix, restart: int, number: int) -> tuple[Matrix, Matrix]:
        from scipy.special import ndtr

        value = self._measured(ndtr(z), restart, _SEARCH, number, WORLDS_SEARCH)
        self._tell(restart, "search", number, value)
        noise = restart_luck(self.seed, restart, _SEARCH, number).standard_normal(value.shape)
        seen, aimed = self.bounds.compressed(value), self.bounds.aimed(value)
        noise *= 0.5 * (seen != aimed)  # what is met is left where it is
        misfit = self.bounds.misfit(value)
        return (z if self._is_easy(misfit) else kalman_step(z, seen, aimed, self.size.damping, noise)), misfit

    def _population(self, z: Matrix, restart: int) -> Population:
        from scipy.special import ndtr

        u = ndtr(z)
        value = self._measured(u, restart, _MOVE, 0, WORLDS_MOVE)
        self._tell(restart, "move", 0, value)
        return Population(u, self.bounds.misfit(value), np.arange(len(u)))

    def _step(self, them: Population, restart: int, number: int) -> tuple[Population, npt.NDArray[np.bool_]]:
        bound = tolerance(them.misfit, KEEP, LEAST * len(self.bounds.targets))
        luck = restart_luck(self.seed, restart, _MOVE, 1000 + number)
        them = resampled(them, bound, luck)
        u = proposed(them.u, luck)
        value = self._measured(u, restart, _MOVE, number, WORLDS_MOVE)
        misfit = self.bounds.misfit(value)
        after, taken = moved(them, u, misfit, bound)
        self._tell(restart, "move", number, value, bound, taken)
        return after, misfit <= bound

    def _moved(self, them: Population, restart: int, number: int) -> Population:
        return self._step(them, restart, number + 1)[0]

    def _harvested(self, them: Population, restart: int, number: int) -> Population:
        """Move once more; sets that took the step are tried on fresh worlds."""
        after, taken = self._step(them, restart, self.size.moves + 1 + number)
        u, root = after.u[taken], after.root[taken]
        value = self._measured(u, restart, _TRY, number, WORLDS_TRIED) if len(u) else np.empty((0, len(self.parts)))
        good = self.bounds.missed(value) <= self.found.most_missed
        values = self.free.values(u)
        for s in np.flatnonzero(good):
            self.found.values.append(values[s])
            self.found.u.append(u[s])
            self.found.restart.append(restart)
            self.found.root.append(int(root[s]))
            self.found.missed.append(self.bounds.shortfall(value[s : s + 1])[0] > 0.0)
        self.found.tested += len(u)
        self._tell(restart, "try", number, value, None, float(good.mean()) if len(good) else 0.0)
        return after

