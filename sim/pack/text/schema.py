"""Shape of the TOML files of a pack: which tables, which keys, what kind of value. Nothing about how they fit together."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from sim.pack.country.vocabulary import ORGANS, ROUTES, WARS
from sim.pack.text.fields import (
    Confidence,
    Flag,
    Heading,
    Headings,
    Interpolation,
    Key,
    Label,
    Labels,
    Languages,
    Month,
    Note,
    Number,
    Refused,
    Sentences,
    Slug,
    SourceKeys,
    Version,
    Whole,
    Words,
    one_of,
)


class Table(BaseModel):
    """A table that refuses unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _pair(value: object) -> tuple[object, ...]:
    if not isinstance(value, list) or len(value) != 2:
        raise Refused("two numbers: [value_from, value_to]")
    return tuple(value)


class HorizonTable(Table):
    """First and last month of the model, both included."""

    from_: Month = Field(alias="from")
    to: Month


class SeriesTable(Table):
    """Which series of calendar.csv plays which part."""

    conflict: Key
    guarantee: Key
    income_ratio: Note
    fallen: Key
    appetite: Key


class CountryTable(Table):
    """Who rules first, whether there is a rival state, and words used in sentences."""

    rival_state: Flag
    first_ruler: Key
    place: Labels
    rival: Labels | None = None
    assembly: Labels
    party: Labels
    capital: Labels


class PatronTable(Table):
    """`[[patron]]`: a state abroad, with its series of presence (0 to 1) and line (-1 to 1)."""

    key: Key
    order: Whole | None = None
    name: Labels
    seat: Labels
    about: Sentences | None = None
    presence: Key
    line: Key


class OrganTable(Table):
    """`[[apparatus]]`: an organ of the state and its weight; the weights add to 1."""

    organ: Annotated[str, one_of(ORGANS)]
    name: Labels
    weight: Number
    source: SourceKeys
    confidence: Confidence


class PostsTable(Table):
    """How many posts there are, how they are ranked, and how much each rank weighs."""

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
    """`[[switch]]`: a structural choice, with who argues for which side."""

    key: Key
    default: Key
    options: list[Key]
    meaning: Languages
    for_default: Words
    for_other: Words
    source: SourceKeys


class PhaseTable(Table):
    """`[[war.phase]]`: fortune (-2 to 2) and destruction (share of capital a month) over some months."""

    from_: Month = Field(alias="from")
    to: Month
    fortune: Number | None = None
    destruction: Number | None = None
    source: SourceKeys
    confidence: Confidence


class WarSeriesTable(Table):
    """`[[war.series]]`: a constant that replaces the calendar over some months."""

    series: Key
    from_: Month = Field(alias="from")
    to: Month
    value: Number
    source: SourceKeys
    confidence: Confidence | None = None
    note: Note = ""


class WarEndTable(Table):
    """`[war.end]`: the other half comes in, or the country is absorbed."""

    at: Month
    inflow: Flag = False
    absorbed: Flag = False


class WarTable(Table):
    """`[[war]]`: one course of the dated war."""

    key: Annotated[str, one_of(WARS)]
    name: Labels
    from_: Month = Field(alias="from")
    opens: Month | None = None
    source: SourceKeys
    confidence: Confidence
    note: Note = ""
    phase: list[PhaseTable] = []
    series: list[WarSeriesTable] = []
    end: WarEndTable | None = None


class JunctureTable(Table):
    """`[[juncture]]`: a month worth looking at, and why."""

    key: Slug
    date: Month
    title: Headings
    why: Languages


class BranchTable(Table):
    """`[[branch]]`: one branch of the default comparison."""

    id: Slug
    winner: Key | None = None
    route: Annotated[str, one_of(ROUTES)] | None = None
    date: Month | None = None
    do: list[Words]
    reference: Words = "baseline"
    headline: Flag = False


class PackFile(Table):
    """All of pack.toml."""

    id: Slug
    version: Version
    title: Headings
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
    """`[faction.traits.NAME]`: a number with range, prior and origin."""

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
    """`[[faction]]`: a group, with its traits."""

    key: Key
    uid: Key | None = None
    display: Whole
    name: Labels
    short: Labels
    phrase: Labels | None = None
    about: Sentences | None = None
    aliases: list[Label] = []
    leader: Key
    from_: Month | None = Field(default=None, alias="from")
    parent: Key | None = None
    disputed: Note = ""
    traits: dict[str, ValueTable]


class FactionsFile(Table):
    """All of factions.toml."""

    faction: list[FactionTable]


class ChangeTable(Table):
    """`[[event.change]]`: the course of a series without the event."""

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
    """`[[event]]`: something that comes from outside."""

    key: Key
    month: Month
    title: Headings
    implies: list[Key] = []
    source: SourceKeys
    confidence: Confidence
    note: Note = ""
    change: list[ChangeTable] = []


class OutsideFile(Table):
    """All of outside.toml."""

    event: list[OutsideTable]


class SourceTable(Table):
    """`[[source]]`: a work, and whether it was read."""

    key: Key
    title: Heading
    author: Note = ""
    year: Note = ""
    kind: Annotated[str, one_of(("monograph", "article", "reference", "database", "wiki", "press", "document", "memory"))]
    read: Annotated[str, one_of(("read", "part", "recall"))]
    url: Note = ""
    note: Note = ""


class SourcesFile(Table):
    """All of sources.toml."""

    source: list[SourceTable]


class ReadingChangeTable(Table):
    """`[[change]]` of a reading: a trait, a parameter, a cadre's faction, a switch's default, or a stretch of a series of the calendar."""

    trait: Words | None = None
    parameter: Key | None = None
    cadre: Key | None = None
    switch: Key | None = None
    series: Key | None = None
    faction: Key | None = None
    option: Key | None = None
    from_: Month | None = Field(default=None, alias="from")
    value_from: Number | None = None
    value_to: Number | None = None
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
    """All of one file in readings/."""

    key: Key
    title: Headings
    author: Heading
    note: Note = ""
    change: list[ReadingChangeTable]


class AcceptedFile(Table):
    """All of accepted.toml: how the accepted sets were made. `fitted` is the hash of the pack they were fitted to, on its priors."""

    command: Heading
    fitted: Words
    rules: Words
    version: Words
    sets: Whole
    restarts: Whole
    seed: Whole
    worlds: Whole
    tried: Whole
    most_missed: Whole
    left_out: list[Words] = []
    minutes: Number
    note: Note = ""
