"""Outcomes as pairs of dots: how often each comes about with the model left alone, and with the model changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.locale import about
from sim.pack import Country
from sim.report.charts.axis import percent
from sim.report.charts.labels import legend
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import ALONE, CHANGED, FAINT, GRID, INK, PALE, WHITE, ink, tint
from sim.report.charts.svg import Chart, element, number, wrap


@dataclass(frozen=True)
class Cell:
    """How often an outcome comes about: shares of worlds, 0-1, NaN where not known.

    `low` and `high` bound the simulation error, `spread_low` and `spread_high` what plausible values of the parameters allow.
    """

    share: float
    low: float
    high: float
    spread_low: float
    spread_high: float


@dataclass(frozen=True)
class Pair:
    """One outcome: its label, what it comes to in words, and both arms; None for an arm that does not exist."""

    label: str
    words: str
    left_alone: Cell | None
    changed: Cell | None


@dataclass(frozen=True)
class _Columns:
    """Where a row's parts lie."""

    left: float
    right: float
    words: float
    words_width: float
    label_width: float

    @classmethod
    def of(cls, sheet: Sheet) -> _Columns:
        if sheet.wide:
            return cls(300, 660, 690, sheet.width - sheet.side - 690, 300 - 24 - sheet.side)
        across = sheet.width - 2 * sheet.side
        return cls(sheet.side + 12, sheet.width - sheet.side - 16, sheet.side, across, across)

    def x(self, share: float) -> float:
        return self.left + (self.right - self.left) * min(1.0, max(0.0, share))


def outcomes(country: Country, rows: Sequence[Pair], *, lang: str, key: str, title: str, winner: int | None = None, wide: bool = True) -> Chart:
    """A row for each outcome: the model left alone (open, grey) above the model changed (filled, in the colour of the group that took office).

    Args:
        rows: in the order in which they are shown.
        winner: place of the group that took office in the model changed; None if none was put there.
    """
    sheet = Sheet(country, lang, key, title, wide)
    head = _head(sheet)
    if not rows:
        return sheet.empty(head)
    parts, top = sheet.heading()
    drawn, y = legend(sheet, _samples(sheet, rows, winner), top)
    parts += drawn
    columns = _Columns.of(sheet)
    first = y + sheet.small * 2.0
    parts += _percentages(sheet, columns, first - sheet.small * 0.5)
    bodies: list[str] = []
    y = first
    for n, row in enumerate(rows):
        drawn, end = _row(sheet, columns, row, winner, y)
        if n:
            parts.append(element("path", d=f"M{number(sheet.side)} {number(y)}H{number(sheet.width - sheet.side)}", stroke=GRID, stroke_width=1))
        bodies += drawn
        y = end
    if wide:
        parts += _grid(columns, first, y)
    parts += bodies
    parts += _percentages(sheet, columns, y + sheet.small * 1.3)
    return sheet.chart(parts, y + sheet.small * 2, _sentence(sheet, rows), head, [_cells(row) for row in rows])


def _percentages(sheet: Sheet, columns: _Columns, y: float) -> list[str]:
    return [text(f"{share}%", columns.x(share / 100), y, sheet.small, anchor="middle", colour=FAINT) for share in (0, 25, 50, 75, 100)]


def _grid(columns: _Columns, top: float, bottom: float) -> list[str]:
    lines = "".join(f"M{number(columns.x(share))} {number(top)}V{number(bottom)}" for share in (0, 0.25, 0.5, 0.75, 1))
    return [element("path", d=lines, stroke=GRID, stroke_width=1, fill="none")]


def _row(sheet: Sheet, columns: _Columns, row: Pair, winner: int | None, top: float) -> tuple[list[str], float]:
    """One outcome from height `top`; what was drawn, and where it ends."""
    size = sheet.label
    label, words = wrap(row.label, columns.label_width, size * 1.02), wrap(row.words, columns.words_width, size, 2)
    if sheet.wide:
        height = max(50.0, size * (1.25 * max(len(label), len(words)) + 1.1))
        middle = top + height / 2
        drawn = _lines(label, columns.left - 24, middle - size * (0.625 * len(label) - 0.96), size, "end")
        drawn += _lines(words, columns.words, middle - size * (0.625 * len(words) - 0.96), size, "start")
        return drawn + _tracks(columns, row, winner, middle, 9), top + height
    y = top + size * 1.5
    drawn = _lines(label, sheet.side, y, size, "start", bold=True)
    y += size * 1.25 * (len(label) - 1) + 25
    drawn += _grid(columns, y - 16, y + 16) + _tracks(columns, row, winner, y, 8)
    y += 16 + size * 1.25
    drawn += _lines(words, sheet.side, y, size, "start")
    return drawn, y + size * (1.25 * (len(words) - 1) + 0.8)


def _lines(lines: Sequence[str], x: float, y: float, size: float, anchor: str, *, bold: bool = False) -> list[str]:
    return [text(line, x, y + size * 1.25 * n, size, anchor=anchor, bold=bold) for n, line in enumerate(lines)]


def _tracks(columns: _Columns, row: Pair, winner: int | None, y: float, away: float) -> list[str]:
    drawn = []
    if row.left_alone is not None:
        drawn += _track(columns, row.left_alone, y - away, ALONE, PALE, filled=False)
    if row.changed is not None:
        line = CHANGED if winner is None else ink(winner)
        drawn += _track(columns, row.changed, y + away, line, tint(winner, 0.55), filled=True)
    return drawn


def _track(columns: _Columns, cell: Cell, y: float, line: str, pale: str, *, filled: bool) -> list[str]:
    """One arm: thick bar, thin bar, dot; whatever is not known is left out."""
    drawn = []
    if _known(cell.spread_low, cell.spread_high):
        x = columns.x(cell.spread_low)
        drawn.append(element("rect", x=x, y=y - 5, width=columns.x(cell.spread_high) - x, height=10, rx=2, fill=pale))
    if _known(cell.low, cell.high):
        drawn.append(element("path", d=f"M{number(columns.x(cell.low))} {number(y)}H{number(columns.x(cell.high))}", stroke=line, stroke_width=2.2))
    if _known(cell.share):
        inside, edge = (line, WHITE) if filled else (WHITE, line)
        drawn.append(element("circle", cx=columns.x(cell.share), cy=y, r=6, fill=inside, stroke=edge, stroke_width=1.2 if filled else 2.2))
    return drawn


def _known(*values: float) -> bool:
    return all(math.isfinite(value) for value in values)


def _samples(sheet: Sheet, rows: Sequence[Pair], winner: int | None) -> list[tuple[str, float, str]]:
    line = CHANGED if winner is None else ink(winner)
    changed = sheet.say("outcomes.changed") if winner is None else sheet.say("outcomes.changed_to", who=sheet.phrase(winner))
    items = []
    if any(row.left_alone is not None for row in rows):
        items.append((element("circle", cx=7, cy=0, r=6, fill=WHITE, stroke=ALONE, stroke_width=2.2), 14.0, sheet.say("outcomes.alone")))
    if any(row.changed is not None for row in rows):
        items.append((element("circle", cx=7, cy=0, r=6, fill=line), 14.0, changed))
    items.append((element("rect", x=0, y=-5, width=26, height=10, rx=2, fill=PALE), 26.0, sheet.say("outcomes.spread")))
    items.append((element("path", d="M0 0H26", stroke=INK, stroke_width=2.2), 26.0, sheet.say("outcomes.error")))
    return items


def _head(sheet: Sheet) -> tuple[str, ...]:
    head = [sheet.say("outcomes.outcome"), sheet.say("outcomes.words")]
    for arm in (sheet.say("outcomes.alone_head"), sheet.say("outcomes.changed_head")):
        head += [arm, sheet.say("outcomes.error_head", arm=arm), sheet.say("outcomes.spread_head", arm=arm)]
    return tuple(head)


def _cells(row: Pair) -> tuple[str, ...]:
    found = [row.label, row.words]
    for cell in (row.left_alone, row.changed):
        if cell is None:
            found += ["–"] * 3
        else:
            found += [percent(cell.share), _range(cell.low, cell.high), _range(cell.spread_low, cell.spread_high)]
    return tuple(found)


def _range(low: float, high: float) -> str:
    return f"{percent(low)} – {percent(high)}" if _known(low, high) else "–"


def _sentence(sheet: Sheet, rows: Sequence[Pair]) -> str:
    """The largest change, and whether simulation error could explain it; where one arm is missing, the most frequent outcome."""
    count = len(rows)
    both = [(row, row.left_alone, row.changed) for row in rows if row.left_alone and row.changed and _known(row.left_alone.share, row.changed.share)]
    if both:
        row, alone, changed = max(both, key=lambda pair: abs(pair[2].share - pair[1].share))
        if alone.share == changed.share:
            return sheet.say("outcomes.no_change", count=len(both))
        overlap = alone.low <= changed.high and changed.low <= alone.high  # not where a bound is not known
        before, after = about(sheet.lang, alone.share), about(sheet.lang, changed.share)
        return sheet.say("outcomes.overlap" if overlap else "outcomes.apart", count=count, label=row.label, before=before, after=after)
    single = [(cell.share, row.label) for row in rows for cell in (row.left_alone, row.changed) if cell and _known(cell.share)]
    if not single:
        return sheet.say("outcomes.unknown", count=count)
    share, label = max(single)
    return sheet.say("outcomes.one_arm", count=count, label=label, share=about(sheet.lang, share))
