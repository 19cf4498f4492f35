"""The ledger: what happened, by which rule, how likely it was, what was drawn, and the largest terms of the decision.

A rule notes its terms (`note`) while it adds them up; `log` keeps the largest with the event. Nothing else explains an event later.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.world.compiled import rule
from sim.world.luck import Word, fold, whole
from sim.world.state import Common, World
from sim.world.words import EV_OUTSIDE, HOW_CAME, HOW_REMOVED, NOBODY, TERMS_KEPT


@rule
def forget(world: World) -> None:
    """Begin a new decision: no terms noted yet."""
    world.noted_count = 0


@rule
def note(world: World, term: int, value: float) -> float:
    """Note one term of the decision under way and hand its value on."""
    slot = world.noted[world.noted_count]
    slot.term = term
    slot.value = value
    world.noted_count += 1
    return value


@rule
def keep_terms(world: World, into: Any) -> None:
    """Write the largest noted terms, by size, into a record with fields term_0.. and value_0.. ; equals keep the order of noting."""
    into.term_0 = into.term_1 = into.term_2 = NOBODY
    into.value_0 = into.value_1 = into.value_2 = 0.0
    for place in range(TERMS_KEPT):
        largest = NOBODY
        for n in range(world.noted_count):
            if world.noted[n].term != NOBODY and (largest == NOBODY or abs(world.noted[n].value) > abs(world.noted[largest].value)):
                largest = n
        if largest == NOBODY:
            break
        slot = world.noted[largest]
        if slot.value != 0.0:
            if place == 0:
                into.term_0, into.value_0 = slot.term, slot.value
            elif place == 1:
                into.term_1, into.value_1 = slot.term, slot.value
            else:
                into.term_2, into.value_2 = slot.term, slot.value
        slot.term = NOBODY


@rule
def log(
    world: World, common: Common, month: int, kind: int, actor: int, target: int, patron: int, post: int, how: int,
    probability: float, luck: float, amount: float,
) -> None:  # fmt: skip
    """Enter an event with the terms noted for it. `luck` is NaN where nothing was drawn."""
    if world.event_count >= world.events.shape[0]:
        world.lost_events += 1
        return
    event = world.events[world.event_count]
    world.event_count += 1
    event.month, event.kind, event.patron = month, kind, patron
    event.actor, event.target, event.actor_wing, event.target_wing = actor, target, 0, 0
    if actor >= common.groups:
        event.actor, event.actor_wing = world.factions[actor].group, 1
    if target >= common.groups:
        event.target, event.target_wing = world.factions[target].group, 1
    event.post, event.how, event.imposed = post, how, 0
    event.person, event.name, event.outside = whole(0), NOBODY, NOBODY
    if post != NOBODY:
        event.person, event.name = world.posts[post].person, world.posts[post].name
    event.probability, event.luck, event.amount = probability, luck, amount
    event.choice, event.reasons = np.nan, 0
    keep_terms(world, event)
    world.noted_count = 0
    _add_to_digest(world, common, kind, actor, target)


@rule
def log_choice(world: World, k: int) -> None:
    """Add to the event just entered how likely it was that faction k chose it, and how many of the terms listed for the choice spoke for it."""
    if world.event_count == 0 or world.lost_events > 0:
        return
    event, faction = world.events[world.event_count - 1], world.factions[k]
    event.choice = faction.probability
    event.reasons = (faction.value_0 > 0.0) + (faction.value_1 > 0.0) + (faction.value_2 > 0.0)


@rule
def log_imposed(world: World, common: Common, month: int, kind: int, actor: int, target: int, post: int, how: int) -> None:
    """Enter an event that an intervention made: certain, nothing drawn, and not part of the month's digest."""
    digest = world.digest
    before = world.event_count
    forget(world)
    log(world, common, month, kind, actor, target, NOBODY, post, how, 1.0, np.nan, 0.0)
    if world.event_count > before:
        world.events[before].imposed = 1
    world.digest = digest


@rule
def log_person(world: World, common: Common, month: int, person: Word, name: int) -> None:
    """Enter that an intervention takes a person out of office, whether or not he holds a post."""
    before = world.event_count
    log_imposed(world, common, month, EV_OUTSIDE, NOBODY, NOBODY, NOBODY, HOW_REMOVED)
    if world.event_count > before:
        world.events[before].person, world.events[before].name = person, name


@rule
def log_coming(world: World, common: Common, month: int, n: int) -> None:
    """Enter that the n-th named outside event comes; it is given, and no part of the month's digest."""
    before = world.event_count
    log_imposed(world, common, month, EV_OUTSIDE, NOBODY, NOBODY, NOBODY, HOW_CAME)
    if world.event_count > before:
        world.events[before].outside, world.events[before].imposed = n, common.comings[n].imposed


@rule
def _add_to_digest(world: World, common: Common, kind: int, actor: int, target: int) -> None:
    first = common.uid[actor] if actor != NOBODY else whole(1)
    second = common.uid[target] if target != NOBODY else whole(2)
    world.digest = fold(world.digest, whole(kind), first, second)
