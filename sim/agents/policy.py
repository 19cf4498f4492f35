"""Policies: a user's own way of deciding for a faction, and what it gets to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Action:
    """An action of a faction: its name, and the key of its object (a faction or a patron) where it has one."""

    name: str
    target: str | None = None

    def __str__(self) -> str:
        return self.name if self.target is None else f"{self.name} {self.target}"


@dataclass(frozen=True)
class View:
    """What a faction sees when it decides: last month's board, the same for all, and its own options.

    Attributes:
        month: `YYYY-MM`.
        me: key of the faction that decides.
        ruler: key of the faction that rules.
        power, support, posts: share of power, popular support (0-1) and weighted share of posts of each faction.
        presence: presence of each patron, 0-1.
        hardship, protest: of the people, 0-1.
        gains: expected gain (utility) of every action open to the faction this month, as the model's own rule sees it.
    """

    month: str
    me: str
    ruler: str
    power: Mapping[str, float]
    support: Mapping[str, float]
    posts: Mapping[str, float]
    presence: Mapping[str, float]
    hardship: float
    protest: float
    gains: Mapping[Action, float]

    @property
    def options(self) -> tuple[Action, ...]:
        """The actions open to the faction, best first by the model's own gain."""
        return tuple(sorted(self.gains, key=lambda action: (-self.gains[action], str(action))))


class Policy(Protocol):
    """Anything with `decide(view)` can stand in for a faction's own choice in a watched world."""

    def decide(self, view: View) -> Action | str | tuple[str, str]:
        """The action of the month: an `Action`, its name, or its name and target."""
        ...


def as_action(chosen: Action | str | tuple[str, str]) -> Action:
    """The action that a policy or an overridden method has named."""
    if isinstance(chosen, Action):
        return chosen
    if isinstance(chosen, str):
        return Action(chosen)
    name, target = chosen
    return Action(name, target)
