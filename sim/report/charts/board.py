"""A month as the chart of actions takes it: power, support, favour, and what each group does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.report.charts.axis import Numbers
from sim.world.words import ACTIONS


@dataclass(frozen=True)
class Doing:
    """What one group does: `action` is one of `sim.world.words.ACTIONS`; `target` a group, `patron` a patron, by place, None where there is none."""

    actor: int
    action: str
    target: int | None = None
    patron: int | None = None


@dataclass(frozen=True)
class Board:
    """A month: who holds the top post; (factions,) power and popular support, (factions, patrons) favour, all 0-1; what each group does.

    A group with power 0 or NaN is no side any more.
    """

    ruler: int
    power: npt.ArrayLike
    support: npt.ArrayLike
    favour: npt.ArrayLike
    doing: tuple[Doing, ...]


@dataclass(frozen=True)
class Month:
    """A board with its numbers as arrays, checked."""

    ruler: int
    power: Numbers
    support: Numbers
    favour: Numbers
    doing: tuple[Doing, ...]

    @classmethod
    def of(cls, country: Country, board: Board) -> Month:
        """Of a board; `ValueError` names an array of another shape, or an unknown action."""
        count, patrons = len(country.factions), len(country.patrons)
        power, support, favour = (np.asarray(given, dtype=np.float64) for given in (board.power, board.support, board.favour))
        for name, found, shape in (("power", power, (count,)), ("support", support, (count,)), ("favour", favour, (count, patrons))):
            if found.shape != shape:
                raise ValueError(f"{name} of a board: found an array of shape {found.shape}; allowed: {shape}")
        for one in board.doing:
            if one.action not in ACTIONS:
                raise ValueError(f"action of a board: found {one.action!r}; allowed: {', '.join(ACTIONS)}")
        return cls(board.ruler, power, support, favour, board.doing)

    def alive(self, k: int) -> bool:
        """Whether group k is a side."""
        return bool(self.power[k] > 0)

    def aim(self, doing: Doing) -> int | None:
        """The group an action is aimed at: a challenge is one of the ruler."""
        if doing.action == "challenge" and doing.target is None:
            return self.ruler
        return doing.target

    def aimed(self, doing: Doing) -> bool:
        """Whether an arrow shows it."""
        if not self.alive(doing.actor):
            return False
        if doing.patron is not None or doing.action == "court_people":
            return True
        aim = self.aim(doing)
        return aim is not None and aim != doing.actor
