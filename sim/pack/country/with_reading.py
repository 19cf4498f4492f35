"""A country under a rival reading: some values replaced, each by one that keeps its own source and place."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping

from sim.pack.country.accepted import with_names
from sim.pack.country.canonical import content_hash
from sim.pack.country.country import Cadre, Country, Faction, Series, Switch, Value
from sim.pack.country.errors import Argument, InputError, unknown_name
from sim.pack.country.frozen import Frozen
from sim.pack.country.questions import ReadingChange


def with_reading(country: Country, key: str) -> Country:
    """The country as a reading of its own has it. Its hash is another one, and its identity names the reading.

    Accepted sets stay but for the numbers that the reading replaces: these are drawn from its own priors.

    Raises:
        InputError: the pack has no such reading, or the country is under one already.

    Example:
        >>> from sim.pack import load_pack
        >>> with_reading(load_pack("demo"), "kinder").identity["reading"]
        'kinder'
    """
    if country.reading:
        raise InputError(
            Argument("reading"), "already under one", kind="duplicate",
            found=repr(country.reading), allowed="one reading at a time, on the pack as it stands"
        )
    reading = next((one for one in country.readings if one.key == key.strip()), None)
    if reading is None:
        raise unknown_name(Argument("reading"), "reading", key, [one.key for one in country.readings])
    by_kind: defaultdict[str, dict[str, ReadingChange]] = defaultdict(dict)
    for change in reading.changes:
        by_kind[change.kind][change.key] = change
    changed = dataclasses.replace(
        country,
        reading=reading.key,
        factions=tuple(_faction(faction, by_kind["trait"]) for faction in country.factions),
        parameters=_replaced(country.parameters, by_kind["parameter"]),
        cadres=tuple(_moved(cadre, by_kind["cadre"].get(cadre.key)) for cadre in country.cadres),
        switches=tuple(_set(switch, by_kind["switch"].get(switch.key)) for switch in country.switches),
        accepted=country.accepted and country.accepted.without(_replaced_keys(country, {*by_kind["trait"], *by_kind["parameter"]})),
        series=Frozen({key: _with_stretches(series, by_kind["series"].values()) for key, series in country.series.items()}),
    )
    return dataclasses.replace(changed, hash=content_hash(changed))


def _replaced_keys(country: Country, keys: set[str]) -> set[str]:
    """Keys of values that a reading replaces, groups by uid; shares of posts go together, because they add to 1."""
    shares = {f"{faction.key}.reach" for faction in country.factions}
    replaced = keys | shares if keys & shares else keys
    return set(with_names(replaced, {faction.key: faction.uid for faction in country.factions}))


def _replaced(values: Mapping[str, Value], changes: Mapping[str, ReadingChange], before: str = "") -> Frozen[str, Value]:
    """The values, those of the changes in their places; keys of the changes begin with `before`."""
    def value_of(name: str, own: Value) -> Value:
        change = changes.get(before + name)
        return own if change is None or change.value is None else change.value

    return Frozen({name: value_of(name, own) for name, own in values.items()})


def _faction(faction: Faction, changes: Mapping[str, ReadingChange]) -> Faction:
    return dataclasses.replace(faction, traits=_replaced(faction.traits, changes, f"{faction.key}."))


def _with_stretches(series: Series, changes: Iterable[ReadingChange]) -> Series:
    """The series, with other values in the stretches that are changed."""
    own = {change.segment.start: change.segment for change in changes if change.series == series.key and change.segment is not None}
    return dataclasses.replace(series, segments=tuple(own.get(one.start, one) for one in series.segments)) if own else series


def _moved(cadre: Cadre, change: ReadingChange | None) -> Cadre:
    """The cadre in the faction of the reading; the pack's own stands as the alternative."""
    if change is None:
        return cadre
    return dataclasses.replace(
        cadre, faction=change.choice, faction_alt=cadre.faction, source=change.source, confidence=change.confidence or cadre.confidence,
        note=change.basis or cadre.note, place=change.place,
    )  # fmt: skip


def _set(switch: Switch, change: ReadingChange | None) -> Switch:
    """The switch with the reading's option as its default; what was said for the pack's default is now said for the other side."""
    if change is None:
        return switch
    rest = tuple(option for option in switch.options if option != change.choice)
    return dataclasses.replace(
        switch, default=change.choice, options=(change.choice, *rest), for_default=change.basis or switch.for_other,
        for_other=switch.for_default, source=change.source, place=change.place,
    )  # fmt: skip
