"""Pseudo-records of a pack's accepted sets: each set simulated once more, in worlds that nothing was chosen by."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import numpy as np

from sim.fit.free import Matrix
from sim.fit.library import measure, parts_alone
from sim.pack import InputError
from sim.validation.ranks import ranks
from sim.validation.scoreboard import Scoreboard

WORLDS: Final = 200
"""Worlds a set, as many as a pseudo-record has."""
LEAST: Final = 50
"""Fewest sets from which anything can be said."""
_LUCK: Final = 1_000_003
"""Added to the seed: none of these worlds is one that the fit or the scoreboard has seen."""


def with_ranks(board: Scoreboard, *, workers: int | None = None, progress: Callable[[int, int], None] | None = None) -> Scoreboard:
    """The scoreboard with what pseudo-records say of the fit.

    Raises:
        InputError: the pack has no accepted sets, or too few.
    """
    accepted = board.country.accepted
    if accepted is None or len(accepted) < LEAST or len(np.unique(accepted.restart)) < 2:
        there = "none" if accepted is None else f"{len(accepted)}"
        allowed = f"at least {LEAST}, of two starts: see `fit`"
        raise InputError(None, f"accepted sets of pack {board.country.id}", kind="missing", found=there, allowed=allowed)
    parts, keys = parts_alone(board.country), board.country.accepted_keys
    seen = measure(board.country, keys, accepted.values, parts, WORLDS, board.seed + _LUCK, workers=workers, progress=progress)
    free = [n for n in range(len(keys)) if len(np.unique(accepted.values[:, n])) > 1]
    names = {part.place.line: f"{target.id}{part.key}" for target in board.country.targets for part in target.parts}
    found = ranks(
        tuple(keys[n] for n in free), normal_scores(accepted.values[:, free]), tuple(names[part.place.line] for part in parts), seen.value,
        accepted.restart, np.random.Generator(np.random.PCG64(board.seed)),
    )  # fmt: skip
    return dataclasses.replace(board, ranks=found)


def normal_scores(values: Matrix) -> Matrix:
    """Each column by its ranks, as a standard normal would have them; equal values have one score."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    found: Matrix = ndtri((rankdata(values, axis=0) - 0.5) / len(values))
    return found
