"""Outcomes that a country has no part for are left out of what people read, and kept in the JSON."""

from __future__ import annotations

import dataclasses

import pytest

import sim
from sim.counterfactual.possible import can_happen, possible
from sim.pack import Country
from sim.pack.country.frozen import Frozen
from sim.report.change_text import change_answer
from sim.report.compare_text import one_screen, whole
from sim.report.html.section import pairs_of
from sim.world.outcome import OUTCOMES

NAMES = [outcome.name for outcome in OUTCOMES]


@pytest.fixture(scope="module")
def peaceful(demo: Country) -> Country:
    """The country without a rival state, patrons and wars."""
    parts = Frozen({part: key for part, key in demo.parts.items() if part != "income_ratio"})
    ties = {patron.key for patron in demo.patrons}
    factions = tuple(
        dataclasses.replace(one, traits=Frozen({name: value for name, value in one.traits.items() if name.removeprefix("tie.") not in ties}))
        for one in demo.factions
    )
    kept = tuple(one for one in demo.branches if not any(text.startswith(("war", "suppress")) for text in one.do) and one.reference == "baseline")
    return dataclasses.replace(
        demo, rival_state=False, patrons=(), wars=(), outside=(), parts=parts, factions=factions, branches=kept, scenarios=()
    )  # fmt: skip


def test_a_country_with_all_parts_can_have_all_outcomes(demo: Country, korea: Country) -> None:
    assert possible(korea, NAMES) == possible(demo, NAMES) == tuple(NAMES)


def test_without_rival_and_patrons_nothing_comes_of_them(peaceful: Country) -> None:
    gone = set(NAMES) - set(possible(peaceful, NAMES))
    assert gone == {"second_war", "absorbed", "patron_military", "patron_political", "aid_lost", "satellite"}
    worlds = sim.ensemble(peaceful, 60, 1).outcomes
    assert not worlds[sorted(gone)].to_numpy().any()


def test_where_no_war_can_be_chosen_there_is_no_second_one(demo: Country) -> None:
    shut = dataclasses.replace(demo, wars=tuple(dataclasses.replace(war, opens=None) for war in demo.wars))
    assert not can_happen(shut, "second_war")
    assert can_happen(shut, "absorbed")
    assert not sim.ensemble(shut, 60, 1).outcomes["second_war"].any()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_cannot_happen_is_left_out_of_texts_and_charts_and_kept_in_the_json(peaceful: Country, lang: str) -> None:
    from sim.locale import say

    answer = sim.compare(peaceful, 10, 1)
    asked = sim.compare(peaceful, 10, 1, what_if=["switch.reform=off"])
    text = "\n".join([*one_screen(answer, lang), *whole(answer, lang), *change_answer(asked, lang)])
    drawn = [pair.label for branch in answer.branches for pair in pairs_of(peaceful, branch, lang)]
    for name in ("second_war", "absorbed", "patron_military", "aid_lost"):
        words = say(lang, f"outcome.{name}")
        assert words not in drawn
        assert f"\n{words}" not in text
        assert f"\n  {words}" not in text
    assert set(answer.as_dict()["branches"][0]["outcomes"]) == set(NAMES)
