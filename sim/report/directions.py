"""Which way outcomes move over plausible values: the only thing an answer may say while the model is not fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sim.counterfactual.estimate import Interval
from sim.counterfactual.verdict import word_of
from sim.locale import say

TOLD: Final = (
    "second_war", "uprising", "patron_military", "leader_replaced_under_pressure", "campaign", "cultural_revolution", "aid_lost", "opening",
    "absorbed", "ruler_ousted", "rivals_purged", "personalist", "dynasty",
)  # fmt: skip
"""Outcomes of which directions are told."""


@dataclass(frozen=True)
class Directions:
    """Outcomes that become more and less frequent over nearly all plausible values, and over most of them; largest difference first."""

    more: tuple[str, ...]
    less: tuple[str, ...]
    rather_more: tuple[str, ...]
    rather_less: tuple[str, ...]

    @property
    def clear(self) -> bool:
        """Whether any outcome has a direction over nearly all values."""
        return bool(self.more or self.less)


def directions(branch: Mapping[str, Any]) -> Directions:
    """Directions of a branch's outcomes; one whose interval of simulation error spans both sides has none."""
    found: dict[str, list[tuple[float, str]]] = {"holds": [], "leans_for": [], "does_not_hold": [], "leans_against": []}
    for name in TOLD:
        cell = branch["outcomes"][name]
        if cell["more"] is None or not cell["difference"]:
            continue
        word = word_of(Interval(cell["more"], cell["more_low"], cell["more_high"]))
        beyond_error = cell["difference_low"] > 0 or cell["difference_high"] < 0
        if word in found and beyond_error and (cell["difference"] > 0) == (word in ("holds", "leans_for")):
            found[word].append((-abs(cell["difference"]), name))
    ordered = {word: tuple(name for _, name in sorted(names)) for word, names in found.items()}
    return Directions(ordered["holds"], ordered["does_not_hold"], ordered["leans_for"], ordered["leans_against"])


def sentences(branch: Mapping[str, Any], lang: str) -> list[str]:
    """The directions of a branch in sentences."""
    told = directions(branch)

    def listed(names: tuple[str, ...]) -> str:
        return say(lang, "report.and").join(say(lang, f"outcome.{name}") for name in names)

    out = []
    if told.more and told.less:
        out.append(say(lang, "report.more_and_less", more=listed(told.more), less=listed(told.less)))
    elif told.clear:
        out.append(say(lang, "report.more" if told.more else "report.less", names=listed(told.more or told.less)))
    else:
        out.append(say(lang, "report.no_direction"))
    if told.rather_more:
        out.append(say(lang, "report.rather_more", names=listed(told.rather_more)))
    if told.rather_less:
        out.append(say(lang, "report.rather_less", names=listed(told.rather_less)))
    return out
