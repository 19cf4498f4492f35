"""The answer in sentences: the largest changes by name and nothing counted that has none; the recorded ruler beside the others."""

from __future__ import annotations

import dataclasses
import re

import pytest

from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.shares import PairedShare
from sim.locale import LANGUAGES, say
from sim.pack import Country
from sim.report.directions import REPORTED
from sim.report.headline import NAMED, headline, left_alone

MOVES = {"ruler_ousted": 0.5, "uprising": 0.4, "absorbed": 0.1, "dynasty": -0.3, "second_war": -0.2}


def cell(difference: float, more: tuple[float, float, float] | None) -> PairedShare:
    """A share that moves so far beyond simulation error, or not at all, over so many of the plausible values."""
    low, high = (difference - 0.01, difference + 0.01)
    value = more or (None, None, None)
    return PairedShare(0.5 + difference, 0.4, 0.6, None, None, 0.5, 0.4, 0.6, None, None, difference, low, high, *value)


def branch(winner: str, moves: dict[str, float], *, strong: tuple[str, ...] = (), reference: str = "baseline", date: str = "1956-09") -> BranchAnswer:
    """A branch by hand; what is strong moves so over nearly all plausible values, the rest over most."""
    outcomes = {}
    for name in REPORTED:
        moved = moves.get(name, 0.0)
        more = (0.99, 0.97, 1.0) if name in strong else (0.75, 0.7, 0.8)
        outcomes[name] = cell(moved, more if moved >= 0 else tuple(1 - one for one in (more[0], more[2], more[1])))  # type: ignore[arg-type]
    do = (f"ruler={winner}@{date}:plenum",)
    return BranchAnswer(f"{winner}-{date}", winner, "plenum", date, do, "", None, outcomes, {}, reference=reference)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_largest_changes_have_names_and_the_others_no_number(korea: Country, lang: str) -> None:
    first = headline(korea, branch("yanan", MOVES), None, lang)[0]
    places = [first.find(say(lang, f"outcome.{name}")) for name in ("ruler_ousted", "uprising", "dynasty", "second_war")]
    assert places == sorted(places)
    assert -1 not in places
    assert say(lang, "outcome.absorbed") not in first
    assert re.findall("[0-9]+", first) == (["1956"] if lang == "en" else ["1956", "9"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_above_all_is_said_only_where_more_moves_than_is_named(korea: Country, lang: str) -> None:
    word = say(lang, "report.headline_first", moves="")
    few = {name: MOVES[name] for name in ("ruler_ousted", "uprising", "dynasty", "second_war")}
    assert max(sum(one > 0 for one in few.values()), sum(one < 0 for one in few.values())) == NAMED
    assert word not in headline(korea, branch("yanan", few), None, lang)[0]
    assert word in headline(korea, branch("yanan", MOVES), None, lang)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_moves_over_nearly_all_values_is_marked_where_the_rest_is_not(korea: Country, lang: str) -> None:
    mixed = headline(korea, branch("yanan", MOVES, strong=("ruler_ousted",)), None, lang)[0]
    assert say(lang, "report.headline_strong", outcome=say(lang, "outcome.ruler_ousted")) in mixed
    assert mixed.count(say(lang, "report.headline_strong", outcome="")) == 1
    alike = headline(korea, branch("yanan", MOVES, strong=tuple(MOVES)), None, lang)[0]
    assert say(lang, "report.headline_strong", outcome="") not in alike


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_recorded_ruler_is_set_beside_what_moves_under_the_others(korea: Country, lang: str) -> None:
    others = [branch("yanan", {"uprising": 0.2, "second_war": -0.2}), branch("soviet", {"absorbed": 0.1, "rivals_purged": -0.1})]
    (told,) = left_alone(korea, others, lang)
    scenario = next(one for one in korea.scenarios if one.id == "not-the-worst")
    assert scenario.sentence[lang] in told
    assert told.startswith(korea.faction("guerrilla").phrase[lang])
    for name in ("uprising", "second_war", "absorbed", "rivals_purged"):
        assert told.count(say(lang, f"outcome.{name}")) == 1
    assert say(lang, "outcome.patron_military") not in told


def test_what_moves_both_ways_under_the_others_is_not_named(korea: Country) -> None:
    (told,) = left_alone(korea, [branch("yanan", {"uprising": 0.2}), branch("soviet", {"uprising": -0.2})], "en")
    assert say("en", "outcome.uprising") not in told
    assert say("en", "report.headline_same") in told


def test_only_what_is_held_against_the_model_left_alone_is_set_beside_it(korea: Country, demo: Country) -> None:
    won = branch("domestic", {"uprising": 0.2}, reference="war-won")
    assert left_alone(korea, [won], "en") == []
    assert korea.faction("domestic").phrase["en"] not in left_alone(korea, [won, branch("yanan", {})], "en")[0]
    assert left_alone(korea, [branch("guerrilla", {"uprising": 0.2})], "en") == []
    assert left_alone(demo, [branch(next(one.key for one in demo.factions if one.key != demo.first_ruler), {})], "en") == []
    weighed = tuple(dataclasses.replace(one, together="any") for one in korea.scenarios)
    assert left_alone(dataclasses.replace(korea, scenarios=weighed), [branch("yanan", {})], "en") == []
