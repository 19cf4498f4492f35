"""Colours that can be read and told apart."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from sim.report.charts.style import ALONE, CHANGED, COLOURS, FAINT, INK, PAGE, WHITE, colour, fill, ink, mix, pattern, tint, unknown
from tests.report.charts.test_every_chart import contrast

OKABE_ITO = {"#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7", "#000000"}


def test_colours_are_those_of_okabe_and_ito() -> None:
    assert set(COLOURS) <= OKABE_ITO
    assert len(set(COLOURS)) == 6


@pytest.mark.parametrize("k", range(6))
@pytest.mark.parametrize("ground", ["#fbfaf7", "#ffffff"])
def test_text_of_a_group_reaches_aa(k: int, ground: str) -> None:
    assert contrast(ink(k), ground) >= 4.5


@pytest.mark.parametrize("k", range(6))
def test_white_on_a_group_s_text_colour_reaches_aa(k: int) -> None:
    assert contrast("#ffffff", ink(k)) >= 4.5


@pytest.mark.parametrize("tone", [INK, FAINT, ALONE, CHANGED])
def test_greys_reach_aa_on_page_and_paper(tone: str) -> None:
    assert min(contrast(tone, PAGE), contrast(tone, WHITE)) >= 4.5


def test_text_colours_stay_apart() -> None:
    def away(one: str, other: str) -> int:
        return sum(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) for n in (1, 3, 5))

    assert min(away(ink(a), ink(b)) for a, b in combinations(range(6), 2)) > 50


def test_every_group_has_a_pattern_of_its_own() -> None:
    found = [ElementTree.fromstring(pattern(k, "a")) for k in range(6)]
    strokes = {tuple(child.attrib.get("d", child.attrib.get("cx", "")) for child in root[1:]) for root in found}
    assert len(strokes) == 6
    assert [root[0].attrib["fill"] for root in found] == [colour(k) for k in range(6)]
    assert all(f"url(#{root.attrib['id']})" == fill(k, "a") for k, root in enumerate(found))


def test_what_is_not_known_has_a_hatch() -> None:
    assert len(ElementTree.fromstring(unknown("a"))) == 2


def test_there_is_no_seventh_colour() -> None:
    with pytest.raises(IndexError):
        colour(6)


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert [mix("#000000", "#ffffff", share) for share in (0, 0.5, 1)] == ["#000000", "#808080", "#ffffff"]
    assert contrast(tint(0, 0.2), WHITE) > contrast(tint(0, 0.8), WHITE)
    assert tint(None, 0) == CHANGED
