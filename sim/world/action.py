"""What a rule file declares of an action that groups can choose, once, at its top; `rules/choose.py` collects the declarations into one table.

An action's number is its place in `words.ACTIONS`: it is part of an address of luck and stands in tables that were stored, so it is never given to
another. Everything else about an action stands in its own file.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.world.words import ACTIONS, number, numbers

AT_NOBODY, AT_FACTION, AT_PATRON = numbers(3)
"""At whom an action is aimed. One of several targets is an option of its own."""


def number_of(name: str) -> int:
    """The number of an action, by which compiled rules know it."""
    return number(ACTIONS.index(name))


@dataclass(frozen=True)
class Declared:
    """An action: its name, at whom it is aimed, and the switch that takes it out of the model ("" if none does)."""

    name: str
    aim: int = AT_NOBODY
    switch: str = ""


def in_order(*files: tuple[Declared, ...]) -> tuple[Declared, ...]:
    """The declarations of several rule files, by number.

    Raises:
        ValueError: an action is declared twice, or not at all, or has no number.
    """
    declared = [one for file in files for one in file]
    names = [one.name for one in declared]
    if sorted(names) != sorted(ACTIONS):
        raise ValueError(f"declared in rule files: {', '.join(sorted(names))}; listed in words.ACTIONS: {', '.join(sorted(ACTIONS))}")
    return tuple(sorted(declared, key=lambda one: ACTIONS.index(one.name)))
