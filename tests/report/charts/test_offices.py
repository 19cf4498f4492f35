"""The chart of offices shows the shares it is given, and nothing where it is given nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.locale import capital, say
from sim.pack import Country
from sim.pack.country.dates import month_name
from sim.report.charts.bands import Apart, without_group
from sim.report.charts.offices import offices
from sim.report.charts.svg import Chart
from tests.report.charts.samples import NAN, SVG, country_of, parsed, share, shares_of, words_of

GIVEN = {"lang": "en", "key": "a", "title": "Top offices"}


def areas(chart: Chart, k: int | str) -> list[list[tuple[float, float]]]:
    """Corners of every area of a group, or of `unknown`."""
    name = f"url(#a-group{k})" if isinstance(k, int) else f"url(#a-{k})"
    found = [path for path in parsed(chart).iter(f"{SVG}path") if path.attrib.get("fill") == name]
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.attrib["d"])] for path in found]


def height(corners: list[tuple[float, float]], x: float) -> float:
    """How high an area is at a place, by its corners there."""
    at = [y for corner, y in corners if abs(corner - x) < 0.06]
    return max(at) - min(at)


def test_rows_of_the_table_are_the_input(korea: Country) -> None:
    shares = shares_of(korea)
    chart = offices(korea, shares, mark=131, **GIVEN)
    order = [k for k, _ in sorted(enumerate(korea.factions), key=lambda one: one[1].display)]
    months = {month_name(korea.first_month + m): m for m in range(korea.months)}
    assert len(chart.rows) > 50
    for row in chart.rows:
        given = shares[months[row[0]]]
        assert [share(cell) for cell in row[1:-1]] == pytest.approx([given[k] for k in order], abs=0.00051)
        assert share(row[-1]) == pytest.approx(1 - given.sum(), abs=0.00051)
    assert month_name(korea.first_month + 131) in {row[0] for row in chart.rows}


def test_areas_are_as_high_as_their_shares(demo: Country) -> None:
    shares = np.tile([0.5, 0.2, 0.1], (60, 1))
    chart = offices(demo, shares, **GIVEN)
    left = areas(chart, 0)[0][0][0]
    high = [height(areas(chart, k)[0], left) for k in (0, 1, 2, "unknown")]
    assert np.array(high) / sum(high) == pytest.approx([0.5, 0.2, 0.1, 0.2], abs=0.002)


def test_groups_are_stacked_in_their_order_of_display(korea: Country) -> None:
    chart = offices(korea, np.full((60, 4), 0.25), **GIVEN)
    lowest = [max(y for _, y in areas(chart, k)[0]) for k in range(4)]
    by_display = sorted(range(4), key=lambda k: korea.factions[k].display)
    assert sorted(range(4), key=lambda k: -lowest[k]) == by_display


def test_months_of_nan_are_drawn_as_nothing(demo: Country) -> None:
    shares = np.full((100, 3), 1 / 3)
    shares[:10], shares[40:50], shares[80:] = NAN, NAN, NAN
    chart = offices(demo, shares, **GIVEN)
    full = offices(demo, np.full((100, 3), 1 / 3), **GIVEN)
    (left, *_, right) = sorted(x for x, _ in areas(full, 0)[0])
    spans = [(min(x for x, _ in part), max(x for x, _ in part)) for part in areas(chart, 0)]
    scale = (right - left) / 100
    assert np.array(spans) == pytest.approx(left + scale * np.array([[10, 40], [50, 80]]), abs=0.11)


@pytest.mark.parametrize(
    ("empty", "words"),
    [
        (slice(0, 10), "before August 1946"), (slice(80, 100), "after May 1952"), (slice(40, 50), "from February 1949 to November 1949"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_not_drawn(korea: Country, empty: slice, words: str) -> None:
    shares = np.full((100, 4), 0.25)
    assert "nothing is drawn" not in offices(korea, shares, **GIVEN).sentence
    shares[empty] = NAN
    assert f"nothing is drawn {words}" in offices(korea, shares, **GIVEN).sentence


def test_the_sentence_has_numbers_in_words(demo: Country) -> None:
    shares = np.linspace([0.25, 0.5, 0.25], [1.0, 0.0, 0.0], 100)
    sentence = offices(demo, shares, **GIVEN).sentence
    assert f"{demo.factions[0].phrase['en']} 25 in 100, then all" in sentence
    assert f"{demo.factions[1].phrase['en']} 50 in 100, then none" in sentence


def test_a_group_not_known_counts_as_unknown(demo: Country) -> None:
    chart = offices(demo, [[0.5, NAN, 0.3]] * 12, **GIVEN)
    assert areas(chart, "unknown")
    assert chart.rows[0][1:] == (*tuple({0: "50.0%", 1: "–", 2: "30.0%"}[k] for k in (2, 0, 1)), "20.0%")


def test_others_are_named_only_where_there_are_any(demo: Country) -> None:
    words = "Others, or not known"
    assert words not in words_of(parsed(offices(demo, [[0.5, 0.3, 0.2]] * 12, **GIVEN)))
    assert words in words_of(parsed(offices(demo, [[0.5, 0.3, 0.1]] * 12, **GIVEN)))


def test_every_group_with_offices_is_named(korea: Country) -> None:
    """On its band, or in the legend where the band is too thin."""
    shares = np.tile([0.96, 0.02, 0.01, 0.01], (651, 1))
    words = words_of(parsed(offices(korea, shares, **GIVEN)))
    assert {faction.name["en"] for faction in korea.factions} <= set(words)


def test_a_group_without_offices_is_not_named(korea: Country) -> None:
    words = words_of(parsed(offices(korea, np.tile([1.0, 0, 0, 0], (651, 1)), **GIVEN)))
    assert korea.factions[0].name["en"] in words
    assert not {faction.name["en"] for faction in korea.factions[1:]} & set(words)


@pytest.mark.parametrize("wide", [True, False])
def test_names_stand_on_their_own_band(korea: Country, wide: bool) -> None:
    country = country_of(korea, 3)
    root = parsed(offices(country, shares_of(country), mark=300, wide=wide, **GIVEN))
    tags = [rect for rect in root.iter(f"{SVG}rect") if rect.attrib.get("fill-opacity") == "0.94"]
    assert len(tags) == 3
    mark = next(path for path in root.iter(f"{SVG}path") if path.attrib.get("stroke-dasharray"))
    at = float(re.match(r"M([\d.]+)", mark.attrib["d"])[1])  # type: ignore[index]
    for n, box in enumerate(tags):
        left, top, right, bottom = edges(box)
        assert not left <= at <= right
        corners = areas(offices(country, shares_of(country), mark=300, wide=wide, **GIVEN), n)[0]
        inside = [y for x, y in corners if left <= x <= right]
        assert all(y <= top + 0.2 or y >= bottom - 0.2 for y in inside)


def edges(box: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, wide, high = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high


def test_the_mark_is_dashed_and_named(demo: Country) -> None:
    root = parsed(offices(demo, shares_of(demo), mark=131, **GIVEN))
    assert sum("stroke-dasharray" in path.attrib for path in root.iter(f"{SVG}path")) == 1
    assert month_name(demo.first_month + 131) in words_of(root)
    assert not any("stroke-dasharray" in path.attrib for path in parsed(offices(demo, shares_of(demo), **GIVEN)).iter(f"{SVG}path"))


def test_until_sets_the_axis_whatever_was_lived(demo: Country) -> None:
    short, cut = offices(demo, shares_of(demo, 100), until=199, **GIVEN), offices(demo, shares_of(demo, 400), until=199, **GIVEN)
    ends = [max(x for x, _ in areas(chart, 0)[0]) for chart in (short, cut)]
    start = min(x for x, _ in areas(cut, 0)[0])
    assert (ends[0] - start) * 2 == pytest.approx(ends[1] - start, abs=0.2)
    assert cut.rows[-1][0] == month_name(demo.first_month + 199)


@pytest.mark.parametrize("shares", [[[0.5, 0.5]], [0.1, 0.2, 0.3], [[0.8, 0.8, 0.0]], [[-0.1, 0.5, 0.5]]])
def test_shares_that_can_not_be_are_refused(demo: Country, shares: list[object]) -> None:
    with pytest.raises(ValueError, match=r"shares of offices: found .*; allowed: "):
        offices(demo, shares, **GIVEN)


APART = (Apart("other_half", np.full(60, 0.1), 1), Apart("left", np.full(60, 0.2)), Apart("none", np.full(60, 0.05)))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_people_shown_apart_have_bands_names_and_columns_of_their_own(demo: Country, lang: str) -> None:
    given = {**GIVEN, "lang": lang}
    shares = np.tile([0.3, 0.2, 0.1], (60, 1))
    chart = offices(demo, shares, apart=APART, **given)
    left = areas(chart, 0)[0][0][0]
    high = [height(areas(chart, k)[0], left) for k in (0, 1, 2, "half1", "left", "none", "unknown")]
    assert np.array(high) / sum(high) == pytest.approx([0.3, 0.2, 0.1, 0.1, 0.2, 0.05, 0.05], abs=0.002)
    assert len(set(chart.head)) == len(chart.head) == len(chart.rows[0]) == 8
    assert set(chart.head[1:-1]) <= set(words_of(parsed(chart)))
    beside = chart.head.index(next(name for name in chart.head if demo.factions[1].name[lang].lower() in name.lower()))
    assert [share(cell) for cell in chart.rows[0][beside : beside + 2]] == pytest.approx([0.2, 0.1])


def test_people_shown_apart_are_told_by_pattern_as_well_as_by_colour(demo: Country) -> None:
    root = parsed(offices(demo, np.tile([0.3, 0.2, 0.1], (60, 1)), apart=APART, **GIVEN))
    drawn = {}
    for tile in root.iter(f"{SVG}pattern"):
        strokes = [part for part in tile if part.tag != f"{SVG}rect"]
        assert strokes
        drawn[tile.attrib["id"]] = tuple((part.attrib.get("d"), part.attrib.get("stroke"), part.attrib.get("fill")) for part in strokes)
    assert len(set(drawn.values())) == len(drawn) == 7


def test_nobody_apart_leaves_the_chart_as_it_was(demo: Country) -> None:
    shares = shares_of(demo)
    nobody = [Apart("left", np.zeros(len(shares))), Apart("other_half", np.zeros(len(shares)), 0)]
    assert offices(demo, shares, apart=nobody, **GIVEN) == offices(demo, shares, **GIVEN)


@pytest.mark.parametrize("column", [[0.1, 0.1], [[0.1]], [-0.1], [0.9]])
def test_shares_of_people_apart_that_can_not_be_are_refused(demo: Country, column: object) -> None:
    with pytest.raises(ValueError, match=r"shares of offices: found .*; allowed: "):
        offices(demo, [[0.5, 0.2, 0.1]], apart=[Apart("left", column)], **GIVEN)


def test_in_a_simulated_world_nothing_is_unknown(demo: Country) -> None:
    shares = np.tile([0.5, 0.2, 0.1], (60, 1))
    shares[50:] = np.nan
    shares[:10] = [0.5, 0.3, 0.199]  # rounding
    (apart,) = without_group(shares)
    assert np.asarray(apart.shares)[[0, 20]] == pytest.approx([0.0, 0.2])
    assert np.isnan(np.asarray(apart.shares)[50:]).all()
    chart = offices(demo, shares, apart=[apart], **GIVEN)
    assert say("en", "chart.offices.none") in chart.sentence
    assert say("en", "chart.offices.rest") not in chart.sentence
    assert capital(say("en", "chart.offices.none")) in chart.svg
    assert say("en", "chart.offices.unknown") not in chart.svg
