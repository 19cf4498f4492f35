"""Measures of patrons, people and war."""

from __future__ import annotations

import numpy as np

from sim.validation.simulated import DECADE, YEAR, Counted, Simulated, Told
from sim.world.words import (
    ENDED_WAR,
    EV_BREAKDOWN,
    EV_CHALLENGE,
    EV_FALL,
    EV_INTERVENTION,
    EV_OPENING,
    EV_PURGE,
    EV_REVERSAL,
    EV_UPRISING,
)


def undone_and_removed(them: Simulated, told: Told) -> Counted:
    """Removals undone that are followed by a removal of the same group within some months, of all undone so long before the last month."""
    span, events = int(told["span"]), them.events
    undone, purged = them.happened(EV_REVERSAL) & them.followed(span), them.happened(EV_PURGE)
    again = np.zeros(them.size)
    for w, n in zip(*np.nonzero(undone), strict=True):
        after = events["month"][w] - events["month"][w, n]
        again[w] += (purged[w] & (events["target"][w] == events["target"][w, n]) & (after > 0) & (after <= span)).any()
    return Counted(again, undone.sum(axis=1).astype(float))


def answer_to_lost_vote(them: Simulated, told: Told) -> Counted:
    """Whether patrons undo a removal or give seats back within some months after a vote lost by a side with a tie to a present patron."""
    events, count, of = them.events, np.zeros(them.size), np.zeros(them.size)
    span = int(told["span"])
    lost = them.in_window(told, EV_CHALLENGE) & them.followed(span)
    acts = them.happened(EV_REVERSAL)
    for w, n in zip(*np.nonzero(lost), strict=True):
        month, actor = int(events["month"][w, n]), int(events["actor"][w, n])
        common = them.block.commons[them.block.worlds["draw"][w]]
        ties, now = common["traits"][actor], common["calendar"][month]
        if max(ties["tie_0"] * now["presence_0"], ties["tie_1"] * now["presence_1"]) > 0.0:
            after = events["month"][w] - month
            of[w] = 1.0
            count[w] = max(count[w], float((acts[w] & (after >= 0) & (after <= span)).any()))
    return Counted(count, of)


def patron_acts(them: Simulated, told: Told) -> Counted:
    """Removals undone and seats given back by patrons in the months."""
    found = them.in_window(told, EV_REVERSAL)
    return Counted(found.sum(axis=1).astype(float), np.ones(them.size))


def troops(them: Simulated, told: Told) -> Counted:
    """Whether a patron sends troops in the months."""
    found = them.in_window(told, EV_INTERVENTION)
    return Counted(found.any(axis=1).astype(float), np.ones(them.size))


def aid(them: Simulated, told: Told) -> Counted:
    """Aid as a share of state revenue, over the months."""
    first, last = them.month(told["from"]), them.month(told["until"])
    going = them.going[:, first : last + 1]
    return Counted(np.where(going, them.block.months["aid"][:, first : last + 1], 0.0).sum(axis=1), going.sum(axis=1).astype(float))


def uprising(them: Simulated, told: Told) -> Counted:
    """Whether an uprising begins in the months."""
    found = them.in_window(told, EV_UPRISING)
    return Counted(found.any(axis=1).astype(float), np.ones(them.size))


def uprisings_a_year(them: Simulated, told: Told) -> Counted:
    """Uprisings begun, and years, from the first month to the horizon if nothing else is told."""
    first = them.month(told["from"]) if "from" in told else 0
    last = them.month(told["until"]) if "until" in told else them.country.months - 1
    years = np.maximum(0, np.minimum(them.stop, last + 1) - first) / YEAR
    return Counted(them.happened(EV_UPRISING, first=first, last=last).sum(axis=1).astype(float), years)


def uprising_height(them: Simulated, told: Told) -> Counted:
    """(w, place in the ledger) the largest share of the people out from an uprising on until it has ebbed by half."""
    found = them.happened(EV_UPRISING)
    height = np.zeros(found.shape)
    for w, n in zip(*np.nonzero(found), strict=True):
        month = int(them.events["month"][w, n])
        out = them.block.months["protest"][w, month : int(them.stop[w])]
        ebbs = np.flatnonzero(out < out[0] / 2.0)
        height[w, n] = out[: int(ebbs[0]) if len(ebbs) else len(out)].max()
    return Counted(height, found.astype(float))


def uprising_without_sequel(them: Simulated, told: Told) -> Counted:
    """Uprisings after which nothing comes for some months that the ledger knows (troops, breakdown, fall, opening), of all so long before the last.

    A successor of a ruler who died is no sequel.
    """
    span, events = int(told["span"]), them.events
    found = them.happened(EV_UPRISING) & them.followed(span)
    sequel = them.happened(EV_INTERVENTION, EV_BREAKDOWN, EV_FALL, EV_OPENING)
    without = np.zeros(them.size)
    for w, n in zip(*np.nonzero(found), strict=True):
        after = events["month"][w] - events["month"][w, n]
        without[w] += not (sequel[w] & (after >= 0) & (after <= span)).any()
    return Counted(without, found.sum(axis=1).astype(float))


def uprising_troops(them: Simulated, told: Told) -> Counted:
    """Uprisings that begin in the months and bring a patron's troops within some months, of all followed so long."""
    span, events = int(told["span"]), them.events
    found, sent = them.in_window(told, EV_UPRISING) & them.followed(span), them.happened(EV_INTERVENTION)
    brought = np.zeros(them.size)
    for w, n in zip(*np.nonzero(found), strict=True):
        after = events["month"][w] - events["month"][w, n]
        brought[w] += (sent[w] & (after >= 0) & (after <= span)).any()
    return Counted(brought, found.sum(axis=1).astype(float))


def opening(them: Simulated, told: Told) -> Counted:
    """Whether the regime opens in the months, after a breakdown or by negotiation."""
    found = them.in_window(told, EV_OPENING)
    return Counted(found.any(axis=1).astype(float), np.ones(them.size))


def second_war(them: Simulated, told: Told) -> Counted:
    """Whether a second war comes by the month."""
    worlds = them.block.worlds
    war = (worlds["ended"] == ENDED_WAR) & (worlds["ended_month"] <= them.month(told["until"]))
    return Counted(war.astype(float), np.ones(them.size))


def wars_in_office(them: Simulated, told: Told) -> Counted:
    """Second wars begun while a group rules, and decades of its rule."""
    named, ruler = them.groups(told["group"]), them.block.months["ruler"]
    in_office = np.take_along_axis(named, np.maximum(ruler, 0), axis=1) & them.going
    last = in_office[np.arange(them.size), them.stop - 1]
    return Counted(((them.block.worlds["ended"] == ENDED_WAR) & last).astype(float), in_office.sum(axis=1) / DECADE)
