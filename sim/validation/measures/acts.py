"""Measures of votes, purges and other acts."""

from __future__ import annotations

from typing import Final

import numpy as np

from sim.validation.simulated import DECADE, YEAR, Counted, Simulated, Told
from sim.world.outcome import Bools
from sim.world.words import EV_CAMPAIGN, EV_CHALLENGE, EV_FALL, EV_PURGE, EV_SUCCESSION, EV_WAR

CHOSEN: Final = {"purge": (EV_PURGE,), "challenge": (EV_CHALLENGE, EV_FALL), "war": (EV_WAR,), "campaign": (EV_CAMPAIGN,)}
"""Events of each kind of act that somebody chose."""


def _under_first_ruler(them: Simulated, found: Bools, told: Told) -> Counted:
    """Whether there is such an event; with `given`, only of worlds in which the first ruler's group is in office then, and while it is."""
    if "given" not in told:
        return Counted(found.any(axis=1).astype(float), np.ones(them.size))
    events, there = them.events, them.in_office(them.month(told["given"]))
    # a vote that ends its rule is held in the month in which it is lost
    mine = found & (events["month"] <= them.lost[:, None]) & (events["target"] == them.first)
    return Counted((mine.any(axis=1) & there).astype(float), there.astype(float))


def vote_held(them: Simulated, told: Told) -> Counted:
    """Whether a vote on the ruler is held in the months."""
    return _under_first_ruler(them, them.in_window(told, EV_CHALLENGE, EV_FALL), told)


def vote_carried(them: Simulated, told: Told) -> Counted:
    """Whether such a vote is carried."""
    return _under_first_ruler(them, them.in_window(told, EV_FALL), told)


def votes(them: Simulated, told: Told) -> Counted:
    """Votes on the ruler in the months."""
    return Counted(them.in_window(told, EV_CHALLENGE, EV_FALL).sum(axis=1).astype(float), np.ones(them.size))


def votes_carried(them: Simulated, told: Told) -> Counted:
    """Votes on the ruler in the months that are carried."""
    return Counted(them.in_window(told, EV_FALL).sum(axis=1).astype(float), np.ones(them.size))


def votes_carried_share(them: Simulated, told: Told) -> Counted:
    """Votes carried, of those held."""
    carried, held = them.in_window(told, EV_FALL), them.in_window(told, EV_CHALLENGE, EV_FALL)
    return Counted(carried.sum(axis=1).astype(float), held.sum(axis=1).astype(float))


def _large(them: Simulated, level: float) -> Bools:
    return np.asarray(them.happened(EV_PURGE) & (them.events["amount"] >= level))


def large_purges(them: Simulated, told: Told) -> Counted:
    """Purges in the months that take a share of all posts, by weight, from one group."""
    found = _large(them, float(told["level"])) & them.in_window(told, EV_PURGE)
    return Counted(found.sum(axis=1).astype(float), np.ones(them.size))


def late_purges(them: Simulated, told: Told) -> Counted:
    """Purges of that size while the ruler has been in office for so many months, and decades of such rulers."""
    late = them.tenure >= int(told["span"])
    month = np.minimum(them.events["month"], late.shape[1] - 1)
    found = _large(them, float(told["level"])) & np.take_along_axis(late, np.maximum(month, 0), axis=1)
    return Counted(found.sum(axis=1).astype(float), late.sum(axis=1) / DECADE)


def purges_after_lost_vote(them: Simulated, told: Told) -> Counted:
    """(w, 2) purges in the months after a lost vote on the ruler and in all other months; months of either kind.

    The month of the vote is one of the others: what is done in it was chosen before the vote.
    """
    span, months = int(told["span"]), them.block.months.shape[1]
    lost, purges = np.zeros((them.size, months)), np.zeros((them.size, months))
    for kind, into in ((EV_CHALLENGE, lost), (EV_PURGE, purges)):
        w, n = np.nonzero(them.happened(kind))
        np.add.at(into, (w, them.events["month"][w, n]), 1.0)
    total = np.cumsum(np.concatenate([np.zeros((them.size, 1)), lost], axis=1), axis=1)
    at = np.arange(months)
    near = total[:, at] - total[:, np.maximum(0, at - span)] > 0  # a lost vote in the `span` months before this one
    both = [near & them.going, ~near & them.going]
    counts, of = ([(what * which).sum(axis=1) for which in both] for what in (purges, np.ones((1, months))))
    return Counted(np.stack(counts, axis=1), np.stack(of, axis=1))


def purges_a_side(them: Simulated, told: Told) -> Counted:
    """Purges of groups, and groups that were purged; wings aside, which come and go."""
    found, target = them.happened(EV_PURGE) & (them.events["target_wing"] == 0), them.events["target"]
    sides = np.array([len(set(target[w][found[w]])) for w in range(them.size)], dtype=float)
    return Counted(found.sum(axis=1).astype(float), sides)


def top_acts(them: Simulated, told: Told) -> Counted:
    """Acts at the top (purges, votes, successions) per decade of the months, in worlds that reach their end."""
    first, last = them.month(told["from"]), them.month(told["until"])
    there = them.lasts(last)
    acts = them.in_window(told, EV_PURGE, EV_CHALLENGE, EV_FALL, EV_SUCCESSION).sum(axis=1)
    return Counted(np.where(there, acts * DECADE / (last - first + 1), 0.0), there.astype(float))


def rare_acts(them: Simulated, told: Told) -> Counted:
    """Acts of a kind that were chosen with a chance below a level, of those chosen by the rule."""
    found = them.happened(*CHOSEN[told["kind"]]) & ~np.isnan(them.events["choice"])
    rare = found & (them.events["choice"] < float(told["level"]))
    return Counted(rare.sum(axis=1).astype(float), found.sum(axis=1).astype(float))


def unreasoned_acts(them: Simulated, told: Told) -> Counted:
    """Purges, votes, wars and campaigns of whose listed reasons none spoke for them."""
    every = [kind for kinds in CHOSEN.values() for kind in kinds]
    found = them.happened(*every) & ~np.isnan(them.events["choice"])
    return Counted((found & (them.events["reasons"] == 0)).sum(axis=1).astype(float), found.sum(axis=1).astype(float))


def campaigns_a_year(them: Simulated, told: Told) -> Counted:
    """Campaigns, and years of rule."""
    last = them.month(told["until"])
    found = them.happened(EV_CAMPAIGN, last=last)
    return Counted(found.sum(axis=1).astype(float), np.minimum(them.stop, last + 1) / YEAR)
