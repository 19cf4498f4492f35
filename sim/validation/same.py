"""The same worlds under other names: what a country and its worlds become when its groups are named and ordered otherwise."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from sim.pack import Country
from sim.world.rules.routine import COURT_PATRON
from sim.world.state import WINGS, Array, Block

SCRATCH: Final = frozenset({"noted", "noted_count", "scratch", "sums", "holder_keys", "draws", "lanes", "group_lanes"})
"""Fields in which a rule keeps what it needs for the moment; nobody reads them later."""
ROOMS: Final = ("factions", "ties", "pairs")
"""Rooms of a world with a place for each group; those of groups that are not there do not count."""


def differences(one: Any, other: Any, ignore: Iterable[str] = SCRATCH, path: str = "") -> list[str]:
    """Names of the fields in which two arrays or records differ; NaN equals NaN."""
    if one.dtype.names is None:
        same = np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
        return [] if same else [path]
    found: list[str] = []
    for name in one.dtype.names:
        if name not in ignore:
            found += differences(one[name], other[name], ignore, f"{path}.{name}" if path else name)
    return found


def renamed(country: Country, names: Mapping[str, str]) -> Country:
    """The country with other keys for its groups, in the order of the new keys, as the loader would have them; uid kept."""

    def new(key: str | None) -> str | None:
        return names.get(key, key) if key else key

    factions = sorted((dataclasses.replace(f, key=names[f.key], parent=new(f.parent), aliases=()) for f in country.factions), key=lambda f: f.key)
    cadres = tuple(dataclasses.replace(cadre, faction=new(cadre.faction) or "") for cadre in country.cadres)
    return dataclasses.replace(country, factions=tuple(factions), cadres=cadres, first_ruler=names[country.first_ruler])


def renumbered(values: Any, new: Array) -> Any:
    """Numbers of groups as they are after the move; negative ones stand for nobody."""
    return np.where(values >= 0, new[np.maximum(values, 0)], values)


def moved(block: Block, new: Sequence[int]) -> Block:
    """The block as it should look if group k of it stood at place new[k]."""
    groups = len(new)
    place = np.array([*new, *range(groups, groups + WINGS)])  # rooms for wings stay where they are
    old, count = np.argsort(place), len(place)
    worlds, months, rows = block.worlds.copy(), block.months.copy(), block.rows[:, :, old[:groups]].copy()
    for table in (worlds, months):
        table["ruler"] = renumbered(table["ruler"], place)
    worlds["coalition"] = sum(((worlds["coalition"] >> k) & 1) << int(place[k]) for k in range(count))
    for inner in ("factions", "ties"):
        worlds[inner][:, :count] = worlds[inner][:, old]
    worlds["pairs"][:, :count, :count] = worlds["pairs"][:, old][:, :, old]
    rooms = (("posts", "posts_used", ("origin", "came", "patron", "backing", "private", "leads")), ("events", "event_count", ("actor", "target")))
    for room, used, fields in rooms:
        in_use = np.arange(worlds[room].shape[1]) < worlds[used][:, None]
        for field in fields:
            worlds[room][field] = np.where(in_use, renumbered(worlds[room][field], place), worlds[room][field])
    for field in ("parent", "group"):
        worlds["factions"][field][:, :count] = renumbered(worlds["factions"][field][:, :count], place)
    for table in (worlds["factions"], rows):
        at_factions = table["action"] != COURT_PATRON
        table["target"] = np.where(at_factions, renumbered(table["target"], place), table["target"])
    return Block(worlds, block.commons, block.people, months, rows, block.holders)


def block_differences(expected: Block, found: Block, count: int) -> list[str]:
    """Names of the fields in which all that was simulated differs, with `count` groups."""
    one, other = expected.worlds, found.worlds
    count += WINGS
    names = [f"{part}.{name}" for part in ("months", "rows") for name in differences(getattr(expected, part), getattr(found, part))]
    names += differences(one, other, SCRATCH | {*ROOMS, "posts"})
    names += differences(one["factions"][:, :count], other["factions"][:, :count], path="factions")
    names += differences(one["ties"][:, :count], other["ties"][:, :count], path="ties")
    names += differences(one["pairs"][:, :count, :count], other["pairs"][:, :count, :count], path="pairs")
    return names + differences(one["posts"], other["posts"], path="posts")


__all__ = ["SCRATCH", "block_differences", "differences", "moved", "renamed", "renumbered"]
