"""Labels look for free places; legends stay on the sheet."""

from __future__ import annotations

import re

import pytest

from sim.pack import Country
from sim.report.charts.labels import Box, legend, place, swatch, tag_box
from sim.report.charts.sheet import Sheet
from sim.report.charts.svg import width_of

ROOM = Box(0, 0, 100, 100)


def test_the_first_free_place_is_taken() -> None:
    boxes = [Box.around(50, 50, 20, 10), Box.around(50, 70, 20, 10), Box.around(50, 90, 20, 10)]
    assert place(boxes, [], ROOM) == 0
    assert place(boxes, [Box(40, 40, 60, 60)], ROOM) == 1


def test_places_out_of_the_room_are_passed_over() -> None:
    assert place([Box.around(95, 50, 20, 10), Box.around(80, 50, 20, 10)], [], ROOM) == 1


def test_where_none_is_free_the_least_covered_is_taken() -> None:
    boxes = [Box(0, 0, 50, 50), Box(40, 40, 90, 90)]
    assert place(boxes, [Box(0, 0, 60, 60)], ROOM) == 1


def test_boxes_that_only_touch_share_nothing() -> None:
    assert Box(0, 0, 10, 10).shared(Box(10, 0, 20, 10)) == 0
    assert Box(0, 0, 10, 10).shared(Box(5, 5, 20, 20)) == 25


def test_a_tag_is_wider_than_its_words() -> None:
    box = tag_box("연안파", 100, 50, 15)
    assert box.right - box.left > width_of("연안파", 15)
    assert (box.left + box.right) / 2 == 100


@pytest.mark.parametrize("wide", [True, False])
def test_a_legend_flows_and_stays_on_the_sheet(demo: Country, wide: bool) -> None:
    sheet = Sheet(demo, "en", "a", "", wide)
    drawn, end = legend(sheet, [(swatch("#000000"), 14, f"group number {n}") for n in range(20)], 10)
    places = [(float(x), float(y)) for x, y in re.findall(r"translate\(([\d.]+) ([\d.]+)\)", "".join(drawn))]
    assert len(places) == 20
    assert len(set(places)) == 20
    assert all(x + 20 + width_of("group number 10", sheet.small) <= sheet.width for x, _ in places)
    assert end > max(y for _, y in places)


def test_a_legend_without_items_takes_no_room(demo: Country) -> None:
    assert legend(Sheet(demo, "en", "a", "", True), [], 10) == ([], 10)
