"""Who held the top offices over time: areas by group, stacked, each named where it lies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.locale import about
from sim.pack import Country
from sim.report.charts.axis import Flags, Numbers, TimeAxis, band, levels, percent, stretches, table_months
from sim.report.charts.labels import legend, swatch, tag
from sim.report.charts.sheet import Sheet
from sim.report.charts.style import PALE, WHITE, fill, ink, pattern, unknown
from sim.report.charts.svg import Chart, element, width_of

SHOWN = 0.005
"""Less of the offices than this is not drawn as others or unknown: it is rounding."""
OVER = 1.001


def offices(
    country: Country, shares: npt.ArrayLike, *, lang: str, key: str, title: str, mark: int | None = None, until: int | None = None, wide: bool = True
) -> Chart:
    """Shares of the top offices by group, month by month.

    Args:
        shares: (months, factions), 0-1; what a row lacks to 1 is others or not known; a row of NaN is a month of which nothing is known.
        mark: month index of a dashed line.
        until: last month index on the axis; by default the last one of `shares`.

    Raises:
        ValueError: another shape, or a row that adds to more than 1.
    """
    sheet = Sheet(country, lang, key, title, wide)
    table = _checked(country, shares, until)
    known: Flags = np.asarray(np.isfinite(table).any(axis=1))
    head = (sheet.say("month"), *(sheet.name(k) for k in sheet.order), sheet.say("offices.unknown"))
    if not known.any():
        return sheet.empty(head)
    parts, top = sheet.heading()
    months = len(table) if until is None else until + 1
    marked = mark is not None and 0 <= mark <= months
    top += sheet.small * (1.8 if marked else 0.5)
    axis = TimeAxis(country.first_month, months, sheet.side + sheet.small * 3, sheet.width - (20 if wide else 12))
    bottom = top + (270 if wide else 200)
    edges = _edges(sheet, table, top, bottom)
    parts += levels(sheet, axis, top, bottom, 1.0)
    parts += _areas(sheet, axis, edges, known)
    if marked and mark is not None:
        parts += axis.mark(mark, sheet.month(mark), top, bottom, sheet.small)
    named, left_over = _names(sheet, axis, edges, known, mark if marked else None)
    parts += axis.draw(bottom, sheet.small, sheet.width) + named
    items = [(swatch(fill(k, key)), 14.0, sheet.name(k)) for k in left_over if np.any(table[:, k] > 0)]
    if np.any(edges[known, -1] - edges[known, -2] < -SHOWN * (bottom - top)):
        items.append((swatch(f"url(#{key}-unknown)", PALE), 14.0, sheet.say("offices.unknown")))
    drawn, end = legend(sheet, items, bottom + sheet.small * 2.1)
    defs = element("defs", *(pattern(k, key) for k in sheet.order), unknown(key))
    rows = [_row(sheet, table, known, m) for m in table_months(country.first_month, len(table), mark)]
    return sheet.chart([defs, *parts, *drawn], end + 4, _sentence(sheet, table, known), head, rows)


def _checked(country: Country, shares: npt.ArrayLike, until: int | None) -> Numbers:
    """(months, factions) what is on the axis; whatever is no number is NaN."""
    count = len(country.factions)
    table = np.asarray(shares, dtype=np.float64)
    if table.size == 0:
        table = table.reshape(0, count)
    if table.ndim != 2 or table.shape[1] != count:
        raise ValueError(f"shares of offices: found an array of shape {table.shape}; allowed: (months, {count})")
    table = np.where(np.isfinite(table), table, np.nan)
    total = np.nansum(table, axis=1)
    if np.any(total > OVER) or np.any(table < 0):
        found = f"shares from {np.nanmin(table):.3f}, adding to {total.max():.3f}"
        raise ValueError(f"shares of offices: found {found} in a row; allowed: shares from 0, adding to 1 at most")
    return table if until is None else table[: until + 1]


def _edges(sheet: Sheet, table: Numbers, top: float, bottom: float) -> Numbers:
    """(months, factions + 2) heights of the edges between bands, in display order from below; the last one is the top of the stack."""
    stacked = np.cumsum(np.nan_to_num(table[:, sheet.order]), axis=1)
    ones = np.ones((len(table), 1))
    shares = np.concatenate([0 * ones, np.minimum(stacked, 1.0), ones], axis=1)
    return bottom - (bottom - top) * shares


def _areas(sheet: Sheet, axis: TimeAxis, edges: Numbers, known: Flags) -> list[str]:
    paints = [fill(k, sheet.key) for k in sheet.order] + [f"url(#{sheet.key}-unknown)"]
    drawn = []
    for start, stop in stretches(known):
        for n, paint in enumerate(paints):
            lower, upper = edges[start:stop, n], edges[start:stop, n + 1]
            if np.any(lower - upper > 0.05):
                drawn.append(element("path", d=band(axis, start, lower, upper), fill=paint, stroke=WHITE, stroke_width=1, stroke_linejoin="round"))
    return drawn


def _names(sheet: Sheet, axis: TimeAxis, edges: Numbers, known: Flags, mark: int | None) -> tuple[list[str], list[int]]:
    """Names on their bands where they fit, in full or short; and the groups whose full name stands on none, for the legend."""
    drawn, left_over = [], []
    for n, k in enumerate(sheet.order):
        lower, upper = (np.where(known, edges[:, m], np.nan) for m in (n, n + 1))
        full, short = sheet.name(k), sheet.country.factions[k].short[sheet.lang]
        for words, size in ((full, sheet.label), (full, sheet.small), (short, sheet.label), (short, sheet.small)):
            found = _widest(axis, lower, upper, words, size, mark)
            if found:
                drawn.append(tag(words, *found, size, colour=ink(k)))
                break
        if not found or words != full:
            left_over.append(k)
    return drawn, left_over


def _widest(axis: TimeAxis, lower: Numbers, upper: Numbers, words: str, size: float, mark: int | None) -> tuple[float, float] | None:
    """The middle of the highest place of a band that holds the words, clear of the mark; None if there is none."""
    room = width_of(words, size) + size
    span = int(np.ceil(room * axis.months / (axis.right - axis.left))) + 1
    if span > len(lower):
        return None
    windows = np.lib.stride_tricks.sliding_window_view
    low, high = windows(lower, span).min(axis=1), windows(upper, span).max(axis=1)
    height = np.where(np.isfinite(low - high), low - high, -1.0)
    if mark is not None:
        first = np.arange(len(height))
        height[(first <= mark) & (first + span >= mark)] = -1.0
    best = int(np.argmax(np.round(height)))
    # among places about as high, the middle one reads best
    equal = np.flatnonzero(height >= height[best] - 1)
    stretch = next(part for part in np.split(equal, np.flatnonzero(np.diff(equal) > 1) + 1) if best in part)
    best = int(stretch[len(stretch) // 2])
    if height[best] < size * 1.6:
        return None
    return axis.x(best + span / 2), float(low[best] + high[best]) / 2


def _row(sheet: Sheet, table: Numbers, known: Flags, month: int) -> tuple[str, ...]:
    rest = 1 - float(np.nansum(table[month])) if known[month] else float("nan")
    return (sheet.month(month), *(percent(float(table[month, k])) for k in sheet.order), percent(max(0.0, rest) if rest == rest else rest))


def _sentence(sheet: Sheet, table: Numbers, known: Flags) -> str:
    """The first and the last known month, group by group, and what is not drawn."""
    where = np.flatnonzero(known)
    first, last = int(where[0]), int(where[-1])
    groups = []
    for k in sheet.order:
        before, after = (about(sheet.lang, float(np.nan_to_num(table[m, k])), "chart.part") for m in (first, last))
        if first == last:
            groups.append(f"{sheet.phrase(k)} {before}")
        else:
            groups.append(sheet.say("offices.then", name=sheet.phrase(k), before=before, after=after))
    some_rest = bool(np.any(1 - np.nansum(table[known], axis=1) > SHOWN))
    gaps = []
    for start, stop in stretches(~known):
        if start == 0:
            gaps.append(sheet.say("offices.until", month=sheet.month(stop)))
        elif stop == len(known):
            gaps.append(sheet.say("offices.since", month=sheet.month(start - 1)))
        else:
            gaps.append(sheet.say("offices.between", first=sheet.month(start), last=sheet.month(stop - 1)))
    return sheet.say(
        "offices.one_month" if first == last else "offices.sentence", first=sheet.month(first), last=sheet.month(last), groups="; ".join(groups),
        rest=sheet.say("offices.rest") if some_rest else "", gaps=sheet.say("offices.gaps", where=", ".join(gaps)) if gaps else "",
    )  # fmt: skip
