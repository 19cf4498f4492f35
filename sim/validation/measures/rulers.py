"""Measures of who rules, for how long, and how alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.validation.simulated import YEAR, Counted, Simulated
from sim.world.words import EV_DEATH, HOW_NONE

Told = Mapping[str, str]


def ruler_kept(them: Simulated, told: Told) -> Counted:
    """Whether the group that rules in the first month rules in the last; a world that has ended by then says no."""
    first, last = them.month(told["from"]), them.month(told["until"])
    there = them.lasts(first)
    return Counted(((them.ruler(first) == them.ruler(last)) & there).astype(float), there.astype(float))


def rules(them: Simulated, told: Told) -> Counted:
    """Whether one of the groups named rules in the month."""
    ruler = them.ruler(them.month(told["from"]))
    named = them.groups(told["group"])[them.block.worlds["draw"]]
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

    Whoever stops leading, whose death is on record, or whose world ends, is lost from sight there.
    """
    age, span, events = float(told["level"]), int(told["span"]), them.events
    count, of = np.zeros((them.size, span)), np.zeros((them.size, span))
    born = them.block.rows["leader_born"][:, :, : len(them.country.factions)]
    by_rule = them.happened(EV_DEATH) & (events["how"] == HOW_NONE) & ~np.isnan(events["luck"])
    for w in range(them.size):
        stop = int(them.stop[w])
        months = np.arange(1, stop)[:, None]
        old = months - born[w, : stop - 1] - age * YEAR  # of last month's leaders
        there = (old >= 0) & (old < span)
        np.add.at(of[w], old[there].astype(int), 1.0)
        for n in np.flatnonzero(by_rule[w]):
            place = float(events["month"][w, n]) - born[w, max(0, int(events["month"][w, n]) - 1), int(events["actor"][w, n])] - age * YEAR
            if 0 <= place < span:
                count[w, int(place)] += 1.0
    return Counted(count, of)


def established(them: Simulated, told: Told) -> Counted:
    """Year in which concentration is first above a level; the year after the horizon where it never is."""
    high = (them.block.months["concentration"] > float(told["level"])) & (np.arange(them.block.months.shape[1]) < them.stop[:, None])
    month = np.where(high.any(axis=1), high.argmax(axis=1), them.country.months)
    return Counted((them.country.first_month + month) // YEAR, np.ones(them.size))


def early_concentration(them: Simulated, told: Told) -> Counted:
    """Of the rise of concentration between two months, the share reached after so many months; first rulers throughout, where it rises."""
    first, last, span = them.month(told["from"]), them.month(told["until"]), int(told["span"])
    level = them.block.months["concentration"]
    rise = level[:, last] - level[:, first]
    there = them.unbroken(last) & (rise > 0.0)
    return Counted(np.where(there, (level[:, min(last, first + span)] - level[:, first]) / np.where(there, rise, 1.0), 0.0), there.astype(float))
