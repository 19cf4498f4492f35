"""What a country says, without where it says it: the same for the same content in any order of lists."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sim.pack.country.country import Country, Place

_NOT_SAID = ("facts", "given", "hash", "place", "rates")  # no world hangs on the dated facts: a token stays good when one is added


def plain(value: object) -> Any:
    """Numbers, texts, lists and dictionaries only, without places."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value) if field.name not in _NOT_SAID]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value + 0.0  # a negative zero says nothing else than zero
    return value


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
