"""Arrows: straight ones, and arcs over a row of circles; each knows where a label may stand on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.report.charts.style import WHITE
from sim.report.charts.svg import element, number

Point = tuple[float, float]
SPOTS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
"""Shares of an arrow's length at which a label is tried, best first."""
HEAD = 11.0


@dataclass(frozen=True)
class Arrow:
    """A quadratic curve from `start` by way of `bend` to `end`, with a head."""

    start: Point
    bend: Point
    end: Point
    paint: str
    dash: str | None
    width: float

    def at(self, share: float) -> Point:
        """The point at a share of the curve, 0-1."""
        a, b, c = (1 - share) ** 2, 2 * share * (1 - share), share**2
        x, y = (a * p + b * q + c * r for p, q, r in zip(self.start, self.bend, self.end, strict=True))
        return x, y

    def spots(self, width: float) -> list[Point]:
        """Where a label of that width may stand, best first: on the arrow, then above and below it; over an arc that it would hide."""
        on = [self.at(share) for share in SPOTS]
        found = on + [(x, y + away) for away in (-20, 20, -40, 40) for x, y in on]
        middle = (self.start[1] + self.end[1]) / 2
        bent = abs(self.bend[1] - middle) > 1
        return [(on[0][0], on[0][1] - 14), *found] if bent and abs(self.end[0] - self.start[0]) < 1.7 * width else found

    def draw(self) -> str:
        """The arrow, on a white edge so that it stands out from bands and other arrows."""
        angle = math.atan2(self.end[1] - self.bend[1], self.end[0] - self.bend[0])
        wide = HEAD * 0.42 * max(1.0, self.width / 2.6)
        foot = self.end[0] - HEAD * math.cos(angle), self.end[1] - HEAD * math.sin(angle)
        across = wide * math.sin(angle), -wide * math.cos(angle)
        corners = [self.end, (foot[0] + across[0], foot[1] + across[1]), (foot[0] - across[0], foot[1] - across[1])]
        path = f"M{_point(self.start)}Q{_point(self.bend)} {_point(foot)}"
        return (
            element("path", d=path, fill="none", stroke=WHITE, stroke_width=self.width + 3)
            + element("path", d=path, fill="none", stroke=self.paint, stroke_width=self.width, stroke_dasharray=self.dash)
            + element("path", d="M" + "L".join(_point(corner) for corner in corners) + "Z", fill=self.paint)
        )


def _point(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def straight(start: Point, end: Point, paint: str, dash: str | None, width: float) -> Arrow:
    """A straight arrow."""
    return Arrow(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end, paint, dash, width)


def arc(start: Point, start_radius: float, end: Point, end_radius: float, height: float, paint: str, dash: str | None, width: float) -> Arrow:
    """An arc from circle to circle, both on one level; its highest point lies `height` above the taller circle.

    Arcs to the left touch the circles nearer to their tops than arcs to the right, so that two groups' arrows at each other keep apart.
    """
    angle = math.radians(50 if end[0] > start[0] else 20)
    turn, up = math.copysign(math.sin(angle), end[0] - start[0]), math.cos(angle)
    first = start[0] + start_radius * turn, start[1] - start_radius * up
    last = end[0] - end_radius * turn, end[1] - end_radius * up
    top = start[1] - max(start_radius, end_radius) * up - height
    # a quadratic's highest point lies half-way between its ends and its bend
    return Arrow(first, ((first[0] + last[0]) / 2, 2 * top - (first[1] + last[1]) / 2), last, paint, dash, width)
