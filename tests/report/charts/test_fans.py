"""Fans show the quantiles they are given, on one axis for all groups."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.pack import Country
from sim.pack.country.dates import month_name
from sim.report.charts.fans import fans
from sim.report.charts.style import tint
from sim.report.charts.svg import Chart
from tests.report.charts.samples import NAN, SVG, country_of, parsed, quantiles_of, share, words_of

GIVEN = {"lang": "en", "key": "a", "title": "Power", "sentence": "What it shows."}


def paths(chart: Chart, paint: str) -> list[list[tuple[float, float]]]:
    """Corners of the areas of one paint."""
    found = [path for path in parsed(chart).iter(f"{SVG}path") if path.attrib.get("fill") == paint]
    return [[(float(x), float(y)) for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.attrib["d"])] for path in found]


def test_rows_of_the_table_are_the_input(korea: Country) -> None:
    quantiles = quantiles_of(korea)
    chart = fans(korea, quantiles, **GIVEN)
    months = {month_name(korea.first_month + m): m for m in range(korea.months)}
    names = {faction.name["en"]: k for k, faction in enumerate(korea.factions)}
    assert len(chart.rows) == 4 * (2 + 10 + 1)  # first and last month, the Decembers of 1945 to 1995, less the last month if it is one
    for row in chart.rows:
        assert [share(cell) for cell in row[2:]] == pytest.approx(quantiles[names[row[1]], :, months[row[0]]], abs=0.00051)


def test_bands_are_as_high_as_their_quantiles(demo: Country) -> None:
    quantiles = np.broadcast_to(np.array([0.2, 0.4, 0.5, 0.6, 1.0])[None, :, None], (3, 5, 60))
    chart = fans(demo, quantiles, **GIVEN)
    wide, middle = ([y for _, y in paths(chart, tint(0, lightness))[0]] for lightness in (0.72, 0.38))
    assert (max(middle) - min(middle)) / (max(wide) - min(wide)) == pytest.approx(0.2 / 0.8, abs=0.005)


def test_nan_ends_a_group_s_fan_and_no_other(demo: Country) -> None:
    quantiles = quantiles_of(demo, 120)
    quantiles[1, :, 60:] = NAN
    chart = fans(demo, quantiles, **GIVEN)
    spans = []
    for k in (0, 1):
        (corners,) = paths(chart, tint(k, 0.72))
        spans.append(max(x for x, _ in corners) - min(x for x, _ in corners))
    assert spans[1] == pytest.approx(spans[0] / 2, abs=0.2)
    assert any("–" in row for row in chart.rows)


def test_a_group_of_which_nothing_is_known_has_an_empty_panel(demo: Country) -> None:
    quantiles = quantiles_of(demo, 120)
    quantiles[2] = NAN
    chart = fans(demo, quantiles, **GIVEN)
    assert paths(chart, tint(2, 0.72)) == []
    assert any(demo.factions[2].name["en"].lower() == word.lower() for word in words_of(parsed(chart)))


@pytest.mark.parametrize(("highest", "label"), [(0.05, "10%"), (0.33, "40%"), (0.7, "80%"), (1.0, "100%")])
def test_one_axis_for_all_groups(demo: Country, highest: float, label: str) -> None:
    quantiles = np.full((3, 5, 60), 0.01)
    quantiles[0, 4, 10] = highest
    assert words_of(parsed(fans(demo, quantiles, **GIVEN))).count(label) == 3


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("wide", [True, False])
def test_every_group_has_its_panel(korea: Country, count: int, wide: bool) -> None:
    country = country_of(korea, count)
    root = parsed(fans(country, quantiles_of(country), wide=wide, **GIVEN))
    samples = [rect for rect in root.iter(f"{SVG}rect") if rect.attrib["fill"].startswith("url(")]
    assert len({(rect.attrib["x"], rect.attrib["y"]) for rect in samples}) == count


def test_the_last_known_middle_is_written_out(demo: Country) -> None:
    quantiles = np.full((3, 5, 60), 0.37)
    assert words_of(parsed(fans(demo, quantiles, **GIVEN))).count("37%") == 3


def test_the_sentence_is_the_caller_s(demo: Country) -> None:
    assert fans(demo, quantiles_of(demo), **GIVEN).sentence == "What it shows."


def test_another_shape_is_refused(demo: Country) -> None:
    with pytest.raises(ValueError, match=r"quantiles: found an array of shape \(3, 4, 10\); allowed: \(3, 5, months\)"):
        fans(demo, np.zeros((3, 4, 10)), **GIVEN)
