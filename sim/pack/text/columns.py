"""Shape of the CSV files of a pack: one model a file, one field a column."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.pack.country.vocabulary import CONFIDENCE, ORGANS, PARAMETERS
from sim.pack.text.fields import (
    CellKeys,
    CellNumber,
    CellNumberOrBlank,
    CellWhole,
    CellWholeOrBlank,
    Confidence,
    Date,
    DateOrBlank,
    Heading,
    Interpolation,
    Key,
    Label,
    LabelOrBlank,
    Month,
    Name,
    Note,
    SourceKeys,
    Words,
    key,
    one_of,
    or_blank,
)
from sim.pack.text.schema import Table

DEATH_KINDS = ("natural", "accident", "war", "violent", "")
FATES = (
    "survived",
    "purged",
    "demoted",
    "executed",
    "imprisoned",
    "exiled",
    "suicide",
    "executed_or_suicide",
    "executed_by_rival",
    "assassinated",
    "died_natural",
    "died_war",
    "died_accident",
    "unknown",
)
SHOWN_AS = ("", "other_half", "left", "none")
"""How the record shows a person: with the group, beside it as one of the other half of the country, as one who had left it, or as of no group."""
PRECISIONS = ("day", "month", "year", "uncertain_year", "range", "after", "unknown", "")


class CadreRow(Table):
    """cadres.csv: one person.

    `shown_as` and `shown_from` are for the picture of the record alone; no rule reads them, and a pack may do without either column.
    """

    key: Key
    name: Label
    hangul: LabelOrBlank
    alt_names: Note
    faction: Key
    subgroup: Note
    standing: CellWholeOrBlank
    born: DateOrBlank
    born_low: DateOrBlank
    born_high: DateOrBlank
    died: DateOrBlank
    died_precision: Annotated[str, one_of(PRECISIONS)]
    death_kind: Annotated[str, one_of(DEATH_KINDS)]
    faction_alt: Note
    faction_confidence: Annotated[str, one_of((*CONFIDENCE, ""))]
    shown_as: Annotated[str, one_of(SHOWN_AS)] = ""
    shown_from: DateOrBlank = None
    fate: Annotated[str, one_of(FATES)]
    fate_date: DateOrBlank
    source: SourceKeys
    confidence: Confidence
    note: Note


class PostRow(Table):
    """posts.csv: one holder of one post."""

    post_key: Key
    post_en: Heading
    post_ko: Heading
    organ: Annotated[str, one_of(ORGANS)]
    rank: CellWhole
    seats: CellWhole
    holder: Annotated[str | None, or_blank(key)]
    holder_name: Label
    holder_kind: Annotated[str, one_of(("cadre", "external"))]
    faction: Annotated[str | None, or_blank(key)]
    from_: Date = Field(alias="from")
    to: DateOrBlank
    source: SourceKeys
    confidence: Confidence
    note: Note


class CalendarRow(Table):
    """calendar.csv: one stretch of one series."""

    series: Key
    use: Annotated[str, one_of(("model", "compare"))]
    from_: Month = Field(alias="from")
    to: Month
    value_from: CellNumber
    value_to: CellNumber
    unit: Words
    interpolation: Interpolation
    source: SourceKeys
    confidence: Confidence
    note: Note


class ParameterRow(Table):
    """parameters.csv: one parameter of the rules."""

    key: Key
    symbol: Note
    group: Annotated[str, one_of(tuple(PARAMETERS))]
    meaning: Words
    unit: Words
    low: CellNumberOrBlank
    mode: CellNumberOrBlank
    high: CellNumberOrBlank
    start: CellNumber
    prior: Words
    status: Annotated[str, one_of(("prior", "frozen"))]
    basis: Words
    source: SourceKeys
    confidence: Confidence
    disputed_by: Note


class EventRow(Table):
    """events.csv: one event of the record."""

    id: Name
    date: Date
    date_end: DateOrBlank
    precision: Annotated[str, one_of(("day", "month", "year"))]
    label_en: Words
    label_ko: Words
    description: Note
    factions: CellKeys
    people: CellKeys
    kind: Words
    source: SourceKeys
    confidence: Confidence


class TargetRow(Table):
    """targets.csv: one number of the record that the model is held against; rows of one id are parts of one target."""

    id: Name
    part: Note
    set_: Words = Field(alias="set")
    title: Words
    statement: Words
    measure: Key
    where: Note
    statistic: Note
    observed: Note
    low: CellNumberOrBlank
    high: CellNumberOrBlank
    source: SourceKeys
    confidence: Confidence


def columns_of(model: type[Table]) -> tuple[str, ...]:
    """Names of the columns, in the order in which they are written."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def optional_columns(model: type[Table]) -> tuple[str, ...]:
    """Names of the columns a file may do without."""
    return tuple(field.alias or name for name, field in model.model_fields.items() if not field.is_required())
