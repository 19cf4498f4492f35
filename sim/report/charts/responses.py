"""How an outcome answers to each trait of each group: small panels, a row a trait, a column a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.locale import hundred
from sim.pack import Country
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import FAINT, GRID, ink
from sim.report.charts.svg import Chart, element, number, shorten, wrap


@dataclass(frozen=True)
class Course:
    """Means of an outcome over fifths of a trait of group `k`, with 95 % intervals; `trait`: its name in words."""

    k: int
    trait: str
    values: tuple[float, ...]
    means: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]

    @property
    def change(self) -> float:
        """From the lowest fifth to the highest."""
        return self.means[-1] - self.means[0]


def responses(country: Country, courses: Sequence[Course], *, lang: str, key: str, title: str, signed: bool = False, wide: bool = True) -> Chart:
    """Panels of all traits and groups, on one scale.

    Args:
        signed: differences, which may lie below 0, in place of shares.
    """
    sheet = Sheet(country, lang, key, title, wide)
    head = tuple(sheet.say(f"responses.{name}") for name in ("trait", "group", "from", "to", "change"))
    if not courses:
        return sheet.empty(head)
    parts, top = sheet.heading()
    low, high = _scale(courses, signed=signed)
    traits = list(dict.fromkeys(one.trait for one in courses))
    groups = [k for k in sheet.order if any(one.k == k for one in courses)]
    left = 230.0 if sheet.wide else sheet.side
    across = (sheet.width - sheet.side - left) / len(groups)
    tall, name = (58.0, 0.0) if sheet.wide else (44.0, sheet.small * 1.5)
    for n, k in enumerate(groups):
        words = shorten(country.factions[k].short[lang], across - 8, sheet.small)
        parts.append(text(words, left + across * n + 4, top + sheet.small, sheet.small, colour=ink(k), bold=True))
    y = top + sheet.small * 1.8
    for trait in traits:
        if sheet.wide:
            lines = wrap(trait, left - 24 - sheet.side, sheet.small)
            for n, line in enumerate(lines):
                parts.append(text(line, left - 16, y + tall / 2 - sheet.small * (0.6 * len(lines) - 0.9 - 1.2 * n), sheet.small, anchor="end"))
        else:
            parts.append(text(shorten(trait, sheet.width - 12, sheet.small), sheet.side, y + sheet.small, sheet.small))
        for n, k in enumerate(groups):
            course = next((one for one in courses if one.k == k and one.trait == trait), None)
            if course is not None:
                parts += _panel(course, left + across * n + 4, left + across * (n + 1) - 8, y + name, y + name + tall - 12, (low, high))
        y += tall + name
    parts.append(text(f"{100 * low:.0f}–{100 * high:.0f}%", left - 16 if sheet.wide else sheet.side, y + 4, sheet.small,
                      anchor="end" if sheet.wide else "start", colour=FAINT))  # fmt: skip
    return sheet.chart(parts, y + 14, _sentence(sheet, courses, signed=signed), head, [_cells(sheet, one, signed=signed) for one in courses])


def _scale(courses: Sequence[Course], *, signed: bool) -> tuple[float, float]:
    highest = max(max(one.highs) for one in courses)
    lowest = min(min(one.lows) for one in courses)
    top = next(level for level in (0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if level >= min(1.0, highest))
    return (-next(level for level in (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0) if level >= min(1.0, -lowest)) if signed else 0.0), top


def _panel(course: Course, left: float, right: float, top: float, bottom: float, scale: tuple[float, float]) -> list[str]:
    """A line through the five means, with their intervals."""
    low, high = scale

    def y(value: float) -> float:
        return bottom - (bottom - top) * (min(high, max(low, value)) - low) / (high - low)

    colour, step = ink(course.k), (right - left) / len(course.means)
    xs = [left + step * (n + 0.5) for n in range(len(course.means))]
    levels = (f"M{number(left)} {number(y(level))}H{number(right)}" for level in sorted({low, 0.0, high}))
    drawn = [element("path", d=level, stroke=GRID, stroke_width=1) for level in levels]
    bars = "".join(f"M{number(x)} {number(y(a))}V{number(y(b))}" for x, a, b in zip(xs, course.lows, course.highs, strict=True))
    drawn.append(element("path", d=bars, stroke=colour, stroke_width=1.4, stroke_opacity="0.6"))
    line = "M" + "L".join(f"{number(x)} {number(y(mean))}" for x, mean in zip(xs, course.means, strict=True))
    return [*drawn, element("path", d=line, fill="none", stroke=colour, stroke_width=2.2)]


def amount(value: float, *, signed: bool) -> str:
    """A share as a count of one hundred, or a difference with its sign."""
    return f"{100 * value:+.0f}" if signed else hundred(value)


def _cells(sheet: Sheet, one: Course, *, signed: bool) -> tuple[str, ...]:
    ends = (f"{value:.3g}: {amount(mean, signed=signed)}" for value, mean in ((one.values[0], one.means[0]), (one.values[-1], one.means[-1])))
    return (one.trait, sheet.name(one.k), *ends, f"{100 * one.change:+.0f}")


def _sentence(sheet: Sheet, courses: Sequence[Course], *, signed: bool) -> str:
    most = max(courses, key=lambda one: abs(one.change))
    return sheet.say(
        "responses.sentence", name=f"{most.trait}, {sheet.name(most.k)}", before=amount(most.means[0], signed=signed),
        after=amount(most.means[-1], signed=signed),
    )  # fmt: skip
