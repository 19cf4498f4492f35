"""A world simulated to its end and kept month by month, so that one can move through it without stepping the model again.

Only what the month's record does not keep is noted here while the world is simulated: who holds and who backs what, the favour of patrons, why each
group chose as it did, and the ballots of each vote.

Indexes: month t (0 = first month of the horizon), faction k, patron q. Months after the end of a world do not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.agents.world import World
from sim.pack import Country
from sim.pack.country.country import Cadre
from sim.world.state import Array
from sim.world.words import HOW_VOTE, NOBODY

CHOICE: Final = ("action", "target", "probability", "luck", "term_0", "term_1", "term_2", "value_0", "value_1", "value_2")
"""Fields of state.FACTION that tell what a group chose, and why."""


@dataclass(frozen=True)
class Vote:
    """One ballot of a vote: who, from which group, with what weight, and how."""

    person: Cadre | None
    organ: int
    rank: int
    origin: int
    weight: float
    against: bool


@dataclass(frozen=True)
class Trajectory:
    """A world that has been simulated, `T` months of it.

    Attributes:
        country, token, seed, do: what world it is; `do` in canonical texts.
        length: T, the months it lasted.
        ended: words.ENDINGS, 0 where the horizon was reached.
        months: (T,) state.MONTH, at the end of each month.
        rows: (T, k) state.MONTH_FACTION, the same.
        offices: (T, k) share of the seats in the committee, weighted by rank, held by people who come from the group;
            what it lacks to 1 is held by people without a group.
        backers: (T, k) number of post-holders who back the group in public, wherever they come from.
        favour: (T, k, q) the tie to the patron times the patron's presence, 0-1.
        choices: (T, k) what each group chose and why, by the names of `CHOICE`.
        events: the ledger (state.EVENT).
        votes: for the number of an event that was a vote, its ballots.
        needed: share against, by weight, above which the ruler falls.
    """

    country: Country
    token: str
    seed: int
    do: tuple[str, ...]
    length: int
    ended: int
    months: Array
    rows: Array
    offices: Array
    backers: Array
    favour: Array
    choices: Array
    events: Array
    votes: dict[int, tuple[Vote, ...]]
    needed: float


def simulate(world: World, progress: Callable[[int, int], None] | None = None) -> Trajectory:
    """Simulate a fresh world to its end; `progress` gets the months simulated and the months of the horizon, about twenty times."""
    total, count = world.country.months, len(world.factions)
    backers = np.zeros((total, count), int)
    favour = np.zeros((total, count, len(world.patrons)))
    choices = np.zeros((total, count), [(name, world.record["factions"].dtype[name]) for name in CHOICE])
    votes: dict[int, tuple[Vote, ...]] = {}
    while not world.over:
        month = world.month
        if progress is not None and month % (total // 20 + 1) == 0:
            progress(month, total)
        known = len(world.votes)
        world.step()
        backers[month] = _backers(world, count)
        favour[month] = _favour(world, count)
        for name in CHOICE:
            choices[name][month] = world.record["factions"][name][:count]
        if len(world.votes) > known:
            number = max(world.votes)
            if int(world.events[number]["how"]) == int(HOW_VOTE):
                votes[number] = _ballots(world, number)
    length = world.month
    common, rows = world.block.commons[0], world.block.rows[0, :length].copy()
    choices["target"][:length] = rows["target"]  # where it is aimed at a wing, its group
    return Trajectory(
        world.country, world.token, world.seed, tuple(world.do), length, int(world.record["ended"]),
        world.block.months[0, :length].copy(), rows, rows["seats"], backers[:length], favour[:length],
        choices[:length], world.events.copy(), votes, float(common["parameters"]["vote_majority"]),
    )  # fmt: skip


def _backers(world: World, count: int) -> Array:
    posts = world.record["posts"][: int(world.record["posts_used"])]
    group = world.record["factions"]["group"]
    return np.bincount(group[posts["backing"]], minlength=count)  # a wing's count with its group's


def _favour(world: World, count: int) -> Array:
    patrons = len(world.patrons)
    ties = world.record["ties"]["tie"][:count, :patrons]
    return np.asarray(ties * world.record["patrons"]["presence"][:patrons])


def _ballots(world: World, number: int) -> tuple[Vote, ...]:
    """The ballots of a vote, with the office each was cast from."""
    people = {cadre.name: cadre for cadre in world.country.cadres}
    numbers, posts = world.country.numbers, world.record["posts"]
    highest = float(posts["ballot_weight"].max())
    return tuple(
        Vote(
            people.get(one["person"] or ""), int(posts["organ"][one["post"]]), 0 if one["weight"] == highest else 1,
            numbers.get(one["faction"], int(NOBODY)),
            float(one["weight"]), bool(one["against"]),
        )
        for one in world.votes[number]
    )  # fmt: skip


__all__ = ["CHOICE", "Trajectory", "Vote", "simulate"]
