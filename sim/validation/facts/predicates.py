"""What the predicates of dated facts mean in a simulated world. Names and keys stand in `sim.pack.country.facts`.

What a target can measure as well is asked of its measure (`sim.validation.measures`), so that a vote or a share is the same thing in both. What
nobody's change brought about counts alone, as everywhere in this room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from sim.pack.country.dates import month_text
from sim.pack.country.facts import PREDICATES, Fact
from sim.validation.measures import COUNTS
from sim.validation.simulated import Simulated
from sim.world.outcome import Bools
from sim.world.words import (
    EV_ABSORPTION,
    EV_CAMPAIGN,
    EV_OPENING,
    EV_PURGE,
    EV_SUCCESSION,
    EV_WAR,
    HOW_HEIR,
)

Find = Callable[[Simulated, Fact], Bools]
"""(w,) whether it came, or was so; of a share, whether it lies beyond its bound."""


def _measured(measure: str) -> Find:
    """Whether the measure of that name counts anything in the months of the fact."""

    def find(them: Simulated, fact: Fact) -> Bools:
        first, last = (month_text(them.country.first_month + month) for month in (fact.first, fact.last))
        return np.asarray(COUNTS[measure](them, {"from": first, "until": last, "group": fact.group}).count > 0)

    return find


def _share(measure: str) -> Find:
    """Whether the share of that measure lies beyond the bound; of a world that has ended it doesn't."""

    def find(them: Simulated, fact: Fact) -> Bools:
        counted = COUNTS[measure](them, {"from": month_text(them.country.first_month + fact.first), "group": fact.group})
        bound = float(fact.bound or 0.0)
        beyond = counted.count > bound if fact.edge == "above" else counted.count < bound
        return np.asarray(beyond & (counted.of > 0))

    return find


def _event(*kinds: int) -> Find:
    """Whether an event of these kinds comes in the months."""
    return lambda them, fact: np.asarray(them.happened(*kinds, first=fact.first, last=fact.last).any(axis=1))


def _handover(them: Simulated, fact: Fact) -> Bools:
    changes = them.removals | them.happened(EV_SUCCESSION)
    month = them.events["month"]
    return np.asarray((changes & (month >= fact.first) & (month <= fact.last)).any(axis=1))


def _heir(them: Simulated, fact: Fact) -> Bools:
    found = them.happened(EV_SUCCESSION, first=fact.first, last=fact.last)
    return np.asarray((found & (them.events["how"] == HOW_HEIR)).any(axis=1))


def _purged(them: Simulated, fact: Fact) -> Bools:
    """A wing counts with its group."""
    events = them.events
    found = them.happened(EV_PURGE, first=fact.first, last=fact.last) & (events["amount"] >= fact.level)
    named = [them.country.numbers[key] for key in fact.group.split("+")]
    return np.asarray((found & np.isin(events["target"], named)).any(axis=1))


FIND: Final[dict[str, Find]] = {
    "rules": _measured("rules"),
    "largest_power": _share("largest_power"),
    "committee_share": _share("committee_heads"),
    "handover": _handover,
    "heir": _heir,
    "vote_held": _measured("vote_held"),
    "vote_carried": _measured("vote_carried"),
    "purged": _purged,
    "patron_reversal": _measured("patron_acts"),
    "troops": _measured("troops"),
    "second_war": _event(EV_WAR),
    "uprising": _measured("uprising"),
    "campaign": _event(EV_CAMPAIGN),
    "opening": _event(EV_OPENING),
    "absorbed": _event(EV_ABSORPTION),
}
"""How each predicate is looked for."""


def matches(them: Simulated, fact: Fact) -> Bools:
    """(w,) whether a world has what is on record. After its end nothing comes in a world any more, and nothing is so."""
    found = FIND[fact.predicate](them, fact) == fact.came
    return np.asarray(found & them.lasts(fact.last)) if PREDICATES[fact.predicate].state else np.asarray(found)


__all__ = ["FIND", "matches"]
