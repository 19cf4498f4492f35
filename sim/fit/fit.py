"""`counterfaction fit`: the whole of it, in a folder, from which it goes on when it was stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.batch.tables.lock import locked
from sim.files.json_text import SCHEMA
from sim.files.unseen import visible
from sim.fit.folder import described, note_seconds, open_fit, write_accepted
from sim.fit.plan import FULL, QUICK, RESTARTS, WORLDS_TRIED
from sim.fit.posterior import Posterior, posterior
from sim.fit.rounds import Rounds
from sim.fit.run import Fit, Fitted, RoundTold
from sim.pack import Argument, Country, InputError
from sim.pack.country.accepted import with_names
from sim.pack.country.errors import shown
from sim.pack.text.accepted_table import AcceptedTable
from sim.world.bounds import whole, workers_of

MOST_DRAWS = 5_000


@dataclass(frozen=True)
class FitResult:
    """What a fit came to.

    Attributes:
        draws: sets that were wanted; `posterior.sets` are there, fewer where the rounds did not give as many.
        tried, tested: sets simulated in all, and on fresh worlds.
        left_out: targets that were not asked, because they need worlds of their own or are about many sets.
        files: the two files for the pack; none where no set was accepted.
    """

    country: Country
    draws: int
    seed: int
    quick: bool
    posterior: Posterior | None
    rounds: tuple[RoundTold, ...]
    targets: int
    most_missed: int
    left_out: tuple[str, ...]
    tried: int
    tested: int
    minutes: float
    files: tuple[Path, ...]

    def as_dict(self) -> dict[str, Any]:
        """As plain data (schema 2), without the time it took."""
        accepted = None if self.posterior is None else self.posterior.as_dict()
        return {
            "schema": SCHEMA, "command": "fit", "pack": self.country.identity, "draws": self.draws, "seed": self.seed, "quick": self.quick,
            "targets": self.targets, "most_missed": self.most_missed, "left_out": list(self.left_out), "tried": self.tried, "tested": self.tested,
            "rounds": [vars(one) for one in self.rounds], "accepted": accepted, "files": [str(path) for path in self.files],
        }  # fmt: skip


def fit(
    country: Country, draws: int, out: str | Path, *, seed: int = 1, quick: bool = False, workers: int | None = None,
    told: Callable[[RoundTold, float], None] | None = None, progress: Callable[[int, int], None] | None = None,
) -> FitResult:  # fmt: skip
    """Search for sets of values that the record does not refute.

    Args:
        draws: how many sets are wanted.
        out: a folder: new, empty, or of this very fit, which then goes on.
        quick: fewer sets and rounds.
        workers: threads; the sets do not depend on it.
        told: told every round with the seconds spent so far.
        progress: told sets done and in all of the round under way.

    Raises:
        InputError: a pack without targets that a set can be tried on, a number outside its bounds, a folder of something else.
        OSError: the folder can't be written.
    """
    draws, seed, workers = whole("draws", draws, (1, MOST_DRAWS)), whole("seed", seed), workers_of(workers)
    folder, asked = Path(out), described(country, draws, seed, quick)
    at_work = Fit(country, draws, seed, QUICK if quick else FULL, Rounds(folder), workers)
    if not at_work.parts:
        found = "none that one set of values can meet"
        raise InputError(None, f"targets of pack {country.id}", kind="missing", found=found, allowed="rows in targets.csv")
    before, start = open_fit(folder, asked), time.monotonic()
    at_work.progress = progress
    with locked(folder, "fit"):
        for one in at_work.run():
            spent = before + time.monotonic() - start
            note_seconds(folder, asked, spent)
            if told is not None:
                told(one, spent)
        minutes = (before + time.monotonic() - start) / 60.0
        return _result(at_work, quick, minutes, folder, asked)


def _result(fit: Fit, quick: bool, minutes: float, folder: Path, asked: dict[str, Any]) -> FitResult:
    found, country = fit.found, fit.country
    all_targets = [target.id for target in country.targets]
    left_out = tuple(name for name in all_targets if name not in found.bounds.targets)
    described: Posterior | None = None
    files: tuple[Path, ...] = ()
    if found.values:
        order = np.argsort(np.array(found.restart), kind="stable")
        columns = with_names(found.free.columns, {faction.key: faction.uid for faction in country.factions})
        table = AcceptedTable(columns, np.array(found.values)[order], np.array(found.restart, np.int64)[order])
        described = _described(found)
        files = write_accepted(folder, table, _how(fit, quick, minutes, asked, left_out))
    return FitResult(
        country, fit.draws, fit.seed, quick, described, tuple(found.rounds), len(found.bounds.targets), found.most_missed, left_out, found.tried,
        found.tested, minutes, files,
    )  # fmt: skip


def _described(found: Fitted) -> Posterior:
    missed = dict(zip(found.bounds.targets, np.array(found.missed).mean(axis=0).tolist(), strict=True))
    restart, root = np.array(found.restart, np.int64), np.array(found.root, np.int64)
    return posterior(found.free.names, np.array(found.u), found.free.columns, np.array(found.values), restart, root, missed)


def _how(fit: Fit, quick: bool, minutes: float, asked: dict[str, Any], left_out: tuple[str, ...]) -> dict[str, Any]:
    more = " --quick" if quick else ""
    return {
        "command": f"counterfaction fit {fit.country.id} --draws {fit.draws} --seed {fit.seed}{more} --out DIR", "fitted": asked["fitted"],
        "rules": asked["rules"], "version": asked["version"], "sets": len(fit.found.values), "restarts": RESTARTS, "seed": fit.seed,
        "worlds": WORLDS_TRIED, "tried": fit.found.tried, "most_missed": fit.found.most_missed, "left_out": list(left_out),
        "minutes": round(minutes, 1),
    }  # fmt: skip


def refused(error: OSError, out: str) -> InputError:
    """A folder that can't be read or written, as bad input."""
    found = f"{shown(out)} ({visible(error.strerror or str(error))})"
    return InputError(Argument("out"), "the folder can't be used", kind="file", found=found, allowed="a folder that can be written to")


__all__ = ["FitResult", "fit", "refused"]
