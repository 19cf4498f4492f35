"""A scoreboard: which worlds a part is measured in, when it passes, what is refused, and that threads change nothing."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import numpy as np
import pytest

import sim
from sim.counterfactual.estimate import Interval
from sim.files.json_text import SCHEMA
from sim.pack import Country, InputError
from sim.pack.country.frozen import Frozen
from sim.pack.country.target import TargetPart
from sim.runs.ensemble import ensemble
from sim.validation.scoreboard import PartScore, Scoreboard, TargetScore
from sim.validation.validate import FULL, QUICK, Size, question_of, scores, validate

SMALL = Size(30, 6, 4)


def part_of(country: Country, measure: str, where: dict[str, str], statistic: str = "", low: float | None = 0.2, high: float | None = 0.4) -> TargetPart:
    return dataclasses.replace(country.targets[0].parts[0], measure=measure, where=Frozen(where), statistic=statistic, low=low, high=high)


def with_parts(country: Country, *parts: TargetPart) -> Country:
    """The country with one target, of these parts."""
    named = tuple(dataclasses.replace(part, key="abcdefgh"[n]) for n, part in enumerate(parts))
    return dataclasses.replace(country, targets=(dataclasses.replace(country.targets[0], parts=named),))


def values_of(country: Country, *, prior: bool = False, workers: int | None = None) -> list[Interval]:
    (target,) = scores(country, prior, SMALL, 3, workers, None)
    return [part.simulated for part in target.parts]


@pytest.fixture(scope="module")
def board(demo: Country) -> Scoreboard:
    return validate(demo, quick=True, seed=4)


@pytest.mark.parametrize(
    ("low", "high", "value", "passes"),
    [(0.2, 0.4, np.float64(0.3), True), (0.2, 0.4, 0.2, True), (0.2, 0.4, 0.4, True), (0.2, 0.4, 0.41, False), (0.2, 0.4, 0.19, False), (None, 0.4, -5.0, True), (0.2, None, 9.0, True),
     (None, 0.4, math.nan, False), (0.2, None, math.nan, False)],
)  # fmt: skip
def test_a_part_passes_within_its_bounds_and_not_where_nothing_could_be_counted(demo: Country, low: float, high: float, value: float, passes: bool) -> None:
    score = PartScore(part_of(demo, "troops", {}, low=low, high=high), Interval(value, value, value))
    assert score.passes is passes
    assert score.as_dict()["simulated"]["value"] == (None if math.isnan(value) else value)


def test_a_target_is_met_where_all_its_parts_are(demo: Country) -> None:
    good, bad = (PartScore(part_of(demo, "troops", {}), Interval(value, 0.0, 1.0)) for value in (0.3, 0.5))
    assert TargetScore(demo.targets[0], (good, good)).passes
    assert not TargetScore(demo.targets[0], (good, bad)).passes


def test_parts_that_need_the_same_worlds_share_them(demo: Country) -> None:
    first = part_of(demo, "troops", {"from": "1950-01", "until": "1960-01"})
    other = part_of(demo, "uprising", {"from": "1950-01", "until": "1960-01"})
    changed = part_of(demo, "uprising", {"from": "1950-01", "until": "1960-01", "do": "switch.purge=off+switch.reform=off"})
    drawn = part_of(demo, "uprising", {"from": "1950-01", "until": "1960-01", "values": "prior"})
    assert question_of(demo, first, FULL, False, "do") == question_of(demo, other, FULL, False, "do")
    assert question_of(demo, changed, FULL, False, "do").do == ("switch.purge=off", "switch.reform=off")
    assert question_of(demo, drawn, FULL, False, "do") == question_of(demo, other, FULL, True, "do") != question_of(demo, other, FULL, False, "do")


def test_a_part_over_draws_runs_many_worlds_a_draw_to_the_last_month_it_asks_for(demo: Country) -> None:
    part = part_of(demo, "rules", {"from": "1956-12", "group": "harbour", "level": "0.5"}, "draws_above")
    question = question_of(demo, part, FULL, False, "do")
    assert (question.prior, question.worlds, question.a_draw, question.months) == (True, 4000, 40, 135)
    assert question.draws()[[0, 39, 40, 3999]].tolist() == [1, 1, 2, 100]
    assert question_of(demo, part, QUICK, False, "do").worlds == 800


def test_shares_are_those_of_the_same_worlds_of_an_ensemble(demo: Country) -> None:
    where = {"from": "1945-10", "until": "1999-12"}
    country = with_parts(demo, part_of(demo, "uprising", where), part_of(demo, "uprising", {**where, "values": "prior"}), part_of(demo, "second_war", {"until": "1999-12"}))
    found = values_of(country)
    for (number, fixed, name) in ((0, True, "uprising"), (1, False, "uprising"), (2, True, "second_war")):
        assert found[number].value == pytest.approx(ensemble(demo, SMALL.worlds, 3, fixed=fixed).outcomes[name].mean())
    assert values_of(country, prior=True)[2].value == pytest.approx(ensemble(demo, SMALL.worlds, 3).outcomes["second_war"].mean())


def test_a_ratio_is_that_of_the_worlds_under_the_two_lists_of_changes(demo: Country) -> None:
    where = {"group": "harbour+returnees+uplanders", "do": "trait.uplanders.adventurism=0.9", "against": "trait.uplanders.adventurism=0.1"}
    country = with_parts(
        demo, part_of(demo, "wars_in_office", where, "ratio"), part_of(demo, "wars_in_office", {"group": where["group"], "do": where["do"]}),
        part_of(demo, "wars_in_office", {"group": where["group"], "do": where["against"]}),
    )  # fmt: skip
    ratio, above, below = values_of(country)
    assert above.value > 0
    if below.value > 0:
        assert ratio.value == pytest.approx(above.value / below.value)
    assert ratio.low < ratio.value < ratio.high


def test_what_can_not_be_counted_has_no_value(demo: Country) -> None:
    (found,) = values_of(with_parts(demo, part_of(demo, "answer_to_lost_vote", {"from": "1945-10", "until": "1945-10", "span": "1"})))
    assert math.isnan(found.value)


def test_the_number_of_threads_changes_nothing(demo: Country) -> None:
    told: list[tuple[int, int]] = []
    one = validate(demo, quick=True, seed=4, workers=1, progress=lambda done, total: told.append((done, total)))
    assert json.dumps(one.as_dict()) == json.dumps(validate(demo, quick=True, seed=4, workers=3).as_dict())
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {100 * 651 // 12} == {told[-1][0]}


def test_plain_data_have_the_agreed_shape(board: Scoreboard) -> None:
    found = json.loads(json.dumps(board.as_dict(), allow_nan=False))
    assert list(found) == ["schema", "command", "pack", "values", "worlds", "seed", "targets", "guards", "nulls", "model", "controls", "accepted"]
    assert (found["schema"], found["command"], found["values"], found["worlds"], found["seed"]) == (SCHEMA, "validate", "fixed", 100, 4)
    assert (found["controls"], found["accepted"]) == ([], None)
    assert all({"name", "log_score"} <= set(null) for null in found["nulls"])
    bare = dataclasses.replace(board, facts=None).as_dict()
    assert (bare["nulls"], bare["model"]) == ([], {"log_score": None})
    for target in found["targets"]:
        assert {"id", "statement", "pass", "parts"} <= set(target)
        assert target["pass"] is all(part["pass"] for part in target["parts"])
        for part in target["parts"]:
            assert {"statement", "observed", "low", "high", "simulated", "pass"} <= set(part)
            assert set(part["simulated"]) == {"value", "low", "high"}
    assert [set(guard) for guard in found["guards"]] == [{"id", "pass", "evidence"}] * 4


def test_the_scoreboard_shows_itself_in_one_line_and_knows_its_targets(board: Scoreboard) -> None:
    assert repr(board) == f"Scoreboard('demo': {board.met} of 3 targets met, worlds=100, seed=4, values='fixed')"
    assert board._repr_html_().count("<tr>") == 6
    assert board.target("D2").target.id == "D2"
    assert board.met + len(board.missed) == 3
    assert issubclass(sim.Scoreboard, Scoreboard)
    assert sim.validate.__wrapped__ is validate


@pytest.mark.parametrize(
    ("how", "words"),
    [({"values": "accepted"}, "values: accepted sets of values in pack demo; found none; allowed: fixed or prior"),
     ({"values": "fixd"}, "values: unknown values; found 'fixd'; allowed: fixed, accepted, prior; nearest: fixed"),
     ({"seed": -1}, "seed: not a number that fits"), ({"workers": 0}, "workers: not a number that fits")],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused_before_anything_is_run(demo: Country, how: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        validate(demo, **how, progress=lambda *done: pytest.fail(f"worlds were run: {done}"))


def test_a_pack_without_targets_is_refused(demo: Country) -> None:
    with pytest.raises(InputError, match=r"targets of pack demo; found none; allowed: at least one row in targets\.csv"):
        validate(dataclasses.replace(demo, targets=()))
