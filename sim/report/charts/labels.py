"""Words on a picture: boxes that may not overlap, tags on a white ground, legends that flow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import FAINT, INK, WHITE
from sim.report.charts.svg import element, shorten, width_of


@dataclass(frozen=True)
class Box:
    """A rectangle in units of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> Box:
        """The box of that size with its middle at (x, y)."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def draw(self, corner: float, **paint: object) -> str:
        """The box as a rectangle with rounded corners."""
        return element("rect", x=self.left, y=self.top, width=self.right - self.left, height=self.bottom - self.top, rx=corner, **paint)

    def shared(self, other: Box) -> float:
        """Area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

    def inside(self, other: Box) -> bool:
        """Whether it lies within another."""
        return self.left >= other.left and self.right <= other.right and self.top >= other.top and self.bottom <= other.bottom


def tag_box(words: str, x: float, y: float, size: float) -> Box:
    """The box that a tag with its middle at (x, y) takes."""
    return Box.around(x, y, width_of(words, size) + size * 0.8, size * 1.5)


def tag(words: str, x: float, y: float, size: float, *, colour: str = INK) -> str:
    """Words on a white ground, their middle at (x, y): legible on any colour."""
    box = tag_box(words, x, y, size)
    return box.draw(3, fill=WHITE, fill_opacity="0.94") + text(words, x, y + size * 0.36, size, anchor="middle", colour=colour, bold=True)


def place(boxes: Iterable[Box], taken: Sequence[Box], room: Box) -> int:
    """Which of the boxes to use: the first that is in the room and free, else the one that shares least with what is taken."""
    best, least = 0, float("inf")
    for n, box in enumerate(boxes):
        if not box.inside(room):
            continue
        cost = sum(box.shared(other) for other in taken)
        if cost == 0:
            return n
        if cost < least:
            best, least = n, cost
    return best


def legend(sheet: Sheet, items: Sequence[tuple[str, float, str]], top: float) -> tuple[list[str], float]:
    """A legend that flows from left to right, line after line.

    Args:
        items: (sample drawn around the height 0 from the left, its width, words).

    Returns:
        What was drawn, and where it ends.
    """
    drawn: list[str] = []
    size, pitch = sheet.small, sheet.small * 1.7
    x, y = sheet.side, top + pitch / 2
    for sample, width, words in items:
        shown = shorten(words, sheet.width - 2 * sheet.side - width - 6, size)
        needed = width + 6 + width_of(shown, size)
        if x > sheet.side and x + needed > sheet.width - sheet.side:
            x, y = sheet.side, y + pitch
        drawn.append(element("g", sample, transform=f"translate({x:.1f} {y:.1f})"))
        drawn.append(text(shown, x + width + 6, y + size * 0.36, size, colour=FAINT))
        x += needed + 14
    return drawn, (y + pitch / 2 if items else top)


def swatch(paint: str, stroke: str | None = None) -> str:
    """A square sample for a legend, 14 units wide."""
    return element("rect", x=0, y=-7, width=14, height=14, rx=2, fill=paint, stroke=stroke)
