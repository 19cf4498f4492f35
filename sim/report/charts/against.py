"""How often an outcome comes against a value that varies: one panel a branch, a dot for each bin of the value."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sim.counterfactual.estimate import Z95
from sim.locale import about, capital
from sim.pack import Country
from sim.report.charts.axis import percent
from sim.report.charts.labels import legend
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import ALONE, CHANGED, FAINT, GRID, INK, WHITE, ink
from sim.report.charts.svg import Chart, element, number, shorten, width_of, wrap

CEILINGS: Final = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Dot:
    """Worlds of about the same value (of a choice: its number), how often the outcome comes (0-1), its standard error, how many worlds."""

    value: float
    share: float
    error: float
    worlds: int

    @property
    def low(self) -> float:
        """Lower end of a 95 % interval."""
        return max(0.0, self.share - Z95 * self.error)

    @property
    def high(self) -> float:
        """Upper end."""
        return min(1.0, self.share + Z95 * self.error)


@dataclass(frozen=True)
class Panel:
    """A branch: its name; the group that took office, None where none was put there; whether nothing was changed; and its dots by value."""

    label: str
    winner: int | None
    alone: bool
    dots: tuple[Dot, ...]


def against(
    country: Country, panels: Sequence[Panel], *, lang: str, key: str, title: str, outcome: str, value: str, choices: Sequence[str] = (),
    wide: bool = True,
) -> Chart:  # fmt: skip
    """Shares of an outcome against a value, branch beside branch on the same axes.

    Args:
        outcome: its name in words.
        value: the value's name in words.
        choices: where the value is one of a few words, these: a dot's value is the place of its word.
    """
    sheet = Sheet(country, lang, key, title, wide)
    head = (sheet.say("against.branch"), value, sheet.say("against.share"), sheet.say("against.interval"), sheet.say("against.worlds"))
    dots = [dot for panel in panels for dot in panel.dots]
    if not dots:
        return sheet.empty(head)
    scale = _Scale.of(dots, tuple(choices))
    parts, top = sheet.heading()
    columns = 1 if not wide or len(panels) == 1 else 2 if len(panels) in (2, 4) else 3
    gap = 26.0
    across = (sheet.width - 2 * sheet.side - gap * (columns - 1)) / columns
    height = _plot(sheet) + sheet.label * 2.2 + sheet.small * (2.7 + 1.2 * scale.lines)
    for n, panel in enumerate(panels):
        left = sheet.side + (across + gap) * (n % columns)
        parts += _panel(sheet, panel, scale, left, left + across, top + height * (n // columns), value)
    drawn, end = legend(sheet, _samples(sheet), top + height * -(-len(panels) // columns))
    rows = [
        (panel.label, scale.name(dot.value), percent(dot.share), f"{percent(dot.low)} – {percent(dot.high)}", f"{dot.worlds:,}")
        for panel in panels for dot in panel.dots
    ]  # fmt: skip
    return sheet.chart([*parts, *drawn], end + 4, _sentence(sheet, panels, scale, outcome, value), head, rows)


@dataclass(frozen=True)
class _Scale:
    """Both axes; the same in every panel."""

    low: float
    high: float
    ceiling: float
    choices: tuple[str, ...]

    @classmethod
    def of(cls, dots: Sequence[Dot], choices: tuple[str, ...]) -> _Scale:
        values = [dot.value for dot in dots]
        highest = max(dot.high for dot in dots)
        ceiling = next(level for level in CEILINGS if level >= highest)
        if choices:
            return cls(-0.5, len(choices) - 0.5, ceiling, choices)
        low, high = min(values), max(values)
        if low == high:
            low, high = low - 0.5, high + 0.5
        room = (high - low) * 0.06
        return cls(low - room, high + room, ceiling, ())

    def name(self, value: float) -> str:
        """A value as it is told: its word, or its number."""
        return self.choices[round(value)] if self.choices else f"{value:.3g}"

    @property
    def lines(self) -> int:
        """Lines of words under the axis."""
        return 2 if any("_" in choice for choice in self.choices) else 1

    def marks(self, most: int) -> list[tuple[float, str]]:
        """Values that stand under the axis: all words, or at most so many round numbers."""
        if self.choices:
            return [(n, choice.replace("_", " ")) for n, choice in enumerate(self.choices)]
        return [(mark, f"{mark:g}") for mark in round_numbers(self.low, self.high, most)]


def _plot(sheet: Sheet) -> float:
    return 170 if sheet.wide else 120


def _panel(sheet: Sheet, panel: Panel, scale: _Scale, left: float, right: float, top: float, value: str) -> list[str]:
    """A name, the axes, the dots with their intervals."""
    base = top + sheet.label * 1.1
    line = ALONE if panel.alone else CHANGED if panel.winner is None else ink(panel.winner)
    start, stop = left + sheet.small * 3.2, right - 6
    plot_top = base + sheet.label * 0.9
    bottom = plot_top + _plot(sheet)
    drawn = [text(shorten(panel.label, right - left, sheet.label * 1.05), left, base, sheet.label, colour=line, bold=True)]
    for share in (0.0, 0.5, 1.0):
        y = bottom - (bottom - plot_top) * share
        drawn.append(element("path", d=f"M{number(start)} {number(y)}H{number(stop)}", stroke=GRID, stroke_width=1))
        drawn.append(text(f"{100 * share * scale.ceiling:.3g}%", start - 6, y + sheet.small * 0.36, sheet.small, anchor="end", colour=FAINT))

    def x(at: float) -> float:
        return start + (stop - start) * (at - scale.low) / (scale.high - scale.low)

    def y_of(share: float) -> float:
        return bottom - (bottom - plot_top) * share / scale.ceiling

    drawn += _ticks(sheet, scale, x, start, stop, bottom)
    words, under = shorten(value, stop - start, sheet.small * 1.05), bottom + sheet.small * (1.7 + 1.2 * scale.lines)
    drawn.append(text(words, (start + stop) / 2, under, sheet.small, anchor="middle"))
    points = [(x(dot.value), y_of(dot.share)) for dot in panel.dots]
    if len(points) > 1 and not scale.choices:
        path = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in points)
        drawn.append(element("path", d=path, fill="none", stroke=line, stroke_width=1.2, stroke_dasharray="3 4"))
    for dot, (a, b) in zip(panel.dots, points, strict=True):
        drawn.append(element("path", d=f"M{number(a)} {number(y_of(dot.low))}V{number(y_of(dot.high))}", stroke=line, stroke_width=2.2))
        inside, edge = (WHITE, line) if panel.alone else (line, WHITE)
        drawn.append(element("circle", cx=a, cy=b, r=5.5, fill=inside, stroke=edge, stroke_width=2.2 if panel.alone else 1.2))
    return drawn


def _ticks(sheet: Sheet, scale: _Scale, x: Callable[[float], float], start: float, stop: float, bottom: float) -> list[str]:
    """Round numbers, or words, on the axis of the value, as many as have room."""
    drawn = [element("path", d=f"M{number(start)} {number(bottom)}H{number(stop)}", stroke=FAINT, stroke_width=1)]
    marks = scale.marks(5)
    widest = max((width_of(words, sheet.small) for _, words in marks), default=0.0)
    if len(marks) > 1 and widest * 1.3 > (stop - start) / len(marks):
        marks = scale.marks(2)
    for mark, words in marks:
        drawn.append(element("path", d=f"M{number(x(mark))} {number(bottom)}v5", stroke=FAINT, stroke_width=1))
        for n, line in enumerate(wrap(words, (stop - start) / len(marks) - 4, sheet.small, scale.lines)):
            half = width_of(line, sheet.small) / 2
            at, down = min(max(x(mark), start + half), stop - half), bottom + 6 + sheet.small * (1 + 1.2 * n)
            drawn.append(text(line, at, down, sheet.small, anchor="middle", colour=FAINT))
    return drawn


def round_numbers(low: float, high: float, most: int) -> list[float]:
    """At most `most` round numbers between two others.

    >>> round_numbers(0.13, 0.47, 5)
    [0.2, 0.3, 0.4]
    """
    step = 10.0 ** math.floor(math.log10(high - low))
    for factor in (0.1, 0.2, 0.5, 1, 2, 5, 10):
        size = step * factor
        first, last = math.ceil(low / size - 1e-9), math.floor(high / size + 1e-9)
        if last - first + 1 <= most:
            return [float(f"{n * size:.12g}") for n in range(first, last + 1)]
    return []


def _samples(sheet: Sheet) -> list[tuple[str, float, str]]:
    dot = element("circle", cx=7, cy=0, r=5.5, fill=INK, stroke=WHITE, stroke_width=1.2)
    return [(dot, 14.0, sheet.say("against.dot")), (element("path", d="M4 -8V8", stroke=INK, stroke_width=2.2), 8.0, sheet.say("against.error"))]


def _sentence(sheet: Sheet, panels: Sequence[Panel], scale: _Scale, outcome: str, value: str) -> str:
    """The branch in which the share differs most between the ends of the value."""
    ends = [(panel, panel.dots[0], panel.dots[-1]) for panel in panels if len(panel.dots) > 1]
    if not ends:
        return sheet.say("against.one", outcome=capital(outcome))
    panel, first, last = max(ends, key=lambda end: abs(end[2].share - end[1].share))
    key = "against.choice" if scale.choices else "against.sentence"
    return sheet.say(
        key, branch=panel.label, outcome=capital(outcome), value=value, low=scale.name(first.value), high=scale.name(last.value),
        before=about(sheet.lang, first.share), after=about(sheet.lang, last.share),
    )  # fmt: skip
