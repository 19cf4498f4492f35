"""A measure of each group over all worlds: one panel a group, a fan of quantiles over time."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.report.charts.axis import Flags, Numbers, TimeAxis, band, levels, line, percent, stretches, table_months
from sim.report.charts.labels import legend
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import FAINT, INK, fill, ink, mix, pattern, tint
from sim.report.charts.svg import Chart, element, number, shorten
from sim.runs.fan import QUANTILES

CEILINGS: Final = (0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
POINTS: Final = 160
"""Points of a line over the whole time: about one to each three units of a panel."""
YEARS: Final = 5
"""The table of a long time has every fifth year."""


def fans(
    country: Country, quantiles: npt.ArrayLike, *, lang: str, key: str, title: str, sentence: str, mark: int | None = None, wide: bool = True
) -> Chart:
    """Quantiles over worlds of a share of each group, month by month.

    Args:
        quantiles: (factions, 5, months) of 10, 25, 50, 75 and 90 %; NaN where a group's fan is not known.
        sentence: what the chart shows; the caller knows what is measured.
        mark: month index of a dashed line.

    Raises:
        ValueError: another shape.
    """
    sheet = Sheet(country, lang, key, title, wide)
    table = _checked(country, quantiles)
    head = (sheet.say("month"), sheet.say("group"), *(sheet.say("fans.below", share=f"{q}%") for q in QUANTILES))
    if not np.isfinite(table).all(axis=1).any():
        return sheet.empty(head)
    months = table.shape[2]
    marked = mark if mark is not None and 0 <= mark <= months else None
    highest = float(np.nanmax(table))
    ceiling = next((level for level in CEILINGS if level >= highest), highest)
    parts, top = sheet.heading()
    columns = _columns(sheet)
    gap = 26.0
    across = (sheet.width - 2 * sheet.side - gap * (columns - 1)) / columns
    height = _plot(sheet) + sheet.label * 2.6 + sheet.small * (2.2 if marked is None else 3.5)
    for n, k in enumerate(sheet.order):
        left = sheet.side + (across + gap) * (n % columns)
        axis = TimeAxis(country.first_month, months, left + sheet.small * 3, left + across - sheet.small * 2.9)
        parts += _panel(sheet, axis, table[k], k, top + height * (n // columns), ceiling, marked)
    bottom = top + height * -(-len(sheet.order) // columns)
    drawn, end = legend(sheet, _samples(sheet), bottom)
    rows = [
        (sheet.month(m), sheet.name(k), *(percent(float(table[k, q, m])) for q in range(5)))
        for m in table_months(country.first_month, months, mark, YEARS)
        for k in sheet.order
    ]
    defs = element("defs", *(pattern(k, key) for k in sheet.order))
    return sheet.chart([defs, *parts, *drawn], end + 4, sentence, head, rows)


def _columns(sheet: Sheet) -> int:
    """Panels beside one another: as many as fill their lines evenly."""
    count = len(sheet.order)
    if not sheet.wide or count == 1:
        return 1
    return 2 if count in (2, 4) else 3


def _plot(sheet: Sheet) -> float:
    """Height of one panel's plot."""
    return 150 if sheet.wide else 105


def _checked(country: Country, quantiles: npt.ArrayLike) -> Numbers:
    count = len(country.factions)
    table = np.asarray(quantiles, dtype=np.float64)
    if table.size == 0:
        table = table.reshape(count, 5, 0)
    if table.ndim != 3 or table.shape[:2] != (count, 5):
        raise ValueError(f"quantiles: found an array of shape {table.shape}; allowed: ({count}, 5, months)")
    return np.where(np.isfinite(table), table, np.nan)


def _panel(sheet: Sheet, axis: TimeAxis, table: Numbers, k: int, top: float, ceiling: float, mark: int | None) -> list[str]:
    """One group: its name, the two bands, the middle line with its last value, the axis."""
    base = top + sheet.label * 1.1
    size = sheet.label
    drawn = [
        element("rect", x=axis.left, y=base - 11, width=13, height=13, rx=2, fill=fill(k, sheet.key)),
        text(shorten(sheet.name(k), axis.right - axis.left - 20, size * 1.05), axis.left + 19, base, size, colour=ink(k), bold=True),
    ]
    plot_top = base + size * 0.9 + (sheet.small * 1.3 if mark is not None else 0)
    bottom = plot_top + _plot(sheet)
    heights = bottom - (bottom - plot_top) * table / ceiling
    drawn += levels(sheet, axis, plot_top, bottom, ceiling)
    known: Flags = np.asarray(np.isfinite(heights).all(axis=0))
    step = max(1, axis.months // (POINTS if sheet.wide else POINTS // 2))
    for start, stop in stretches(known):
        part = heights[:, start:stop]
        drawn.append(element("path", d=band(axis, start, part[0], part[4], step), fill=tint(k, 0.72)))
        drawn.append(element("path", d=band(axis, start, part[1], part[3], step), fill=tint(k, 0.38)))
        middle = line(axis, start, part[2], step)
        drawn.append(element("path", d=middle, fill="none", stroke=_line_colour(k), stroke_width=2.4, stroke_linejoin="round"))
    if mark is not None:
        drawn += axis.mark(mark, sheet.month(mark), plot_top, bottom, sheet.small)
    drawn += axis.draw(bottom, sheet.small, axis.right + sheet.small * 2.9)
    if known.any():
        last = int(np.flatnonzero(known)[-1])
        x, y = axis.x(last + 1), float(heights[2, last])
        drawn.append(text(f"{100 * table[2, last]:.0f}%", x + 5, y + sheet.small * 0.36, sheet.small, colour=ink(k)))
    return drawn


def _line_colour(k: int) -> str:
    """Darker than the text colour, so the line stands out from its own bands."""
    return mix(ink(k), "#000000", 0.35)


def _samples(sheet: Sheet) -> list[tuple[str, float, str]]:
    """The legend in grey: it holds for every group."""
    middle = element("path", d=f"M0 0H{number(22)}", stroke=INK, stroke_width=2.4)
    return [
        (middle, 22, sheet.say("fans.middle")),
        (element("rect", x=0, y=-6, width=22, height=12, fill=mix(FAINT, "#ffffff", 0.38)), 22, sheet.say("fans.half")),
        (element("rect", x=0, y=-6, width=22, height=12, fill=mix(FAINT, "#ffffff", 0.72)), 22, sheet.say("fans.most")),
    ]
