"""Verdicts against cases worked out by hand. A row of draws: pairs, it comes with the change, it comes without, it comes in both."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.estimate import Interval
from sim.counterfactual.verdict import REASONS, VERDICTS, judge, word_of
from sim.locale import LANGUAGES, catalogue
from sim.pack import Arm, Country, Place, ScenarioFile
from tests.counterfactual import builders

ALWAYS, NEVER = [10, 10, 10, 10], [10, 0, 0, 0]


@pytest.fixture
def asked(demo: Country) -> ScenarioFile:
    """`could`, one outcome, compared, two arms a and b."""
    own = next(one for one in demo.scenarios if one.id == "harbour-rising")
    arms = tuple(Arm(name, None, ("war=won",), Place("", 1)) for name in "ab")
    return dataclasses.replace(own, outcomes=("uprising",), together="", arms=arms)


def one_arm(asked: ScenarioFile, **changes: Any) -> ScenarioFile:
    return dataclasses.replace(asked, arms=asked.arms[:1], **changes)


def branch(name: str, rows: list[list[int]], *, applicable: float | None = 1.0, price: float | None = 4.0) -> BranchAnswer:
    pairs, changed, reference, _ = (sum(column) for column in zip(*rows, strict=True))
    share, other = (changed / pairs, reference / pairs) if pairs else (None, None)
    return builders.branch(name, applicable=applicable, price_bits=price, asked=builders.asked(share, other, rows))


CASES = [
    # half of the worlds in every draw, none of the others: more than one in ten, more than left alone
    ("could", True, [[10, 5, 0, 0]] * 20, "holds", ""),
    # half of the worlds in every draw, and the same worlds without the change: no more than left alone
    ("could", True, [[10, 5, 5, 5]] * 20, "does_not_hold", ""),
    # the same, where the sentence does not compare
    ("could", False, [[10, 5, 5, 5]] * 20, "holds", ""),
    # 6 of 10 is more than half; 200 worlds put it between .53 and .67
    ("would", False, [[10, 6, 0, 0]] * 20, "holds", ""),
    ("likely", False, [[10, 5, 0, 0]] * 20, "does_not_hold", ""),
    ("certainly", False, [[10, 9, 9, 9]] * 20, "does_not_hold", ""),
    ("certainly", False, [ALWAYS] * 200, "holds", ""),
    # all or nothing, each in half of the draws: half of the plausible values give it
    ("would", False, [ALWAYS, NEVER] * 200, "mixed", ""),
    ("would", False, [ALWAYS, NEVER] * 10, "cannot_say", "too_few"),
    # .5 more than left alone, where .1 is asked; .1 more, exactly what is asked
    ("more_likely", False, [[10, 6, 1, 1]] * 20, "holds", ""),
    ("more_likely", False, [[10, 1, 6, 1]] * 20, "does_not_hold", ""),
    # without the cause .1, with it .8: at least 7 of 8 of those worlds lose it
    ("because", False, [[10, 1, 8, 1]] * 20, "holds", ""),
    ("saved", False, [[10, 1, 8, 1]] * 20, "holds", ""),
    # .5 and .8: at least 3 of 8 lose it, by the lower bound, and as many under our rule of luck: left open
    ("because", False, [[10, 5, 8, 5]] * 20, "mixed", "open_bounds"),
    # .7 and .8: 1 of 8
    ("because", False, [[10, 7, 8, 7]] * 20, "does_not_hold", ""),
    # it never comes, it always comes
    ("could", True, [NEVER] * 20, "cannot_say", "never_comes"),
    ("could", False, [[10, 0, 0, 0]] * 19 + [[10, 1, 0, 0]], "cannot_say", "never_comes"),
    ("could", True, [ALWAYS] * 20, "cannot_say", "always_comes"),
    ("could", False, [ALWAYS] * 20, "holds", ""),
    ("because", False, [ALWAYS] * 20, "cannot_say", "always_comes"),
    # nine draws are too few to speak of plausible values
    ("could", True, [[10, 5, 0, 0]] * 9, "cannot_say", "too_few"),
]


@pytest.mark.parametrize(("modal", "compares", "rows", "verdict", "reason"), CASES)
def test_a_case_worked_out_by_hand(asked: ScenarioFile, modal: str, compares: bool, rows: list[list[int]], verdict: str, reason: str) -> None:
    found = judge(one_arm(asked, modal=modal, compares=compares), [branch("a", rows)])
    assert (found.verdict, found.reason) == (verdict, reason)


def test_the_weakest_of_what_is_asked_decides(asked: ScenarioFile) -> None:
    arm = judge(one_arm(asked), [branch("a", [[10, 5, 5, 5]] * 20)]).arms[0]
    assert [(one.name, one.clears.value) for one in arm.criteria] == [("level", 1.0), ("above_reference", 0.0)]
    assert arm.clears == Interval(0.0, 0.0, 0.0)


def test_all_arms_have_to_hold(asked: ScenarioFile) -> None:
    yes, no = [[10, 5, 0, 0]] * 20, [[10, 0, 5, 0]] * 20
    assert judge(asked, [branch("a", yes), branch("b", yes)]).verdict == "holds"
    assert judge(asked, [branch("a", no), branch("b", no)]).verdict == "does_not_hold"
    found = judge(asked, [branch("a", yes), branch("b", no)])
    assert (found.verdict, found.reason) == ("mixed", "arms_disagree")
    assert [arm.verdict for arm in found.arms] == ["holds", "does_not_hold"]


def test_the_weaker_arm_on_one_side_is_the_verdict(asked: ScenarioFile) -> None:
    most = [[10, 10, 0, 0]] * 300 + [NEVER] * 100
    found = judge(dataclasses.replace(asked, modal="would", compares=False), [branch("a", [[10, 9, 0, 0]] * 20), branch("b", most)])
    assert [arm.verdict for arm in found.arms] == ["holds", "leans_for"]
    assert found.verdict == "leans_for"


def test_an_arm_that_cannot_be_made_says_nothing(asked: ScenarioFile) -> None:
    yes = [[10, 5, 0, 0]] * 20
    found = judge(asked, [branch("a", yes), branch("b", yes, applicable=0.04)])
    assert [arm.reason for arm in found.arms] == ["", "never_applies"]
    assert found.verdict == "holds"
    nothing = judge(asked, [branch("a", [NEVER] * 20, applicable=0.0), branch("b", [[0, 0, 0, 0]], applicable=None)])
    assert (nothing.verdict, nothing.reason) == ("cannot_say", "never_applies")


def test_what_comes_by_itself_in_fewer_than_a_thousand_is_no_ground(asked: ScenarioFile) -> None:
    rows = [[10, 5, 0, 0]] * 20
    assert judge(one_arm(asked), [branch("a", rows, price=10.01)]).reason == "miracle"
    assert judge(one_arm(asked), [branch("a", rows, price=9.99)]).verdict == "holds"
    assert judge(one_arm(asked), [branch("a", rows, price=None)]).verdict == "holds"


def test_who_rules_is_never_lost_on_the_model(asked: ScenarioFile) -> None:
    found = judge(one_arm(asked, outcomes=("ruler_1956:harbour",)), [branch("a", [NEVER] * 20)])
    assert found.verdict == "does_not_hold"


def test_a_sentence_that_weighs_outcomes_gets_counts_and_no_verdict(asked: ScenarioFile) -> None:
    scenario = dataclasses.replace(asked, outcomes=("second_war", "uprising"), together="unweighed", modal="certainly", compares=False)

    def arm(name: str, war: tuple[float, float], rising: tuple[float, float]) -> BranchAnswer:
        ends = (("second_war", war), ("uprising", rising))
        return builders.branch(name, {key: builders.paired(0.5 + (low + high) / 2, 0.5, (high - low) / 2) for key, (low, high) in ends})

    found = judge(scenario, [arm("a", (0.1, 0.2), (-0.2, -0.1)), arm("b", (0.01, 0.2), (-0.1, 0.1))])
    assert (found.verdict, found.reason) == ("cannot_say", "unweighed")
    assert found.counts == {"second_war": (2, 0), "uprising": (0, 1)}
    assert found.as_dict()["counts"]["second_war"] == {"more": 2, "less": 0}


def test_without_an_outcome_or_with_one_set_of_values_nothing_is_said(asked: ScenarioFile) -> None:
    assert judge(dataclasses.replace(asked, outcomes=()), []).reason == "not_represented"
    assert judge(one_arm(asked), [branch("a", [[10, 5, 0, 0]] * 20)], fixed=True).reason == "fixed"


def test_a_model_that_is_not_fitted_says_so_in_every_verdict(asked: ScenarioFile) -> None:
    rows = [branch("a", [[10, 5, 0, 0]] * 20)]
    assert judge(one_arm(asked), rows).fitted is False
    assert judge(one_arm(asked), rows).as_dict()["fitted"] is False
    assert judge(one_arm(asked), rows, fitted=True).fitted is True


@pytest.mark.parametrize(
    ("share", "word"),
    [
        ((0.9, 0.8, 0.95), "holds"), ((0.9, 0.79, 0.95), "leans_for"), ((0.7, 0.5, 0.8), "leans_for"), ((0.5, 0.41, 0.7), "mixed"),
        ((0.5, 0.3, 0.6), "mixed"), ((0.5, 0.39, 0.61), "cannot_say"), ((0.9, 0.3, 0.99), "cannot_say"), ((0.3, 0.2, 0.45), "leans_against"),
        ((0.1, 0.0, 0.2), "leans_against"), ((0.1, 0.0, 0.19), "does_not_hold"),
    ],
)  # fmt: skip
def test_bands_of_verdicts(share: tuple[float, float, float], word: str) -> None:
    assert word_of(Interval(*share)) == word


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verdict_and_reason_is_spoken(lang: str) -> None:
    words = catalogue(lang)
    assert set(VERDICTS) <= set(words["verdict"])
    assert set(REASONS) == set(words["reason"])
