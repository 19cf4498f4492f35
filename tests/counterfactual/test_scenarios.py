"""Scenario files as plans, and their answers against worlds lived one by one."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest

import sim
from sim.counterfactual.scenarios import find_scenario, outcomes_asked, plan_scenario, problems_of, scenario_dict
from sim.pack import Country, InputError, ScenarioFile
from sim.runs.ensemble import ensemble
from sim.world.do import read_do
from sim.world.draws import GROUP

WORLDS = 20


def scenario(country: Country, name: str, **changes: Any) -> ScenarioFile:
    return dataclasses.replace(find_scenario(country, name), **changes)


def with_scenario(country: Country, changed: ScenarioFile) -> Country:
    return dataclasses.replace(country, scenarios=(changed,))


def test_the_first_plan_is_what_the_sentence_is_held_against(demo: Country) -> None:
    alone, *arms = plan_scenario(demo, scenario(demo, "harbour-rising"))
    assert (alone.id, alone.reference, alone.scenario.texts) == ("baseline", None, [])
    assert [(arm.id, arm.route, arm.reference) for arm in arms] == [("death", "death", "baseline"), ("vote", "plenum", "baseline")]
    assert all(arm.winner == demo.numbers["harbour"] for arm in arms)
    assert all(arm.date == (1956 - 1945) * 12 - 1 and arm.since == arm.date for arm in arms)


def test_another_reference_is_lived_instead(demo: Country) -> None:
    reference, arm = plan_scenario(demo, scenario(demo, "after-the-war"))
    assert (reference.id, reference.scenario.texts) == ("reference", ["war=none"])
    assert (arm.reference, arm.winner, arm.scenario.texts) == ("reference", None, ["war=won@1950-09"])


def test_what_is_given_besides_stands_under_all_plans(demo: Country) -> None:
    for plan in plan_scenario(demo, scenario(demo, "harbour-rising"), read_do(demo, ["suppress=border_rising"])):
        assert "suppress=border_rising" in plan.scenario.texts


def test_an_answer_counts_what_was_lived(demo: Country) -> None:
    own = scenario(demo, "harbour-rising")
    arm = dataclasses.replace(own.arms[0], do=("suppress=border_rising",))
    answer = sim.compare(with_scenario(demo, dataclasses.replace(own, arms=(arm,))), worlds=40, seed=3, scenario="harbour-rising")
    date, last = (1956 - 1945) * 12 + 1, (1980 - 1945) * 12 + 2
    counted, gone = [], np.zeros(40, bool)
    for do in ((), ("suppress=border_rising",)):
        worlds = ensemble(demo, worlds=40, seed=3, do=do).block.worlds
        rising = np.zeros(40, bool)
        for w, world in enumerate(worlds):
            months = [int(e["month"]) for e in world["events"][: int(world["event_count"])] if int(e["kind"]) == _kind("uprising")]
            rising[w] = any(date <= month <= last for month in months)
        war = (worlds["ended"] == _ending("second_war")) & (worlds["ended_month"] >= date) & (worlds["ended_month"] <= last)
        counted.append(rising | war)
        gone |= (worlds["ended"] != 0) & (worlds["ended_month"] < date)
    found = answer.branch("death")
    reference, changed = (holds[~gone] for holds in counted)
    assert found.dropped == gone.sum() < 40
    assert 0.0 < changed.mean() < 1.0
    assert found.asked.share == pytest.approx(changed.mean(), abs=1e-6)
    assert found.asked.reference_share == pytest.approx(reference.mean(), abs=1e-6)
    draws = np.arange(40)[~gone] // GROUP
    rows = [[(draws == d).sum(), changed[draws == d].sum(), reference[draws == d].sum(), (changed & reference)[draws == d].sum()] for d in np.unique(draws)]
    assert [list(row) for row in found.asked.draws] == [[int(n) for n in row] for row in rows]


def _kind(name: str) -> int:
    from sim.world.words import KINDS

    return KINDS.index(name)


def _ending(name: str) -> int:
    from sim.world.words import ENDINGS

    return ENDINGS.index(name)


def test_who_rules_is_counted_by_year_and_group(demo: Country) -> None:
    country = with_scenario(demo, scenario(demo, "after-the-war", outcomes=("ruler_1956:uplanders",)))
    arm = sim.compare(country, worlds=WORLDS, seed=2, scenario="after-the-war").branch("changed")
    worlds = ensemble(demo, worlds=WORLDS, seed=2, do=["war=won@1950-09"])
    others = ensemble(demo, worlds=WORLDS, seed=2, do=["war=none"])
    date = (1950 - 1945) * 12 - 1
    lasting = np.logical_and.reduce([(run.block.worlds["ended"] == 0) | (run.block.worlds["ended_month"] > date) for run in (worlds, others)])
    wanted = (worlds.outcomes["ruler_1956"] == "uplanders")[lasting].mean()
    assert 0.0 < wanted < 1.0
    assert arm.dropped == WORLDS - lasting.sum()
    assert arm.outcomes["ruler_1956:uplanders"].share == pytest.approx(wanted, abs=1e-6)
    assert arm.asked.share == arm.outcomes["ruler_1956:uplanders"].share


def test_one_is_enough_or_all_are_needed(demo: Country) -> None:
    asked = {}
    for together in ("any", "all"):
        country = with_scenario(demo, scenario(demo, "harbour-rising", together=together))
        arm = sim.compare(country, worlds=40, seed=3, scenario="harbour-rising").branch("vote")
        asked[together] = arm.asked.share
        parts = [arm.outcomes[name].share for name in ("second_war", "uprising")]
    assert asked["all"] <= min(parts) <= max(parts) <= asked["any"]
    assert asked["any"] + asked["all"] == pytest.approx(sum(parts), abs=1e-5)


def test_a_default_branch_asked_as_a_scenario_has_the_same_shares(demo: Country) -> None:
    country = with_scenario(demo, scenario(demo, "harbour-rising", last=None))
    ours = sim.compare(country, worlds=WORLDS, seed=4, scenario="harbour-rising").branch("vote")
    theirs = sim.compare(demo, worlds=WORLDS, seed=4, branches=["harbour-plenum-1956-09"]).branch("harbour-plenum-1956-09")
    for name, cell in theirs.outcomes.items():
        assert ours.outcomes[name] == cell, name
    assert (ours.price_bits, ours.applicable, ours.rulers) == (theirs.price_bits, theirs.applicable, theirs.rulers)


def test_an_answer_to_a_scenario_says_which_and_what_of_it(demo: Country) -> None:
    answer = sim.compare(demo, worlds=10, scenario="harbour-rising")
    found = json.loads(answer.to_json())
    assert found["scenario"]["id"] == "harbour-rising"
    assert found["verdict"]["verdict"] == "cannot_say"
    assert {arm["id"]: arm["verdict"] for arm in found["verdict"]["arms"]} == {"death": "cannot_say", "vote": "cannot_say"}
    assert [branch["id"] for branch in found["branches"]] == ["baseline", "death", "vote"]
    plain = json.loads(sim.compare(demo, worlds=10, branches=[]).to_json())
    assert not {"scenario", "verdict"} & set(plain)


def test_a_sentence_without_an_outcome_runs_no_worlds(demo: Country) -> None:
    answer = sim.compare(demo, worlds=10**5, scenario="poets-heard")
    assert answer.branches == ()
    assert answer.verdict is not None
    assert answer.verdict.reason == "not_represented"


def test_an_unknown_scenario_is_refused_with_the_nearest(demo: Country) -> None:
    with pytest.raises(InputError, match=r"unknown scenario; found 'harbour-risin'; allowed: .*; nearest: harbour-rising"):
        sim.compare(demo, worlds=10, scenario="harbour-risin")


def test_a_change_that_contradicts_the_scenario_is_refused(demo: Country) -> None:
    with pytest.raises(InputError, match="do contradicts scenario harbour-rising"):
        plan_scenario(demo, scenario(demo, "harbour-rising"), read_do(demo, ["ruler=uplanders@1956-09:fiat"]))
    with pytest.raises(InputError, match="do contradicts scenario after-the-war"):
        plan_scenario(demo, scenario(demo, "after-the-war"), read_do(demo, ["war=lost"]))
    with pytest.raises(InputError, match="unknown outside event"):
        plan_scenario(demo, scenario(demo, "harbour-rising"), read_do(demo, ["suppress=nothing"]))


def test_a_window_that_begins_before_the_change_is_named(demo: Country) -> None:
    early = scenario(demo, "harbour-rising", first=100)
    assert "arm death: from before the change; found 1954-02" in str(problems_of(demo, early)[0])
    assert "until before the change" in str(problems_of(demo, scenario(demo, "harbour-rising", last=130))[0])
    assert not problems_of(demo, scenario(demo, "harbour-rising", last=131))  # the month of the change counts
    assert problems_of(demo, scenario(demo, "harbour-rising", first=132)) == []


def test_a_change_that_the_pack_does_not_know_is_named_with_its_file(demo: Country) -> None:
    own = find_scenario(demo, "harbour-rising")
    arms = (dataclasses.replace(own.arms[0], do=("ruler=harbor@1956-09:death",)),)
    error = problems_of(demo, dataclasses.replace(own, arms=arms))[0]
    assert str(error).startswith("scenarios/harbour-rising.toml:1: scenario harbour-rising, arm death:")
    assert "unknown faction" in str(error)
    assert "reference" in str(problems_of(demo, dataclasses.replace(own, reference=("war=perhaps",)))[0])


@pytest.mark.parametrize("name", ["demo", "korea-1945"])
def test_every_scenario_of_every_pack_can_be_planned(name: str, request: pytest.FixtureRequest) -> None:
    country = request.getfixturevalue("korea" if name == "korea-1945" else name)
    for one in country.scenarios:
        assert problems_of(country, one) == []
        assert outcomes_asked(country, one) or one.together == "unweighed" or not one.outcomes
        assert {"id", "sentence", "modal", "do", "outcomes", "claim", "lacks"} <= set(scenario_dict(country, one))


def test_a_reading_and_a_scenario_go_together() -> None:
    under = sim.load_pack("demo", reading="kinder")
    answer = sim.compare(under, worlds=10, scenario="harbour-rising")
    assert answer.as_dict()["pack"]["reading"] == "kinder"
    world = sim.World.from_token(answer.branch("vote").token)
    assert world.country == under
    assert world.do == ["ruler=harbour@1956-09:plenum"]
