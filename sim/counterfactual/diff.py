"""What changed between two sets of answers: which shares moved beyond simulation error, and which numbers of the pack are others.

The sides may come of different packs, rules or seeds, so that no luck is shared between them that could be relied on: their errors are taken as
independent. The interval of a difference is made of the intervals of both shares (Newcombe 1998, his method 10), which a file carries with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from sim.counterfactual.shares import rounded
from sim.files.json_text import SCHEMA, check_form
from sim.pack import Country
from sim.pack.country.country import Value
from sim.pack.country.sources import values_of

Branch = tuple[str, ...]
"""A branch by what is changed in it, in canonical texts in their order; nothing for the model left alone."""
CHANCE: Final = 0.05
_FIELDS: Final = ("start", "low", "mode", "high")


class _Share(BaseModel):
    model_config = ConfigDict(strict=False, extra="ignore")
    share: float | None
    low: float
    high: float


class _Branch(BaseModel):
    id: str
    do: list[str]
    outcomes: dict[str, _Share]


class _File(BaseModel):
    branches: list[_Branch]


@dataclass(frozen=True)
class Cell:
    """A share with its 95 % interval of simulation error."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Side:
    """One set of answers.

    Attributes:
        name: how it was given.
        pack: identity of the pack, where it is known.
        names: id of each branch.
        cells: by branch and outcome.
    """

    name: str
    pack: Mapping[str, str]
    names: Mapping[Branch, str]
    cells: Mapping[Branch, Mapping[str, Cell]]


def side_of(name: str, data: Mapping[str, Any]) -> Side:
    """The answers of plain data, as `compare --json` and `summary --json` print it.

    Raises:
        Malformed: of another form.
    """
    check_form(_File, data)
    branches = [_Branch.model_validate(one) for one in data["branches"]]
    names = {tuple(sorted(one.do)): one.id for one in branches}
    cells = {
        tuple(sorted(one.do)): {key: Cell(cell.share, cell.low, cell.high) for key, cell in one.outcomes.items() if cell.share is not None}
        for one in branches
    }
    return Side(name, data.get("pack") or {}, names, cells)


@dataclass(frozen=True)
class Moved:
    """An outcome of a branch on both sides; `low`, `high`: 95 % interval of `new` less `old`."""

    branch: str
    outcome: str
    old: Cell
    new: Cell
    low: float
    high: float

    @property
    def difference(self) -> float:
        """New less old."""
        return self.new.share - self.old.share

    @property
    def beyond_error(self) -> bool:
        """Whether simulation error does not explain it."""
        return self.low > 0.0 or self.high < 0.0

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "branch": self.branch, "outcome": self.outcome, "old": self.old.share, "new": self.new.share, "beyond_error": self.beyond_error,
            "difference": rounded(self.difference), "difference_low": rounded(self.low), "difference_high": rounded(self.high),
            "old_low": self.old.low, "old_high": self.old.high, "new_low": self.new.low, "new_high": self.new.high,
        }  # fmt: skip


def moved(branch: str, outcome: str, old: Cell, new: Cell) -> Moved:
    """Two shares beside each other."""
    away = new.share - old.share
    below = math.hypot(new.share - new.low, old.high - old.share)
    above = math.hypot(new.high - new.share, old.share - old.low)
    return Moved(branch, outcome, old, new, away - below, away + above)


@dataclass(frozen=True)
class ChangedNumber:
    """A number of the pack on both sides."""

    key: str
    old: Value
    new: Value

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"key": self.key, **{name: _written(value) for name, value in (("old", self.old), ("new", self.new))}}


def _written(value: Value) -> dict[str, Any]:
    return {**{name: getattr(value, name) for name in _FIELDS}, "prior": value.prior}


@dataclass(frozen=True)
class Numbers:
    """What changed in the numbers of two packs: those that are others, those only in the new one, those only in the old one."""

    changed: tuple[ChangedNumber, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def numbers_between(old: Country, new: Country) -> Numbers:
    """Parameters and traits, old and new."""
    before, after = values_of(old), values_of(new)
    both = sorted(set(before) & set(after))
    changed = tuple(ChangedNumber(key, before[key], after[key]) for key in both if _written(before[key]) != _written(after[key]))
    return Numbers(changed, tuple(sorted(set(after) - set(before))), tuple(sorted(set(before) - set(after))))


@dataclass(frozen=True)
class Diff:
    """Two sets of answers beside each other.

    Attributes:
        cells: every outcome of every branch on both sides: those that moved beyond error first, then by size.
        only_old, only_new: branches on one side alone.
        numbers: what changed in the numbers, where both sides are packs.
    """

    old: Side
    new: Side
    cells: tuple[Moved, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]
    numbers: Numbers | None

    @property
    def beyond(self) -> tuple[Moved, ...]:
        """What moved beyond simulation error."""
        return tuple(one for one in self.cells if one.beyond_error)

    def as_dict(self) -> dict[str, Any]:
        """As plain data (CONTRACT 6)."""
        numbers: Sequence[Any] | None = None if self.numbers is None else [one.as_dict() for one in self.numbers.changed]
        gone = {} if self.numbers is None else {"numbers_added": list(self.numbers.added), "numbers_removed": list(self.numbers.removed)}
        return {
            "schema": SCHEMA, "command": "diff", "old": {"name": self.old.name, "pack": dict(self.old.pack)},
            "new": {"name": self.new.name, "pack": dict(self.new.pack)}, "moved": [one.as_dict() for one in self.cells],
            "only_old": list(self.only_old), "only_new": list(self.only_new), "numbers": numbers, **gone,
        }  # fmt: skip


def diff(old: Side, new: Side, numbers: Numbers | None = None) -> Diff:
    """Put two sets of answers beside each other; branches are the same where the same is changed in them."""
    both = [branch for branch in old.cells if branch in new.cells]
    cells = [
        moved(new.names[branch], outcome, cell, new.cells[branch][outcome])
        for branch in both for outcome, cell in old.cells[branch].items() if outcome in new.cells[branch]
    ]  # fmt: skip
    cells.sort(key=lambda one: (not one.beyond_error, -abs(one.difference), one.branch, one.outcome))
    return Diff(
        old, new, tuple(cells), tuple(old.names[one] for one in old.cells if one not in new.cells),
        tuple(new.names[one] for one in new.cells if one not in old.cells), numbers,
    )  # fmt: skip
