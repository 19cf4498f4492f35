"""Under whose rule an outcome came, how often while it lasted, and what followed where the same group came to rule without a change.

A change puts a group in office; what comes later comes under whoever rules by then. So an outcome is counted beside its plain share as one that
came while the winner ruled, per ten years of his rule, apart for those a majority of the committee stood with and the rest, and as one that
followed where the group came to rule by itself.

    in office when an event comes   the group that rules as its month begins; in the first month that counts, as it is after the change
    of what is told of a world's end                            the group that rules in its last month
    per decade                      times under the group / its months in office * 120, over all pairs
    censored                        the group had gone, or the world had ended, before what has a span could be judged, and it had not come
    by itself                       worlds of the reference in which the group rules at some time from the date on, counted from its first month

Source: causes and actual cause (Pearl 2009; Halpern 2016); rates per time at risk and censoring as in any event history (Blossfeld, Golsch and
Rohwer 2007). Leaves out: what a ruler's acts bring about after he has gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import numpy as np

from sim.counterfactual.shares import rounded
from sim.world.outcome import OUTCOMES, Outcome, Runs, classify, ruler_at_start, ruler_in
from sim.world.state import Array

DECADE: Final = 120
MAJORITY: Final = 1 / 2
YEARS_ASKED: Final = 5


@dataclass
class Attributed:
    """What a block of pairs says of one outcome; arrays over its worlds.

    Attributes:
        under: times it came while the winner ruled, with the change.
        under_reference: times it came while the group ruled that was in office at the date, without the change.
        gone: whether the winner had gone before it could be judged, and it had not come; `None` for what has no span.
        by_itself: whether it came, without the change, from the month on in which the winner's group came to rule.
    """

    under: Array
    under_reference: Array
    gone: Array | None
    by_itself: Array


@dataclass
class Office:
    """What a block of pairs says of the winner; arrays over its worlds.

    Attributes:
        stood: share of the committee that backed it when the month of the change was over.
        months, reference_months: that it ruled with the change; that the group in office at the date ruled without it.
        after: whether it ruled YEARS_ASKED years after the date.
        came_by_itself: whether it comes to rule, or rules, without the change, from the date on.
    """

    stood: Array
    months: Array
    reference_months: Array
    after: Array
    came_by_itself: Array
    outcomes: dict[str, Attributed] = field(default_factory=dict)


def in_office(runs: Runs, months: Array, at_start: Array) -> Array:
    """(w, n) the group that rules as each month (w, n) begins; in the first month that counts `at_start` (w,), after what was changed in it."""
    before = np.clip(np.minimum(months - 1, runs.ended_month[:, None]), 0, runs.months - 1)
    found = np.take_along_axis(runs.block.months["ruler"], before, axis=1)
    return np.where(months <= runs.since[:, None], at_start[:, None], found)


def came(runs: Runs, outcome: Outcome) -> tuple[Array, Array]:
    """When an outcome comes: (w, n) months, and which of them are real. What is told of the end comes after the last month."""
    found = np.asarray(outcome.rule(runs))
    if outcome.what == "event":
        return runs.worlds["events"]["month"].astype(np.int64), found
    if outcome.what == "month":  # that it goes on is not another time
        return np.asarray(found.argmax(axis=1))[:, None], np.asarray(found.any(axis=1))[:, None]
    return np.where(outcome.span == 0, runs.ended_month + 1, runs.since)[:, None], found[:, None]


def times_under(runs: Runs, outcome: Outcome, who: Array, at_start: Array) -> Array:
    """(w,) how often an outcome comes while group `who` (w,) rules; `at_start` (w,) rules when counting begins."""
    months, real = came(runs, outcome)
    return np.asarray((real & (in_office(runs, months, at_start) == who[:, None])).sum(axis=1))


def _gone(runs: Runs, outcome: Outcome, winner: int, holds: Array) -> Array | None:
    if outcome.span is None:
        return None
    if outcome.span == 0:
        return np.asarray(np.not_equal(ruler_in(runs, runs.ended_month), winner))
    last = runs.since + outcome.span
    months = np.arange(runs.months)
    judged = (months >= runs.since[:, None]) & (months < last[:, None])
    left = (judged & (runs.block.months["ruler"] != winner)).any(axis=1)  # a month after the end has no ruler
    return np.asarray(~holds & (left | (last > runs.months)))


def attribute(changed: Runs, reference: Runs, winner: int, date: int, asked: Sequence[Outcome], counted: Mapping[str, Array]) -> Office:
    """What pairs say of a winner and of each outcome; `counted` is whether each came with the change."""
    months, count = changed.block.months["ruler"], len(changed.worlds)
    who, installed, incumbent = np.full(count, winner), ruler_at_start(changed), ruler_at_start(reference)
    then = min(date + 12 * YEARS_ASKED, changed.months - 1)
    rules = reference.block.months["ruler"][:, date:] == winner
    itself = rules.any(axis=1)
    office = Office(
        changed.block.rows["committee_share"][:, date, winner].copy(), (months[:, date:] == winner).sum(axis=1),
        (reference.block.months["ruler"][:, date:] == incumbent[:, None]).sum(axis=1), months[:, then] == winner, itself,
    )  # fmt: skip
    followed = _by_itself(reference, itself, date + rules.argmax(axis=1), asked)
    for outcome in (*OUTCOMES, *asked):
        by_itself = np.zeros(count, bool)
        by_itself[itself] = followed[outcome.name]
        office.outcomes[outcome.name] = Attributed(
            times_under(changed, outcome, who, installed), times_under(reference, outcome, incumbent, incumbent),
            _gone(changed, outcome, winner, counted[outcome.name]), by_itself,
        )  # fmt: skip
    return office


def _by_itself(reference: Runs, itself: Array, first: Array, asked: Sequence[Outcome]) -> dict[str, Array]:
    """Outcomes of the worlds in which the group came to rule, each from its own month on."""
    block = reference.block
    worlds = block._replace(worlds=block.worlds[itself], months=block.months[itself], rows=block.rows[itself])
    return classify(Runs(worlds, first[itself], reference.first_month), asked)


@dataclass(frozen=True)
class Followed:
    """How often an outcome came, of n worlds; `share` is `None` where n is 0."""

    n: int
    share: float | None


@dataclass(frozen=True)
class Attribution:
    """One outcome under a winner (see the module).

    Attributes:
        under_winner: share of the pairs in which it came while the winner ruled.
        per_decade: times per ten years of the winner in office, and, without the change, of the group in office at the date; `None` for what is
            told of a whole world.
        censored: share in which the winner had gone before it could be judged, and it had not come; `None` for what has no span.
        with_majority, without_majority: of pairs in which most of the committee stood with the winner, and of the others.
    """

    under_winner: float | None
    per_decade: Mapping[str, float | None] | None
    censored: float | None
    by_itself: Followed
    with_majority: Followed
    without_majority: Followed

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Years:
    """Of n winners: mean years in office, and the share that ruled five years after the date."""

    n: int
    mean: float | None
    after_5: float | None


@dataclass(frozen=True)
class Standing:
    """How a winner stood: the median share of the committee with him, and how long he ruled with most of it behind him and without."""

    support: float | None
    with_majority: Years
    without_majority: Years


def _mean(values: Array) -> float | None:
    return rounded(float(values.mean())) if len(values) else None


def _followed(holds: Array, among: Array) -> Followed:
    return Followed(int(among.sum()), _mean(holds[among]))


def _rate(times: Array, months: Array) -> float | None:
    return rounded(float(times.sum()) * DECADE / float(months.sum())) if months.sum() else None


def standing_of(office: Office, keep: Array) -> Standing:
    """How the winner stood, over the pairs kept."""
    stood = office.stood[keep]
    most = keep & (office.stood > MAJORITY)
    years = [Years(int(group.sum()), _mean(office.months[group] / 12.0), _mean(office.after[group])) for group in (most, keep & ~most)]
    return Standing(rounded(float(np.median(stood))) if len(stood) else None, *years)


def attribution_of(outcome: Outcome, office: Office, holds: Array, keep: Array) -> Attribution:
    """One outcome, over the pairs kept; of what came by itself, over all worlds of the reference. `holds`: whether it came with the change."""
    one, most = office.outcomes[outcome.name], keep & (office.stood > MAJORITY)
    rates = None
    if outcome.what == "event":
        rates = {"winner": _rate(one.under[keep], office.months[keep]), "reference": _rate(one.under_reference[keep], office.reference_months[keep])}
    return Attribution(
        _mean(one.under[keep] > 0), rates, None if one.gone is None else _mean(one.gone[keep]),
        _followed(one.by_itself, office.came_by_itself), _followed(holds, most), _followed(holds, keep & ~most),
    )  # fmt: skip


def joined(parts: Sequence[Office]) -> Office:
    """Blocks put together, in their order."""
    def put(pick: Callable[[Office], Array]) -> Array:
        return np.concatenate([pick(part) for part in parts])

    def one(name: str) -> Attributed:
        has_span = parts[0].outcomes[name].gone is not None
        return Attributed(
            put(lambda part: part.outcomes[name].under), put(lambda part: part.outcomes[name].under_reference),
            put(lambda part: np.asarray(part.outcomes[name].gone)) if has_span else None, put(lambda part: part.outcomes[name].by_itself),
        )  # fmt: skip

    return Office(
        put(lambda part: part.stood), put(lambda part: part.months), put(lambda part: part.reference_months), put(lambda part: part.after),
        put(lambda part: part.came_by_itself), {name: one(name) for name in parts[0].outcomes},
    )  # fmt: skip
