"""The whole analysis on a small design: what is told adds up, is the same on any number of workers, and is that of the model."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import numpy as np
import pytest

from sim.counterfactual.compare import compare
from sim.counterfactual.pairs import BASELINE
from sim.pack import Country, InputError
from sim.report.html.sensitivity import sensitivity_page
from sim.report.sensitivity import sensitivity
from sim.report.sensitivity_text import sensitivity_text
from sim.report.terminal import cells_of
from sim.validation.sensitivity import analyse as module
from sim.validation.sensitivity.analyse import by_source
from sim.validation.sensitivity.answer import Sensitivity
from sim.validation.sensitivity.inputs import Input, inputs_of
from sim.validation.sensitivity.points import read_question, simulate
from sim.validation.sensitivity.responses import BINS, response

BRANCH = "returnees-plenum-1956-09"
SOME = ("war_", "adventurism", "other_half_base", "support", "unaligned_share", "trend_growth")
"""Beginnings and ends of the numbers that vary here: a part of them, so that designs are small."""


@pytest.fixture(scope="module", autouse=True)
def few() -> Iterator[None]:
    monkey = pytest.MonkeyPatch()
    monkey.setattr(module, "inputs_of", lambda country, **_: some(country))
    yield
    monkey.undo()


def some(country: Country) -> tuple[Input, ...]:
    return tuple(one for one in inputs_of(country) if one.key.startswith(SOME) or one.key.endswith(SOME))


@pytest.fixture(scope="module")
def found(demo: Country) -> Sensitivity:
    return sensitivity(demo, "standing_1999", points=32, seed=3)


def test_a_point_at_starting_values_is_the_pair_of_a_comparison(demo: Country) -> None:
    """Worlds of points are those that `compare` simulates: same luck, same values, same pairs that count."""
    fixed = dataclasses.replace(
        demo, parameters={name: dataclasses.replace(value, prior="fixed") for name, value in demo.parameters.items()},
        factions=tuple(
            dataclasses.replace(one, traits={name: dataclasses.replace(value, prior="fixed") for name, value in one.traits.items()})
            for one in demo.factions
        ),
    )  # fmt: skip
    question = read_question(fixed, "ruler_ousted", BRANCH)
    came = simulate(fixed, question, (), np.empty((5, 0)), np.arange(40).reshape(5, 8), 6)["ruler_ousted"]
    cell = compare(demo, 40, 6, fixed=True, branches=BRANCH).branch(BRANCH).outcomes["ruler_ousted"]
    assert np.nanmean(came) == pytest.approx(cell.share, abs=1e-6)


def test_json_has_the_agreed_shape(found: Sensitivity) -> None:
    plain = json.loads(found.to_json())
    assert (plain["schema"], plain["command"], plain["outcome"], plain["branch"]) == (2, "sensitivity", "standing_1999", BASELINE)
    assert plain["numbers"] == len(some(found.country)) == len(plain["screened"])
    assert plain["effects"]
    for one in plain["effects"]:
        assert {"key", "source", "main", "total", "noise"} <= set(one)
        assert one["total_low"] <= one["total"] <= one["total_high"]
        assert one["main"] <= one["total"] + 1e-6
    assert {one["key"] for one in plain["effects"]} == {one["key"] for one in plain["screened"] if one["kept"]}
    assert {one["outcome"] for one in plain["responses"]} > {"standing_1999", "second_war", "uprising"}
    assert all(len(one["means"]) == BINS for one in plain["responses"])


def test_the_answer_is_the_same_on_any_number_of_workers(found: Sensitivity, demo: Country) -> None:
    assert sensitivity(demo, "standing_1999", points=32, seed=3, workers=1).to_json() == found.to_json()


def test_every_number_is_in_the_group_of_each_of_its_sources(korea: Country) -> None:
    inputs = inputs_of(korea)
    groups = by_source(inputs)
    assert {n for group in groups for n in group.places} == set(range(len(inputs)))
    for group in groups:
        assert all(group.source in inputs[n].sources for n in group.places)
        if group.table:
            assert {inputs[n].table for n in group.places} == {group.table}


def test_text_and_page_say_it_in_both_languages(found: Sensitivity) -> None:
    for lang in ("en", "ko"):
        lines, page = sensitivity_text(found, lang), sensitivity_page(found, lang)
        assert max(cells_of(line) for line in lines) <= 80
        assert "{" not in "".join(lines)
        assert 'role="img"' in page
        assert "counterfaction sensitivity demo --outcome standing_1999" in page
    assert sensitivity_page(found, "en") == sensitivity_page(found, "en")


def test_of_an_outcome_that_never_comes_nothing_is_told(demo: Country) -> None:
    none = sensitivity(demo, "absorbed", do="switch.absorption=off", points=16, worlds=2)
    assert none.mean[0] == 0.0
    assert (none.effects, none.sources, none.others, none.by_values, none.more) == ((), (), None, None, None)
    assert any("chance" in line for line in sensitivity_text(none))
    assert 'role="img"' in sensitivity_page(none)


def test_a_difference_is_asked_of_a_branch(demo: Country) -> None:
    moved = sensitivity(demo, "ruler_ousted", BRANCH, difference=True, points=16, worlds=2, told=())
    plain = moved.as_dict()
    assert (plain["difference"], plain["reference"]) == (True, BASELINE)
    assert -1.0 <= plain["mean"]["low"] <= plain["mean"]["value"] <= plain["mean"]["high"] <= 1.0


def test_a_change_that_can_hardly_be_made_is_refused(demo: Country) -> None:
    with pytest.raises(InputError, match="too few worlds"):
        sensitivity(demo, "ruler_ousted", "harbour-plenum-1956-09", points=16, worlds=2)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"outcome": "second_wars"}, "second_war"),
        ({"outcome": "ruler_1961=nobody"}, "unknown outcome"),
        ({"outcome": "uprising", "branch": "harbour"}, "unknown branch"),
        ({"outcome": "uprising", "difference": True}, "difference"),
        ({"outcome": "ruler_1961=harbour", "branch": BRANCH, "difference": True}, "difference"),
        ({"outcome": "uprising", "branch": BRANCH, "what_if": "war=won@1950-09"}, "one question"),
    ],
)
def test_a_wrong_question_is_refused(demo: Country, asked: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_question(demo, **asked)  # type: ignore[arg-type]


def test_who_rules_can_be_asked_by_alias(korea: Country) -> None:
    assert read_question(korea, "ruler_1961=kim").outcome == "ruler_1961=guerrilla"


def test_a_response_is_the_mean_of_each_fifth() -> None:
    values = np.linspace(0.0, 1.0, 100)
    came = np.repeat((values > 0.5).astype(float)[:, None], 4, axis=1)
    found = response("uprising", "a.support", values, came)
    assert found is not None
    assert found.means == pytest.approx((0.0, 0.0, 0.5, 1.0, 1.0))
    assert found.values == tuple(sorted(found.values))
    assert found.lows[0] == 0.0 < found.highs[0]
    assert response("uprising", "a.support", values[:5], came[:5]) is None
