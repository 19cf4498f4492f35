"""Groups stand where they always stand; arrows go from who acts to what is aimed at."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import numpy as np
import pytest

from sim.locale import catalogue
from sim.pack import Country
from sim.report.charts.actions import Board, Doing, actions
from sim.report.charts.style import ink
from sim.report.charts.svg import Chart
from sim.world.words import ACTIONS
from tests.report.charts.samples import NAN, SVG, board_of, country_of, parsed, share, words_of

GIVEN = {"lang": "en", "key": "a", "title": "October 1945"}


def board(country: Country, *doing: Doing, power: list[float] | None = None, ruler: int = 0) -> Board:
    count = len(country.factions)
    return Board(ruler, power or [1 / count] * count, [0.4] * count, np.full((count, len(country.patrons)), 0.3), doing)


def circles(chart: Chart) -> dict[int, tuple[float, float, float]]:
    """Middle and radius of each living group's circle."""
    found = {}
    for circle in parsed(chart).iter(f"{SVG}circle"):
        name = re.fullmatch(r"url\(#a-group(\d)\)", circle.attrib["fill"])
        if name:
            found[int(name[1])] = tuple(float(circle.attrib[key]) for key in ("cx", "cy", "r"))
    return found  # type: ignore[return-value]


def arrows(chart: Chart) -> list[dict[str, Any]]:
    """Every arrow: where it begins and ends, its paint, its dashes."""
    paths = list(parsed(chart).iter(f"{SVG}path"))
    found = []
    for path, head in itertools.pairwise(paths):
        if "Q" in path.attrib["d"] and path.attrib["stroke"] != "#ffffff":
            points = [tuple(map(float, point)) for point in re.findall(r"([-\d.]+) ([-\d.]+)", path.attrib["d"])]
            tip = tuple(map(float, re.findall(r"[-\d.]+", head.attrib["d"])[:2]))
            found.append({"start": points[0], "tip": tip, "paint": path.attrib["stroke"], "dash": path.attrib.get("stroke-dasharray"),
                          "width": path.attrib["stroke-width"]})  # fmt: skip
    return found


def away(point: tuple[float, float], circle: tuple[float, float, float]) -> float:
    """Distance of a point from a circle's edge."""
    return abs(math.hypot(point[0] - circle[0], point[1] - circle[1]) - circle[2])


def test_area_goes_with_power(demo: Country) -> None:
    found = circles(actions(demo, board(demo, power=[0.1, 0.4, 0.5]), **GIVEN))
    assert found[1][2] / found[0][2] == pytest.approx(2, abs=0.02)


@pytest.mark.parametrize("wide", [True, False])
def test_nothing_jumps_from_month_to_month(korea: Country, wide: bool) -> None:
    one = actions(korea, board(korea, Doing(0, "denounce", 1), Doing(1, "court_people")), wide=wide, **GIVEN)
    other = actions(korea, board(korea, Doing(2, "organise"), power=[0.7, 0.1, 0.1, 0.1], ruler=2), wide=wide, **GIVEN)
    places = [{k: circle[:2] for k, circle in circles(chart).items()} for chart in (one, other)]
    assert places[0] == places[1]
    assert parsed(one).attrib["viewBox"] == parsed(other).attrib["viewBox"]
    words = [{found.text: (found.attrib["x"], found.attrib["y"]) for found in parsed(chart).iter(f"{SVG}text")} for chart in (one, other)]
    for name in ("The people", *(patron.name["en"].replace("the ", "The ") for patron in korea.patrons)):
        assert words[0][name] == words[1][name]


@pytest.mark.parametrize("action", ["ally", "denounce", "challenge", "purge"])
@pytest.mark.parametrize(("actor", "target"), [(0, 3), (3, 0), (1, 2), (2, 1)])
def test_an_arrow_goes_from_group_to_group(korea: Country, action: str, actor: int, target: int) -> None:
    chart = actions(korea, board(korea, Doing(actor, action, target)), **GIVEN)
    (arrow,) = arrows(chart)
    places = circles(chart)
    assert away(arrow["start"], places[actor]) < 9
    assert away(arrow["tip"], places[target]) < 9
    assert arrow["paint"] == ink(actor)


def test_a_challenge_without_a_target_is_one_of_the_ruler(korea: Country) -> None:
    chart = actions(korea, board(korea, Doing(3, "challenge"), ruler=1), **GIVEN)
    (arrow,) = arrows(chart)
    assert away(arrow["tip"], circles(chart)[1]) < 9


@pytest.mark.parametrize("patron", [0, 1])
def test_courting_a_patron_goes_to_that_patron(korea: Country, patron: int) -> None:
    chart = actions(korea, board(korea, Doing(2, "court_patron", None, patron)), **GIVEN)
    (arrow,) = arrows(chart)
    boxes = [rect for rect in parsed(chart).iter(f"{SVG}rect") if rect.attrib.get("stroke") and rect.attrib["rx"] == "4"]
    box = {name: float(boxes[patron].attrib[name]) for name in ("x", "y", "width", "height")}
    assert box["x"] <= arrow["tip"][0] <= box["x"] + box["width"]
    assert arrow["tip"][1] == pytest.approx(box["y"] + box["height"], abs=0.2)


def test_courting_the_people_goes_down_to_them(korea: Country) -> None:
    chart = actions(korea, board(korea, Doing(2, "court_people")), **GIVEN)
    (arrow,) = arrows(chart)
    x, y, radius = circles(chart)[2]
    assert arrow["start"][0] == arrow["tip"][0] == x
    assert arrow["tip"][1] > arrow["start"][1] > y + radius


@pytest.mark.parametrize("action", ["govern", "lie_low", "organise", "war", "campaign", "reform"])
def test_an_action_without_a_target_is_a_word_under_the_group(korea: Country, action: str) -> None:
    chart = actions(korea, board(korea, Doing(2, action)), **GIVEN)
    assert arrows(chart) == []
    (found,) = [text for text in parsed(chart).iter(f"{SVG}text") if text.text == catalogue("en")["chart"]["action"][action]]
    x, y, radius = circles(chart)[2]
    assert float(found.attrib["x"]) == x
    assert float(found.attrib["y"]) > y + radius


def test_kinds_of_action_differ_by_more_than_colour(korea: Country) -> None:
    kinds = [("court_people", None, None), ("court_patron", None, 0), ("ally", 1, None), ("denounce", 1, None), ("challenge", 1, None), ("purge", 1, None)]
    found = []
    for action, target, patron in kinds:
        (arrow,) = arrows(actions(korea, board(korea, Doing(0, action, target, patron), ruler=1), **GIVEN))
        found.append((arrow["dash"], arrow["width"]))
    assert len(set(found)) == len(kinds)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_arrow_has_its_word(korea: Country, lang: str) -> None:
    chart = actions(korea, board_of(korea), **{**GIVEN, "lang": lang})
    words = words_of(parsed(chart))
    short = catalogue(lang)["chart"]["action"]
    assert {short[name] for name in ("denounce", "ally", "court_people", "challenge")} <= set(words)


@pytest.mark.parametrize("power", [0.0, NAN])
def test_a_group_without_power_is_an_empty_ring_without_action(korea: Country, power: float) -> None:
    chart = actions(korea, board(korea, Doing(1, "denounce", 0), power=[0.5, power, 0.3, 0.2]), **GIVEN)
    assert set(circles(chart)) == {0, 2, 3}
    assert arrows(chart) == []
    assert "not a side now" in words_of(parsed(chart))
    row = next(row for row in chart.rows if row[0] == korea.factions[1].name["en"])
    assert row[-1] == "not a side now"


def test_who_holds_the_top_post_has_a_second_ring(korea: Country) -> None:
    chart = actions(korea, board(korea, ruler=2), **GIVEN)
    x, y, _ = circles(chart)[2]
    rings = [found for found in parsed(chart) if found.tag == f"{SVG}circle" and found.attrib["fill"] == "none"]
    assert [(float(ring.attrib["cx"]), float(ring.attrib["cy"])) for ring in rings] == [(x, y)]


def test_bands_widen_with_support_and_favour(demo: Country) -> None:
    def widths(support: float, favour: float) -> list[float]:
        state = Board(0, [1.0, NAN, NAN], [support] * 3, np.full((3, len(demo.patrons)), favour), ())
        paths = [path for path in parsed(actions(demo, state, **GIVEN)).iter(f"{SVG}path") if path.attrib.get("stroke-opacity") == "0.8"]
        return [float(path.attrib["stroke-width"]) for path in paths]

    assert widths(0.5, 0.25) == [11, *[5.5] * len(demo.patrons)]
    assert widths(NAN, 0.25) == [5.5] * len(demo.patrons)


def test_rows_of_the_table_are_the_input(korea: Country) -> None:
    state = Board(0, [0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, NAN], [[0.11, 0.12], [0.21, 0.22], [0.31, 0.32], [0.41, NAN]], (Doing(0, "denounce", 1),))
    chart = actions(korea, state, **GIVEN)
    names = {faction.name["en"]: k for k, faction in enumerate(korea.factions)}
    for row in chart.rows:
        k = names[row[0]]
        given = [state.power[k], state.support[k], *state.favour[k]]  # type: ignore[index]
        assert [NAN if cell == "–" else share(cell) for cell in row[1:-1]] == pytest.approx(given, nan_ok=True)
        assert row[-1] == (f"denounced {korea.factions[1].phrase['en']}" if k == 0 else "–")


def test_the_sentence_tells_who_did_what(korea: Country) -> None:
    chart = actions(korea, board(korea, Doing(0, "denounce", 1), Doing(3, "court_patron", None, 1)), **GIVEN)
    phrases = [faction.phrase["en"] for faction in korea.factions]
    assert f"{phrases[0]} denounced {phrases[1]}" in chart.sentence
    assert f"{phrases[3]} sought the favour of {korea.patrons[1].name['en']}".lower() in chart.sentence.lower()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_action_of_the_world_has_a_short_word(lang: str) -> None:
    assert set(catalogue(lang)["chart"]["action"]) == set(ACTIONS)


def test_an_unknown_action_is_refused_by_name(demo: Country) -> None:
    with pytest.raises(ValueError, match="found 'dance'; allowed: govern, lie_low"):
        actions(demo, board(demo, Doing(0, "dance")), **GIVEN)


@pytest.mark.parametrize(("field", "value"), [("power", [1.0]), ("support", [[0.1, 0.2, 0.3]]), ("favour", [0.1, 0.2, 0.3])])
def test_another_shape_is_refused_by_name(demo: Country, field: str, value: list[Any]) -> None:
    given: dict[str, Any] = {"ruler": 0, "power": [1, 0, 0], "support": [1, 1, 1], "favour": np.zeros((3, len(demo.patrons))), "doing": (), field: value}
    with pytest.raises(ValueError, match=f"{field} of a board: found an array of shape"):
        actions(demo, Board(**given), **GIVEN)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_circles_of_any_power_keep_apart(korea: Country, count: int) -> None:
    country = country_of(korea, count)
    for wide in (True, False):
        found = sorted(circles(actions(country, board(country, power=[1.0] * count), wide=wide, **GIVEN)).values())
        assert len(found) == count
        assert all(b[0] - a[0] >= a[2] + b[2] for a, b in itertools.pairwise(found))
