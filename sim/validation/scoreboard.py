"""The scoreboard: every target of a pack beside what the model gives, and the guards."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.counterfactual.estimate import Interval
from sim.counterfactual.shares import PairedShare, rounded
from sim.files.json_text import SCHEMA
from sim.pack import Country
from sim.pack.country.notebook import html_table
from sim.pack.country.target import Target, TargetPart
from sim.validation.facts.scores import LogScores
from sim.validation.guards import Guard
from sim.validation.ranks import Ranks


@dataclass(frozen=True)
class Knockout:
    """The model with one thing changed beside the model as it is (`sim.validation.knockouts`).

    Attributes:
        kind: `mechanism`, `choice` or `reading`.
        setting: how the change is written in the pack's terms.
        lost, gained: ids of targets that the model meets and the variant does not, and the other way.
        moved: outcomes of the model left alone whose share moves beyond simulation error; the reference is the model as it is.
    """

    id: str
    kind: str
    setting: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    moved: Mapping[str, PairedShare]

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        moved = {name: {"share": cell.share, "reference_share": cell.reference_share} for name, cell in self.moved.items()}
        return {"id": self.id, "kind": self.kind, "setting": self.setting, "lost": list(self.lost), "gained": list(self.gained), "moved": moved}


LATER: Final[dict[str, Any]] = {"nulls": [], "model": {"log_score": None}, "controls": []}
"""What the JSON has a place for and nothing fills yet; `nulls` and `model` of a pack without dated facts."""


@dataclass(frozen=True)
class PartScore:
    """A part of a target, and what the model gives: NaN where nothing could be counted, and then it does not pass."""

    part: TargetPart
    simulated: Interval

    @property
    def passes(self) -> bool:
        """Whether the simulated value lies within the part's bounds."""
        return self.within(self.simulated.value)

    def within(self, value: float) -> bool:
        """Whether a value lies within the part's bounds."""
        low, high = self.part.low, self.part.high
        return bool(not math.isnan(value) and (low is None or value >= low) and (high is None or value <= high))

    def as_dict(self) -> dict[str, Any]:
        """Plain data; `null` where nothing could be counted, or where there is no bound."""
        simulated = {name: rounded(getattr(self.simulated, name)) for name in ("value", "low", "high")}
        return {
            "part": self.part.key, "statement": self.part.statement, "measure": self.part.measure, "where": dict(self.part.where),
            "observed": self.part.observed, "low": self.part.low, "high": self.part.high, "simulated": simulated, "pass": self.passes,
        }  # fmt: skip


@dataclass(frozen=True)
class TargetScore:
    """A target with the scores of its parts; it is met when all of them pass."""

    target: Target
    parts: tuple[PartScore, ...]

    @property
    def passes(self) -> bool:
        """Whether all parts pass."""
        return all(part.passes for part in self.parts)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        own = {"id": self.target.id, "set": self.target.set, "statement": self.target.title, "pass": self.passes}
        return {**own, "parts": [part.as_dict() for part in self.parts]}


@dataclass(frozen=True)
class Scoreboard:
    """All targets of a pack, and the guards, under which values, from how many worlds of which seed."""

    country: Country
    values: str
    worlds: int
    seed: int
    targets: tuple[TargetScore, ...]
    guards: tuple[Guard, ...]
    knockouts: tuple[Knockout, ...] | None = None
    ranks: Ranks | None = None
    facts: LogScores | None = None

    def __repr__(self) -> str:
        """One line: the whole is a table of many."""
        met = f"{self.met} of {len(self.targets)} targets met"
        return f"Scoreboard({self.country.id!r}: {met}, worlds={self.worlds}, seed={self.seed}, values={self.values!r})"

    def _repr_html_(self) -> str:
        guards = f"{sum(guard.passes for guard in self.guards)} of {len(self.guards)}"
        rows = [
            ("targets met", f"{self.met} of {len(self.targets)}"), ("missed", ", ".join(one.target.id for one in self.missed) or "none"),
            ("guards that hold", guards), ("worlds", self.worlds), ("seed", self.seed), ("values", self.values),
        ]  # fmt: skip
        return html_table(f"Scoreboard: {self.country.title['en']}", rows)

    @property
    def met(self) -> int:
        """Targets met."""
        return sum(target.passes for target in self.targets)

    @property
    def missed(self) -> tuple[TargetScore, ...]:
        """Targets not met."""
        return tuple(target for target in self.targets if not target.passes)

    @property
    def _accepted(self) -> dict[str, int] | None:
        """Accepted sets of the pack, and how many were tried for them."""
        accepted = self.country.accepted
        return None if accepted is None else {"draws": int(accepted.made["tried"]), "sets": len(accepted)}

    def target(self, name: str) -> TargetScore:
        """A target by its id."""
        return next(target for target in self.targets if target.target.id == name)

    def as_dict(self) -> dict[str, Any]:
        """The scoreboard as plain data (schema 2)."""
        return {
            "schema": SCHEMA, "command": "validate", "pack": self.country.identity, "values": self.values, "worlds": self.worlds, "seed": self.seed,
            "targets": [target.as_dict() for target in self.targets], "guards": [guard.as_dict() for guard in self.guards], **LATER,
            "accepted": self._accepted,
            **({} if self.ranks is None else {"ranks": self.ranks.as_dict()}),
            **({} if self.facts is None else self.facts.as_dict()),
            **({} if self.knockouts is None else {"knockouts": [one.as_dict() for one in self.knockouts]}),
        }  # fmt: skip


__all__ = ["Knockout", "PartScore", "Scoreboard", "TargetScore"]
