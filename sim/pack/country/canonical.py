"""What a country says, without where it says it: the same for the same content in any order of lists."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sim.pack.country.accepted import Accepted
from sim.pack.country.country import Country, Place

_NOT_SAID = ("facts", "given", "hash", "place", "rates")  # no world hangs on the dated facts: a token stays good when one is added
_FITTED = (
    "first_month", "months", "rival_state", "first_ruler", "parts", "patrons", "organs", "post_scheme", "switches", "wars", "factions", "cadres",
    "series", "outside", "parameters", "targets",
)  # fmt: skip
_WORDS = frozenset({
    "about", "aliases", "basis", "confidence", "disputed", "disputed_by", "fate", "for_default", "for_other", "meaning", "name", "note", "observed",
    "phrase", "short", "source", "statement", "title", "unit",
})  # fmt: skip


def plain(value: object) -> Any:
    """Numbers, texts, lists and dictionaries only, without places."""
    if isinstance(value, Accepted):
        return value.digest
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in _NOT_SAID and not _is_absent(field.name, value)]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value + 0.0  # a negative zero says nothing else than zero
    return value


def _is_absent(name: str, value: object) -> bool:
    """A pack without accepted sets says nothing about them."""
    return name == "accepted" and getattr(value, name) is None


def fitted_hash(country: Country) -> str:
    """Sixteen hexadecimal digits over what a fit rests on: numbers, people, calendar, switches, targets; not over words, sources and reasons."""
    said = {name: _numbers_of(plain(getattr(country, name))) for name in _FITTED}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def _numbers_of(value: Any) -> Any:
    """Plain data without what only people read."""
    if isinstance(value, dict):
        return {key: _numbers_of(item) for key, item in value.items() if key not in _WORDS}
    return [_numbers_of(item) for item in value] if isinstance(value, list) else value


def content_hash(country: Country) -> str:
    """Sixteen hexadecimal digits over what the pack says."""
    text = json.dumps(plain(country), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.blake2b(text.encode("utf-8"), digest_size=8).hexdigest()


def without_places(value: Any) -> Any:
    """A copy in which every place is the same, to compare two countries by what they say."""
    if isinstance(value, Place):
        return Place("", 0)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: without_places(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    if isinstance(value, Mapping):
        return type(value)({key: without_places(item) for key, item in value.items()})  # type: ignore[call-arg]
    if isinstance(value, tuple):
        return tuple(without_places(item) for item in value)
    return value
