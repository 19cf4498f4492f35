"""Panels as markup: everything said, everything escaped, nothing of the code shown."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from sim.dashboard import panels
from sim.dashboard.address import Address
from sim.dashboard.month import chronicle, month_of, so_far
from sim.locale import LANGUAGES
from sim.runs.trajectory import Trajectory


def parsed(markup: str) -> ElementTree.Element:
    """The markup, well-formed."""
    return ElementTree.fromstring("<div>" + re.sub(r" (data-focus|open|hidden|novalidate)(?=[ >])", r' \1=""', markup).replace("&nbsp;", " ") + "</div>")


def every(trajectory: Trajectory, month: int, lang: str) -> dict[str, str]:
    """All panels of a month."""
    found, lines, here = month_of(trajectory, month, lang), chronicle(trajectory, lang), Address("watch", lang, trajectory.token, month)
    vote = next(one for one in lines if one.votes)
    chart = panels.offices_chart(trajectory, lang)
    return {
        "heading": panels.heading(trajectory, lang), "doings": panels.doings(found, lang), "standings": panels.standings(found, trajectory.country, lang),
        "offices": chart, "mark": panels.mark(chart, month, trajectory.length), "actions": panels.actions_chart(trajectory, found, lang),
        "chronicle": panels.chronicle(so_far(lines, month), found, here, trajectory.country), "vote": panels.vote_chart(trajectory, vote, here),
        "bad_link": panels.bad_link(here, trajectory.country), "bad_month": panels.bad_month(trajectory, replace(here, month=None, refused=(("m", "<b>2050"),))),
        "explained": panels.explained(trajectory.country, lang),
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_panel_is_well_formed_and_says_something(trajectory: Trajectory, lang: str) -> None:
    for name, markup in every(trajectory, trajectory.length - 1, lang).items():
        words = "".join(parsed(markup).itertext()).strip()
        assert words or name == "mark"
        assert "nan" not in words.lower().split()
        assert "style=" not in markup


@pytest.mark.parametrize("word", ["plenum", "fiat", "posts", "baseline", "token", "luck", "miracle"])
def test_no_panel_uses_the_words_of_the_code(trajectory: Trajectory, word: str) -> None:
    for name, markup in every(trajectory, 131, "en").items():
        words = "".join(parsed(markup).itertext()).lower()
        assert not re.search(rf"\b{word}\b", words), name


def test_each_line_of_the_chronicle_is_marked_simulated_and_has_its_why(trajectory: Trajectory) -> None:
    markup = every(trajectory, trajectory.length - 1, "en")["chronicle"]
    found = parsed(markup).findall(".//details")
    assert len(found) == len(trajectory.events)
    for line in found:
        assert line.find("summary//em") is not None
        assert "Rule" in "".join(line.itertext())


def test_the_mark_stands_where_the_month_is(trajectory: Trajectory) -> None:
    chart = panels.offices_chart(trajectory, "en")
    places = []
    for month in (0, trajectory.length // 2, trajectory.length - 1):
        drawn = parsed(panels.mark(chart, month, trajectory.length)).findall(".//path")
        places.append(float(re.match(r"M([0-9.]+)", drawn[0].attrib["d"])[1]))
    width = float(re.search(r'viewBox="0 0 ([0-9.]+)', chart)[1])
    assert 0 < places[0] < places[1] < places[2] < width
    assert places[1] == pytest.approx((places[0] + places[2]) / 2, abs=1)


def test_the_heading_tells_which_layer_it_is(trajectory: Trajectory) -> None:
    import dataclasses

    changed = dataclasses.replace(trajectory, do=("ruler=x@1956-09:<b>",))
    assert "left alone" in panels.heading(trajectory, "en")
    assert "most outcomes" not in panels.heading(trajectory, "en")
    assert "Of 200 simulated worlds" in panels.heading(trajectory, "en", panels.Named(12, 200))
    assert "World 6-12" in panels.heading(trajectory, "en", panels.Named(12))
    assert "the model changed" in panels.heading(changed, "en")
    assert "<b>" not in panels.heading(changed, "en")
    assert "none of this is a record" in panels.heading(trajectory, "en")


@pytest.mark.parametrize(("month", "refused", "found"), [(None, (("m", "2050-01"),), "2050-01"), (653, (), "March 2000"), (None, (("m", "<b>"),), "&lt;b&gt;")])
def test_a_month_that_the_world_has_not_is_refused_with_those_it_has(trajectory: Trajectory, month: int | None, refused: tuple[tuple[str, str], ...], found: str) -> None:
    ended = replace(trajectory, length=300)
    markup = panels.bad_month(ended, Address("watch", "en", trajectory.token, month, refused=refused))
    assert found in markup
    assert "from October 1945 to September 1970" in markup


def test_a_vote_links_back_to_the_month_it_was_opened_from(trajectory: Trajectory) -> None:
    link = parsed(every(trajectory, 131, "ko")["vote"]).find(".//a")
    assert link is not None
    assert link.attrib["href"] == f"/watch?w={trajectory.token}&m=1956-09&lang=ko"
