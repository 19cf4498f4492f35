"""What is asked of a country: rival readings of its record, and the sentences that scenario files put to the model."""

from __future__ import annotations

from dataclasses import dataclass

from sim.pack.country import Place, Text, Value


@dataclass(frozen=True)
class ReadingChange:
    """One thing that a reading holds otherwise.

    Attributes:
        kind: `trait`, `parameter`, `cadre` or `switch`.
        key: what is changed: `harbour.support`, the key of a parameter, a cadre or a switch.
        value: the number in its place, for a trait or a parameter.
        choice: the faction of a cadre, or the option of a switch.
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


@dataclass(frozen=True)
class Reading:
    """A rival reading of the record: who holds it, and what it changes. Changes are in the order of kind and key."""

    key: str
    title: Text
    author: str
    note: str
    changes: tuple[ReadingChange, ...]
    place: Place
