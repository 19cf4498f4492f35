"""What each group does in a month: circles that stand where they always stand, arrows to whatever an action is aimed at.

The patrons lie above, the people below, the groups in a row between them; arrows between groups are arcs over the row. Pale bands under the
arrows show popular support and the patrons' favour. Nothing but the sizes, bands, arrows and words changes from month to month.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import capital, say
from sim.pack import Country
from sim.report.charts.arrows import Arrow, arc, straight
from sim.report.charts.axis import percent
from sim.report.charts.board import Board, Doing, Month
from sim.report.charts.labels import Box, legend, place, tag, tag_box
from sim.report.charts.sheet import Sheet, text
from sim.report.charts.style import FAINT, GRID, INK, PAGE, PALE, WHITE, fill, ink, pattern, tint
from sim.report.charts.svg import Chart, element, number, width_of, wrap

DASHES: Final = {"court_people": None, "court_patron": "12 5", "ally": "7 5", "denounce": "2 5", "challenge": "12 4 2 4", "purge": None}
"""Dash pattern of each action that is aimed at somebody; a full line where none is given."""


@dataclass(frozen=True)
class _Ground:
    """Where things stand; the same in every month of a country."""

    sheet: Sheet
    top: float

    @property
    def largest(self) -> float:
        """Radius of a group with all power."""
        return min(74.0 if self.sheet.wide else 48.0, self.pitch * 0.46)

    @property
    def pitch(self) -> float:
        return (self.sheet.width - 2 * self.sheet.side) / len(self.sheet.order)

    @property
    def bar(self) -> float:
        return 34.0 if self.sheet.wide else 28.0

    @property
    def row(self) -> float:
        """Height of the groups' middles."""
        return self.top + self.bar + (235.0 if self.sheet.wide else 190.0)

    @property
    def names(self) -> float:
        return self.row + self.largest + 6

    def name(self, k: int) -> tuple[str, ...]:
        """The name of group k in lines; the short one where a word of the full one is too wide."""
        sheet, room = self.sheet, self.room / 1.06
        name = sheet.name(k)
        if any(width_of(word, sheet.label) > room for word in name.split()):
            name = sheet.country.factions[k].short[sheet.lang]
        return wrap(name, room, sheet.label, 3)

    @property
    def room(self) -> float:
        """Width of the words under a group."""
        return self.pitch - 10

    @property
    def words(self) -> float:
        """Where the room for names, and for two lines under the longest of them, ends."""
        most = max(len(self.name(k)) for k in self.sheet.order)
        return self.names + 1.3 * (self.sheet.label * most + self.sheet.small * 2) + 8

    @property
    def people(self) -> float:
        """Upper edge of the bar of the people."""
        return self.words + (60.0 if self.sheet.wide else 50.0)

    def middle(self, k: int) -> float:
        return self.sheet.side + self.pitch * (self.sheet.order.index(k) + 0.5)

    def patron(self, q: int) -> Box:
        count = len(self.sheet.country.patrons)
        across = (self.sheet.width - 2 * self.sheet.side - 16 * (count - 1)) / count
        left = self.sheet.side + (across + 16) * q
        return Box(left, self.top, left + across, self.top + self.bar)

    def landing(self, k: int, q: int) -> tuple[float, float]:
        """Where what goes from group k to patron q arrives."""
        box = self.patron(q)
        share = (self.sheet.order.index(k) + 0.5) / len(self.sheet.order)
        return box.left + (box.right - box.left) * share, box.bottom

    def radius(self, power: float) -> float:
        """Area goes with power."""
        return max(3.0, self.largest * math.sqrt(min(1.0, power)))


def actions(country: Country, state: Board, *, lang: str, key: str, title: str, wide: bool = True) -> Chart:
    """The board of a month with what each group does on it.

    Raises:
        ValueError: an array of another shape, or an unknown action.
    """
    sheet = Sheet(country, lang, key, title, wide)
    month = Month.of(country, state)
    head, rows = _table(sheet, month)
    if not any(month.alive(k) for k in sheet.order):
        return sheet.empty(head)
    parts, top = sheet.heading()
    ground = _Ground(sheet, top)
    parts += [*_bands(ground, month), *_fixed(ground)]
    taken: list[Box] = [ground.patron(q) for q in range(len(country.patrons))]
    names: list[str] = []
    for k in sheet.order:
        drawn, boxes = _group(ground, month, k)
        names += drawn
        taken += boxes
    arrows = [(doing, arrow) for doing in month.doing if (arrow := _arrow(ground, month, doing)) is not None]
    parts += [arrow.draw() for _, arrow in arrows] + names
    parts += _labels(ground, arrows, taken)
    drawn, end = legend(sheet, _samples(sheet, month), ground.people + ground.bar + 10)
    defs = element("defs", *(pattern(k, key) for k in sheet.order))
    return sheet.chart([defs, *parts, *drawn], end + 4, _sentence(sheet, month), head, rows)


def _fixed(ground: _Ground) -> list[str]:
    """The patrons and the people."""
    sheet = ground.sheet
    places = [(ground.patron(q), capital(patron.name[sheet.lang])) for q, patron in enumerate(sheet.country.patrons)]
    people = Box(sheet.side, ground.people, sheet.width - sheet.side, ground.people + ground.bar)
    drawn = []
    for box, words in [*places, (people, capital(sheet.say("actions.people")))]:
        drawn.append(box.draw(4, fill=WHITE, stroke=FAINT, stroke_width=1))
        line = wrap(words, box.right - box.left - 12, sheet.label, 1)[0]
        drawn.append(text(line, (box.left + box.right) / 2, box.top + ground.bar / 2 + sheet.label * 0.36, sheet.label, anchor="middle"))
    return drawn


def _bands(ground: _Ground, month: Month) -> list[str]:
    """Popular support and the patrons' favour, the wider the more; at most 22 units."""
    drawn = []
    for k in ground.sheet.order:
        if not month.alive(k):
            continue
        x = ground.middle(k)
        ends = [(month.support[k], (x, ground.people))]
        ends += [(month.favour[k, q], ground.landing(k, q)) for q in range(len(ground.sheet.country.patrons))]
        for share, (to_x, to_y) in ends:
            if share > 0:
                path = f"M{number(x)} {number(ground.row)}L{number(to_x)} {number(to_y)}"
                drawn.append(element("path", d=path, stroke=tint(k, 0.78), stroke_width=22 * min(1.0, float(share)), stroke_opacity="0.8"))
    return drawn


def _group(ground: _Ground, month: Month, k: int) -> tuple[list[str], list[Box]]:
    """A group's circle, name and, under it, an action without a target; with the boxes they take."""
    sheet, x = ground.sheet, ground.middle(k)
    alive = month.alive(k)
    radius = ground.radius(float(month.power[k])) if alive else ground.radius(0.04)
    if alive:
        drawn = [element("circle", cx=x, cy=ground.row, r=radius, fill=fill(k, sheet.key), stroke=ink(k), stroke_width=1.5)]
    else:
        drawn = [element("circle", cx=x, cy=ground.row, r=radius, fill=PAGE, stroke=FAINT, stroke_width=1.2, stroke_dasharray="3 3")]
    if k == month.ruler and alive:
        drawn.append(element("circle", cx=x, cy=ground.row, r=radius + 5, fill="none", stroke=INK, stroke_width=2))
    size, y = sheet.label, ground.names + sheet.label
    lines = [(line, size, ink(k) if alive else FAINT) for line in ground.name(k)]
    lines += [(line, sheet.small, FAINT) for line in wrap(_word(sheet, month, k), ground.room, sheet.small, 2) if line]
    boxes = [Box.around(x, ground.row, 2 * radius + 12, 2 * radius + 12)]
    widest = max(width_of(line, tall) for line, tall, _ in lines)
    ground_of_words = Box(x - widest / 2 - 4, ground.names, x + widest / 2 + 4, y + sum(1.3 * tall for _, tall, _ in lines) - size + 4)
    drawn.append(ground_of_words.draw(3, fill=PAGE, fill_opacity="0.9"))
    for line, tall, colour in lines:
        drawn.append(text(line, x, y, tall, anchor="middle", colour=colour, bold=tall == size))
        y += tall * 1.3
    return drawn, [*boxes, ground_of_words]


def _word(sheet: Sheet, month: Month, k: int) -> str:
    """What stands under a group's name: that it is no side any more, or its action if no arrow shows it."""
    if not month.alive(k):
        return sheet.say("actions.dead")
    return ", ".join(sheet.say(f"action.{one.action}") for one in month.doing if one.actor == k and not month.aimed(one))


def _arrow(ground: _Ground, month: Month, doing: Doing) -> Arrow | None:
    """The arrow of an action; None if it is aimed at nobody."""
    if not month.aimed(doing):
        return None
    k, aim = doing.actor, month.aim(doing)
    x, radius = ground.middle(k), ground.radius(float(month.power[k])) + (8 if k == month.ruler else 3)
    paint, dash, width = ink(k), DASHES.get(doing.action), 4.0 if doing.action == "purge" else 2.4
    if doing.action == "court_people":
        below = ground.names + 1.3 * ground.sheet.label * len(ground.name(k)) + 6
        return straight((x, below), (x, ground.people), paint, dash, width)
    if doing.patron is not None:
        to_x, to_y = ground.landing(k, doing.patron)
        away = math.hypot(to_x - x, to_y - ground.row)
        start = x + (to_x - x) * radius / away, ground.row + (to_y - ground.row) * radius / away
        return straight(start, (to_x, to_y), paint, dash, width)
    assert aim is not None
    far = ground.middle(aim)
    other = ground.radius(float(month.power[aim]) if month.alive(aim) else 0.04) + (8 if aim == month.ruler else 3)
    apart = abs(ground.sheet.order.index(k) - ground.sheet.order.index(aim))
    height = (58 if ground.sheet.wide else 46) + (24 if ground.sheet.wide else 22) * (apart - 1) + (0 if far > x else 26)
    return arc((x, ground.row), radius, (far, ground.row), other, height, paint, dash, width)


def _labels(ground: _Ground, arrows: Sequence[tuple[Doing, Arrow]], taken: list[Box]) -> list[str]:
    """The action's word on each arrow, where nothing else stands."""
    sheet, drawn = ground.sheet, []
    taken = list(taken)
    room = Box(2, 0, sheet.width - 2, ground.people)
    for doing, arrow in arrows:
        words = sheet.say(f"action.{doing.action}")
        half = width_of(words, sheet.small) / 2 + sheet.small * 0.4 + 3
        spots = [(min(max(x, half), sheet.width - half), y) for x, y in arrow.spots(2 * half)]
        boxes = [tag_box(words, x, y, sheet.small) for x, y in spots]
        best = place(boxes, taken, room)
        drawn.append(tag(words, *spots[best], sheet.small, colour=ink(doing.actor)))
        taken.append(boxes[best])
    return drawn


def _samples(sheet: Sheet, month: Month) -> list[tuple[str, float, str]]:
    items = [(element("circle", cx=8, cy=0, r=7, fill=PALE, stroke=FAINT), 16.0, sheet.say("actions.area"))]
    ring = element("circle", cx=8, cy=0, r=7.5, fill="none", stroke=INK, stroke_width=1.6)
    items.append((element("circle", cx=8, cy=0, r=4, fill=PALE, stroke=FAINT) + ring, 16.0, sheet.say("actions.ruler")))
    items.append((element("rect", x=0, y=-5, width=24, height=10, fill=GRID), 24.0, sheet.say("actions.bands")))
    if not all(month.alive(k) for k in sheet.order):
        empty = element("circle", cx=8, cy=0, r=7, fill=PAGE, stroke=FAINT, stroke_dasharray="3 3")
        items.append((empty, 16.0, sheet.say("actions.dead")))
    return items


def _did(sheet: Sheet, month: Month, doing: Doing) -> str:
    """An action in words, as chronicles have it."""
    target = ""
    aim = month.aim(doing)
    if doing.patron is not None:
        target = sheet.country.patrons[doing.patron].name[sheet.lang]
    elif aim is not None:
        target = sheet.phrase(aim)
    return say(sheet.lang, f"action.{doing.action}", target=target)


def _did_all(sheet: Sheet, month: Month, k: int) -> str:
    done = [_did(sheet, month, one) for one in month.doing if one.actor == k and month.alive(k)]
    return ", ".join(done) if done else ("–" if month.alive(k) else sheet.say("actions.dead"))


def _sentence(sheet: Sheet, month: Month) -> str:
    alive = [k for k in sheet.order if month.alive(k)]
    parts = [sheet.say("actions.doing", who=sheet.phrase(k), what=what) for k in alive if (what := _did_all(sheet, month, k)) != "–"]
    return capital("; ".join(parts)) + "." if parts else sheet.say("actions.nobody")


def _table(sheet: Sheet, month: Month) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    patrons = sheet.country.patrons
    head = (
        sheet.say("group"), sheet.say("actions.power"), sheet.say("actions.support"),
        *(sheet.say("actions.favour", patron=patron.name[sheet.lang]) for patron in patrons), sheet.say("actions.did"),
    )  # fmt: skip
    rows = []
    for k in sheet.order:
        favour = (percent(float(month.favour[k, q])) for q in range(len(patrons)))
        rows.append((sheet.name(k), percent(float(month.power[k])), percent(float(month.support[k])), *favour, _did_all(sheet, month, k)))
    return head, rows


__all__ = ["Board", "Doing", "actions"]
