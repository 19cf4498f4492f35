"""What became of a world: the outcomes by rule, one table.

Outcomes are read off the monthly table and the ledger; the rules of the month know nothing of them. Each is counted from a first month on, after
what was changed in that month has been applied, to the horizon.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from sim.world.state import Array, Block
from sim.world.words import (
    EV_ABSORPTION,
    EV_CAMPAIGN,
    EV_CHALLENGE,
    EV_ENDORSEMENT,
    EV_FALL,
    EV_INTERVENTION,
    EV_OPENING,
    EV_PURGE,
    EV_REVERSAL,
    EV_SUCCESSION,
    EV_UPRISING,
    EV_WAR,
    HOW_HEIR,
)

Bools = npt.NDArray[np.bool_]

AFTER_UNREST: Final = 24
CAMPAIGN_TURNOVER, CAMPAIGN_MONTHS, CAMPAIGN_RIVAL = 0.30, 24, 0.10
AID_LOST, AID_MONTHS = 0.5, 36
PURGED_SHARE, PURGED_MONTHS = 0.30, 60
PERSONAL, COLLECTIVE, STATE_MONTHS, PERSONAL_MONTHS, PERSONAL_WINDOW = 0.70, 0.60, 120, 120, 180
SATELLITE_ALIGNMENT, SATELLITE_DEPENDENCE = 0.6, 0.4
"""Levels and spans that define outcomes (MODEL 2.6); definitions, not parameters of the model."""


@dataclass(frozen=True)
class Runs:
    """A block of simulated worlds, the month from which outcomes count (`first`, inclusive; of all worlds, or (w,) of each),
    and the calendar month in which the horizon begins (`first_month`, year * 12 + month - 1)."""

    block: Block
    first: int | Array
    first_month: int

    @cached_property
    def since(self) -> Array:
        """(w,) first month in which outcomes count."""
        return np.broadcast_to(np.asarray(self.first), (len(self.worlds),))

    @property
    def months(self) -> int:
        """Months of the horizon."""
        return int(self.block.months.shape[1])

    @property
    def worlds(self) -> Array:
        """The worlds' records."""
        return self.block.worlds

    @cached_property
    def ended_month(self) -> Array:
        """(w,) last month of the world."""
        return np.where(self.worlds["ended"] != 0, self.worlds["ended_month"], self.months - 1)

    def events(self, *kinds: int) -> Bools:
        """(w, room) events of these kinds within the window."""
        kind = self._kinds
        found = kind == kinds[0]
        for other in kinds[1:]:
            found |= kind == other
        return found

    @cached_property
    def _kinds(self) -> Array:
        """(w, room) the kind of every event within the window, -1 elsewhere."""
        events = self.worlds["events"]
        counts = (np.arange(events.shape[1]) < self.worlds["event_count"][:, None]) & (events["month"] >= self.since[:, None])
        return np.where(counts, events["kind"], -1)

    def any(self, *kinds: int) -> Bools:
        """(w,) whether an event of these kinds occurs within the window."""
        return np.asarray(self.events(*kinds).any(axis=1))

    def last(self, months: int) -> tuple[Array, Bools]:
        """The last n months of the world: (w, n) indexes and which of them exist."""
        index = self.ended_month[:, None] - np.arange(months)[::-1]
        return np.maximum(index, 0), index >= 0

    def reaches_end(self) -> Bools:
        """(w,) whether the world reaches the horizon."""
        return np.asarray(self.worlds["ended"] == 0)

    def standing(self, year: int) -> Bools:
        """(w,) no absorbing outcome by December of the year."""
        month = min(year * 12 + 11 - self.first_month, self.months - 1)
        return np.asarray((self.worlds["ended"] == 0) | (self.worlds["ended_month"] > month))


def _year_end(runs: Runs, year: int) -> int:
    return year * 12 + 11 - runs.first_month


def ruler_in(runs: Runs, month: int | Array) -> Array:
    """(w,) faction that rules at the end of a month (of all worlds, or of each); the last one that ruled where the world has ended; -1 outside
    the horizon."""
    at = np.minimum(month, runs.ended_month)
    found = runs.block.months["ruler"][np.arange(len(at)), np.maximum(at, 0)]
    return np.where((np.asarray(month) >= 0) & (np.asarray(month) < runs.months), found, -1)


def ruler_at_start(runs: Runs) -> Array:
    """(w,) faction that rules when the window begins: the one set in office in its first month by an endorsement or a change, else the one before."""
    events = runs.worlds["events"]
    found = ruler_in(runs, np.maximum(0, runs.since - 1))
    placed = (runs.events(EV_ENDORSEMENT) | (runs.events(EV_SUCCESSION) & (events["imposed"] == 1))) & (events["month"] == runs.since[:, None])
    last = placed.shape[1] - 1 - placed[:, ::-1].argmax(axis=1)
    return np.where(placed.any(axis=1), events["actor"][np.arange(len(last)), last], found)


def _replaced_by_troops(runs: Runs) -> Bools:
    events = runs.worlds["events"]
    return np.asarray(runs.events(EV_INTERVENTION) & (events["actor"] != events["target"]))


def _under_pressure(runs: Runs) -> Bools:
    """(w, room) new leaders within two years of an uprising in which no troops came."""
    events = runs.worlds["events"]
    uprising, troops = runs.events(EV_UPRISING), runs.events(EV_INTERVENTION)
    change = runs.events(EV_FALL) | (runs.events(EV_SUCCESSION) & (events["how"] != HOW_HEIR) & (events["actor"] != events["target"]))
    change &= events["imposed"] == 0
    found = np.zeros(events.shape, bool)
    for w in np.flatnonzero(uprising.any(axis=1) & change.any(axis=1)):
        for month in events["month"][w][uprising[w]]:
            near = (events["month"][w] >= month) & (events["month"][w] <= month + AFTER_UNREST)
            if not (troops[w] & near).any():
                found[w] |= change[w] & near
    return found


def _cultural_revolution(runs: Runs) -> Bools:
    """(w, room) campaigns in which 30 % of party posts turn over in 24 months while no rival has more than 10 % of power."""
    events, months, rows = runs.worlds["events"], runs.block.months, runs.block.rows
    found = np.zeros(events.shape, bool)
    for w, n in zip(*np.nonzero(runs.events(EV_CAMPAIGN)), strict=True):
        start = int(events["month"][w, n])
        stop = min(start + CAMPAIGN_MONTHS, int(runs.ended_month[w]) + 1)
        turnover = float(months["party_turnover"][w, start:stop].sum())
        power = rows["power"][w, start].copy()
        power[int(months["ruler"][w, start])] = 0.0
        found[w, n] = turnover >= CAMPAIGN_TURNOVER and float(power.max()) <= CAMPAIGN_RIVAL
    return found


def _aid_lost(runs: Runs) -> Bools:
    """(w, month) months from which a patron's goodwill, averaged over three years, is half or less of its average over the three years before."""
    going = np.arange(runs.months) <= runs.ended_month[:, None]
    found = np.zeros(going.shape, bool)
    start = AID_MONTHS
    if start + AID_MONTHS > runs.months:
        return found
    counts = np.arange(start, runs.months - AID_MONTHS + 1) >= runs.since[:, None]
    for field in ("first_goodwill", "second_goodwill"):
        total = np.concatenate([np.zeros((len(going), 1)), np.cumsum(np.where(going, runs.block.months[field], 0.0), axis=1)], axis=1)
        after = total[:, start + AID_MONTHS :] - total[:, start:-AID_MONTHS]
        before = total[:, start:-AID_MONTHS] - total[:, start - AID_MONTHS : -2 * AID_MONTHS]
        whole = going[:, start + AID_MONTHS - 1 :]
        found[:, start : runs.months - AID_MONTHS + 1] |= (after <= AID_LOST * before) & (before > 0.0) & whole & counts
    return found


def _ousted(runs: Runs) -> Bools:
    """(w, room) the group that rules when the window begins loses a vote to another group, or troops replace it."""
    events = runs.worlds["events"]
    lost = (runs.events(EV_FALL) | _replaced_by_troops(runs)) & (events["target"] == ruler_at_start(runs)[:, None])
    return np.asarray(lost & (events["actor"] != events["target"]))


def _rivals_purged(runs: Runs) -> Bools:
    """Purges of the group in office at the window's start take 30 % of its rivals' committee posts within five years.

    What the rivals had at the start is what they have left at the end of its first month and what was taken from them in it.
    """
    events, rows, worlds = runs.worlds["events"], runs.block.rows, np.arange(len(runs.worlds))
    ruler = ruler_at_start(runs)
    first = np.minimum(runs.since, runs.ended_month)
    stop = np.minimum(first + PURGED_MONTHS, runs.ended_month)
    by_ruler = runs.events(EV_PURGE) & (events["actor"] == ruler[:, None]) & (events["month"] <= stop[:, None])
    by_ruler &= events["target"] != events["actor"]  # a wing of its own is no rival
    amounts = np.where(by_ruler, events["amount"], 0.0)
    removed, at_once = amounts.sum(axis=1), np.where(events["month"] == runs.since[:, None], amounts, 0.0).sum(axis=1)
    share = rows["post_share"][worlds, first]
    rivals = share.sum(axis=1) - share[worlds, ruler] + at_once
    return np.asarray((removed > 0.0) & (removed >= PURGED_SHARE * rivals))


def _mean_last(runs: Runs, values: Array) -> Array:
    index, real = runs.last(STATE_MONTHS)
    picked = np.take_along_axis(values, index, axis=1)
    return np.asarray(np.where(real, picked, 0.0).sum(axis=1) / np.maximum(real.sum(axis=1), 1))


def _personalist(runs: Runs) -> Bools:
    index, real = runs.last(PERSONAL_WINDOW)
    high = (np.take_along_axis(runs.block.months["concentration"], index, axis=1) > PERSONAL) & real
    return np.asarray(runs.reaches_end() & (high.sum(axis=1) >= PERSONAL_MONTHS))


def _dynasty(runs: Runs) -> Bools:
    heirs = runs.events(EV_SUCCESSION) & (runs.worlds["events"]["how"] == HOW_HEIR)
    return _personalist(runs) & heirs.any(axis=1)


def _coalition_at_end(runs: Runs) -> Array:
    """(w,) groups in the ruling coalition in the last month of the world."""
    return np.asarray(runs.block.months["coalition"][np.arange(len(runs.worlds)), runs.ended_month])


def _collective(runs: Runs) -> Bools:
    index, real = runs.last(STATE_MONTHS)
    top = np.where(real, np.take_along_axis(runs.block.months["concentration"], index, axis=1), -1.0).max(axis=1)
    shared = _coalition_at_end(runs) > 1
    return np.asarray(runs.reaches_end() & ((top < COLLECTIVE) | (shared & ~_personalist(runs) & ~_satellite(runs))))


def _satellite(runs: Runs) -> Bools:
    months = runs.block.months
    tied = np.abs(_mean_last(runs, months["alignment"])) > SATELLITE_ALIGNMENT
    return np.asarray(runs.reaches_end() & tied & (_mean_last(runs, months["dependence"]) > SATELLITE_DEPENDENCE))


def _bloc_rule(runs: Runs) -> Bools:
    other = _collective(runs) | _personalist(runs) | _satellite(runs)
    return np.asarray(runs.reaches_end() & ~other)


@dataclass(frozen=True)
class Outcome:
    """One outcome: its name, and the rule that decides it for each world. What it means in words stands in the catalogues (`definition.NAME`).

    Attributes:
        rule: (w,) whether it comes; or (w, room) the events of the ledger, or (w, month) the months, with which it comes.
        what: what `rule` gives: `world`, `event` or `month`. Of a world something is told of its end, or of the group that rules at the start.
        span: months from the start within which it is judged, where that is not the whole window; of what is told of the end, 0.
    """

    name: str
    rule: Callable[[Runs], Bools]
    what: Literal["world", "event", "month"] = "event"
    span: int | None = None

    def holds(self, runs: Runs) -> Bools:
        """(w,) whether it comes."""
        found = self.rule(runs)
        return np.asarray(found if self.what == "world" else found.any(axis=1), dtype=bool)


def _by_kind(*kinds: int) -> Callable[[Runs], Bools]:
    return lambda runs: runs.events(*kinds)


def _at_end(name: str, rule: Callable[[Runs], Bools]) -> Outcome:
    return Outcome(name, rule, "world", 0)


OUTCOMES: Final = (
    Outcome("second_war", _by_kind(EV_WAR)),
    Outcome("uprising", _by_kind(EV_UPRISING)),
    Outcome("patron_military", _by_kind(EV_INTERVENTION)),
    Outcome("patron_political", lambda x: x.events(EV_REVERSAL) | _replaced_by_troops(x)),
    Outcome("leader_replaced_under_pressure", _under_pressure),
    Outcome("campaign", _by_kind(EV_CAMPAIGN)),
    Outcome("cultural_revolution", _cultural_revolution),
    Outcome("aid_lost", _aid_lost, "month"),
    Outcome("opening", _by_kind(EV_OPENING)),
    Outcome("absorbed", _by_kind(EV_ABSORPTION)),
    Outcome("ruler_ousted", _ousted),
    Outcome("rivals_purged", _rivals_purged, "world", PURGED_MONTHS),
    _at_end("collective", _collective),
    _at_end("personalist", _personalist),
    _at_end("dynasty", _dynasty),
    _at_end("satellite", _satellite),
    _at_end("bloc_rule", _bloc_rule),
    _at_end("standing_1994", lambda x: x.standing(1994)),
    _at_end("standing_1999", lambda x: x.standing(1999)),
)
ASKED_ONLY: Final = (Outcome("challenge", _by_kind(EV_CHALLENGE, EV_FALL)),)
"""Outcomes that scenarios may name and comparisons do not print."""
RULER_YEARS: Final = (1956, 1961, 1994)
"""Years at whose end it is asked who rules."""


def classify(runs: Runs, more: Sequence[Outcome] = ()) -> dict[str, Bools]:
    """Every outcome, and those asked besides, for every world of the block: name -> (w,) booleans."""
    return {outcome.name: outcome.holds(runs) for outcome in (*OUTCOMES, *more)}


def until(block: Block, last: int | None) -> Block:
    """The block as if it had been run to the end of month `last`: for outcomes that count up to a month. `None`: the block itself."""
    if last is None or last >= block.months.shape[1] - 1:
        return block
    worlds = block.worlds.copy()
    worlds["ended"][worlds["ended_month"] > last] = 0
    events = worlds["events"]
    happened = (np.arange(events.shape[1]) < worlds["event_count"][:, None]) & (events["month"] <= last)
    worlds["event_count"] = happened.sum(axis=1)  # the ledger is in the order of what happened
    return block._replace(worlds=worlds, months=block.months[:, : last + 1], rows=block.rows[:, : last + 1])


def rulers(runs: Runs) -> dict[str, Array]:
    """Who rules at the end of the years asked: name -> (w,) faction, -1 outside the horizon."""
    return {f"ruler_{year}": ruler_in(runs, _year_end(runs, year)) for year in RULER_YEARS}


__all__ = ["ASKED_ONLY", "OUTCOMES", "RULER_YEARS", "Outcome", "Runs", "classify", "ruler_in", "rulers", "until"]
