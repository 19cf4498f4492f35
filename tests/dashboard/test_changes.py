"""What can be changed, as a reader types it."""

from __future__ import annotations

import dataclasses
import re

import pytest

from sim.dashboard.changes import changeable, draw_changes
from sim.locale import LANGUAGES, catalogue
from sim.pack import Country
from sim.world.do import read_do


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_change_that_is_listed_can_be_typed_as_it_stands(demo: Country, korea: Country, lang: str) -> None:
    for country in (demo, korea):
        for text, words in changeable(country, lang):
            assert read_do(country, [text]), text
            assert words


def test_every_kind_of_switch_and_every_event_that_moves_something_is_listed(korea: Country) -> None:
    texts = [text for text, _ in changeable(korea, "en")]
    assert {text.partition("=")[0] for text in texts if text.startswith("switch.")} == {f"switch.{one.key}" for one in korea.switches}
    assert sum(text.startswith("war=") for text in texts) == len(korea.wars)


def test_a_list_escapes_what_the_pack_says(demo: Country) -> None:
    switches = tuple(dataclasses.replace(one, meaning={"en": "<b>", "ko": "<b>"}) for one in demo.switches)
    assert "<b>" not in draw_changes(dataclasses.replace(demo, switches=switches), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_words_of_a_page_speak_of_options_of_a_command(lang: str) -> None:
    def texts(found: object) -> list[str]:
        return [text for one in found.values() for text in texts(one)] if isinstance(found, dict) else [str(found)]

    words = catalogue(lang)
    for table in ("page", "start", "watch", "whatif", "changes", "definition", "word", "limit"):
        spoken = [text for text in texts(words[table]) if re.search(r"--[a-z]|counterfaction |`|\bcommand sources\b|sources 명령", text)]
        assert spoken == [], table
