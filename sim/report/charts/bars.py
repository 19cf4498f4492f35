"""Two bars a row, one above the other: parts of a whole by themselves and with others, or shares of an old and a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.pack import Country
from sim.report.charts.labels import legend, swatch
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import ALONE, CHANGED, FAINT, GRID, INK, PALE
from sim.report.charts.svg import Chart, element, number, wrap


@dataclass(frozen=True)
class Bar:
    """A part of a whole, 0-1, with its interval where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Row:
    """A row: its label, both bars (`None` for one that is not known), and its cells in the table. A row without bars heads those below it."""

    label: str
    first: Bar | None
    second: Bar | None
    cells: tuple[str, ...] = ()


def bars(
    country: Country | None, rows: Sequence[Row], *, lang: str, key: str, title: str, names: tuple[str, str], head: Sequence[str], sentence: str,
    noise: tuple[float, str] | None = None, wide: bool = True,
) -> Chart:  # fmt: skip
    """Bars side by side, on one axis from none to all.

    Args:
        names: what the upper and the lower bar of a row are.
        head: columns of the table; the first is the label.
        noise: a value that is marked in all rows, and its name.
    """
    sheet = Sheet(country, lang, key, title, wide)  # type: ignore[arg-type]
    if not any(row.first or row.second for row in rows):
        return sheet.empty(head)
    parts, top = sheet.heading()
    samples = [(swatch(PALE, ALONE), 14.0, names[0]), (swatch(CHANGED), 14.0, names[1])]
    if noise is not None:
        samples.append((element("path", d="M7 -9V9", stroke=INK, stroke_width=1.6, stroke_dasharray="5 4"), 14.0, noise[1]))
    drawn, y = legend(sheet, samples, top)
    parts += drawn
    left = 430.0 if sheet.wide else sheet.side
    right = sheet.width - sheet.side - 16
    first = y + sheet.small * 1.6

    def x(share: float) -> float:
        return left + (right - left) * min(1.0, max(0.0, share))

    y, bodies = first + 6, []
    for row in rows:
        drawn, y = _row(sheet, row, x, left, y)
        bodies += drawn
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(element("path", d=f"M{number(x(share))} {number(first)}V{number(y)}", stroke=GRID, stroke_width=1))
        anchor = "end" if share == 1.0 and not sheet.wide else "middle" if share else "start"
        parts.append(text(f"{100 * share:.0f}%", x(share), first - 5, sheet.small, anchor=anchor, colour=FAINT))
    parts += bodies
    if noise is not None:
        path = f"M{number(x(noise[0]))} {number(first)}V{number(y)}"
        parts.append(element("path", d=path, stroke=INK, stroke_width=1.6, stroke_dasharray="5 4"))
    return sheet.chart(parts, y + 8, sentence, head, [(row.label, *row.cells) for row in rows if row.first or row.second])


def _row(sheet: Sheet, row: Row, x, left: float, top: float) -> tuple[list[str], float]:  # type: ignore[no-untyped-def]
    """A row from height `top`: what was drawn, and where it ends."""
    size = sheet.label
    if row.first is None and row.second is None:
        return [text(row.label, sheet.side, top + size * 1.6, size, bold=True)], top + size * 2.2
    lines = wrap(row.label, (left - 14 if sheet.wide else sheet.width) - 2 * sheet.side, size * 1.02, 2)
    drawn = []
    if sheet.wide:
        height = max(40.0, size * (1.25 * len(lines) + 0.9))
        middle = top + height / 2
        for n, line in enumerate(lines):
            drawn.append(text(line, left - 14, middle - size * (0.625 * len(lines) - 0.96) + size * 1.25 * n, size, anchor="end"))
    else:
        for n, line in enumerate(lines):
            drawn.append(text(line, sheet.side, top + size * (1.2 + 1.25 * n), size))
        middle = top + size * (1.25 * len(lines) + 0.4) + 16
        height = middle - top + 20
    for bar, at, paint, edge in ((row.first, middle - 9, PALE, ALONE), (row.second, middle + 9, CHANGED, CHANGED)):
        if bar is not None:
            drawn.append(element("rect", x=left, y=at - 6, width=max(1.0, x(bar.value) - left), height=12, fill=paint, stroke=edge, stroke_width=1))
            if bar.low is not None and bar.high is not None:
                drawn.append(element("path", d=f"M{number(x(bar.low))} {number(at)}H{number(x(bar.high))}", stroke="#ffffff", stroke_width=5))
                drawn.append(element("path", d=f"M{number(x(bar.low))} {number(at)}H{number(x(bar.high))}", stroke="#b3261e", stroke_width=2))
    return drawn, top + height
