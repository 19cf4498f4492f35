"""All files of a pack in their checked shape, each row with its place; what could not be read is `None`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError
from sim.pack.text.columns import CadreRow, CalendarRow, EventRow, ParameterRow, PostRow, TargetRow, columns_of, optional_columns
from sim.pack.text.csv_text import parse_csv
from sim.pack.text.edge import MOST_ERRORS, from_row, from_toml
from sim.pack.text.findings import Findings
from sim.pack.text.read import Files
from sim.pack.text.record_shape import RecordFile
from sim.pack.text.scenario_shape import ScenarioTable
from sim.pack.text.schema import AcceptedFile, FactionsFile, OutsideFile, PackFile, ReadingFile, SourcesFile, Table
from sim.pack.text.toml_text import TomlFile, parse_toml

T = TypeVar("T", bound=Table)


@dataclass(frozen=True)
class Checked(Generic[T]):
    """A TOML file in its shape, and the text it came from for the places."""

    table: T
    text: TomlFile

    def at(self, *path: str | int) -> Place:
        """Where the key of that path stands."""
        return self.text.at(*path)


@dataclass(frozen=True)
class Rows(Generic[T]):
    """The rows of a CSV file that could be read. `whole`: none was left out, so names missing here are missing."""

    rows: tuple[tuple[T, Place], ...]
    whole: bool

    def __iter__(self) -> Iterator[tuple[T, Place]]:
        return iter(self.rows)


@dataclass(frozen=True)
class Tables:
    """One field a file."""

    pack: Checked[PackFile] | None
    factions: Checked[FactionsFile] | None
    outside: Checked[OutsideFile] | None
    sources: Checked[SourcesFile] | None
    cadres: Rows[CadreRow]
    posts: Rows[PostRow]
    calendar: Rows[CalendarRow]
    parameters: Rows[ParameterRow]
    events: Rows[EventRow]
    targets: Rows[TargetRow]
    readings: dict[str, Checked[ReadingFile]]
    scenarios: dict[str, Checked[ScenarioTable]]
    accepted: Checked[AcceptedFile] | None
    record: Checked[RecordFile] | None


def read_tables(files: Files, findings: Findings) -> Tables:
    """Read every file of the pack, also those that only have to be TOML; mistakes are noted."""
    for file in files.texts:
        known = file.startswith(("readings/", "scenarios/")) or "/" not in file
        if file.endswith(".toml") and not known:
            _parsed(file, files, findings)
    return Tables(
        pack=_toml(PackFile, "pack.toml", files, findings),
        factions=_toml(FactionsFile, "factions.toml", files, findings),
        outside=_toml(OutsideFile, "outside.toml", files, findings),
        sources=_toml(SourcesFile, "sources.toml", files, findings),
        cadres=_rows(CadreRow, "cadres.csv", files, findings),
        posts=_rows(PostRow, "posts.csv", files, findings),
        calendar=_rows(CalendarRow, "calendar.csv", files, findings),
        parameters=_rows(ParameterRow, "parameters.csv", files, findings),
        events=_rows(EventRow, "events.csv", files, findings),
        targets=_rows(TargetRow, "targets.csv", files, findings),
        readings=_folder(ReadingFile, "readings/", files, findings),
        scenarios=_folder(ScenarioTable, "scenarios/", files, findings),
        accepted=_toml(AcceptedFile, "accepted.toml", files, findings),
        record=_toml(RecordFile, "record.toml", files, findings),
    )


def _folder(model: type[T], folder: str, files: Files, findings: Findings) -> dict[str, Checked[T]]:
    """The TOML files of a folder that could be read, by their path."""
    names = [file for file in files.texts if file.startswith(folder) and file.endswith(".toml")]
    found = {file: _toml(model, file, files, findings) for file in names}
    return {file: table for file, table in found.items() if table is not None}


def _parsed(file: str, files: Files, findings: Findings) -> TomlFile | None:
    if file not in files.texts:
        return None
    try:
        return parse_toml(file, files.texts[file])
    except InputError as error:
        findings.add(error)
        return None


def _toml(model: type[T], file: str, files: Files, findings: Findings) -> Checked[T] | None:
    text = _parsed(file, files, findings)
    if text is None:
        return None
    table, errors = from_toml(model, text)
    findings.errors += errors
    return Checked(table, text) if table is not None else None


def _rows(model: type[T], file: str, files: Files, findings: Findings) -> Rows[T]:
    if file not in files.texts:
        return Rows((), whole=False)
    try:
        raw, errors = parse_csv(file, files.texts[file], columns_of(model), optional_columns(model))
    except InputError as error:
        findings.add(error)
        return Rows((), whole=False)
    rows: list[tuple[T, Place]] = []
    for row in raw:
        if len(errors) >= MOST_ERRORS:
            break
        table, wrong = from_row(model, row)
        errors += wrong
        if table is not None:
            rows.append((table, row.place))
    findings.errors += errors
    return Rows(tuple(rows), whole=not errors)
