"""Shape of a file in scenarios/: which tables, which keys, what kind of value."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field

from sim.pack.country.modal import MODALS, TOGETHER
from sim.pack.text.fields import Flag, Headings, Languages, Month, Refused, Slug, Words, note, one_of
from sim.pack.text.schema import Table

_CLAIM = re.compile(r"[A-Z][0-9]{1,4}")


def _claims(value: object) -> tuple[str, ...]:
    parts = [part.strip() for part in note(value).split(";")]
    if not all(_CLAIM.fullmatch(part) for part in parts) or len(set(parts)) < len(parts):
        raise Refused('numbers of claims joined by ";", such as "K19" or "K08; K09"')
    return tuple(sorted(parts))


def _reference(value: object) -> object:
    if isinstance(value, str) and value != "baseline":
        raise Refused('"baseline", or a list of changes')
    return [] if value == "baseline" else value


class ArmTable(Table):
    """`[[arm]]`: one way in which the antecedent comes about."""

    id: Slug
    label: Headings | None = None
    do: list[Words]


class ScenarioTable(Table):
    """All of one file in scenarios/."""

    id: Slug
    title: Headings
    claim: Annotated[tuple[str, ...], BeforeValidator(_claims)]
    sentence: Languages
    modal: Annotated[str, one_of(tuple(MODALS))]
    outcomes: list[Words]
    together: Annotated[str, one_of(TOGETHER)] | None = None
    compares: Flag = False
    from_: Month | None = Field(default=None, alias="from")
    until: Month | None = None
    reference: Annotated[list[Words], BeforeValidator(_reference)] = Field(default=[])
    do: list[Words] = Field(default=[])
    arm: list[ArmTable] = Field(default=[])
    lacks: Languages
