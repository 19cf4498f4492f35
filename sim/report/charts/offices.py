"""Who held the top offices over time: areas by group, stacked, each named where it lies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sim.locale import about
from sim.pack import Country
from sim.report.charts.axis import Flags, Numbers, TimeAxis, band, levels, percent, stretches, table_months
from sim.report.charts.bands import ROUNDING, Apart, Band, bands
from sim.report.charts.labels import legend, swatch, tag
from sim.report.charts.sheet import Sheet
from sim.report.charts.style import PALE, WHITE, unknown
from sim.report.charts.svg import Chart, element, width_of

OVER = 1.001


def offices(
    country: Country, shares: npt.ArrayLike, *, lang: str, key: str, title: str, apart: Sequence[Apart] = (), mark: int | None = None,
    until: int | None = None, wide: bool = True,
) -> Chart:  # fmt: skip
    """Shares of the top offices by group, month by month.

    Args:
        shares: (months, factions), 0-1; what a row lacks to 1 is others or not known; a row of NaN is a month of which nothing is known.
        apart: people who are not among those shares and have bands of their own.
        mark: month index of a dashed line.
        until: last month index on the axis; by default the last one of `shares`.

    Raises:
        ValueError: another shape, or a row that adds to more than 1.
    """
    sheet = Sheet(country, lang, key, title, wide)
    table = _checked(country, shares, apart, until)
    known: Flags = np.asarray(np.isfinite(table).any(axis=1))
    drawn_bands = bands(sheet, table, apart)
    head = (sheet.say("month"), *(one.name for one in drawn_bands), sheet.say("offices.unknown"))
    if not known.any():
        return sheet.empty(head)
    parts, top = sheet.heading()
    months = len(table) if until is None else until + 1
    marked = mark is not None and 0 <= mark <= months
    top += sheet.small * (1.8 if marked else 0.5)
    axis = TimeAxis(country.first_month, months, sheet.side + sheet.small * 3, sheet.width - (20 if wide else 12))
    bottom = top + (270 if wide else 200)
    edges = _edges(drawn_bands, len(table), top, bottom)
    parts += levels(sheet, axis, top, bottom, 1.0)
    parts += _areas(sheet, drawn_bands, axis, edges, known)
    if marked and mark is not None:
        parts += axis.mark(mark, sheet.month(mark), top, bottom, sheet.small)
    named, left_over = _names(sheet, drawn_bands, axis, edges, known, mark if marked else None)
    parts += axis.draw(bottom, sheet.small, sheet.width) + named
    items = [(swatch(one.paint), 14.0, one.name) for one in left_over if np.any(one.shares > 0)]
    if np.any(edges[known, -1] - edges[known, -2] < -ROUNDING * (bottom - top)):
        items.append((swatch(f"url(#{key}-unknown)", PALE), 14.0, sheet.say("offices.unknown")))
    drawn, end = legend(sheet, items, bottom + sheet.small * 2.1)
    defs = element("defs", *(one.pattern for one in drawn_bands), unknown(key))
    rows = [_row(sheet, drawn_bands, known, m) for m in table_months(country.first_month, len(table), mark)]
    return sheet.chart([defs, *parts, *drawn], end + 4, _sentence(sheet, drawn_bands, known), head, rows)


def _checked(country: Country, shares: npt.ArrayLike, apart: Sequence[Apart], until: int | None) -> Numbers:
    """(months, factions) what is on the axis; whatever is no number is NaN."""
    count = len(country.factions)
    table = np.asarray(shares, dtype=np.float64)
    if table.size == 0:
        table = table.reshape(0, count)
    if table.ndim != 2 or table.shape[1] != count:
        raise ValueError(f"shares of offices: found an array of shape {table.shape}; allowed: (months, {count})")
    table = np.where(np.isfinite(table), table, np.nan)
    total = np.nansum(table, axis=1)
    for one in apart:
        column = np.asarray(one.shares, dtype=np.float64)
        if column.shape != total.shape or np.any(column < 0):
            found = f"{column.shape} of {one.kind}" if column.shape != total.shape else f"a share from {np.nanmin(column):.3f} of {one.kind}"
            raise ValueError(f"shares of offices: found {found}; allowed: ({len(table)},), from 0")
        total = total + np.nan_to_num(column)
    if np.any(total > OVER) or np.any(table < 0):
        found = f"shares from {np.nanmin(table):.3f}, adding to {total.max():.3f}"
        raise ValueError(f"shares of offices: found {found} in a row; allowed: shares from 0, adding to 1 at most")
    return table if until is None else table[: until + 1]


def _edges(drawn: Sequence[Band], months: int, top: float, bottom: float) -> Numbers:
    """(months, bands + 2) heights of the edges between bands, from below; the last one is the top of the stack."""
    stacked = np.cumsum(np.nan_to_num(np.stack([one.shares for one in drawn], axis=1)), axis=1)
    ones = np.ones((months, 1))
    shares = np.concatenate([0 * ones, np.minimum(stacked, 1.0), ones], axis=1)
    return bottom - (bottom - top) * shares


def _areas(sheet: Sheet, drawn_bands: Sequence[Band], axis: TimeAxis, edges: Numbers, known: Flags) -> list[str]:
    paints = [*(one.paint for one in drawn_bands), f"url(#{sheet.key}-unknown)"]
    drawn = []
    for start, stop in stretches(known):
        for n, paint in enumerate(paints):
            lower, upper = edges[start:stop, n], edges[start:stop, n + 1]
            if np.any(lower - upper > 0.05):
                drawn.append(element("path", d=band(axis, start, lower, upper), fill=paint, stroke=WHITE, stroke_width=1, stroke_linejoin="round"))
    return drawn


def _names(
    sheet: Sheet, drawn_bands: Sequence[Band], axis: TimeAxis, edges: Numbers, known: Flags, mark: int | None
) -> tuple[list[str], list[Band]]:  # fmt: skip
    """Names on their bands where they fit, in full or short; and the bands on which the full name does not stand, for the legend."""
    drawn, left_over = [], []
    for n, one in enumerate(drawn_bands):
        lower, upper = (np.where(known, edges[:, m], np.nan) for m in (n, n + 1))
        for words, size in one.words(sheet.label, sheet.small):
            found = _widest(axis, lower, upper, words, size, mark)
            if found:
                drawn.append(tag(words, *found, size, colour=one.colour))
                break
        if not found or words != one.name:
            left_over.append(one)
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


def _row(sheet: Sheet, drawn: Sequence[Band], known: Flags, month: int) -> tuple[str, ...]:
    rest = 1 - float(np.nansum([one.shares[month] for one in drawn])) if known[month] else float("nan")
    return (sheet.month(month), *(percent(float(one.shares[month])) for one in drawn), percent(max(0.0, rest) if rest == rest else rest))


def _sentence(sheet: Sheet, drawn: Sequence[Band], known: Flags) -> str:
    """The first and the last known month, band by band, the largest share of whoever had none in either, and what is not drawn."""
    where = np.flatnonzero(known)
    first, last = int(where[0]), int(where[-1])
    groups = []
    for one in drawn:
        before, after = (about(sheet.lang, float(np.nan_to_num(one.shares[m])), "chart.part") for m in (first, last))
        most = int(np.argmax(np.where(known, np.nan_to_num(one.shares), 0.0)))
        if first == last:
            groups.append(f"{one.phrase} {before}")
        elif max(one.shares[first], one.shares[last]) <= ROUNDING < one.shares[most]:
            share = about(sheet.lang, float(one.shares[most]), "chart.part")
            groups.append(sheet.say("offices.at_most", name=one.phrase, share=share, month=sheet.month(most)))
        else:
            groups.append(sheet.say("offices.then", name=one.phrase, before=before, after=after))
    some_rest = bool(np.any(1 - np.nansum([one.shares[known] for one in drawn], axis=0) > ROUNDING))
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
