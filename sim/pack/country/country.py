"""What a country is, once its pack has been read: frozen tables without behaviour.

Every value keeps its origin (`Value.source`, `Value.place`), so that a figure on the screen can be followed to the line it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.pack.country.accepted import Accepted, with_names
from sim.pack.country.dates import month_text
from sim.pack.country.frozen import Frozen
from sim.pack.country.notebook import html_table
from sim.pack.country.target import Target
from sim.pack.country.vocabulary import trait_names

if TYPE_CHECKING:
    from sim.pack.country.facts import Fact, Rate
    from sim.pack.country.questions import Reading, ScenarioFile

Text = Mapping[str, str]
"""The same words in every language of the program: `{"en": ..., "ko": ...}`."""


@dataclass(frozen=True)
class Place:
    """Where something stands in a pack: file (relative to the pack) and line, counted from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Source:
    key: str
    title: str
    author: str
    year: str
    kind: str
    read: str
    url: str
    note: str
    place: Place


@dataclass(frozen=True)
class Value:
    """A number that enters the model: starting value, range, prior, and where it comes from.

    `prior` is the text of the pack, for example `beta(5.4, 6.6)` or `fixed`; `low`, `mode`, `high` equal `start` when fixed.
    """

    start: float
    low: float
    mode: float
    high: float
    prior: str
    unit: str
    meaning: str
    basis: str
    source: str
    confidence: str
    disputed_by: str
    place: Place


@dataclass(frozen=True)
class Faction:
    key: str
    uid: str
    display: int
    name: Text
    short: Text
    phrase: Text  # the name as it stands in a sentence, with its article
    aliases: tuple[str, ...]
    leader: str
    entry: int | None          # month index in which it enters (None: from the start)
    parent: str | None
    disputed: str
    traits: Mapping[str, Value]
    place: Place
    about: Text = field(default_factory=Frozen)   # who they are, in a sentence; empty where the pack says nothing


@dataclass(frozen=True)
class Cadre:
    key: str
    name: str
    hangul: str
    faction: str
    subgroup: str
    standing: int | None
    born: float | None         # calendar year, with fraction when the month is known
    died: int | None           # month index of the recorded death (negative: before the horizon; may lie after it)
    death_kind: str
    fate: str
    fate_date: str
    faction_alt: str
    source: str
    confidence: str
    note: str
    place: Place
    shown_as: str = ""         # how the record shows the person: "other_half", "left", "none", or with the group; no rule reads it
    shown_from: str = ""       # from which date on; from the first if blank


@dataclass(frozen=True)
class Tenure:
    """One holder of one post, as recorded."""

    post: str
    title: Text
    organ: str
    rank: int
    seats: int
    holder: str
    holder_name: str
    faction: str
    start: str
    end: str
    source: str
    confidence: str
    note: str
    place: Place


@dataclass(frozen=True)
class RecordEvent:
    key: str
    date: str
    date_end: str
    label: Text
    description: str
    factions: tuple[str, ...]
    people: tuple[str, ...]
    kind: str
    source: str
    confidence: str
    place: Place


@dataclass(frozen=True)
class Segment:
    """A stretch of a calendar series; months are indexes, both included."""

    start: int
    end: int
    value_from: float
    value_to: float
    interpolation: str
    source: str
    confidence: str
    note: str
    place: Place


@dataclass(frozen=True)
class Series:
    key: str
    use: str                   # "model" or "compare"
    unit: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Change:
    """What an outside event does to one series: the calendar has it with the event; `without` is the stretch without it."""

    series: str
    without: Segment


@dataclass(frozen=True)
class OutsideEvent:
    key: str
    month: int
    title: Text
    implies: tuple[str, ...]
    changes: tuple[Change, ...]
    source: str
    confidence: str
    note: str
    place: Place


@dataclass(frozen=True)
class WarPhase:
    start: int
    end: int
    fortune: float | None
    destruction: float | None
    source: str
    confidence: str
    place: Place


@dataclass(frozen=True)
class WarVariant:
    key: str
    name: Text
    start: int
    opens: int | None
    phases: tuple[WarPhase, ...]
    series: tuple[Change, ...]     # here `without` is the stretch that replaces the calendar
    end: int | None                # month of `inflow` or `absorbed`
    inflow: bool
    absorbed: bool
    source: str
    confidence: str
    note: str
    place: Place


@dataclass(frozen=True)
class Patron:
    key: str
    name: Text
    seat: Text
    presence: str
    line: str
    place: Place
    about: Text = field(default_factory=Frozen)   # what state it is, in a sentence; empty where the pack says nothing


@dataclass(frozen=True)
class Organ:
    key: str
    name: Text
    weight: float
    source: str
    confidence: str
    place: Place


@dataclass(frozen=True)
class PostScheme:
    total: int
    top_every: int
    committee_every: int
    top_weight: float
    committee_weight: float
    other_weight: float
    source: str
    confidence: str
    note: str
    place: Place


@dataclass(frozen=True)
class Switch:
    key: str
    default: str
    options: tuple[str, ...]
    meaning: Text
    for_default: str
    for_other: str
    source: str
    place: Place


@dataclass(frozen=True)
class Juncture:
    key: str
    date: int
    title: Text
    why: Text
    place: Place


@dataclass(frozen=True)
class Branch:
    id: str
    winner: str | None
    route: str | None
    date: int | None
    do: tuple[str, ...]
    reference: str
    headline: bool
    place: Place


@dataclass(frozen=True)
class Country:
    """A pack, read and checked. Factions are in the order of their keys, whatever the order in the file."""

    id: str
    version: str
    hash: str                      # blake2b (16 hex digits) over what the pack says, not over the order of its lists
    title: Text
    about: Text
    content_note: Text
    first_month: int               # absolute months, year * 12 + month - 1
    months: int                    # number of months of the horizon
    words: Mapping[str, Text]      # [country] names used in sentences: place, rival, assembly, ...
    rival_state: bool
    first_ruler: str               # key of the faction that ruled first, as recorded
    parts: Mapping[str, str]       # [series]: part -> key of the series
    patrons: tuple[Patron, ...]
    organs: tuple[Organ, ...]      # in the order party, army, security, state
    post_scheme: PostScheme
    switches: tuple[Switch, ...]
    wars: tuple[WarVariant, ...]
    junctures: tuple[Juncture, ...]
    branches: tuple[Branch, ...]
    factions: tuple[Faction, ...]
    cadres: tuple[Cadre, ...]      # in the order of their keys
    tenures: tuple[Tenure, ...]
    series: Mapping[str, Series]
    outside: tuple[OutsideEvent, ...]
    parameters: Mapping[str, Value]
    symbols: Mapping[str, str]     # letter of a parameter in the model paper -> its key
    record: tuple[RecordEvent, ...]
    targets: tuple[Target, ...]
    sources: Mapping[str, Source]
    readings: tuple[Reading, ...]  # rival readings, in the order of their keys
    scenarios: tuple[ScenarioFile, ...]   # sentences put to the model, in the order of their ids
    accepted: Accepted | None = None   # sets of values that the record does not refute; answers draw from them, else from priors
    reading: str = ""              # key of the reading this country is under; none for the pack's own values
    facts: tuple[Fact, ...] = ()   # of record.toml, in the order of their last month; they judge worlds and change none, and are not in the hash
    rates: tuple[Rate, ...] = ()   # how often the like comes in other countries
    given: str = field(default="", compare=False)  # how the pack was named where it was asked for, if not by its id

    def __repr__(self) -> str:
        """One line: the whole is half a million letters."""
        reading = f" under {self.reading!r}" if self.reading else ""
        return f"Country({self.id!r} {self.version} {self.hash}{reading}: {len(self.factions)} groups, {self._span})"

    def _repr_html_(self) -> str:
        groups = ", ".join(faction.name["en"] for faction in self.factions)
        rows = [("pack", f"{self.id} {self.version}"), ("hash", self.hash), ("months", self._span), ("groups", groups)]
        return html_table(self.title["en"], [*rows, ("reading", self.reading or "none")])

    @property
    def _span(self) -> str:
        return f"{month_text(self.first_month)} to {month_text(self.first_month + self.months - 1)}"

    @property
    def numbers(self) -> dict[str, int]:
        """Number of each faction, by its key: its place in every array."""
        return {faction.key: k for k, faction in enumerate(self.factions)}

    @property
    def displayed(self) -> list[int]:
        """Numbers of the factions in the order in which they are shown."""
        return sorted(range(len(self.factions)), key=lambda k: self.factions[k].display)

    @property
    def trait_names(self) -> tuple[str, ...]:
        """Names of all traits, ties to the patrons among them, in the order of their numbers."""
        return trait_names(patron.key for patron in self.patrons)

    @property
    def identity(self) -> dict[str, str]:
        """How answers name the pack they rest on, with the reading if there is one."""
        own = {"id": self.id, "version": self.version, "hash": self.hash}
        return {**own, "reading": self.reading} if self.reading else own

    @property
    def accepted_keys(self) -> tuple[str, ...]:
        """What the columns of the accepted sets are: `parameter` or `faction.trait`."""
        return () if self.accepted is None else with_names(self.accepted.keys, {faction.uid: faction.key for faction in self.factions})

    @property
    def values(self) -> str:
        """Where answers draw values from: `accepted` or `prior`."""
        return "prior" if self.accepted is None else "accepted"

    def faction(self, name: str) -> Faction:
        """The faction of that key or alias; `KeyError` names the nearest valid ones."""
        wanted = name.strip().lower()
        for faction in self.factions:
            if wanted == faction.key or wanted in faction.aliases:
                return faction
        raise KeyError(f"no faction {name!r}; allowed: {', '.join(f.key for f in self.factions)}")
