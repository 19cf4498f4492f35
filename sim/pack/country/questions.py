"""What is asked of a country: rival readings of its record, and the sentences that scenario files put to the model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.pack.country.country import Place, Segment, Text, Value


@dataclass(frozen=True)
class ReadingChange:
    """One thing that a reading holds otherwise.

    Attributes:
        kind: `trait`, `parameter`, `cadre`, `switch` or `series`.
        key: what is changed: `harbour.support`, the key of a parameter, a cadre or a switch, `union_line@1956-02` of a stretch of a series.
        value: the number in its place, for a trait or a parameter.
        choice: the faction of a cadre, or the option of a switch.
        series, segment: the series, and the course of its stretch, for a series.
    """

    kind: str
    key: str
    value: Value | None
    choice: str
    basis: str
    source: str
    confidence: str
    disputed_by: str
    place: Place
    series: str = ""
    segment: Segment | None = None


@dataclass(frozen=True)
class Reading:
    """A rival reading of the record: who holds it, and what it changes. Changes are in the order of kind and key."""

    key: str
    title: Text
    author: str
    note: str
    changes: tuple[ReadingChange, ...]
    place: Place


@dataclass(frozen=True)
class Arm:
    """One way in which the antecedent of a sentence is brought about."""

    id: str
    label: Text | None
    do: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class ScenarioFile:
    """A sentence that is put to the model.

    Attributes:
        claims: its numbers in the project's list of claims.
        sentence: our paraphrase, not a quotation.
        modal: its modal word, one of `modal.MODALS`.
        outcomes: names of outcomes, or `ruler_YEAR:GROUP`; none if the model has none for it.
        together: how several outcomes go together (`modal.TOGETHER`); empty for a single one.
        compares: whether the sentence also says that it is more than what happened.
        first, last: months (indexes) in which outcomes count; `None`: from the change, to the horizon.
        reference: changes of the worlds it is held against; none for the model left alone.
        lacks: what the model lacks for this sentence.
    """

    id: str
    title: Text
    claims: tuple[str, ...]
    sentence: Text
    modal: str
    outcomes: tuple[str, ...]
    together: str
    compares: bool
    first: int | None
    last: int | None
    reference: tuple[str, ...]
    arms: tuple[Arm, ...]
    lacks: Text
    place: Place
