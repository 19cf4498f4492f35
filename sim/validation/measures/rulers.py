"""Measures of who rules, for how long, and how alone."""

from __future__ import annotations

import numpy as np

from sim.validation.simulated import YEAR, Counted, Simulated, Told
from sim.world.state import Array
from sim.world.words import EV_DEATH, HOW_NONE, T_AGE, TERMS_KEPT

ROUNDING = 1e-6
"""Of a month: an age in years times twelve may fall short of the month by less."""


def ruler_kept(them: Simulated, told: Told) -> Counted:
    """Whether the group that rules in the first month rules in the last; a world that has ended by then says no."""
    first, last = them.month(told["from"]), them.month(told["until"])
    there = them.lasts(first)
    return Counted(((them.ruler(first) == them.ruler(last)) & there).astype(float), there.astype(float))


def rules(them: Simulated, told: Told) -> Counted:
    """Whether one of the groups named rules in the month."""
    ruler = them.ruler(them.month(told["from"]))
    named = them.groups(told["group"])
    return Counted(named[np.arange(them.size), np.maximum(ruler, 0)] & (ruler >= 0), np.ones(them.size))


def first_ruler_unbroken(them: Simulated, told: Told) -> Counted:
    """Whether the recorded first ruler's group rules in the month and has in all before."""
    return Counted(them.unbroken(them.month(told["from"])).astype(float), np.ones(them.size))


def removals_late(them: Simulated, told: Told) -> Counted:
    """Removals of rulers who have been in office for so many months, and the years of such rulers."""
    span, count, years = int(told["span"]), np.zeros(them.size), np.zeros(them.size)
    for spell in them.spells:
        late = max(0, spell.stop - spell.start - span)
        years[spell.world] += late / YEAR
        count[spell.world] += spell.removed and late > 0
    return Counted(count, years)


def removals_of_successors(them: Simulated, told: Told) -> Counted:
    """Removals of rulers who came by succession in their first months, and the years of these months."""
    span, count, years = int(told["span"]), np.zeros(them.size), np.zeros(them.size)
    for spell in them.spells:
        if spell.heir:
            months = min(spell.stop - spell.start, span)
            years[spell.world] += months / YEAR
            count[spell.world] += spell.removed and spell.stop - spell.start <= span
    return Counted(count, years)


def leaders_alive(them: Simulated, told: Told) -> Counted:
    """(w, month of age) deaths of leaders by the rule, and leaders in sight, from an age in years on for so many months.

    Chance strikes last in a month, on whoever leads then. Whoever stops leading, whose death is on record, or whose world ends, is lost from
    sight there.
    """
    age, span, events = float(told["level"]) * YEAR, int(told["span"]), them.events
    died = them.happened(EV_DEATH) & (events["how"] == HOW_NONE) & ~np.isnan(events["luck"]) & (events["actor_wing"] == 0)
    rows = them.block.rows[:, :, : len(them.country.factions)]
    in_sight = (rows["power"] > 0.0) & them.going[:, :, None]
    w, n = np.nonzero(died)
    in_sight[w, events["month"][w, n], events["actor"][w, n]] = False  # who follows one who died in this month is not struck in it
    months = np.arange(rows.shape[1])[:, None]
    count = _by_age(w, _age(events[w, n]) * YEAR - age, them.size, span)
    seen, at, who = np.nonzero(in_sight)
    return Counted(count, count + _by_age(seen, (months - rows["leader_born"] - age)[seen, at, who], them.size, span))


def _age(deaths: Array) -> Array:
    """Age in years of leaders who died by the rule: the term that the rule has noted for it."""
    return np.asarray(sum(np.where(deaths[f"term_{n}"] == T_AGE, deaths[f"value_{n}"], 0.0) for n in range(TERMS_KEPT)))


def _by_age(worlds: Array, months: Array, size: int, span: int) -> Array:
    """(size, span) how many of each world are how many months past the age from which is counted."""
    whole = np.floor(months + ROUNDING)
    inside = (whole >= 0) & (whole < span)  # no age is known of a group without a leader
    found = np.zeros((size, span))
    np.add.at(found, (worlds[inside], whole[inside].astype(int)), 1.0)
    return found


def established(them: Simulated, told: Told) -> Counted:
    """Year in which concentration is first above a level; the year after the horizon where it never is, or the world ends before."""
    high = (them.block.months["concentration"] > float(told["level"])) & them.going
    year = (them.country.first_month + np.arange(them.country.months)) // YEAR
    return Counted(np.where(high.any(axis=1), year[high.argmax(axis=1)], year[-1] + 1).astype(float), np.ones(them.size))


def early_concentration(them: Simulated, told: Told) -> Counted:
    """Of the rise of concentration between two months, the share reached after so many months; first rulers throughout, where it rises."""
    first, last, span = them.month(told["from"]), them.month(told["until"]), int(told["span"])
    level = them.block.months["concentration"]
    rise = level[:, last] - level[:, first]
    there = them.unbroken(last) & (rise > 0.0)
    return Counted(np.where(there, (level[:, min(last, first + span)] - level[:, first]) / np.where(there, rise, 1.0), 0.0), there.astype(float))
