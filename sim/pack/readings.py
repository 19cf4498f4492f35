"""Rival readings of the same record: files that change some values of a pack. Here they are only checked against it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sim.pack.country import Faction, Value
from sim.pack.findings import Findings
from sim.pack.numbers import build_trait, build_value
from sim.pack.people import OTHER
from sim.pack.schema import ReadingChangeTable, ReadingFile
from sim.pack.tables import Checked

_NUMBER_FIELDS: Final = ("start", "prior", "basis", "confidence")


@dataclass(frozen=True)
class Subjects:
    """What a reading can change; `None` where the file could not be read."""

    factions: Mapping[str, Faction] | None
    parameters: Mapping[str, Value] | None
    cadres: Collection[str] | None


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


def check_readings(readings: Mapping[str, Checked[ReadingFile]], subjects: Subjects, findings: Findings) -> tuple[str, ...]:
    """Keys of all readings, sorted. Mistakes in them are noted."""
    for file, reading in sorted(readings.items()):
        stem = file.removeprefix("readings/").removesuffix(".toml")
        if reading.table.key != stem:
            findings.refuse(reading.at("key"), "key of a reading", found=repr(reading.table.key), allowed=f"the name of its file, {stem!r}")
        for position in range(len(reading.table.change)):
            _check_change(reading, position, subjects, findings)
        subjects_named = [(_subject(change), reading.at("change", position)) for position, change in enumerate(reading.table.change)]
        findings.unique("subject of a change", subjects_named)
    return tuple(sorted(reading.table.key for reading in readings.values()))


def _subject(change: ReadingChangeTable) -> str:
    return change.trait or change.parameter or change.cadre or ""


def _check_change(reading: Checked[ReadingFile], position: int, subjects: Subjects, findings: Findings) -> None:
    change = reading.table.change[position]
    place = reading.at("change", position)
    given = [name for name in ("trait", "parameter", "cadre") if getattr(change, name) is not None]
    if len(given) != 1:
        findings.refuse(place, "subject of a change", found=", ".join(given) or "none", allowed="exactly one of trait, parameter, cadre")
        return
    if change.cadre is not None:
        _check_move(reading, position, subjects, findings)
        return
    missing = [name for name in _NUMBER_FIELDS if getattr(change, name) is None]
    if missing or change.faction is not None:
        found = f"{', '.join(missing)} missing" if missing else "faction beside a number"
        findings.refuse(place, f"change of {_subject(change)}", found=found, allowed=f"{', '.join(_NUMBER_FIELDS)}, source; low, mode, high")
        return
    numbers = _Numbers(
        change.low,
        change.mode,
        change.high,
        change.start or 0.0,
        change.prior or "",
        change.basis or "",
        change.source,
        change.confidence or "",
        change.disputed_by,
    )
    if change.trait is not None:
        _check_trait(reading, position, numbers, subjects, findings)
    elif change.parameter is not None and subjects.parameters is not None:
        where = reading.at("change", position, "parameter")
        if findings.known(where, "parameter", change.parameter, subjects.parameters):
            value = subjects.parameters[change.parameter]
            build_value(numbers, change.parameter, value.unit, value.meaning, None, place, findings)


def _check_move(reading: Checked[ReadingFile], position: int, subjects: Subjects, findings: Findings) -> None:
    """A cadre put into another faction."""
    change = reading.table.change[position]
    findings.known(reading.at("change", position, "cadre"), "cadre", change.cadre or "", subjects.cadres)
    findings.source(reading.at("change", position, "source"), change.source)
    numbers = [name for name in ("low", "mode", "high", "start", "prior") if getattr(change, name) is not None]
    if change.faction is None or numbers:
        found = ", ".join(numbers) or "no faction"
        findings.refuse(reading.at("change", position), f"change of {change.cadre}", found=found, allowed="a faction, and no numbers")
    elif subjects.factions is not None:
        findings.known(reading.at("change", position, "faction"), "faction", change.faction, [*subjects.factions, OTHER])


def _check_trait(reading: Checked[ReadingFile], position: int, numbers: _Numbers, subjects: Subjects, findings: Findings) -> None:
    place = reading.at("change", position, "trait")
    faction, dot, trait = (reading.table.change[position].trait or "").partition(".")
    if subjects.factions is None:
        return
    if not dot:
        findings.refuse(place, "trait", found=repr(faction), allowed="FACTION.TRAIT")
    elif findings.known(place, "faction", faction, subjects.factions):
        traits = subjects.factions[faction].traits
        if findings.known(place, "trait", trait, traits):
            build_trait(numbers, trait, place, findings)
