"""The record: what happened, and where it is written."""

from __future__ import annotations

from sim.pack.build.people import OTHER, Names, check_precision
from sim.pack.country.country import Place, RecordEvent, Source
from sim.pack.country.dates import date_bounds
from sim.pack.country.frozen import Frozen
from sim.pack.country.vocabulary import JUDGEMENT
from sim.pack.text.columns import EventRow
from sim.pack.text.findings import Findings
from sim.pack.text.schema import SourcesFile
from sim.pack.text.tables import Checked, Rows

EVERYONE = "all"


def build_record(rows: Rows[EventRow], names: Names, findings: Findings) -> tuple[RecordEvent, ...]:
    """Events by date and id."""
    findings.unique("event id", ((row.id, place) for row, place in rows))
    return tuple(sorted((_event(row, place, names, findings) for row, place in rows), key=lambda event: (event.date, event.key)))


def _event(row: EventRow, place: Place, names: Names, findings: Findings) -> RecordEvent:
    for faction in row.factions:
        findings.known(place, "faction", faction, None if names.factions is None else [*names.factions, OTHER, EVERYONE])
    for person in row.people:
        findings.known(place, "cadre", person, names.cadres)
    check_precision(place, "date", row.date, row.precision, findings)
    if row.date_end and date_bounds(row.date)[0] > date_bounds(row.date_end)[1]:
        findings.refuse(place, "date_end before date", kind="contradiction", found=f"{row.date} to {row.date_end}", allowed="date <= date_end")
    return RecordEvent(
        key=row.id,
        date=row.date,
        date_end=row.date_end or "",
        label=Frozen({"en": row.label_en, "ko": row.label_ko}),
        description=row.description,
        factions=row.factions,
        people=row.people,
        kind=row.kind,
        source=findings.source(place, row.source),
        confidence=row.confidence,
        place=place,
    )


def build_sources(file: Checked[SourcesFile], findings: Findings) -> Frozen[str, Source]:
    """Sources by key, in the order of their keys."""
    tables = file.table.source
    findings.unique("source", ((table.key, file.at("source", position)) for position, table in enumerate(tables)))
    result: dict[str, Source] = {}
    for position, table in enumerate(tables):
        place = file.at("source", position)
        if table.key == JUDGEMENT:
            findings.refuse(place, "reserved word as source key", kind="duplicate", found=repr(JUDGEMENT), allowed="another key")
        result[table.key] = Source(table.key, table.title, table.author, table.year, table.kind, table.read, table.url, table.note, place)
    return Frozen(sorted(result.items()))
