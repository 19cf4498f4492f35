"""Rival readings of the same record: files that change some values of a pack, each with a source of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sim.pack.build.numbers import build_trait, build_value, check_sums
from sim.pack.build.people import OTHER
from sim.pack.country.country import Cadre, Faction, Place, Segment, Series, Switch, Value
from sim.pack.country.dates import month_text
from sim.pack.country.errors import listed, nearest_to
from sim.pack.country.questions import Reading, ReadingChange
from sim.pack.country.units import bounds_of
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.schema import ReadingChangeTable, ReadingFile
from sim.pack.text.tables import Checked

KINDS: Final = ("trait", "parameter", "cadre", "switch", "series")
"""What a reading can change."""
_CHOICES: Final = {"cadre": "faction", "switch": "option"}
_NUMBERS: Final = ("low", "mode", "high", "start", "prior")
_NEEDED: Final = ("start", "prior", "basis", "confidence")
_COURSE: Final = ("from_", "value_from", "value_to")


@dataclass(frozen=True)
class Subjects:
    """What a reading can change; `None` where the file could not be read."""

    factions: Mapping[str, Faction] | None
    parameters: Mapping[str, Value] | None
    cadres: Mapping[str, Cadre] | None
    switches: Mapping[str, Switch]
    series: Mapping[str, Series] | None
    ranges: Mapping[str, tuple[float, float]]
    horizon: Horizon


@dataclass(frozen=True)
class _Numbers:
    """The numbers of a change, known to be all there."""

    low: float | None
    mode: float | None
    high: float | None
    start: float
    prior: str
    basis: str
    source: tuple[str, ...]
    confidence: str
    disputed_by: str


def build_readings(files: Mapping[str, Checked[ReadingFile]], subjects: Subjects, findings: Findings) -> tuple[Reading, ...]:
    """All readings by key. Mistakes in them are noted."""
    readings = [_reading(file, reading, subjects, findings) for file, reading in sorted(files.items())]
    return tuple(sorted(readings, key=lambda reading: reading.key))


def _reading(file: str, reading: Checked[ReadingFile], subjects: Subjects, findings: Findings) -> Reading:
    table = reading.table
    stem = file.removeprefix("readings/").removesuffix(".toml")
    if table.key != stem:
        findings.refuse(reading.at("key"), "key of a reading", kind="malformed", found=repr(table.key), allowed=f"the name of its file, {stem!r}")
    if not table.change:
        findings.refuse(reading.at("change"), "a reading that changes nothing", kind="missing", found="no change", allowed="at least one [[change]]")
    found = [_change(reading, position, subjects, findings) for position in range(len(table.change))]
    changes = sorted((change for change in found if change is not None), key=lambda change: (change.kind, change.key))
    findings.unique("subject of a change", ((change.key, change.place) for change in found if change is not None))
    _check_reach(changes, subjects, findings)
    parameters = {change.key: change.value for change in changes if change.kind == "parameter" and change.value is not None}
    check_sums(parameters, subjects.parameters or {}, findings)
    return Reading(table.key, table.title, table.author, table.note, tuple(changes), Place(file, 1))


def _change(reading: Checked[ReadingFile], position: int, subjects: Subjects, findings: Findings) -> ReadingChange | None:
    """One change, or `None` if it is not one."""
    change, place = reading.table.change[position], reading.at("change", position)
    given = [kind for kind in KINDS if getattr(change, kind) is not None]
    if len(given) != 1:
        findings.refuse(
            place, "subject of a change", kind="malformed", found=", ".join(given) or "none", allowed=f"exactly one of {', '.join(KINDS)}"
        )
        return None
    kind = given[0]
    where = reading.at("change", position, kind)
    value: Value | None = None
    choice = ""
    if kind == "series":
        return _series(change, place, where, subjects, findings)
    if any(getattr(change, name) is not None for name in _COURSE):
        key = getattr(change, kind)
        findings.refuse(place, f"change of {key}", kind="contradiction", found="a course", allowed="from, value_from, value_to of a series only")
        return None
    if kind in _CHOICES:
        choice = _choice(change, kind, place, where, subjects, findings)
        findings.source(reading.at("change", position, "source"), change.source)
    else:
        value = _value(change, kind, place, where, subjects, findings)
    key = getattr(change, kind)
    source = "; ".join(change.source)
    return ReadingChange(kind, key, value, choice, change.basis or "", source, change.confidence or "", change.disputed_by, place)


def _series(change: ReadingChangeTable, place: Place, where: Place, subjects: Subjects, findings: Findings) -> ReadingChange | None:
    """Another course of one stretch of a series: that which begins in the month `from`, to the month in which it ends."""
    key, first, low, high = str(change.series), change.from_, change.value_from, change.value_to
    missing = [name.rstrip("_") for name in _COURSE if getattr(change, name) is None]
    strangers = [name for name in (*_NUMBERS, *_CHOICES.values()) if getattr(change, name) is not None]
    findings.source(place, change.source)
    if missing or strangers or first is None or low is None or high is None:
        found = f"{', '.join(missing)} missing" if missing else f"{strangers[0]} beside a series"
        findings.refuse(place, f"change of {key}", kind="malformed", found=found, allowed="from, value_from, value_to, source")
        return None
    if subjects.series is None or not findings.known(where, "series", key, subjects.series):
        return None
    segments = subjects.series[key].segments
    own = next((one for one in segments if one.start == first - subjects.horizon.first), None)
    if own is None:
        begins = listed(month_text(subjects.horizon.first + one.start) for one in segments)
        findings.refuse(place, f"stretch of {key}", kind="unknown", found=month_text(first), allowed=f"a month in which one begins: {begins}")
        return None
    for value in (low, high):
        findings.between(place, f"value of {key}", value, *subjects.ranges.get(key, (-math.inf, math.inf)))
    source, confidence = "; ".join(change.source), change.confidence or own.confidence
    segment = Segment(own.start, own.end, low, high, "linear", source, confidence, change.basis or own.note, place)
    return ReadingChange(
        "series", f"{key}@{month_text(first)}", None, "", change.basis or "", source, confidence, change.disputed_by, place, key, segment
    )


def _value(change: ReadingChangeTable, kind: str, place: Place, where: Place, subjects: Subjects, findings: Findings) -> Value | None:
    """The number of a trait or a parameter."""
    missing = [name for name in _NEEDED if getattr(change, name) is None]
    strangers = [name for name in _CHOICES.values() if getattr(change, name) is not None]
    key = getattr(change, kind)
    if missing or strangers:
        found = f"{', '.join(missing)} missing" if missing else f"{strangers[0]} beside a number"
        findings.refuse(place, f"change of {key}", kind="malformed", found=found, allowed=f"{', '.join(_NEEDED)}, source; low, mode, high")
        return None
    numbers = _Numbers(
        change.low, change.mode, change.high, change.start or 0.0, change.prior or "", change.basis or "", change.source,
        change.confidence or "", change.disputed_by,
    )  # fmt: skip
    return _trait(key, numbers, where, subjects, findings) if kind == "trait" else _parameter(key, numbers, where, subjects, findings)


def _trait(key: str, numbers: _Numbers, where: Place, subjects: Subjects, findings: Findings) -> Value | None:
    faction, dot, trait = key.partition(".")
    if subjects.factions is None:
        return None
    if not dot:
        findings.refuse(where, "trait", kind="malformed", found=repr(faction), allowed="FACTION.TRAIT")
        return None
    if not findings.known(where, "faction", faction, subjects.factions):
        return None
    if not findings.known(where, "trait", trait, subjects.factions[faction].traits):
        return None
    return build_trait(numbers, trait, where, findings)


def _parameter(key: str, numbers: _Numbers, where: Place, subjects: Subjects, findings: Findings) -> Value | None:
    if subjects.parameters is None or not findings.known(where, "parameter", key, subjects.parameters):
        return None
    own = subjects.parameters[key]
    return build_value(numbers, key, own.unit, own.meaning, bounds_of(key), where, findings)


def _choice(change: ReadingChangeTable, kind: str, place: Place, where: Place, subjects: Subjects, findings: Findings) -> str:
    """The faction of a cadre, or the option of a switch."""
    field, key = _CHOICES[kind], getattr(change, kind)
    choice = getattr(change, field)
    strangers = [name for name in (*_NUMBERS, *_CHOICES.values()) if name != field and getattr(change, name) is not None]
    if choice is None or strangers:
        article = "an" if field == "option" else "a"
        findings.refuse(
            place, f"change of {key}", kind="contradiction", found=", ".join(strangers) or f"no {field}", allowed=f"{article} {field}, and no numbers"
        )
        return ""
    if kind == "cadre":
        _check_move(key, choice, where, subjects, findings)
    elif findings.known(where, "switch", key, subjects.switches):
        options = subjects.switches[key].options
        if choice not in options:
            findings.refuse(
                where, f"option of {key}", kind="unknown", found=repr(choice), allowed=", ".join(options), nearest=nearest_to(choice, options)
            )
        elif choice == options[0]:
            findings.refuse(where, f"default of {key}", kind="duplicate", found=f"{choice!r}, which it is already", allowed=listed(options[1:]))
    return str(choice)


def _check_move(cadre: str, faction: str, where: Place, subjects: Subjects, findings: Findings) -> None:
    """A cadre is put into another faction, and is not the leader of one."""
    if subjects.cadres is not None:
        findings.known(where, "cadre", cadre, subjects.cadres)
    if subjects.factions is None:
        return
    findings.known(where, "faction", faction, [*subjects.factions, OTHER])
    led = next((one.key for one in subjects.factions.values() if one.leader == cadre), faction)
    if led != faction:
        findings.refuse(
            where, "leader of another faction", kind="contradiction", found=f"{cadre} leads {led}", allowed="a cadre who leads no faction"
        )


def _check_reach(changes: list[ReadingChange], subjects: Subjects, findings: Findings) -> None:
    """A dirichlet prior of reach is joint: under the reading, too, all factions of the start have one, or none has."""
    if subjects.factions is None:
        return
    own = {change.key: change for change in changes if change.kind == "trait" and change.value is not None and change.key.endswith(".reach")}
    starters = [faction for faction in subjects.factions.values() if faction.entry is None and "reach" in faction.traits]
    priors: set[bool] = set()
    for faction in starters:
        change = own.get(f"{faction.key}.reach")
        value = change.value if change is not None and change.value is not None else faction.traits["reach"]
        priors.add(value.prior.startswith("dirichlet"))
    if own and len(priors) > 1:
        place = next(iter(own.values())).place
        allowed = "dirichlet for all factions of the start or for none"
        findings.refuse(place, "reach priors mixed under the reading", kind="contradiction", found=", ".join(own), allowed=allowed)
