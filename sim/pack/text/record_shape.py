"""Shape of record.toml: facts of the record, and how often the like comes in other countries."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.pack.country.facts import STRENGTHS
from sim.pack.text.fields import Confidence, Flag, Key, Month, Name, Note, Number, Sentences, SourceKeys, Words, one_of
from sim.pack.text.schema import Table


class FactTable(Table):
    """`[[fact]]`: something that happened, or did not."""

    id: Name
    statement: Sentences
    predicate: Key
    at: Month | None = None
    from_: Month | None = Field(default=None, alias="from")
    until: Month | None = None
    group: Words | None = None
    above: Number | None = None
    below: Number | None = None
    level: Number | None = None
    came: Flag = True
    strength: Annotated[str, one_of(tuple(STRENGTHS))]
    disputed_by: Note = ""
    source: SourceKeys
    note: Note = ""


class RateTable(Table):
    """`[[rate]]`: events and years of other countries."""

    predicate: Key
    events: Number
    exposure: Number
    unit: Words
    from_: Month | None = Field(default=None, alias="from")
    until: Month | None = None
    basis: Words
    source: SourceKeys
    confidence: Confidence


class RecordFile(Table):
    """All of record.toml."""

    fact: list[FactTable]
    rate: list[RateTable] = Field(default=[])
