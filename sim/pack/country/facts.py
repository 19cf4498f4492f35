"""What a fact of the record may claim, so that a program can look for the same in simulated worlds; and how often the like happens elsewhere.

A fact is a predicate with the months it is about, and whether it came. What each predicate means in a world stands in
`sim/validation/facts/predicates.py`; here is only what a pack may write, so that it can be checked without simulating anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sim.pack.country.country import Place, Text

STRENGTHS: Final = {"firm": 0.001, "disputed": 0.05}
"""How strong the sources of a fact are: the chance that the record has it wrong, and the price of a world that has it otherwise."""

EDGES: Final = ("above", "below")
"""Of a share: the bound beyond which it lies; one of the two."""


@dataclass(frozen=True)
class Predicate:
    """What may be claimed.

    Attributes:
        state: it is so in one month (`at`); else it came in a span (`from`, `until`).
        group: it is about a group, or several.
        share: it is about a share, above or below a bound.
        level: an event counts from this size on, which may be left out.
    """

    meaning: str
    state: bool = False
    group: bool = False
    share: bool = False
    level: bool = False

    @property
    def needs(self) -> tuple[str, ...]:
        """Keys that a fact has to give; of a share one of `above` and `below` besides."""
        return (*(("at",) if self.state else ("from", "until")), *(("group",) if self.group else ()))

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys that a fact may give."""
        return (*self.needs, *(EDGES if self.share else ()), *(("level",) if self.level else ()))


PREDICATES: Final = {
    "rules": Predicate("one of the groups rules at the end of the month", state=True, group=True),
    "largest_power": Predicate("the largest group's share of power at the end of the month", state=True, share=True),
    "committee_share": Predicate("the groups' share of the committee's members, by heads", state=True, group=True, share=True),
    "handover": Predicate("another person takes the top post: a successor, or after a vote or troops"),
    "heir": Predicate("an heir whom the ruler has named takes the top post"),
    "vote_held": Predicate("a vote on the ruler is held"),
    "vote_carried": Predicate("a vote on the ruler is carried"),
    "purged": Predicate("people of one of the groups are removed as a group, of so large a share of all posts", group=True, level=True),
    "patron_reversal": Predicate("patrons undo a removal, or have seats given back"),
    "troops": Predicate("a patron sends troops"),
    "second_war": Predicate("a second war begins"),
    "uprising": Predicate("an uprising begins"),
    "campaign": Predicate("the ruler calls the people out against the apparatus"),
    "opening": Predicate("the one-party state ends in an opening"),
    "absorbed": Predicate("the rival state absorbs the country"),
}
"""Predicates by name."""


@dataclass(frozen=True)
class Fact:
    """Something that happened, or did not, as a program can look for it.

    Attributes:
        first, last: months (indexes), both included; equal for what is so in one month.
        group: key of a group, several joined by `+`; empty where it is about none.
        edge, bound: `above` or `below` which number a share lies; empty and `None` where it is about none.
        level: least size of an event that counts.
        came: whether it came, or was so.
        strength: one of `STRENGTHS`.
    """

    id: str
    statement: Text
    predicate: str
    first: int
    last: int
    group: str
    edge: str
    bound: float | None
    level: float
    came: bool
    strength: str
    disputed_by: str
    source: str
    note: str
    place: Place


@dataclass(frozen=True)
class Rate:
    """How often the like comes elsewhere: events and years of other countries than the one of the pack.

    `first`, `last`: months (indexes) in which it holds; `None`: all that no other rate of the predicate names.
    """

    predicate: str
    events: float
    exposure: float
    unit: str
    first: int | None
    last: int | None
    basis: str
    source: str
    confidence: str
    place: Place

    @property
    def per_year(self) -> float:
        """Events a year."""
        return self.events / self.exposure


__all__ = ["EDGES", "PREDICATES", "STRENGTHS", "Fact", "Predicate", "Rate"]
