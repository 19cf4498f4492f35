"""The simple guesses on facts made by hand, against closed forms; each fact left out of what is estimated for it."""

from __future__ import annotations

import dataclasses
import math

import pytest

from sim.pack import Country
from sim.pack.country.facts import Fact, Rate
from sim.validation.facts.nulls import coalitions, nulls

from .builders import fact, rate

RATES = (rate("vote_carried", 0.03), rate("vote_held", 0.06), rate("handover", 0.10), rate("purged", 0.09), rate("uprising", 0.02), rate("uprising", 0.5, 120, 131))
SOFT = 0.001


def soft(chance: float) -> float:
    return (1 - SOFT) * chance + SOFT * (1 - chance)


def chances(country: Country, facts: tuple[Fact, ...], rates: tuple[Rate, ...] = RATES) -> dict[str, tuple[float, ...]]:
    return {null.name: null.chances for null in nulls(dataclasses.replace(country, facts=facts, rates=rates))}


def test_base_rates_are_of_constant_rate_and_of_their_months(demo: Country) -> None:
    found = chances(demo, (fact("uprising", 0, 119, came=False), fact("uprising", 114, 125)))["base_rates"]
    assert found[0] == pytest.approx(soft(math.exp(-0.02 * 10)))
    assert found[1] == pytest.approx(soft(1 - math.exp(-0.5 * 0.5)))  # of six months it is known that none came


def test_who_rules_hangs_on_removals_in_the_months_of_which_nothing_is_known(demo: Country) -> None:
    first = demo.first_ruler
    facts = (fact("rules", 11, group=first), fact("vote_held", 12, 23, came=False), fact("rules", 35, group=first))
    found = chances(demo, facts)["base_rates"]
    assert found[0] == pytest.approx(soft(math.exp(-0.03)))
    assert found[1] == pytest.approx(soft(math.exp(-0.06)))
    assert found[2] == pytest.approx(soft(math.exp(-0.03)))


def test_another_group_that_rules_is_one_of_the_others(demo: Country) -> None:
    other = next(one.key for one in demo.factions if one.key != demo.first_ruler)
    found = chances(demo, (fact("rules", 11, group=other), fact("rules", 23, group=other)))["base_rates"]
    assert found[0] == pytest.approx(soft((1 - math.exp(-0.03)) / (len(demo.factions) - 1)))
    assert found[1] == pytest.approx(soft(math.exp(-0.03)))


def test_a_vote_that_was_held_is_carried_as_often_as_votes_are(demo: Country) -> None:
    found = chances(demo, (fact("vote_held", 0, 11), fact("vote_carried", 0, 11, came=False)))["base_rates"]
    assert found[1] == pytest.approx(soft(1 - (1 - math.exp(-0.03)) / (1 - math.exp(-0.06))))


def test_a_handover_is_any_way_out_of_office_of_which_nothing_is_known(demo: Country) -> None:
    found = chances(demo, (fact("rules", 11, group=demo.first_ruler), fact("handover", 0, 23, came=False)))["base_rates"]
    assert found[1] == pytest.approx(soft(math.exp(-(0.07 + 0.10))))  # removals are ruled out in the first year, other ways are not


def test_a_purge_hits_one_group_as_easily_as_another(demo: Country) -> None:
    one, two = demo.factions[0].key, demo.factions[1].key
    found = chances(demo, (fact("purged", 0, 11, group=one), fact("purged", 12, 23, group=f"{one}+{two}")))["base_rates"]
    share = 0.09 / len(demo.factions)
    assert found == pytest.approx((soft(1 - math.exp(-share)), soft(1 - math.exp(-2 * share))))


def test_without_a_rate_chances_are_even(demo: Country) -> None:
    assert chances(demo, (fact("troops", 0, 11),))["base_rates"] == (0.5,)


def test_persistence_is_right_as_often_as_on_the_other_facts_of_its_kind(demo: Country) -> None:
    other = next(one.key for one in demo.factions if one.key != demo.first_ruler)
    quiet = [fact("uprising", n, n + 5, came=False) for n in (0, 10, 20)]
    facts = (*quiet, fact("uprising", 30, 35), fact("rules", 40, group=other), fact("rules", 50, group=other))
    found = chances(demo, facts)["persistence"]
    assert found[0] == pytest.approx(soft((2 + 0.5) / 4))
    assert found[3] == pytest.approx(soft(1 - (3 + 0.5) / 4))
    assert found[4] == pytest.approx(soft(1 - (1 + 0.5) / 2))  # on the other fact of who rules it is right
    assert found[5] == pytest.approx(soft((0 + 0.5) / 2))


def test_nothing_is_fitted_to_the_fact_that_is_guessed(demo: Country) -> None:
    """What a guess gives to a fact's coming and to its not coming adds up to one, so it was not told which it is."""
    facts = [fact("uprising", n, n + 5, came=n % 20 == 0) for n in range(0, 60, 10)]
    for n in range(len(facts)):
        turned = (*facts[:n], dataclasses.replace(facts[n], came=not facts[n].came), *facts[n + 1 :])
        one, other = chances(demo, tuple(facts)), chances(demo, turned)
        for name in ("persistence", "random", "coalition"):
            assert one[name][n] + other[name][n] == pytest.approx(1.0)


def test_coalitions_are_minimal_and_have_the_ruler() -> None:
    reach = {"a": 0.109, "b": 0.326, "c": 0.359, "d": 0.206}
    assert coalitions(reach, "a") == [("b", "c"), ("b", "d"), ("c", "d")]
    assert coalitions({"a": 0.109, "c": 0.359, "d": 0.206}, "a") == [("c",)]
    assert coalitions({"a": 0.6, "b": 0.4}, "a") == [()]


def test_strength_speaks_of_rulers_votes_and_purges_alone(demo: Country) -> None:
    """Facts of one kind bear the theory out all alike, or not at all: it is believed wholly where it is better than even chances."""
    reach = {one.key: one.traits["reach"].start for one in demo.factions}
    even = 1 / len(reach)
    for key in reach:
        rules = [fact("rules", n, group=key) for n in (10, 20, 30)]
        found = chances(demo, (*rules, fact("uprising", 40, 50)))["coalition"]
        assert found == pytest.approx((soft(max(reach[key] / sum(reach.values()), even)),) * 3 + (0.5,))


def test_who_was_removed_has_no_strength_left(demo: Country) -> None:
    reach = {one.key: one.traits["reach"].start for one in demo.factions}
    first = demo.first_ruler
    one, other = sorted(set(reach) - {first})
    facts = (fact("purged", 0, 9, group=one), fact("purged", 10, 19, group=other), *(fact("rules", n, group=first) for n in (30, 40, 50)))
    assert chances(demo, facts)["coalition"][2:] == pytest.approx((soft(1.0),) * 3)


def test_even_chances(demo: Country) -> None:
    found = chances(demo, (fact("rules", 10, group=demo.first_ruler), fact("uprising", 20, 30)))["random"]
    assert found == pytest.approx((soft(1 / len(demo.factions)), 0.5))
