"""A vote on the ruler, cadre by cadre: a row of seats for each group they come from, filled if against."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import about
from sim.pack import Country
from sim.report.charts.axis import percent
from sim.report.charts.labels import legend
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import FAINT, GRID, INK, NO_GROUP, PALE, WHITE, ink
from sim.report.charts.svg import Chart, element, escape, number, width_of, wrap

GAP: Final = 5.0


@dataclass(frozen=True)
class Ballot:
    """One cadre's vote.

    Attributes:
        label: who it is.
        origin: place of the group he comes from, NO_GROUP if from none.
        weight: above 0.
        against: whether he voted against the ruler.
    """

    label: str
    origin: int
    weight: float
    against: bool

    @property
    def counts(self) -> bool:
        """Whether the weight is a number above 0."""
        return math.isfinite(self.weight) and self.weight > 0


def vote(country: Country, ballots: Sequence[Ballot], *, needed: float, lang: str, key: str, title: str, wide: bool = True) -> Chart:
    """The seats of a vote, and the share against by weight beside the share that had to be exceeded.

    Args:
        needed: the ruler falls if more than this share, 0-1, votes against him.
    """
    sheet = Sheet(country, lang, key, title, wide)
    head = tuple(sheet.say(name) for name in ("vote.name", "group", "vote.weight", "vote.vote"))
    counted = [ballot for ballot in ballots if ballot.counts]
    if not counted:
        return sheet.empty(head)
    parts, y = sheet.heading()
    heaviest = max(ballot.weight for ballot in counted)
    for k in [*sheet.order, NO_GROUP]:
        seats = sorted((one for one in counted if one.origin == k), key=_in_order)
        if seats:
            drawn, y = _seats(sheet, k, seats, heaviest, y)
            parts += drawn
    share = sum(ballot.weight for ballot in counted if ballot.against) / sum(ballot.weight for ballot in counted)
    drawn, y = _bar(sheet, share, needed, y + 10)
    parts += drawn
    drawn, end = legend(sheet, _samples(sheet), y + 4)
    order = {k: n for n, k in enumerate([*sheet.order, NO_GROUP])}
    rows = [_row(sheet, one) for one in sorted(ballots, key=lambda one: (order[one.origin], *_in_order(one)))]
    return sheet.chart([*parts, *drawn], end + 4, _sentence(sheet, share, needed), head, rows)


def _in_order(ballot: Ballot) -> tuple[bool, float, str]:
    """Those against first; the heavier before the lighter."""
    return not ballot.against, -ballot.weight if ballot.counts else 0.0, ballot.label


def _seats(sheet: Sheet, k: int, seats: Sequence[Ballot], heaviest: float, top: float) -> tuple[list[str], float]:
    """The seats of one group from height `top`; what was drawn, and where it ends."""
    largest = 17.0 if sheet.wide else 15.0
    if sheet.wide:
        left = 250.0
        names = wrap(sheet.name(k), left - sheet.side - 22, sheet.label * 1.06)
        x, y, anchor, first = left - 18, top, "end", top + largest + 6
        least = top + sheet.label * 1.25 * len(names) + largest
    else:
        left = sheet.side
        names = wrap(sheet.name(k), sheet.width - 2 * sheet.side, sheet.label * 1.06, 2)
        x, y, anchor, first = left, top + sheet.label * (0.5 + 1.25 * len(names)), "start", top + sheet.label * 1.1
        least = y
    pitch = sheet.label * 1.25
    drawn = [text(line, x, first + pitch * n, sheet.label, anchor=anchor, colour=ink(k), bold=True) for n, line in enumerate(names)]
    radii = [largest * math.sqrt(seat.weight / heaviest) for seat in seats]
    right = left + _line_width(radii, sheet.width - sheet.side - left)
    x = left
    for seat, radius in zip(seats, radii, strict=True):
        if x + 2 * radius > right:
            x, y = left, y + 2 * largest + GAP
        drawn.append(_seat(sheet, seat, x + radius, y + largest, radius))
        x += 2 * radius + GAP
    return drawn, max(least, y + 2 * largest) + (14 if sheet.wide else 10)


def _line_width(radii: Sequence[float], most: float) -> float:
    """How wide lines of seats should be, so that all are about as long and no seat stands alone in the last."""
    total = sum(2 * radius + GAP for radius in radii)
    lines = math.ceil(total / most)
    return most if lines == 1 else min(most, total / lines + 2 * max(radii) + GAP)


def _seat(sheet: Sheet, seat: Ballot, x: float, y: float, radius: float) -> str:
    paint = ink(seat.origin)
    said = sheet.say("vote.yes" if seat.against else "vote.no")
    name = element("title", escape(f"{seat.label}: {said}"))
    inner = max(1.0, radius - 1.1)
    circle = element("circle", cx=x, cy=y, r=inner, fill=paint if seat.against else WHITE, stroke=paint, stroke_width=2)
    return element("g", name, circle)


def _bar(sheet: Sheet, share: float, needed: float, top: float) -> tuple[list[str], float]:
    """The share against by weight, and the share needed."""
    left, right = (250.0, sheet.width - sheet.side - 30) if sheet.wide else (sheet.side, sheet.width - sheet.side)
    y, height = top + sheet.label * 1.7, 18.0
    across = right - left
    at = left + across * min(1.0, max(0.0, needed))
    got, limit = sheet.say("vote.share", share=percent(share)), sheet.say("vote.needed", share=_plain(needed))
    drawn = [
        text(got, left, y - 7, sheet.label, bold=True),
        element("rect", x=left, y=y, width=across, height=height, rx=2, fill=WHITE, stroke=FAINT, stroke_width=1),
        element("rect", x=left, y=y, width=across * share, height=height, rx=2, fill=INK),
        element("path", d=f"M{number(at)} {number(y - 6)}V{number(y + height + 6)}", stroke=WHITE, stroke_width=5),
        element("path", d=f"M{number(at)} {number(y - 6)}V{number(y + height + 6)}", stroke=INK, stroke_width=2, stroke_dasharray="5 3"),
    ]
    half = width_of(limit, sheet.small) / 2
    middle = min(max(at, left + half), right - half)
    drawn.append(text(limit, middle, y + height + 10 + sheet.small, sheet.small, anchor="middle", colour=FAINT))
    return drawn, y + height + 16 + sheet.small * 1.3


def _plain(share: float) -> str:
    """A percentage without needless decimals."""
    return f"{100 * share:.3g}%"


def _samples(sheet: Sheet) -> list[tuple[str, float, str]]:
    filled = element("circle", cx=8, cy=0, r=8, fill=FAINT)
    empty = element("circle", cx=8, cy=0, r=7, fill=WHITE, stroke=FAINT, stroke_width=2)
    sizes = element("circle", cx=5, cy=2, r=5, fill=PALE, stroke=GRID) + element("circle", cx=20, cy=0, r=8, fill=PALE, stroke=GRID)
    return [(filled, 16.0, sheet.say("vote.against")), (empty, 16.0, sheet.say("vote.not_against")), (sizes, 28.0, sheet.say("vote.size"))]


def _row(sheet: Sheet, ballot: Ballot) -> tuple[str, ...]:
    weight = f"{ballot.weight:.3g}" if ballot.counts else "–"
    return ballot.label, sheet.name(ballot.origin), weight, sheet.say("vote.yes" if ballot.against else "vote.no")


def _sentence(sheet: Sheet, share: float, needed: float) -> str:
    if share == 0:
        return sheet.say("vote.nobody", needed=_plain(needed))
    words = about(sheet.lang, share, "chart.part")
    return sheet.say("vote.carried" if share > needed else "vote.failed", words=words, share=percent(share), needed=_plain(needed))
