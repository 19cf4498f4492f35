"""The audit of a month: every number lies in the range of its field (`fields`), NaN in none. A world that fails is run no further.

The compiled part only says whether a month is sound, which costs a comparison a field. Which field it was is found out afterwards from the table
of fields, on the record that was left as it stood; a test holds that the two mean the same fields.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.pack import InputError
from sim.pack.country.dates import month_text
from sim.world.compiled import rule
from sim.world.fields import EVENT, FACTION, FOUR, GROWTH, MONTH_FACTION, MONTHS, NATION, PATRON, RATIO, SEVERAL, TIE, TWICE, UTILITY, Field, Range
from sim.world.state import EVENT_ROOM, Array, Block, Common, World

ROUNDING = 1e-9
"""Shares that are added up come to a little more than 1."""
ONE = 1.0
BOTH, MOVED, REFILLED, FOLD, PACE, GAIN, SPAN = TWICE[1], FOUR[1], SEVERAL[1], RATIO[1], GROWTH[1], UTILITY[1], MONTHS[1]


# All comparisons of a group are made, without a jump between them (`&`, not `and`): it takes half the time.
@rule
def up_to(x: float, high: float) -> bool:
    """Whether a number lies between 0 and `high`."""
    return abs(x - high / 2.0) <= high / 2.0 + ROUNDING


@rule
def around(x: float, high: float) -> bool:
    """Whether a number lies between `-high` and `high`."""
    return abs(x) <= high + ROUNDING


@rule
def nation_is_sound(world: World) -> bool:
    """Fields of the country."""
    people = up_to(world.hardship, ONE) & up_to(world.protest, ONE) & up_to(world.uprising_chance, ONE) & up_to(world.falsification, ONE)
    street = around(world.street, GAIN) & around(world.mood, GAIN)
    economy = up_to(world.consumption, FOLD) & up_to(world.aspiration, FOLD) & around(world.growth, PACE) & up_to(world.destroyed, ONE)
    strain = up_to(world.blame, ONE) & up_to(world.mobilisation, ONE) & up_to(world.competence, ONE) & up_to(world.aid, ONE)
    patrons = around(world.alignment, ONE) & up_to(world.dependence, ONE) & up_to(world.goodwill, BOTH) & up_to(world.conflict, ONE)
    aid = up_to(world.remembered, BOTH)
    pleased = up_to(world.first_goodwill, ONE) & up_to(world.second_goodwill, ONE) & up_to(world.content, BOTH) & up_to(world.moved, MOVED)
    ruler = up_to(world.concentration, ONE) & around(world.ruler_line, ONE) & up_to(world.reform, ONE) & up_to(world.repression, ONE)
    top = up_to(world.turmoil, ONE) & up_to(world.coup_risk, ONE) & up_to(world.party_control, ONE) & up_to(world.coalition_threshold, ONE)
    apparatus = up_to(world.drift, ONE) & up_to(world.party_turnover, REFILLED)
    return people & street & aid & economy & strain & patrons & pleased & ruler & top & apparatus


@rule
def faction_is_sound(world: World, k: int) -> bool:
    """Fields of a faction and of its ties."""
    one, first, second = world.factions[k], world.ties[k, 0], world.ties[k, 1]
    shares = up_to(one.support, ONE) & up_to(one.power, ONE) & up_to(one.post_share, ONE)
    seats = up_to(one.committee_share, ONE) & up_to(one.forces_share, ONE)
    efforts = up_to(one.organising, ONE) & up_to(one.courting, ONE) & up_to(one.hiding, ONE) & up_to(one.accused, ONE)
    chances = up_to(one.expected, ONE) & up_to(one.chance, ONE) & up_to(one.probability, ONE)
    patrons = up_to(one.answer, ONE) & up_to(one.hope, ONE) & up_to(one.shield, ONE)
    hopes = up_to(one.protection, BOTH) & around(one.threat, GAIN)
    ties = up_to(first.courting, ONE) & up_to(first.tie, ONE) & up_to(second.courting, ONE) & up_to(second.tie, ONE)
    return shares & seats & efforts & chances & patrons & hopes & ties


@rule
def patron_is_sound(world: World, q: int) -> bool:
    """Fields of a patron."""
    patron = world.patrons[q]
    return up_to(patron.presence, ONE) & around(patron.line, ONE) & up_to(patron.shift, BOTH)


@rule
def events_are_sound(world: World, month: int) -> bool:
    """The month's events, the last of the ledger."""
    n = world.event_count - 1
    while n >= 0 and world.events[n].month == month:
        event = world.events[n]
        sizes = around(event.value_0, GAIN) and around(event.value_1, GAIN) and around(event.value_2, GAIN)
        if not (sizes and up_to(event.probability, ONE) and up_to(event.amount, SPAN)):
            return False
        n -= 1
    return True


@rule
def audit(world: World, common: Common, rows: Array, month: int) -> None:
    """Mark the world if a number of the month is outside its range."""
    sound = nation_is_sound(world) and events_are_sound(world, month) and patron_is_sound(world, 0) and patron_is_sound(world, 1)
    for k in range(common.count):
        sound = sound and faction_is_sound(world, k)
    for k in range(common.groups):
        sound = sound and up_to(rows[month, k].seats, ONE) and up_to(rows[month, k].heads, ONE)
    if not sound:
        world.unsound = month + 1


def audited(world: Any, rows: Array, month: int, factions: int) -> Iterator[tuple[str, float, Range]]:
    """Every number that is audited, by the table of fields: its name (parts counted from 1), the number, its range. `rows` (month, k)."""
    records: list[tuple[str, tuple[Field, ...], Any]] = [("", NATION, world)]
    for k in range(factions):
        records.append((f"factions[{k + 1}].", FACTION, world["factions"][k]))
        if k < rows.shape[1]:
            records.append((f"factions[{k + 1}].", MONTH_FACTION, rows[month, k]))
        records += [(f"factions[{k + 1}].ties[{q + 1}].", TIE, world["ties"][k, q]) for q in range(2)]
    records += [(f"patrons[{q + 1}].", PATRON, world["patrons"][q]) for q in range(2)]
    events = world["events"][: int(world["event_count"])]
    records += [(f"events[{n + 1}].", EVENT, event) for n, event in enumerate(events) if int(event["month"]) == month]
    for prefix, table, record in records:
        for name, _, _, bounds, _ in table:
            if bounds is not None:
                yield prefix + name, float(record[name]), bounds


def refuse_unsound(block: Block) -> None:
    """Refuse a block of which a world has failed its audit, or had more events than there is room for.

    Raises:
        InputError: names the first such world, the month, the field.
    """
    for w in np.flatnonzero((block.worlds["unsound"] != 0) | (block.worlds["lost_events"] != 0)):
        world, common = block.worlds[w], block.commons[int(block.worlds["draw"][w])]
        month = int(world["unsound"]) - 1
        name = f"world {int(world['number'])}"
        if month < 0:
            found = str(EVENT_ROOM + int(world["lost_events"]))
            raise InputError(
                None, f"{name}: the numbers of this world break the model, too many events", kind="range",
                found=found, allowed=f"at most {EVENT_ROOM}"
            )
        when = month_text(int(common["first_month"]) + month)
        for field, number, (low, high) in audited(world, block.rows[w], month, int(common["count"])):
            if math.isnan(number) or not low - ROUNDING <= number <= high + ROUNDING:
                problem = f"{name}, {when}: the numbers of this world break the model, {field} out of range"
                raise InputError(None, problem, kind="range", found=f"{number:g}", allowed=f"{low:g} to {high:g}")
