"""The axis of time: months of the horizon as places on the sheet, years under them; and stretches of known months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.pack.country.dates import month_text
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import FAINT, GRID, INK, WHITE
from sim.report.charts.svg import element, number, width_of

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
STEPS: Final = (12, 24, 60, 120, 240, 600)
"""Months between two labels, of which the narrowest that leaves room is used."""
SHORT: Final = 36
"""Up to so many months a table has them all."""


@dataclass(frozen=True)
class TimeAxis:
    """Months 0 to `months` - 1 between two places; month m takes the room from `x(m)` to `x(m + 1)`."""

    first_month: int
    months: int
    left: float
    right: float

    def x(self, month: float) -> float:
        """Where a month begins."""
        return self.left + (self.right - self.left) * month / max(1, self.months)

    def ticks(self, size: float) -> list[tuple[float, str]]:
        """Places and labels: Januaries by their year; months where the axis holds fewer than two Januaries."""
        room = width_of("0000", size) * 1.5
        for step in STEPS:
            if step * (self.right - self.left) / max(1, self.months) < room and step != STEPS[-1]:
                continue
            found = [m for m in range(self.months) if (self.first_month + m) % step == 0]
            if len(found) >= 2:
                return [(self.x(m), f"{(self.first_month + m) // 12}") for m in found]
            break
        ends = [0] if self.months < 2 else [0, self.months - 1]
        return [(self.x(m + 0.5), month_text(self.first_month + m)) for m in ends]

    def draw(self, y: float, size: float, edge: float) -> list[str]:
        """The axis with its base line at height `y`; no label goes beyond `edge`, the width of the sheet."""
        drawn = [element("path", d=f"M{number(self.left)} {number(y)}H{number(self.right)}", stroke=FAINT, stroke_width=1)]
        for x, words in self.ticks(size):
            half = width_of(words, size) / 2
            drawn.append(element("path", d=f"M{number(x)} {number(y)}v5", stroke=FAINT, stroke_width=1))
            drawn.append(text(words, min(max(x, half), edge - half), y + 6 + size, size, anchor="middle", colour=FAINT))
        return drawn

    def mark(self, month: int, words: str, top: float, bottom: float, size: float) -> list[str]:
        """A dashed line where a month begins, its name above."""
        x = self.x(month)
        half = width_of(words, size) / 2
        middle = min(max(x, self.left + half), self.right - half)
        path = f"M{number(x)} {number(top)}V{number(bottom)}"
        edge = element("path", d=path, stroke=WHITE, stroke_width=3.4, stroke_opacity="0.7")  # so that it is seen on dark areas
        dashes = element("path", d=path, stroke=INK, stroke_width=1.6, stroke_dasharray="5 4")
        return [edge, dashes, text(words, middle, top - 6, size, anchor="middle")]


def levels(sheet: Sheet, axis: TimeAxis, top: float, bottom: float, highest: float) -> list[str]:
    """Lines at none, half and all of `highest`, a share, with their percentages left of the axis."""
    drawn = []
    for share in (0.0, 0.5, 1.0):
        y = bottom - (bottom - top) * share
        drawn.append(element("path", d=f"M{number(axis.left)} {number(y)}H{number(axis.right)}", stroke=GRID, stroke_width=1))
        words = f"{100 * share * highest:.3g}%"
        drawn.append(text(words, axis.left - 6, y + sheet.small * 0.36, sheet.small, anchor="end", colour=FAINT))
    return drawn


def stretches(known: Sequence[bool] | Flags) -> list[tuple[int, int]]:
    """Stretches of known months: (first, one after the last).

    >>> stretches([True, True, False, True])
    [(0, 2), (3, 4)]
    """
    padded = np.concatenate([[False], np.asarray(known, dtype=bool), [False]]).astype(np.int8)
    turns = np.flatnonzero(np.diff(padded))
    return [(int(turns[n]), int(turns[n + 1])) for n in range(0, len(turns), 2)]


def line_points(axis: TimeAxis, start: int, heights: Numbers, step: int = 1) -> list[str]:
    """Points of a line through the middles of months, from the first one's beginning to the last one's end, without those on a level stretch.

    Of a line that is only to show a course, every `step`-th month is enough, and the last.
    """
    chosen = np.unique(np.append(np.arange(0, len(heights), step), len(heights) - 1))
    length, heights = len(heights), heights[chosen]
    months = start + chosen + 0.5
    xs = [axis.x(start), *(axis.left + (axis.right - axis.left) * months / max(1, axis.months)).tolist(), axis.x(start + length)]
    ys = [f"{y:.1f}" for y in (heights[0], *heights.tolist(), heights[-1])]
    last = len(ys) - 1
    return [f"{x:.1f} {y}" for n, (x, y) in enumerate(zip(xs, ys, strict=True)) if n in (0, last) or not ys[n - 1] == y == ys[n + 1]]


def band(axis: TimeAxis, start: int, lower: Numbers, upper: Numbers, step: int = 1) -> str:
    """The path of an area between two lines of the same months."""
    return f"M{'L'.join(line_points(axis, start, upper, step))}L{'L'.join(reversed(line_points(axis, start, lower, step)))}Z"


def line(axis: TimeAxis, start: int, heights: Numbers, step: int = 1) -> str:
    """The path of a line."""
    return f"M{'L'.join(line_points(axis, start, heights, step))}"


def table_months(first_month: int, months: int, mark: int | None = None, years: int = 1) -> list[int]:
    """Months that a table has: all of a short time; else the first, each December (of every `years`-th year), the marked one and the last."""
    if months <= SHORT:
        return list(range(months))
    found = {0, months - 1, *(m for m in range(months) if (first_month + m) % 12 == 11 and (first_month + m) // 12 % years == 0)}
    if mark is not None and 0 <= mark < months:
        found.add(mark)
    return sorted(found)


def percent(share: float) -> str:
    """A share in a table, to a tenth of a percent; a dash where it is not known."""
    return f"{100 * share:.1f}%" if np.isfinite(share) else "–"
