"""What every chart keeps to: valid XML, named for those who don't see it, legible, inside its frame, nothing but data in it."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from sim.locale import say
from sim.pack import Country
from tests.report.charts.samples import CHOICES, EMPTY, FULL, HOSTILE, LONG, SVG, UNBROKEN, UNKNOWN, country_of, parsed, texts, words_of

KINDS = sorted(FULL)
LANGS = ("en", "ko")
PAPER = ("#fbfaf7", "#ffffff")
VOID = {"meta", "link", "br", "img", "input"}


def luminance(colour: str) -> float:
    """After WCAG 2, written apart from the program."""
    total = 0.0
    for weight, part in zip((0.2126, 0.7152, 0.0722), re.findall("..", colour[1:]), strict=True):
        value = int(part, 16) / 255
        total += weight * (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return total


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def usual_width(words: str, size: float) -> float:
    """Width of words in a common sans serif, roughly: not the program's own measure."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.55 for letter in words) * size


def outside(root: ElementTree.Element) -> list[str]:
    """Words that leave the picture's frame."""
    _, _, width, height = map(float, root.attrib["viewBox"].split())
    found = []

    def walk(element: ElementTree.Element, across: float, down: float) -> None:
        moved = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.attrib.get("transform", ""))
        if moved:
            across, down = across + float(moved[1]), down + float(moved[2])
        if element.tag == f"{SVG}text":
            words, size = "".join(element.itertext()), float(element.attrib["font-size"])
            long, x, y = usual_width(words, size), float(element.attrib["x"]) + across, float(element.attrib["y"]) + down
            left = x - long * {"start": 0.0, "middle": 0.5, "end": 1.0}[element.attrib.get("text-anchor", "start")]
            if left < -0.5 or left + long > width + 0.5 or y - 0.75 * size < 0 or y + 0.25 * size > height:
                found.append(words)
        for child in element:
            walk(child, across, down)

    walk(root, 0.0, 0.0)
    return found


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
class TestFullCharts:
    def test_is_an_image_with_title_and_description(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        chart = FULL[kind](korea, lang=lang, key="one", title="A title", wide=wide)
        root = parsed(chart)
        assert root.tag == f"{SVG}svg"
        assert root.attrib["role"] == "img"
        named = {found.attrib["id"]: found.text for found in root if found.tag in (f"{SVG}title", f"{SVG}desc")}
        assert [named[name] for name in root.attrib["aria-labelledby"].split()] == ["A title", chart.sentence]
        assert chart.sentence.strip()

    def test_scales_to_the_room_it_is_given(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        root = parsed(FULL[kind](korea, lang=lang, key="one", title="A title", wide=wide))
        assert root.attrib["viewBox"].split()[:3] == ["0", "0", "1000" if wide else "360"]
        assert "height" not in root.attrib
        assert root.attrib.get("width", "100%").endswith("%")

    def test_letters_stay_legible(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        """12 pixels at the width a chart is made for; the number in a seat of little weight may be smaller, as the table has it too."""
        root = parsed(FULL[kind](korea, lang=lang, key="one", title="A title", wide=wide))
        sizes = {float(found.attrib["font-size"]) for found in texts(root) if not "".join(found.itertext()).isdigit()}
        assert min(sizes) >= 12

    @pytest.mark.parametrize("name", [None, LONG, UNBROKEN, HOSTILE])
    @pytest.mark.parametrize("count", [2, 4, 6])
    def test_no_words_leave_the_frame(self, korea: Country, kind: str, lang: str, wide: bool, name: str | None, count: int) -> None:
        country = country_of(korea, count, name)
        assert outside(parsed(FULL[kind](country, lang=lang, key="one", title=name or "A title", wide=wide))) == []

    def test_words_have_contrast_on_page_and_paper(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        root = parsed(FULL[kind](country_of(korea, 6), lang=lang, key="one", title="A title", wide=wide))
        for found in texts(root):
            fill = found.attrib["fill"]
            if fill == "#ffffff":  # the number on a seat
                continue
            assert min(contrast(fill, ground) for ground in PAPER) >= 4.5, "".join(found.itertext())

    def test_asks_for_nothing_and_runs_nothing(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        chart = FULL[kind](country_of(korea, 3, HOSTILE), lang=lang, key="one", title=HOSTILE, wide=wide)
        allowed = {"svg", "title", "desc", "defs", "pattern", "rect", "path", "circle", "g", "text"}
        assert {found.tag.removeprefix(SVG) for found in parsed(chart).iter()} <= allowed
        assert re.findall(r"(?:href|src|style|on\w+)\s*=", re.sub(r">[^<]*<", "><", chart.svg)) == []
        assert set(re.findall(r"https?://[^\"']*", chart.svg)) == {"http://www.w3.org/2000/svg"}

    def test_every_pattern_it_uses_is_its_own(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        chart = FULL[kind](korea, lang=lang, key="one", title="A title", wide=wide)
        names = [found.attrib["id"] for found in parsed(chart).iter() if "id" in found.attrib]
        assert len(names) == len(set(names))
        assert all(name.startswith("one-") for name in names)
        assert set(re.findall(r"url\(#([^)]*)\)", chart.svg)) <= set(names)

    def test_the_same_data_give_the_same_text(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        one, other = (FULL[kind](korea, lang=lang, key="one", title="A title", wide=wide) for _ in range(2))
        assert one == other

    def test_figure_holds_picture_sentence_and_table(self, korea: Country, kind: str, lang: str, wide: bool) -> None:
        chart = FULL[kind](korea, lang=lang, key="one", title="A & B", wide=wide)
        reader = Reader()
        reader.feed(chart.figure())
        assert reader.open == []
        assert reader.seen[:2] == ["figure", "svg"]
        assert reader.words["figcaption"] == [chart.sentence]
        assert reader.words["summary"] == [say(lang, "chart.table")]
        assert reader.heads["col"] == list(chart.head)
        assert reader.heads["row"] == [row[0] for row in chart.rows]
        assert reader.words["td"] == [cell for row in chart.rows for cell in row[1:]]
        assert {len(row) for row in chart.rows} == {len(chart.head)}


class Reader(HTMLParser):
    """What stands in a figure: tags in their order, words by tag, heads by scope."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: dict[str, list[str]] = {}
        self.heads: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.open.append(tag)
        self.words.setdefault(tag, []).append("")
        if tag == "th":
            self.heads.setdefault(str(dict(attrs)["scope"]), []).append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        tag = self.open[-1]
        self.words[tag][-1] += data
        if tag == "th":
            scope = "row" if "tbody" in self.open else "col"
            self.heads[scope][-1] += data


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("makes", [EMPTY, UNKNOWN], ids=["empty", "unknown"])
def test_without_data_it_says_so(korea: Country, makes: dict[str, object], kind: str, lang: str, wide: bool) -> None:
    chart = makes[kind](korea, lang=lang, key="one", title="A title", wide=wide)  # type: ignore[operator]
    root = parsed(chart)
    assert outside(root) == []
    assert "A title" in words_of(root)
    assert not list(root.iter(f"{SVG}circle")) or kind == "outcomes"
    if kind != "outcomes" or makes is EMPTY:
        assert say(lang, "chart.nothing") in " ".join(words_of(root))
    assert chart.sentence


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("makes", [EMPTY, UNKNOWN, FULL], ids=["empty", "unknown", "full"])
def test_no_coordinate_is_missing(demo: Country, makes: dict[str, object], kind: str) -> None:
    chart = makes[kind](demo, lang="en", key="one", title="A title")  # type: ignore[operator]
    for found in parsed(chart).iter():
        for name, value in found.attrib.items():
            if name not in ("id", "aria-labelledby", "font-family"):
                assert not re.search(r"nan|inf|None", value), (found.tag, name, value)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_are_words_and_nothing_else(korea: Country, kind: str) -> None:
    chart = FULL[kind](country_of(korea, 4, HOSTILE), lang="en", key="one", title=HOSTILE)
    assert parsed(chart).find(f"{SVG}title").text.startswith("<script>alert('x')</script> & \"quoted\"")  # type: ignore[union-attr]
    assert "<script" not in chart.figure().lower()
    assert not set("\x00\x1b\u202e") & set(chart.figure())


@pytest.mark.parametrize("kind", KINDS)
def test_two_charts_on_a_page_share_no_name(korea: Country, kind: str) -> None:
    ids = [set(re.findall(r'id="([^"]*)"', FULL[kind](korea, lang="en", key=key, title="A title").svg)) for key in ("one", "two")]
    assert ids[0]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize("key", ["", "1a", "a b", 'a"', "a#b", "a)"])
def test_a_key_that_can_name_no_element_is_refused(demo: Country, key: str) -> None:
    with pytest.raises(ValueError, match="key of a chart"):
        FULL["offices"](demo, lang="en", key=key, title="A title")


@pytest.mark.parametrize("kind", KINDS)
def test_korean_charts_are_in_korean(korea: Country, kind: str) -> None:
    """Every name, word and sentence, apart from figures and the title that was given."""
    chart = FULL[kind](korea, lang="ko", key="one", title="제목")
    found = [words for words in [*words_of(parsed(chart)), chart.sentence, *chart.head] if re.search("[A-Za-z]{2}", words)]
    given = {"Power.", "an uprising", "about 1 in 11 → about 1 in 3", "the switch majority", *CHOICES, *(word for choice in CHOICES for word in choice.split("_"))}
    assert [words for words in found if words not in given and "an uprising" not in words] == []
