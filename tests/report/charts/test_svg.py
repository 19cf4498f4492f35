"""Escaping, coordinates, words that have to fit."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sim.report.charts.svg import Chart, element, escape, number, shorten, width_of, wrap

WORDS = "the Harbour committee and its friends in the hills"


def test_what_xml_reserves_is_escaped() -> None:
    assert escape("<a href=\"b\">c & 'd'</a>") == "&lt;a href=&quot;b&quot;&gt;c &amp; &#39;d&#39;&lt;/a&gt;"


@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x1b", "\ud800", "\u202e", "\ufffe"])
def test_what_xml_can_not_hold_is_replaced(letter: str) -> None:
    text = element("text", escape(f"a{letter}b"), id=f"c{letter}d")
    found = ElementTree.fromstring(text.encode("utf-8"))
    assert (found.text, found.attrib["id"]) == ("a\ufffdb", "c\ufffdd")


def test_hangul_and_typographic_marks_pass() -> None:
    assert escape("연안파 → 1945–1999 …") == "연안파 → 1945–1999 …"


@pytest.mark.parametrize(("value", "text"), [(0.0, "0"), (-0.04, "0"), (12.0, "12"), (12.34, "12.3"), (-3.5, "-3.5"), (1e6, "1000000")])
def test_coordinates_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_attributes_without_a_value_are_left_out() -> None:
    assert element("path", d="M0 0", stroke_width=1.25, fill=None) == '<path d="M0 0" stroke-width="1.2"/>'


def test_short_words_are_kept_and_long_ones_cut() -> None:
    assert shorten(WORDS, 2000, 15) == WORDS
    cut = shorten(WORDS, 120, 15)
    assert cut.endswith("…")
    assert WORDS.startswith(cut[:-1])
    assert width_of(cut, 15) <= 120


def test_words_are_broken_at_spaces_and_none_is_lost() -> None:
    lines = wrap(WORDS, 150, 15, lines=9)
    assert len(lines) > 1
    assert " ".join(lines) == WORDS
    assert all(width_of(line, 15) <= 150 for line in lines)


def test_no_more_lines_than_allowed() -> None:
    lines = wrap(WORDS, 100, 15, lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_no_words_are_one_empty_line() -> None:
    assert wrap("", 100, 15) == ("",)


def test_a_hangul_syllable_is_as_wide_as_its_size() -> None:
    assert width_of("연안파", 10) == 30


def test_a_figure_without_rows_has_no_table() -> None:
    assert Chart("<svg/>", "a title", "a sentence", ("a",), ()).figure() == (
        '<figure class="chart" lang="en"><svg/><figcaption>a sentence</figcaption></figure>'
    )


def test_cells_of_a_table_are_escaped() -> None:
    table = Chart("<svg/>", "<b>", "", ("<i>",), (("<u>", "&"),)).table()
    assert "<b>" not in table
    assert "<i>" not in table
    assert "<u>" not in table
    assert "<td>&amp;</td>" in table
