"""What an answer says of a sentence: a verdict with its reasons, from the pairs by draw and the sentence's modal word.

A word asks for something (`pack/country/modal.py`); the verdict is how large a share of the plausible values gives it. Bands after the project's
method, section 3.4: four fifths and more, three fifths, two fifths, one fifth. Only what is above or below the outer bands with its whole
interval of simulation error "holds" or "does not hold"; what spans both sides is left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.counterfactual.estimate import Interval, PairCounts, contrast_clears, level_clears
from sim.pack import ScenarioFile
from sim.pack.build.scenarios import ruler_asked
from sim.pack.country.modal import MODALS

if TYPE_CHECKING:
    from sim.counterfactual.answer import AskedShare, BranchAnswer

VERDICTS: Final = ("does_not_hold", "leans_against", "mixed", "leans_for", "holds", "cannot_say")
"""Verdicts, from against to for; the last is none."""
REASONS: Final = (
    "not_represented", "unweighed", "fixed", "too_few", "never_applies", "miracle", "never_comes", "always_comes", "arms_disagree", "open_bounds",
)  # fmt: skip
"""Why a verdict is what it is, where that is not the share of plausible values."""
_FEWEST_DRAWS = 10
_LEAST_APPLICABLE = 0.05
_MOST_BITS = 10.0
_FLOOR, _CEILING = 0.02, 0.98
_HIGHEST, _HIGH, _LOW, _LOWEST = 0.8, 0.6, 0.4, 0.2

@dataclass(frozen=True)
class Criterion:
    """One thing a word asks for, and the share of plausible values that give it, with bounds of simulation error."""

    name: str
    bar: float
    clears: Interval


@dataclass(frozen=True)
class ArmVerdict:
    """What one arm says. `clears`: the smallest share over its criteria; `None` where nothing can be said."""

    id: str
    verdict: str
    reason: str
    clears: Interval | None
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class Verdict:
    """What all arms together say.

    Attributes:
        verdict: one of `VERDICTS`.
        reason: one of `REASONS`, or empty.
        fitted: whether levels may be read at all; if not, only directions.
        arms: what each arm says.
        counts: of a sentence that weighs outcomes: outcome -> in how many arms it is more and less frequent than in the reference.
    """

    verdict: str
    reason: str
    fitted: bool
    arms: tuple[ArmVerdict, ...] = ()
    counts: Mapping[str, tuple[int, int]] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The verdict as plain data."""
        counts = self.counts or {}
        return {
            "verdict": self.verdict, "reason": self.reason or None, "fitted": self.fitted, "arms": [_arm_dict(arm) for arm in self.arms],
            "counts": {name: {"more": more, "less": less} for name, (more, less) in counts.items()},
        }  # fmt: skip


def judge(scenario: ScenarioFile, branches: Sequence[BranchAnswer], *, fixed: bool = False, fitted: bool = False) -> Verdict:
    """The verdict on a scenario's sentence.

    Args:
        branches: of the answer; those with the id of an arm are read.
        fixed: whether all worlds had the same values, so that nothing is known about others.
        fitted: whether the model has been estimated on the record.
    """
    if not scenario.outcomes:
        return Verdict("cannot_say", "not_represented", fitted)
    known = {branch.id: branch for branch in branches}
    arms = [known[arm.id] for arm in scenario.arms]
    if scenario.together == "unweighed":
        return Verdict("cannot_say", "unweighed", fitted, counts=_counts(scenario, arms))
    if fixed:
        return Verdict("cannot_say", "fixed", fitted)
    said = tuple(_judge_arm(scenario, arm) for arm in arms)
    flat = _flat(scenario, arms)
    if flat and all(arm.verdict != "cannot_say" for arm in said):
        said = tuple(ArmVerdict(arm.id, "cannot_say", flat, arm.clears, arm.criteria) for arm in said)
    verdict, reason = _together(said)
    return Verdict(verdict, reason, fitted, said)


def word_of(share: Interval) -> str:
    """The verdict for a share of plausible values.

    >>> word_of(Interval(0.9, 0.85, 0.95)), word_of(Interval(0.9, 0.7, 0.99)), word_of(Interval(0.5, 0.1, 0.9))
    ('holds', 'leans_for', 'cannot_say')
    """
    if share.low < _LOW and share.high > _HIGH:
        return "cannot_say"
    if share.value >= _HIGH:
        return "holds" if share.low >= _HIGHEST else "leans_for"
    if share.value <= _LOW:
        return "does_not_hold" if share.high < _LOWEST else "leans_against"
    return "mixed"


def _judge_arm(scenario: ScenarioFile, arm: BranchAnswer) -> ArmVerdict:
    name = arm.id
    reason = _obstacle(arm)
    if reason:
        return ArmVerdict(name, "cannot_say", reason, None, ())
    draws = _draws(arm)
    criteria = _criteria(scenario, draws)
    weakest = Interval(*(min(getattr(one.clears, part) for one in criteria) for part in ("value", "low", "high")))
    verdict = word_of(weakest)
    if verdict == "cannot_say":
        return ArmVerdict(name, verdict, "too_few", weakest, criteria)
    open_bounds = MODALS[scenario.modal].asks == "necessity" and verdict in ("does_not_hold", "leans_against") and _may_be_needed(draws)
    return ArmVerdict(name, "mixed" if open_bounds else verdict, "open_bounds" if open_bounds else "", weakest, criteria)


def _obstacle(arm: BranchAnswer) -> str:
    """Why nothing can be said before anything is counted."""
    price = arm.price_bits
    if arm.applicable is None or arm.applicable < _LEAST_APPLICABLE:
        return "never_applies"
    if len(_asked(arm).draws) < _FEWEST_DRAWS:
        return "too_few"
    return "miracle" if price is not None and price > _MOST_BITS else ""


def _asked(arm: BranchAnswer) -> AskedShare:
    if arm.asked is None:
        raise ValueError(f"branch {arm.id}: nothing was asked of it")
    return arm.asked


def _draws(arm: BranchAnswer) -> PairCounts:
    rows = np.array(_asked(arm).draws, dtype=np.int64).reshape(-1, 4)
    return PairCounts(*rows[rows[:, 0] > 0].T)


def _criteria(scenario: ScenarioFile, draws: PairCounts) -> tuple[Criterion, ...]:
    modal = MODALS[scenario.modal]
    if modal.asks == "necessity":
        # Lower bound of Tian and Pearl (2000) for a cause set from outside: 1 - (share without it) / (share with it).
        clears = contrast_clears(draws, -1.0, 1.0 - modal.bar, 0.0, strict=modal.strict)
        return (Criterion("necessity", modal.bar, clears),)
    if modal.asks == "difference":
        return (Criterion("difference", modal.bar, contrast_clears(draws, 1.0, -1.0, modal.bar, strict=modal.strict)),)
    level = Criterion("level", modal.bar, level_clears(draws, modal.bar, strict=modal.strict))
    if not scenario.compares:
        return (level,)
    return level, Criterion("above_reference", 0.0, contrast_clears(draws, 1.0, -1.0, 0.0))


def _may_be_needed(draws: PairCounts) -> bool:
    """Whether, of the pairs in which it comes with the cause, a third or more lose it without: by our rule of what luck carries over."""
    reference = float(draws.reference.sum())
    return reference > 0.0 and (reference - float(draws.both.sum())) / reference >= 1 / 3


def _flat(scenario: ScenarioFile, arms: Sequence[BranchAnswer]) -> str:
    """Whether the outcome comes so rarely, or so often, in all worlds of both kinds that the question is lost on the model."""
    if any(ruler_asked(name) for name in scenario.outcomes):
        return ""  # who rules is never lost on it
    shares = [float(share) for arm in arms for share in (_asked(arm).share, _asked(arm).reference_share) if share is not None]
    if shares and max(shares) < _FLOOR:
        return "never_comes"
    differs = scenario.compares or MODALS[scenario.modal].asks != "level"
    return "always_comes" if shares and differs and min(shares) > _CEILING else ""


def _together(arms: Sequence[ArmVerdict]) -> tuple[str, str]:
    """One verdict for all arms: the weaker of those on one side; arms on both sides disagree. Arms that say nothing are passed over."""
    ranks = [VERDICTS.index(arm.verdict) for arm in arms if arm.verdict != "cannot_say"]
    if not ranks:
        return "cannot_say", arms[0].reason
    middle = VERDICTS.index("mixed")
    if min(ranks) < middle < max(ranks):
        return "mixed", "arms_disagree"
    rank = min(ranks) if min(ranks) >= middle else max(ranks)
    reason = next((arm.reason for arm in arms if arm.verdict == VERDICTS[rank] and arm.reason), "")
    return VERDICTS[rank], reason


def _counts(scenario: ScenarioFile, arms: Sequence[BranchAnswer]) -> dict[str, tuple[int, int]]:
    """For each outcome, the arms in which it is more and less frequent than in the reference, beyond simulation error."""
    found = {}
    for name in scenario.outcomes:
        ways = [arm.paired[name].way for arm in arms]
        found[name] = ways.count("more"), ways.count("less")
    return found


def _arm_dict(arm: ArmVerdict) -> dict[str, Any]:
    return {
        "id": arm.id, "verdict": arm.verdict, "reason": arm.reason or None, "clears": None if arm.clears is None else _interval(arm.clears),
        "criteria": [{"name": one.name, "bar": one.bar, "clears": _interval(one.clears)} for one in arm.criteria],
    }  # fmt: skip


def _interval(interval: Interval) -> dict[str, float]:
    return {"share": round(interval.value, 6) + 0.0, "low": round(interval.low, 6) + 0.0, "high": round(interval.high, 6) + 0.0}
