"""Shape of the TOML files of a pack: which tables, which keys, what kind of value. Nothing about how they fit together."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.pack.fields import (
    Confidence,
    Flag,
    Interpolation,
    Key,
    Languages,
    Month,
    Note,
    Number,
    Refused,
    Slug,
    SourceKeys,
    Version,
    Whole,
    Words,
    one_of,
)
from sim.pack.vocabulary import ORGANS, ROUTES, WARS


class Table(BaseModel):
    """A table that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _pair(value: object) -> tuple[object, ...]:
    if not isinstance(value, list) or len(value) != 2:
        raise Refused("two numbers: [value_from, value_to]")
    return tuple(value)


class HorizonTable(Table):
    from_: Month = Field(alias="from")
    to: Month


class SeriesTable(Table):
    conflict: Key
    guarantee: Key
    income_ratio: Note
    fallen: Key
    appetite: Key


class CountryTable(Table):
    rival_state: Flag
    first_ruler: Key
    place: Languages
    rival: Languages | None = None
    assembly: Languages
    party: Languages
    capital: Languages


class PatronTable(Table):
    key: Key
    order: Whole | None = None
    name: Languages
    seat: Languages
    presence: Key
    line: Key


class OrganTable(Table):
    organ: Annotated[str, one_of(ORGANS)]
    name: Languages
    weight: Number
    source: SourceKeys
    confidence: Confidence


class PostsTable(Table):
    total: Whole
    top_every: Whole
    committee_every: Whole
    top_weight: Number
    committee_weight: Number
    other_weight: Number
    source: SourceKeys
    confidence: Confidence
    note: Note = ""


class SwitchTable(Table):
    key: Key
    default: Key
    options: list[Key]
    meaning: Languages
    for_default: Words
    for_other: Words
    source: SourceKeys


class PhaseTable(Table):
    from_: Month = Field(alias="from")
    to: Month
    fortune: Number | None = None
    destruction: Number | None = None
    source: SourceKeys
    confidence: Confidence


class WarSeriesTable(Table):
    series: Key
    from_: Month = Field(alias="from")
    to: Month
    value: Number
    source: SourceKeys
    confidence: Confidence | None = None
    note: Note = ""


class WarEndTable(Table):
    at: Month
    inflow: Flag = False
    absorbed: Flag = False


class WarTable(Table):
    key: Annotated[str, one_of(WARS)]
    name: Languages
    from_: Month = Field(alias="from")
    opens: Month | None = None
    source: SourceKeys
    confidence: Confidence
    note: Note = ""
    phase: list[PhaseTable] = []
    series: list[WarSeriesTable] = []
    end: WarEndTable | None = None


class JunctureTable(Table):
    key: Slug
    date: Month
    title: Languages
    why: Languages


class BranchTable(Table):
    id: Slug
    winner: Key | None = None
    route: Annotated[str, one_of(ROUTES)] | None = None
    date: Month | None = None
    do: list[Words]
    reference: Words = "baseline"
    headline: Flag = False


class PackFile(Table):
    id: Slug
    version: Version
    title: Languages
    about: Languages
    content_note: Languages
    horizon: HorizonTable
    series: SeriesTable
    country: CountryTable
    patron: list[PatronTable] = []
    apparatus: list[OrganTable]
    posts: PostsTable
    switch: list[SwitchTable]
    war: list[WarTable] = []
    juncture: list[JunctureTable] = []
    branch: list[BranchTable] = []


class ValueTable(Table):
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    start: Number
    prior: Words
    basis: Words
    source: SourceKeys
    confidence: Confidence
    disputed_by: Note = ""


class FactionTable(Table):
    key: Key
    uid: Key | None = None
    display: Whole
    name: Languages
    short: Languages
    aliases: list[Words] = []
    leader: Key
    from_: Month | None = Field(default=None, alias="from")
    parent: Key | None = None
    disputed: Note = ""
    traits: dict[str, ValueTable]


class FactionsFile(Table):
    faction: list[FactionTable]


class ChangeTable(Table):
    series: Key
    from_: Month = Field(alias="from")
    to: Month
    with_: Annotated[str, one_of(("calendar",))] = Field(alias="with")
    without: Annotated[tuple[Number, Number], BeforeValidator(_pair)]
    interpolation: Interpolation
    source: SourceKeys
    confidence: Confidence | None = None
    note: Note = ""


class OutsideTable(Table):
    key: Key
    month: Month
    title: Languages
    implies: list[Key] = []
    source: SourceKeys
    confidence: Confidence
    note: Note = ""
    change: list[ChangeTable] = []


class OutsideFile(Table):
    event: list[OutsideTable]


class SourceTable(Table):
    key: Key
    title: Words
    author: Note = ""
    year: Note = ""
    kind: Annotated[str, one_of(("monograph", "article", "reference", "database", "wiki", "press", "document", "memory"))]
    read: Annotated[str, one_of(("read", "part", "recall"))]
    url: Note = ""
    note: Note = ""


class SourcesFile(Table):
    source: list[SourceTable]


class ReadingChangeTable(Table):
    trait: Words | None = None
    parameter: Key | None = None
    cadre: Key | None = None
    faction: Key | None = None
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    start: Number | None = None
    prior: Words | None = None
    basis: Words | None = None
    source: SourceKeys
    confidence: Confidence | None = None
    disputed_by: Note = ""


class ReadingFile(Table):
    key: Key
    title: Languages
    author: Words
    note: Note = ""
    change: list[ReadingChangeTable]
