"""A rival reading is named wherever its country is."""

from __future__ import annotations

from sim.pack import Country, read_under
from sim.report.naming import argument_of, title_of


def test_a_country_as_it_stands_has_its_title_and_id(demo: Country) -> None:
    assert title_of(demo, "en") == demo.title["en"]
    assert argument_of(demo) == "demo"


def test_a_reading_is_named_in_title_and_command(demo: Country) -> None:
    under = read_under(demo, "kinder")
    for lang in ("en", "ko"):
        assert demo.title[lang] in title_of(under, lang)
        assert demo.readings[0].title[lang] in title_of(under, lang)
    assert argument_of(under) == "demo --reading kinder"
