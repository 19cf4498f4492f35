"""A rival reading is named wherever its country is."""

from __future__ import annotations

import shlex
from pathlib import Path

from sim.pack import Country, load_pack, with_reading
from sim.report.naming import argument_of, title_of
from tests.pack.broken import copy_of_demo


def test_a_country_as_it_stands_has_its_title_and_id(demo: Country) -> None:
    assert title_of(demo, "en") == demo.title["en"]
    assert argument_of(demo) == "demo"


def test_a_reading_is_named_in_title_and_command(demo: Country) -> None:
    under = with_reading(demo, "kinder")
    for lang in ("en", "ko"):
        assert demo.title[lang] in title_of(under, lang)
        assert demo.readings[0].title[lang] in title_of(under, lang)
    assert argument_of(under) == "demo --reading kinder"


def test_a_pack_given_by_its_path_is_named_by_it_and_is_the_same_country(demo: Country, tmp_path: Path) -> None:
    folder = copy_of_demo(tmp_path / "two words")
    given = load_pack(folder)
    assert argument_of(given) == shlex.quote(str(folder))
    assert given.hash == demo.hash
    assert load_pack(folder, "kinder").hash == load_pack("demo", "kinder").hash
