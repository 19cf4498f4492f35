"""A second country on the numbers of the first: only what is said of the country differs, and nothing is told of what it can't have."""

from __future__ import annotations

import pytest

import sim
from sim.pack import load_pack
from sim.report.compare_text import one_screen
from sim.report.limits import LIMITS, limits_of

FIRST, SECOND = "korea-1945", "hungary-1944"


def test_every_parameter_is_that_of_the_first_case() -> None:
    first, second = load_pack(FIRST), load_pack(SECOND)
    for key, value in first.parameters.items():
        other = second.parameters[key]
        assert (value.low, value.mode, value.high, value.start, value.prior) == (other.low, other.mode, other.high, other.start, other.prior), key
    assert first.post_scheme.total == second.post_scheme.total
    assert [(organ.key, organ.weight) for organ in first.organs] == [(organ.key, organ.weight) for organ in second.organs]


def test_one_patron_has_one_line_whoever_looks_at_it() -> None:
    """Moscow's line is a fact of the world: both packs have the same, month by month, as long as both run."""
    from sim.world.calendar import series_values

    countries = [load_pack(pack) for pack in (FIRST, SECOND)]
    start, stop = max(one.first_month for one in countries), min(one.first_month + one.months for one in countries)
    lines = [series_values(one, "soviet_line")[start - one.first_month : stop - one.first_month].tolist() for one in countries]
    assert lines[0] == lines[1]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_country_without_a_rival_is_told_nothing_of_wars_and_absorption(lang: str) -> None:
    from sim.locale import say

    country = load_pack(SECOND)
    answer = sim.compare(country, worlds=4, seed=1, branches=["home-plenum-1949-05"])
    text = " ".join(" ".join(one_screen(answer, lang)).split())
    said = [*limits_of(country, False, lang), *answer.sentences(lang), text]
    for outcome in ("second_war", "absorbed"):
        assert not [one for one in said if say(lang, f"outcome.{outcome}") in one]
    assert say(lang, "caveat.war_ends") not in said
    assert len(limits_of(country, False, lang)) == len(LIMITS) + 1 - 3
    assert len(limits_of(load_pack(FIRST), True, lang)) == len(LIMITS) + 1
    assert say(lang, "caveat.war_ends") in sim.compare(load_pack("demo"), worlds=1, branches=["no-rising"]).sentences(lang)


def test_sentences_are_of_an_article_only_where_a_pack_has_a_reading_of_one() -> None:
    from sim.report.limits import sentences_key

    assert sentences_key(load_pack(FIRST), "report.headline_named") == "report.headline_named"
    assert sentences_key(load_pack(SECOND), "report.headline_named") == "report.headline_named_own"


def test_the_pack_that_one_meets_first_is_that_held_against_most_targets() -> None:
    from sim.pack import list_packs
    from sim.pack.build.installed import most_held_against

    found = most_held_against()
    assert found is not None
    assert len(found.targets) == max(len(load_pack(pack).targets) for pack in list_packs())
    assert found.id == FIRST
