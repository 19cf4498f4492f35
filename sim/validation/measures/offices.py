"""Measures of who holds power and posts."""

from __future__ import annotations

import numpy as np

from sim.validation.simulated import Counted, Simulated, Told
from sim.world.state import Array

NEVER = 10**6
"""Month of what does not come within the horizon."""


def largest_power(them: Simulated, told: Told) -> Counted:
    """The largest group's share of power in the month."""
    month = them.month(told["from"])
    there = them.lasts(month)
    return Counted(np.where(there, them.block.rows["power"][:, month].max(axis=1), 0.0), there.astype(float))


def ruler_power(them: Simulated, told: Told) -> Counted:
    """The ruling group's share of power in the month."""
    month = them.month(told["from"])
    there = them.lasts(month)
    power = them.block.rows["power"][np.arange(them.size), month, np.where(there, them.ruler(month), 0)]
    return Counted(np.where(there, power, 0.0), there.astype(float))


def committee_kept(them: Simulated, told: Told) -> Counted:
    """Of the committee members of the first month, those who are members in the last."""
    return _still(them, them.month(told["from"]), them.month(told["until"]))


def committee_old(them: Simulated, told: Told) -> Counted:
    """Of the committee members of the last month, those who were members in the first."""
    return _still(them, them.month(told["until"]), them.month(told["from"]))


def _still(them: Simulated, of: int, among: int) -> Counted:
    """Members of one month who are members in another too, in worlds that last."""
    there = them.lasts(max(of, among))
    mine, others = them.members[of], them.members[among]
    both = np.array([np.isin(mine[w][mine[w] != 0], others[w]).sum() if there[w] else 0 for w in range(them.size)])
    return Counted(both.astype(float), np.where(there, (mine != 0).sum(axis=1), 0).astype(float))


def committee_heads(them: Simulated, told: Told) -> Counted:
    """Share of the committee, by heads, of people who come from the groups named; `none`: from no group."""
    month = them.month(told["from"])
    heads = them.block.rows["heads"][:, month, : len(them.country.factions)]
    share, there = np.where(them.groups(told["group"]), heads, 0.0).sum(axis=1), them.lasts(month)
    if "none" in told["group"].split("+"):
        share = share + np.maximum(0.0, 1.0 - heads.sum(axis=1))
    return Counted(np.where(there, share, 0.0), there.astype(float))


def _falls(them: Simulated, level: float) -> Array:
    """(w, k) first month in which a group that has been above a level of power is below it; NEVER if none."""
    power = them.block.rows["power"][:, :, : len(them.country.factions)]
    going = them.going[:, :, None]
    above = (power >= level) & going
    below = (power < level) & going & (np.cumsum(above, axis=1) > 0)
    return np.where(below.any(axis=1), below.argmax(axis=1), NEVER)


def first_fall(them: Simulated, told: Told) -> Counted:
    """Whether the group named is the first to fall below a level of power; groups that fall in the same month share."""
    falls = _falls(them, float(told["level"]))
    first = falls.min(axis=1)
    fallen = (falls == first[:, None]) & (first < NEVER)[:, None]
    named = fallen & them.groups(told["group"])
    return Counted(named.sum(axis=1) / np.maximum(1, fallen.sum(axis=1)), np.ones(them.size))


def falls_close(them: Simulated, told: Told) -> Counted:
    """Whether the second and the third group fall below a level of power within some months of each other."""
    falls = np.sort(_falls(them, float(told["level"])), axis=1)
    if falls.shape[1] < 3:
        return Counted(np.zeros(them.size), np.zeros(them.size))
    close = (falls[:, 2] < NEVER) & (falls[:, 2] - falls[:, 1] <= int(told["span"]))
    return Counted(close.astype(float), np.ones(them.size))
