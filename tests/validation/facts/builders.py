"""Facts and rates made by hand."""

from __future__ import annotations

from typing import Any

from sim.pack.country.country import Place
from sim.pack.country.facts import PREDICATES, Fact, Rate

HERE = Place("record.toml", 1)


def fact(predicate: str, first: int, last: int | None = None, **other: Any) -> Fact:
    """A firm fact that came, or whatever else is said of it."""
    last = first if last is None else last
    assert PREDICATES[predicate].state == (first == last)
    told: dict[str, Any] = {"group": "", "edge": "", "bound": None, "level": 0.0, "came": True, "strength": "firm", **other}
    told.setdefault("id", f"{predicate}-{first}")
    return Fact(statement={"en": "so", "ko": "그렇다"}, predicate=predicate, first=first, last=last, disputed_by="", source="a", note="", place=HERE, **told)


def rate(predicate: str, per_year: float, first: int | None = None, last: int | None = None) -> Rate:
    """So many a year."""
    return Rate(predicate, per_year * 100, 100, "years", first, last, "", "a", "low", HERE)
