"""From a country and a scenario to the arrays of a block of worlds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from sim.pack import Country
from sim.pack.country.country import Cadre
from sim.pack.country.vocabulary import ORGANS
from sim.world.calendar import calendar, suppressed_with
from sim.world.do import Intervention, options_of
from sim.world.fields import SWITCHES
from sim.world.luck import key
from sim.world.state import (
    COMING_DTYPE,
    DEATH_DTYPE,
    HOLDER_DTYPE,
    LAYOUT_DTYPE,
    MONTH_DTYPE,
    OVERRIDE_DTYPE,
    PERSON_DTYPE,
    ROW_DTYPE,
    SWITCHES_DTYPE,
    WINGS,
    Array,
    Block,
    Tables,
    common_dtype,
    post_room,
    world_dtype,
)
from sim.world.words import (
    AS_DRAWN,
    AS_RECORDED,
    BY_COALITION,
    DO_DEATH,
    DO_FIAT,
    DO_PLENUM,
    DO_REMOVE,
    DO_START,
    DO_SWAP,
    DO_TRAIT,
    DO_TRAIT_MEDIAN,
    NEVER,
    UNRANKED,
)

_ROUTES: Final = {"plenum": DO_PLENUM, "fiat": DO_FIAT, "death": DO_DEATH, "start": DO_START}
_ENDORSEMENT: Final = {"record": AS_RECORDED, "drawn": AS_DRAWN, "coalition": BY_COALITION}
MAJORITIES: Final = {"half": 1 / 2, "three_fifths": 3 / 5, "two_thirds": 2 / 3}
"""What the options of the switch `majority` mean; `drawn` leaves the parameter."""


@dataclass(frozen=True)
class Scenario:
    """A country with interventions, compiled: everything but the worlds' luck and draws."""

    country: Country
    do: tuple[Intervention, ...]
    options: dict[str, str]
    calendar: Array
    overrides: Array
    deaths: Array
    comings: Array
    people: Array
    switches: Array
    layout: Array
    uid: Array
    order: Array
    entry: Array
    first_ruler: int

    @property
    def texts(self) -> list[str]:
        """The interventions as canonical texts."""
        return [one.text for one in self.do]


@lru_cache(maxsize=65536)
def person_key(name: str) -> np.uint64:
    """Key of a person's luck."""
    return key("person", name)


def _faction_tables(country: Country) -> tuple[Array, Array, Array]:
    uid = np.array([key("faction", faction.uid) for faction in country.factions], dtype=np.uint64)
    order = np.argsort(uid, kind="stable").astype(np.int64)
    entry = np.full((len(country.factions), 2), NEVER, dtype=np.int64)
    index = country.numbers
    for k, faction in enumerate(country.factions):
        if faction.entry is not None:
            entry[k] = faction.entry, index[faction.parent or faction.key]
    return uid, order, entry


def _layout(country: Country) -> Array:
    """Rank, organ and weights of every post: the first of a block of `top_every` is a top post, the first of each other `committee_every` next."""
    scheme = country.post_scheme
    weights = {organ.key: organ.weight for organ in country.organs}
    room = post_room(scheme.total)
    layout = np.zeros(room, LAYOUT_DTYPE)
    seen = [0, 0, 0]
    for i in range(room):
        rank = 0 if i % scheme.top_every == 0 else 1 if i % scheme.committee_every == 0 else 2
        weight = (scheme.top_weight, scheme.committee_weight, scheme.other_weight)[rank]
        organ = seen[rank] % len(ORGANS)
        seen[rank] += 1
        layout[i] = (key("post", i), rank, organ, weight * weights[ORGANS[organ]], weight if rank < 2 else 0.0)
    return layout


def _people(country: Country, removed: set[str]) -> Array:
    index = country.numbers
    people = np.zeros(len(country.cadres), PERSON_DTYPE)
    for n, cadre in enumerate(country.cadres):
        faction = index.get(cadre.faction, -1)
        gone = cadre.key in removed or (cadre.died is not None and cadre.died < 0)
        born = math.nan if cadre.born is None else cadre.born * 12.0 - country.first_month
        people[n] = (person_key(cadre.key), faction, cadre.standing or UNRANKED, born, int(faction >= 0 and not gone))
    return people


def _replayed(country: Country, options: dict[str, str]) -> list[Cadre]:
    """People whose recorded deaths the model replays.

    Natural ones and accidents; those of the war, and at the hands of the rival state, where the war goes as it went; and suicides and assassinations.
    Never an execution by the regime itself: whether it comes to that is what a world decides.
    """
    mode = options.get("recorded_deaths", "off")
    until = {"off": 0, "on": country.months}.get(mode, max((juncture.date for juncture in country.junctures), default=0))
    as_it_went = options.get("war", "as_it_went") == "as_it_went"
    kinds = {"natural", "accident"} | ({"war"} if as_it_went else set())
    fates = {"suicide", "assassinated"} | ({"executed_by_rival"} if as_it_went else set())
    dated = [cadre for cadre in country.cadres if cadre.died is not None and 0 <= cadre.died < until]
    return [cadre for cadre in dated if cadre.death_kind in kinds or (cadre.death_kind == "violent" and cadre.fate in fates)]


def idle(country: Country, do: Sequence[Intervention]) -> list[str]:
    """Interventions that keep somebody from a death which no world replays, and so change nothing."""
    replayed = {cadre.key for cadre in _replayed(country, options_of(country, do))}
    return [one.text for one in do if one.kind == "keep" and one.name not in replayed]


def _deaths(country: Country, options: dict[str, str], cancelled: set[str]) -> Array:
    rows = [(cadre.died, person_key(cadre.key)) for cadre in _replayed(country, options) if cadre.key not in cancelled]
    return np.array(sorted(rows), dtype=DEATH_DTYPE) if rows else np.zeros(0, DEATH_DTYPE)


def _overrides(country: Country, do: Sequence[Intervention]) -> Array:
    index = country.numbers
    names = country.trait_names
    people = [cadre.key for cadre in country.cadres]
    rows: list[tuple[Any, ...]] = []
    for one in do:
        first, second = index.get(one.faction, -1), index.get(one.second, -1)
        if one.kind == "ruler":
            rows.append((one.month, _ROUTES[one.route], first, -1, -1, 0.0, 0, -1))
        elif one.kind == "trait":
            what = DO_TRAIT_MEDIAN if one.value is None else DO_TRAIT
            rows.extend((one.month, what, first, -1, names.index(trait), one.value or 0.0, 0, -1) for trait in one.traits)
        elif one.kind == "swap":
            rows.extend((one.month, DO_SWAP, first, second, names.index(trait), 0.0, 0, -1) for trait in one.traits)
        elif one.kind == "remove":
            rows.append((one.month, DO_REMOVE, -1, -1, -1, 0.0, person_key(one.name), people.index(one.name)))
    return np.array(rows, dtype=OVERRIDE_DTYPE) if rows else np.zeros(0, OVERRIDE_DTYPE)


def _comings(country: Country, suppressed: Sequence[str], forced: Mapping[str, int]) -> Array:
    """When each named outside event comes; one whose month lies before the horizon, or that is suppressed, is entered nowhere."""
    absent = {event.key for event in suppressed_with(country, suppressed)}
    table = np.zeros(len(country.outside), COMING_DTYPE)
    for n, event in enumerate(country.outside):
        table[n] = NEVER if event.key in absent else forced.get(event.key, event.month), int(event.key in forced)
    return table


def _switches(country: Country, options: dict[str, str]) -> Array:
    row = np.zeros(1, SWITCHES_DTYPE)
    for name, *_ in SWITCHES:
        row[name] = int(options.get(name, "on") == "on")
    row["mass_example"] = int(options.get("mass_example", "off") == "on")
    row["contest"] = int(options.get("challenge_rule", "vote") == "contest")
    row["endorsement"] = _ENDORSEMENT[options.get("endorsement", "record")]
    row["rival_state"] = int(country.rival_state)
    return row


def compile_scenario(country: Country, do: tuple[Intervention, ...] = ()) -> Scenario:
    """Compile interventions for a country."""
    options = options_of(country, do)
    removed = {one.name for one in do if one.kind == "remove" and not one.month}
    cancelled = {one.name for one in do if one.kind == "keep"}
    suppressed = [one.name for one in do if one.kind == "suppress"]
    forced = {one.name: one.month for one in do if one.kind == "force" and one.month is not None}
    months = calendar(country, options.get("war", ""), suppressed, forced)
    uid, order, entry = _faction_tables(country)
    return Scenario(
        country, do, options, months, _overrides(country, do), _deaths(country, options, cancelled),
        _comings(country, suppressed, forced), _people(country, removed),
        _switches(country, options), _layout(country), uid, order, entry, country.numbers[country.first_ruler],
    )  # fmt: skip


def fork_month(one: Scenario, other: Scenario) -> int:
    """First month in which two scenarios of one country can differ; `months` if never. Until then one run serves both."""
    never = one.country.months
    for name in ("people", "switches", "uid", "order", "entry"):
        if getattr(one, name).tobytes() != getattr(other, name).tobytes():
            return 0
    if one.options.get("majority") != other.options.get("majority"):
        return 0
    first = never
    different = np.flatnonzero(one.calendar != other.calendar)
    if different.size:
        first = min(first, int(different[0]))
    for mine, others in ((one.overrides, other.overrides), (one.deaths, other.deaths), (one.comings, other.comings)):
        shared = {row.tobytes() for row in mine} & {row.tobytes() for row in others}
        months = [int(row["month"]) for table in (mine, others) for row in table if row.tobytes() not in shared]
        first = min([first, *(month for month in months if month != NEVER)])
    return max(0, first)


def make_commons(scenario: Scenario, parameters: Array, traits: Array) -> Array:
    """What the worlds of each draw share: (draws,) records of `state.common_dtype`."""
    commons = np.zeros(len(parameters), common_dtype(post_room(scenario.country.post_scheme.total)))
    factions, months = len(scenario.uid), len(scenario.calendar)
    commons["parameters"] = parameters
    majority = scenario.options.get("majority", "drawn")
    if majority in MAJORITIES:
        commons["parameters"]["coalition_threshold"] = commons["parameters"]["vote_majority"] = MAJORITIES[majority]
    commons["traits"][:, :factions] = traits
    commons["switches"] = scenario.switches[0]
    commons["calendar"][:, :months] = scenario.calendar
    commons["layout"][:, : len(scenario.layout)] = scenario.layout
    uid = np.concatenate([scenario.uid, np.array([key("wing", n) for n in range(WINGS)], np.uint64)])
    commons["uid"][:, : len(uid)], commons["order"][:, : len(uid)] = uid, np.argsort(uid, kind="stable")
    commons["entry"][:, :factions] = scenario.entry
    commons["overrides"][:, : len(scenario.overrides)], commons["override_count"] = scenario.overrides, len(scenario.overrides)
    commons["deaths"][:, : len(scenario.deaths)], commons["death_count"] = scenario.deaths, len(scenario.deaths)
    commons["comings"][:, : len(scenario.comings)], commons["coming_count"] = scenario.comings, len(scenario.comings)
    commons["count"], commons["groups"], commons["patrons"] = len(uid), factions, len(scenario.country.patrons)
    commons["first_month"] = scenario.country.first_month
    commons["posts"], commons["first_ruler"] = scenario.country.post_scheme.total, scenario.first_ruler
    return commons


def blank_tables(scenario: Scenario, count: int, *, holders: bool = False) -> Tables:
    """Arrays for so many worlds, all zero."""
    country = scenario.country
    posts, months = country.post_scheme.total, country.months
    return Tables(
        np.zeros(count, world_dtype(post_room(posts))), np.zeros((count, months), MONTH_DTYPE),
        np.zeros((count, months, len(scenario.uid)), ROW_DTYPE), np.zeros((count, months if holders else 1, posts), HOLDER_DTYPE),
    )  # fmt: skip


def make_block(
    scenario: Scenario, paths: Array, draws: Array, commons: Array, *, holders: bool = False, tables: Tables | None = None
) -> Block:  # fmt: skip
    """Arrays for a block of worlds, not yet begun.

    Args:
        paths: (worlds, pieces) records of month and key, each world's luck.
        draws: (worlds,) row of `commons` each world uses.
        commons: (draws,) from `make_commons`.
        holders: keep who held each post in each month (for alignment).
        tables: blank arrays to be filled, as a part of larger ones; new ones if none are given.
    """
    worlds, months, rows, prints = tables or blank_tables(scenario, len(draws), holders=holders)
    worlds["draw"] = draws
    worlds["paths"][:, : paths.shape[1]], worlds["pieces"] = paths, paths.shape[1]
    months["ruler"] = -1
    rows["action"] = rows["target"] = -1
    return Block(worlds, commons, scenario.people, months, rows, prints)
