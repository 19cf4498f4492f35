"""Which way outcomes move over plausible values: the surest that an answer can say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sim.counterfactual.answer import Answer, BranchAnswer
from sim.counterfactual.estimate import Interval
from sim.counterfactual.possible import possible
from sim.counterfactual.verdict import word_of
from sim.pack import Country

REPORTED: Final = (
    "second_war", "uprising", "patron_military", "leader_replaced_under_pressure", "cultural_revolution", "aid_lost", "absorbed", "ruler_ousted",
    "rivals_purged", "opening", "campaign", "personalist", "dynasty",
)  # fmt: skip
"""Outcomes whose directions are reported, those first that people ask for most."""


@dataclass(frozen=True)
class Directions:
    """Outcomes that become more and less frequent over nearly all plausible values, over most of them, and, where all worlds had the starting
    values, at these; always in the order of `REPORTED`, so that another seed says the same in the same order."""

    more: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    rather_more: tuple[str, ...] = ()
    rather_less: tuple[str, ...] = ()
    fixed_more: tuple[str, ...] = ()
    fixed_less: tuple[str, ...] = ()


_PLACES: Final = {"holds": "more", "leans_for": "rather_more", "does_not_hold": "less", "leans_against": "rather_less"}


def directions(country: Country, branch: BranchAnswer) -> Directions:
    """Directions of a branch's outcomes; one whose interval of simulation error spans both sides has none."""
    found: dict[str, list[str]] = {}
    for name in possible(country, REPORTED):
        cell = branch.paired[name]
        if not cell.difference or cell.difference_low <= 0 <= cell.difference_high:
            continue
        rises = cell.difference > 0
        if cell.more is None or cell.more_low is None or cell.more_high is None:
            found.setdefault("fixed_more" if rises else "fixed_less", []).append(name)
            continue
        place = _PLACES.get(word_of(Interval(cell.more, cell.more_low, cell.more_high)), "")
        if place and rises == place.endswith("more"):
            found.setdefault(place, []).append(name)
    return Directions(**{place: tuple(names) for place, names in found.items()})


def safe_directions(answer: Answer) -> tuple[int, int, int]:
    """Of all outcomes of all changes: those that move one way over nearly all plausible values; those that move beyond chance; how many there are."""
    branches = [branch for branch in answer.branches if branch.reference is not None]
    found = [directions(answer.country, branch) for branch in branches]
    safe = sum(len(one.more) + len(one.less) for one in found)
    rather = sum(len(one.rather_more) + len(one.rather_less) for one in found)
    return safe, safe + rather, len(branches) * len(possible(answer.country, REPORTED))
