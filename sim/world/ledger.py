"""The ledger: what happened, by which rule, how likely it was, what was drawn, and the largest terms of the decision.

A rule notes its terms (`note`) while it adds them up; `log` keeps the largest with the event. Nothing else explains an event later.
"""

from __future__ import annotations

import numpy as np

from sim.world.compiled import rule
from sim.world.luck import fold, whole
from sim.world.words import COURT_PATRON, NOBODY, TERMS_KEPT


@rule
def forget(tables, w):
    """Begin a new decision: no terms noted yet."""
    tables.nation[w].noted = 0


@rule
def note(tables, w, term, value):
    """Note one term of the decision under way and hand its value on."""
    nation = tables.nation[w]
    slot = tables.noted[w, nation.noted]
    slot.term = term
    slot.value = value
    nation.noted += 1
    return value


@rule
def keep_terms(tables, w, kept):
    """Write the largest noted terms, by size, into a record with fields term_0.. and value_0.. ; equals keep the order of noting."""
    nation = tables.nation[w]
    kept.term_0 = kept.term_1 = kept.term_2 = NOBODY
    kept.value_0 = kept.value_1 = kept.value_2 = 0.0
    for place in range(TERMS_KEPT):
        largest = NOBODY
        for n in range(nation.noted):
            if tables.noted[w, n].term != NOBODY and (largest == NOBODY or abs(tables.noted[w, n].value) > abs(tables.noted[w, largest].value)):
                largest = n
        if largest == NOBODY:
            break
        slot = tables.noted[w, largest]
        if slot.value != 0.0:
            if place == 0:
                kept.term_0, kept.value_0 = slot.term, slot.value
            elif place == 1:
                kept.term_1, kept.value_1 = slot.term, slot.value
            else:
                kept.term_2, kept.value_2 = slot.term, slot.value
        slot.term = NOBODY


@rule
def log(tables, w, month, kind, actor, target, patron, post, how, probability, luck, amount):
    """Enter an event with the terms noted for it. `luck` is NaN where nothing was drawn."""
    nation = tables.nation[w]
    if nation.events >= tables.events.shape[1]:
        nation.lost_events += 1
        return
    event = tables.events[w, nation.events]
    nation.events += 1
    event.month, event.kind, event.actor, event.target, event.patron = month, kind, actor, target, patron
    event.post, event.how, event.imposed = post, how, 0
    event.person, event.name = whole(0), NOBODY
    if post != NOBODY:
        event.person, event.name = tables.posts[w, post].person, tables.posts[w, post].name
    event.probability, event.luck, event.amount = probability, luck, amount
    keep_terms(tables, w, event)
    nation.noted = 0
    _add_to_digest(tables, w, month, kind, actor, target)


@rule
def log_imposed(tables, w, month, kind, actor, target, post, how):
    """Enter an event that an intervention made: certain, nothing drawn, and not part of the month's digest."""
    digest = tables.months[w, month].digest
    before = tables.nation[w].events
    forget(tables, w)
    log(tables, w, month, kind, actor, target, NOBODY, post, how, 1.0, np.nan, 0.0)
    if tables.nation[w].events > before:
        tables.events[w, before].imposed = 1
    tables.months[w, month].digest = digest


@rule
def _add_to_digest(tables, w, month, kind, actor, target):
    now = tables.months[w, month]
    first = tables.uid[actor] if actor != NOBODY else whole(1)
    second = tables.uid[target] if target != NOBODY else whole(2)
    now.digest = fold(now.digest, whole(kind), first, second)


@rule
def add_action_to_digest(tables, w, month, k):
    """An action is part of what happened in the month, as an event is."""
    faction = tables.factions[w, k]
    now = tables.months[w, month]
    if faction.target == NOBODY:
        target = whole(0)
    elif faction.action == COURT_PATRON:
        target = whole(faction.target + 1)
    else:
        target = tables.uid[faction.target]
    now.digest = fold(now.digest, tables.uid[k], whole(faction.action + 1), target)
