"""Dots and bars stand where the shares say, and are absent where nothing is known."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sim.pack import Country
from sim.report.charts.outcomes import Cell, Pair, outcomes
from sim.report.charts.style import ALONE, PALE, ink, tint
from sim.report.charts.svg import Chart
from tests.report.charts.samples import NAN, SVG, parsed, share, words_of

GIVEN = {"lang": "en", "key": "a", "title": "Outcomes"}
LOW, HIGH = Cell(0.09, 0.06, 0.13, 0.02, 0.2), Cell(0.31, 0.25, 0.38, 0.1, 0.5)
NOTHING = Cell(NAN, NAN, NAN, NAN, NAN)


def drawn(chart: Chart) -> list[ElementTree.Element]:
    """What stands under the legend: everything that is not in a group."""
    return list(parsed(chart))


def dots(chart: Chart) -> list[ElementTree.Element]:
    return [found for found in drawn(chart) if found.tag == f"{SVG}circle"]


def bars(chart: Chart) -> list[ElementTree.Element]:
    return [found for found in drawn(chart) if found.tag == f"{SVG}rect"]


def share_at(chart: Chart, x: float) -> float:
    """The share a place stands for, read off the labels of the axis."""
    at = {found.text: float(found.attrib["x"]) for found in drawn(chart) if found.tag == f"{SVG}text" and (found.text or "").endswith("%")}
    return (x - at["0%"]) / (at["100%"] - at["0%"])


@pytest.mark.parametrize("wide", [True, False])
def test_dots_and_bars_stand_at_their_shares(demo: Country, wide: bool) -> None:
    chart = outcomes(demo, [Pair("an uprising", "words", LOW, HIGH)], winner=1, wide=wide, **GIVEN)
    assert [share_at(chart, float(dot.attrib["cx"])) for dot in dots(chart)] == pytest.approx([0.09, 0.31], abs=0.001)
    for bar, cell in zip(bars(chart), (LOW, HIGH), strict=True):
        left = float(bar.attrib["x"])
        ends = [share_at(chart, x) for x in (left, left + float(bar.attrib["width"]))]
        assert ends == pytest.approx([cell.spread_low, cell.spread_high], abs=0.001)


def test_left_alone_is_open_and_grey_changed_is_filled_in_the_group_s_colour(demo: Country) -> None:
    chart = outcomes(demo, [Pair("an uprising", "words", LOW, HIGH)], winner=1, **GIVEN)
    alone, changed = dots(chart)
    assert (alone.attrib["fill"], alone.attrib["stroke"]) == ("#ffffff", ALONE)
    assert changed.attrib["fill"] == ink(1)
    assert [bar.attrib["fill"] for bar in bars(chart)] == [PALE, tint(1, 0.55)]
    assert float(alone.attrib["cy"]) < float(changed.attrib["cy"])


@pytest.mark.parametrize(
    ("alone", "changed", "count"),
    [(LOW, HIGH, 2), (LOW, None, 1), (None, HIGH, 1), (None, None, 0), (NOTHING, HIGH, 1), (NOTHING, NOTHING, 0)],
)
def test_what_is_not_known_is_absent(demo: Country, alone: Cell | None, changed: Cell | None, count: int) -> None:
    chart = outcomes(demo, [Pair("an uprising", "words", alone, changed)], **GIVEN)
    assert (len(dots(chart)), len(bars(chart))) == (count, count)


def test_a_share_without_bars_is_a_dot(demo: Country) -> None:
    chart = outcomes(demo, [Pair("an uprising", "words", Cell(0.4, NAN, NAN, NAN, NAN), None)], **GIVEN)
    assert (len(dots(chart)), len(bars(chart))) == (1, 0)


def test_the_table_is_the_input(demo: Country) -> None:
    chart = outcomes(demo, [Pair("an uprising", "about 1 in 11", LOW, None)], **GIVEN)
    (row,) = chart.rows
    assert row[:2] == ("an uprising", "about 1 in 11")
    assert share(row[2]) == 0.09
    assert [[share(part) for part in cell.split(" – ")] for cell in row[3:5]] == [[0.06, 0.13], [0.02, 0.2]]
    assert row[5:] == ("–", "–", "–")


@pytest.mark.parametrize("wide", [True, False])
def test_words_and_labels_are_in_view(demo: Country, wide: bool) -> None:
    words = words_of(parsed(outcomes(demo, [Pair("an uprising", "about 1 in 11 → about 1 in 3", LOW, HIGH)], wide=wide, **GIVEN)))
    assert {"an uprising", "about 1 in 11 → about 1 in 3"} <= set(words)


def test_rows_keep_their_order(demo: Country) -> None:
    rows = [Pair(name, "words", LOW, HIGH) for name in ("c", "a", "b")]
    chart = outcomes(demo, rows, **GIVEN)
    assert [word for word in words_of(parsed(chart)) if word in "abc"] == ["c", "a", "b"]
    assert [row[0] for row in chart.rows] == ["c", "a", "b"]


def test_the_sentence_names_the_largest_change(demo: Country) -> None:
    rows = [Pair("a war", "words", HIGH, HIGH), Pair("an uprising", "words", LOW, HIGH), Pair("a campaign", "words", LOW, None)]
    assert outcomes(demo, rows, **GIVEN).sentence == (
        "Outcomes: 3; the largest change is in this one: an uprising, from 9 in 100 with the model left alone to 31 in 100 with the model changed."
    )


def test_the_sentence_says_when_the_thin_bars_overlap(demo: Country) -> None:
    near = Cell(0.14, 0.1, 0.19, 0.02, 0.2)
    assert outcomes(demo, [Pair("an uprising", "words", LOW, near)], **GIVEN).sentence.endswith("; the thin bars of the two overlap.")
    unknown = Cell(0.14, NAN, NAN, NAN, NAN)
    assert "overlap" not in outcomes(demo, [Pair("an uprising", "words", LOW, unknown)], **GIVEN).sentence


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Pair("an uprising", "", LOW, LOW), "in none do"), (Pair("an uprising", "", LOW, None), "the most frequent is this one: an uprising"),
        (Pair("an uprising", "", NOTHING, None), "no share is known"),
    ],
)  # fmt: skip
def test_the_sentence_claims_no_change_it_does_not_see(demo: Country, row: Pair, words: str) -> None:
    assert words in outcomes(demo, [row], **GIVEN).sentence


def test_the_legend_names_the_group_and_only_arms_that_exist(demo: Country) -> None:
    both = words_of(parsed(outcomes(demo, [Pair("an uprising", "", LOW, HIGH)], winner=0, **GIVEN)))
    assert f"the model changed: {demo.factions[0].phrase['en']}" in both
    alone = words_of(parsed(outcomes(demo, [Pair("an uprising", "", LOW, None)], **GIVEN)))
    assert "the model left alone" in alone
    assert "the model changed" not in alone
