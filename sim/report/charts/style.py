"""How charts look: a colour, a text colour and a pattern for each group, the same everywhere; greys for the model left alone; fonts.

Colours are those of Okabe and Ito (2008), which most colour-blind readers can tell apart. A group has the colour of its place in
`country.factions`, so no chart chooses one. Colour never stands alone: areas carry patterns, lines dashes, and both a name.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from sim.report.charts.svg import element

PAGE: Final = "#fbfaf7"
WHITE: Final = "#ffffff"
INK: Final = "#1f1f1f"
FAINT: Final = "#565656"
"""Axis labels and notes."""
GRID: Final = "#dcd9d0"
PALE: Final = "#c9c6bd"
"""Bars of the model left alone, hatch of what is not known."""
ALONE: Final = "#5f5f5f"
"""Outline of the model left alone."""
CHANGED: Final = "#333333"
"""The model changed, where no group took office."""
AA: Final = 4.5
"""Least contrast of text, WCAG 2, level AA."""

SERIF: Final = "Charter, Georgia, 'Noto Serif', 'Noto Serif KR', 'Noto Serif CJK KR', 'Nanum Myeongjo', AppleMyungjo, Batang, serif"
SANS: Final = "system-ui, 'Segoe UI', 'Noto Sans', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', sans-serif"

NO_GROUP: Final = -1
"""In the place of a group: people who belong to none."""
WITHOUT_GROUP: Final = "#7a7a7a"
COLOURS: Final = ("#d55e00", "#0072b2", "#cc79a7", "#009e73", "#e69f00", "#56b4e9")
_STROKES: Final = (
    ("M0 10L10 0M-2 2L2 -2M8 12L12 8", None),
    ("", (2.5, 2.5, 7.5, 7.5)),
    ("M0 2.5H10M0 7.5H10", None),
    ("M0 0L10 10M-2 8L2 12M8 -2L12 2", None),
    ("M2.5 0V10M7.5 0V10", None),
    ("M0 5H10M5 0V10", None),
)
"""For each group: lines of its tile, or the middles of two dots."""


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, other: str, share: float) -> str:
    """A colour with `share` of another put in, 0-1."""
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(_parts(colour), _parts(other), strict=True))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0-1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in _parts(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 defines it, 1-21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colour(k: int) -> str:
    """The colour of group k, a place in `country.factions`, or of NO_GROUP. `IndexError` beyond six, the most a pack may have."""
    return WITHOUT_GROUP if k == NO_GROUP else COLOURS[k]


@cache
def ink(k: int) -> str:
    """The text colour of group k: its colour, darkened until it is legible on the page and on white."""
    found, share = colour(k), 0.0
    while contrast(found, PAGE) < AA + 0.1:  # the page is the darker of the two
        share += 0.02
        found = mix(colour(k), "#000000", share)
    return found


def tint(k: int | None, share: float) -> str:
    """The colour of group k (None: of a change without a group), lightened by `share`."""
    return mix(CHANGED if k is None else colour(k), WHITE, share)


def fill(k: int, key: str) -> str:
    """What to fill an area of group k with, once `pattern(k, key)` stands in the chart."""
    return f"url(#{key}-group{k})"


def pattern(k: int, key: str) -> str:
    """The pattern of group k: light strokes on its colour. `key` is the chart's."""
    path, dots = _STROKES[k]
    strokes = [element("path", d=path, stroke=WHITE, stroke_width=1.2, stroke_opacity="0.4", fill="none")] if path else []
    if dots:
        strokes = [element("circle", cx=x, cy=y, r=1.2, fill=WHITE, fill_opacity="0.45") for x, y in (dots[:2], dots[2:])]
    return _tile(f"{key}-group{k}", colour(k), strokes)


def unknown(key: str) -> str:
    """The pale hatch of what is not known, or belongs to others."""
    return _tile(f"{key}-unknown", PAGE, [element("path", d="M0 10L10 0M-2 2L2 -2M8 12L12 8", stroke=PALE, stroke_width=1, fill="none")])


def half(k: int, key: str) -> tuple[str, str]:
    """What to fill an area with of people of group k from the other half of the country, and its pattern: the group's strokes on a pale ground."""
    path, dots = _STROKES[k]
    strokes = [element("path", d=path, stroke=colour(k), stroke_width=2, fill="none")] if path else []
    if dots:
        strokes = [element("circle", cx=x, cy=y, r=1.8, fill=colour(k)) for x, y in (dots[:2], dots[2:])]
    return f"url(#{key}-half{k})", _tile(f"{key}-half{k}", tint(k, 0.6), strokes)


_ASIDE: Final = {"left": ("#85827a", "M0 3H4M5 8H9"), "none": ("#b5b1a7", "M5 1V9M1 5H9")}
"""For people apart from all groups: the ground and the lines of its tile, dashes and crosses."""


def aside(kind: str, key: str) -> tuple[str, str]:
    """What to fill an area with of people who stand apart from all groups, "left" or "none", and its pattern."""
    ground, path = _ASIDE[kind]
    return f"url(#{key}-{kind})", _tile(f"{key}-{kind}", ground, [element("path", d=path, stroke=WHITE, stroke_width=1.2, fill="none")])


def _tile(name: str, ground: str, strokes: list[str]) -> str:
    background = element("rect", width=10, height=10, fill=ground)
    return element("pattern", background, *strokes, id=name, width=10, height=10, patternUnits="userSpaceOnUse")
