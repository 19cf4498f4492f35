"""Words and what they mean: the numbers in a definition are those of the rules, and a country without something is not asked about it."""

from __future__ import annotations

import dataclasses

import pytest

from sim.counterfactual.definitions import definition, groups_defined, outcomes_defined, patrons_defined, terms_defined
from sim.locale import LANGUAGES, catalogue
from sim.pack import Country
from sim.pack.country.frozen import Frozen
from sim.world import outcome as rules

NUMBERS = [
    ("rivals_purged", f"{100 * rules.PURGED_SHARE:.0f}%"), ("cultural_revolution", f"{100 * rules.CAMPAIGN_TURNOVER:.0f}%"),
    ("aid_lost", f"{100 * rules.AID_LOST:.0f}%"), ("personalist", str(rules.PERSONAL)), ("collective", str(rules.COLLECTIVE)),
    ("satellite", str(rules.SATELLITE_ALIGNMENT)), ("satellite", str(rules.SATELLITE_DEPENDENCE)),
]  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "number"), NUMBERS)
def test_a_definition_says_the_number_by_which_the_rule_decides(lang: str, name: str, number: str) -> None:
    assert number in definition(name, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_definition_is_a_sentence_with_its_values(lang: str) -> None:
    for name in catalogue(lang)["definition"]:
        text = definition(name, lang)
        assert text.endswith("."), name
        assert "{" not in text, name


def test_outcomes_and_terms_that_a_country_has_no_part_for_are_not_explained(demo: Country) -> None:
    alone = dataclasses.replace(demo, patrons=(), rival_state=False, wars=())
    assert [one.key for one in outcomes_defined(alone, ("aid_lost", "uprising", "absorbed", "uprising"), "en")] == ["uprising"]
    assert [one.key for one in terms_defined(alone, ("patron", "top_post"), "en")] == ["top_post"]
    assert [one.key for one in terms_defined(demo, ("patron", "top_post"), "en")] == ["patron", "top_post"]


def test_groups_are_told_in_their_order_and_only_where_the_pack_says_who_they_are(demo: Country) -> None:
    assert [one.key for one in groups_defined(demo, "en")] == ["uplanders", "harbour", "returnees"]
    assert all(demo.factions[one.group or 0].key == one.key for one in groups_defined(demo, "ko"))
    assert [one.key for one in patrons_defined(demo, "en")] == ["keldon"]
    silent = dataclasses.replace(demo, factions=tuple(dataclasses.replace(one, about=Frozen()) for one in demo.factions))
    assert groups_defined(silent, "en") == ()
