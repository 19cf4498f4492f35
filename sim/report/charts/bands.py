"""The bands of the chart of offices: one a group, and beside them the people whom the record shows apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.locale import capital
from sim.report.charts.axis import Numbers
from sim.report.charts.sheet import Sheet
from sim.report.charts.style import FAINT, aside, fill, half, ink, pattern

ROUNDING: Final = 0.005
"""Less of the offices than this is nobody's: it is rounding."""


@dataclass(frozen=True)
class Apart:
    """Holders with a band of their own.

    Args:
        kind: "other_half", those of a group who come from the other half of the country; "left", who had left theirs; "none", who belonged to none.
        shares: (months,) share of the offices, 0-1.
        group: for "other_half" the group, a place in `country.factions`; it stands beside that group, in its colour.
    """

    kind: str
    shares: npt.ArrayLike
    group: int | None = None


@dataclass(frozen=True)
class Band:
    """One area of the chart: how much, what it is called, and how it is painted."""

    shares: Numbers
    name: str
    short: str
    phrase: str
    paint: str
    pattern: str
    colour: str

    def words(self, label: float, small: float) -> Iterator[tuple[str, float]]:
        """What may stand on the band, best first, with its size."""
        for text in (self.name, self.short):
            yield text, label
            yield text, small


def bands(sheet: Sheet, table: Numbers, apart: Sequence[Apart]) -> list[Band]:
    """The bands from below: the groups in display order, each with its people of the other half beside it; then who had left, then who had none."""
    drawn = [one for one in apart if np.any(np.nan_to_num(np.asarray(one.shares, dtype=np.float64)) > 0)]
    found: list[Band] = []
    for k in sheet.order:
        beside = [one for one in drawn if one.group == k]
        found.append(_group(sheet, table[:, k], k, divided=bool(beside)))
        found += [_half(sheet, _column(one, len(table)), k) for one in beside]
    for kind in ("left", "none"):
        found += [_aside(sheet, _column(one, len(table)), kind) for one in drawn if one.kind == kind]
    return found


def without_group(shares: npt.ArrayLike) -> tuple[Apart, ...]:
    """In a simulated world whatever the groups do not hold is held by people without one: nothing there is unknown.

    Args:
        shares: (months, factions), 0-1; rows of NaN stay months of which nothing is known.
    """
    table = np.asarray(shares, dtype=np.float64)
    rest = 1.0 - np.nansum(table, axis=1)
    known = np.isfinite(table).any(axis=1)
    return (Apart("none", np.where(known, np.where(rest > ROUNDING, rest, 0.0), np.nan)),)


def _column(one: Apart, months: int) -> Numbers:
    return np.asarray(one.shares, dtype=np.float64)[:months]


def _group(sheet: Sheet, shares: Numbers, k: int, *, divided: bool) -> Band:
    name, short, phrase = sheet.name(k), sheet.country.factions[k].short[sheet.lang], sheet.phrase(k)
    if divided:
        name, short, phrase = (sheet.say("offices.others_of", name=words) for words in (name, short, phrase))
    return Band(shares, name, short, phrase, fill(k, sheet.key), pattern(k, sheet.key), ink(k))


def _half(sheet: Sheet, shares: Numbers, k: int) -> Band:
    rival = sheet.country.words.get("rival")
    place = sheet.say("offices.half") if rival is None else rival[sheet.lang]
    names = (sheet.name(k), sheet.country.factions[k].short[sheet.lang], sheet.phrase(k))
    name, short, phrase = (sheet.say("offices.other_half", name=words, place=place) for words in names)
    paint, drawn = half(k, sheet.key)
    return Band(shares, name, short, phrase, paint, drawn, ink(k))


def _aside(sheet: Sheet, shares: Numbers, kind: str) -> Band:
    words = sheet.say(f"offices.{kind}")
    paint, drawn = aside(kind, sheet.key)
    return Band(shares, capital(words), capital(sheet.say(f"offices.{kind}_short")), words, paint, drawn, FAINT)
