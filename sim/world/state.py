"""Everything a world consists of: the arrays made from the tables of `fields`.

One world is one record; a thousand worlds are an array of them, so that one world that is watched and a thousand that are counted run the
same compiled code. A field is read and written by its name: `world.hardship`, `world.factions[k].support`. Rules get a world and the
`common` record of its draw (parameters, switches, calendar), both by reference. Rooms inside a record have fixed sizes; `common.count` and
`world.posts_used` say how much of them is in use.

Indexes: w world, k or j faction, q patron (0 first, 1 second), i post, month (0 = first month of the horizon).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from sim.pack.country.vocabulary import MOST_DEATHS, MOST_MONTHS, MOST_OUTSIDE, PARAMETER_NAMES
from sim.world.fields import (
    CALENDAR,
    COMING,
    COMMON,
    DEATH,
    EVENT,
    F8,
    FACTION,
    GROUP_LANE,
    I8,
    LANE,
    LAYOUT,
    MONTH,
    MONTH_FACTION,
    NATION,
    OVERRIDE,
    PAIR,
    PATH,
    PATRON,
    PERSON,
    POST,
    SWITCHES,
    TERM,
    TIE,
    TRAITS,
    U4,
    U8,
    Field,
)
from sim.world.words import ACTIONS, TERMS_NOTED

World: TypeAlias = Any
"""A record of `world_dtype`: numpy gives its fields as attributes, which a type checker can't see."""
Common: TypeAlias = Any
"""A record of `common_dtype`."""
Array: TypeAlias = npt.NDArray[Any]

def _aligned(fields: list[Any]) -> np.dtype[Any]:
    """An aligned record whose scalars give their fields as attributes, compiled or not."""
    return np.dtype((np.record, np.dtype(fields, align=True)))


def _record(fields: tuple[Field, ...]) -> np.dtype[Any]:
    """The record of a table of fields."""
    return _aligned([(name, kind) for name, kind, *_ in fields])


PARAMETERS_DTYPE: Final = _aligned([(name, F8) for name in PARAMETER_NAMES])

FACTIONS_MOST: Final = 6
WINGS: Final = 2
"""Rooms for wings: sides that a group divides into, after all groups."""
SIDES_MOST: Final = FACTIONS_MOST + WINGS
LANES: Final = 4
"""Running sums (a power of two) to which posts are added in turn, added up at the end: one sum alone would wait at every post for the one before."""
PATRONS: Final = 2
PIECES_MOST: Final = 32
EVENT_ROOM: Final = 400
"""Events a world may have; a run in which one is lost is refused."""
OVERRIDES_MOST: Final = 64
POST_ROOMS: Final = (350, 1750)
"""Room for posts: compiled code depends on it, so there are only two sizes."""
SECOND_HALF_ROOM: Final = 150
"""Most posts that can come in with the other half of a country."""


def post_room(posts: int) -> int:
    """The smallest room that holds so many posts and another half."""
    return next(room for room in POST_ROOMS if posts + SECOND_HALF_ROOM <= room)


@cache  # one object: Numba compares an equal one field by field at every call
def world_dtype(room: int) -> np.dtype[Any]:
    """One world: a record of everything the month changes. Copying the record copies the world."""
    nested: list[Any] = [
        ("factions", _record(FACTION), (SIDES_MOST,)),
        ("ties", _record(TIE), (SIDES_MOST, PATRONS)),
        ("pairs", _record(PAIR), (SIDES_MOST, SIDES_MOST)),
        ("patrons", _record(PATRON), (PATRONS,)),
        ("paths", _record(PATH), (PIECES_MOST,)),
        ("noted", _record(TERM), (TERMS_NOTED,)),
        ("sums", F8, (1 << SIDES_MOST,)),
        ("choice_addresses", U8, (len(ACTIONS),)),
        ("holder_keys", U8, (room,)),
        ("draws", F8, (room,)),
        ("lanes", _record(LANE), (LANES,)),
        ("group_lanes", _record(GROUP_LANE), (LANES, SIDES_MOST)),
        ("events", _record(EVENT), (EVENT_ROOM,)),
        ("posts", _record(POST), (room,)),
    ]
    return _aligned([(name, kind) for name, kind, *_ in NATION] + nested)


@cache
def common_dtype(room: int) -> np.dtype[Any]:
    """What a country, a scenario and a draw of parameters and traits give to all their worlds: a record the month only reads."""
    nested: list[Any] = [
        ("parameters", PARAMETERS_DTYPE),
        ("switches", _record(SWITCHES)),
        ("traits", _record(TRAITS), (FACTIONS_MOST,)),
        ("uid", U8, (SIDES_MOST,)),
        ("order", I8, (SIDES_MOST,)),
        ("entry", I8, (FACTIONS_MOST, 2)),
        ("overrides", _record(OVERRIDE), (OVERRIDES_MOST,)),
        ("deaths", _record(DEATH), (MOST_DEATHS,)),
        ("comings", _record(COMING), (MOST_OUTSIDE,)),
        ("layout", _record(LAYOUT), (room,)),
        ("calendar", _record(CALENDAR), (MOST_MONTHS,)),
    ]
    return _aligned([(name, kind) for name, kind, *_ in COMMON] + nested)


class Block(NamedTuple):
    """A block of worlds and what they share."""

    worlds: np.ndarray[Any, Any]  # (w,) world_dtype
    commons: np.ndarray[Any, Any]  # (draw,) common_dtype
    people: np.ndarray[Any, Any]  # (n,) PERSON
    months: np.ndarray[Any, Any]  # (w, month) MONTH
    rows: np.ndarray[Any, Any]  # (w, month, k) MONTH_FACTION
    holders: np.ndarray[Any, Any]  # (w, month or 1, i) fingerprint of who holds each post


class Tables(NamedTuple):
    """What a run of a block writes; as in `Block`."""

    worlds: np.ndarray[Any, Any]
    months: np.ndarray[Any, Any]
    rows: np.ndarray[Any, Any]
    holders: np.ndarray[Any, Any]


MONTH_DTYPE: Final = _record(MONTH)
ROW_DTYPE: Final = _record(MONTH_FACTION)
HOLDER_DTYPE: Final = np.dtype(U4)
PERSON_DTYPE: Final = _record(PERSON)
LAYOUT_DTYPE: Final = _record(LAYOUT)
CALENDAR_DTYPE: Final = _record(CALENDAR)
OVERRIDE_DTYPE: Final = _record(OVERRIDE)
COMING_DTYPE: Final = _record(COMING)
DEATH_DTYPE: Final = _record(DEATH)
SWITCHES_DTYPE: Final = _record(SWITCHES)
TRAITS_DTYPE: Final = _record(TRAITS)
PATH_DTYPE: Final = _record(PATH)
