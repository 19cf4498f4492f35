"""`sim.record` and the log scores beside guesses: figures that add up, the same on any number of threads, and plain refusals."""

from __future__ import annotations

import dataclasses
import math

import pytest

import sim
from sim.files.json_text import json_text
from sim.pack import Country, InputError
from sim.pack.country.facts import STRENGTHS
from sim.validation.facts.nulls import Null
from sim.validation.facts.record import Record, record
from sim.validation.facts.scores import LogScores, log_scores


@pytest.fixture(scope="module")
def found(demo: Country) -> Record:
    return record(demo, worlds=60, seed=5, workers=1)


def test_bits_given_the_facts_before_add_up_to_the_total_as_told(found: Record) -> None:
    told = found.as_dict()
    assert round(sum(one["bits_given_before"] for one in told["facts"]), 4) == told["total_bits"]
    assert told["total_bits"] == pytest.approx(found.total.value, abs=1e-3)
    assert told["total_low"] <= told["total_bits"] <= told["total_high"]


def test_facts_come_in_the_order_of_their_months_with_their_sources(found: Record, demo: Country) -> None:
    facts = found.as_dict()["facts"]
    assert [one["id"] for one in facts] == [one.id for one in demo.facts]
    assert [one["month"] for one in facts] == sorted(one["month"] for one in facts)
    for one in facts:
        assert one["strength"] in STRENGTHS
        assert set(one["source"].split("; ")) - {"judgement"} <= set(demo.sources)
        assert one["bits"] == pytest.approx(-math.log2((one["share"] * 60 + 0.5) / 61), abs=1e-4)


def test_the_answer_is_the_same_on_any_number_of_threads(found: Record, demo: Country) -> None:
    assert json_text(found.as_dict()) == json_text(record(demo, worlds=60, seed=5, workers=3).as_dict())


def test_drawn_values_another_seed_and_a_reading_are_other_worlds(found: Record, demo: Country) -> None:
    others = [record(demo, worlds=60, seed=6), record(demo, worlds=60, seed=5, values="prior"), record(sim.load_pack("demo", "kinder"), worlds=60, seed=5)]
    assert len({json_text(one.as_dict()["facts"]) for one in (found, *others)}) == 4


def test_one_world_can_be_asked(demo: Country) -> None:
    assert math.isfinite(record(demo, worlds=1, seed=5).total_bits)


def test_public_names_and_one_line(found: Record) -> None:
    assert sim.record is record
    assert sim.Record is Record
    assert repr(found) == f"Record('demo': 6 facts, {found.total_bits:.1f} bits, worlds=60, seed=5, values='fixed')"
    assert found.fact("R3").fact.predicate == "vote_held"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"values": "accepted"}, "accepted sets of values in pack demo"), ({"values": "prier"}, "nearest: prior"),
        ({"worlds": 0}, "not a number that fits"), ({"seed": -1}, "not a number that fits"),
    ],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused(demo: Country, told: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        record(demo, **told)  # type: ignore[arg-type]


def test_a_pack_without_facts_is_refused_and_has_no_scores(demo: Country) -> None:
    bare = dataclasses.replace(demo, facts=())
    with pytest.raises(InputError, match=r"dated facts of pack demo; found none; allowed: at least one \[\[fact\]\] in record.toml"):
        record(bare)
    assert log_scores(bare, "fixed", 10, 1) is None


def test_a_guess_is_beaten_in_sum_and_wins_facts(found: Record) -> None:
    own = [one.bits_given_before for one in found.facts]
    worse = LogScores(found, (Null("random", tuple(2.0 ** -(bits + 9.0) for bits in own)),))
    better = LogScores(found, (Null("random", tuple(2.0 ** -(max(0.0, bits - 9.0)) for bits in own)),))
    level = LogScores(found, (Null("random", tuple(2.0**-bits for bits in own)),))
    (null,) = worse.nulls
    assert (worse.beaten(null), worse.surely(null), worse.lost(null)) == (True, True, ())
    (null,) = better.nulls
    assert (better.beaten(null), better.lost(null)) == (False, tuple(one.fact.id for one in found.facts if one.bits_given_before >= 0.1))
    (null,) = level.nulls
    assert (level.surely(null), level.lost(null)) == (False, ())


def test_log_scores_are_sums_of_those_of_the_facts(found: Record, demo: Country) -> None:
    from sim.validation.facts.nulls import nulls

    told = LogScores(found, nulls(demo)).as_dict()
    for one in (*told["nulls"], told["model"]):
        assert one["log_score"] == pytest.approx(sum(one["facts"].values()), abs=1e-3)
        assert list(one["facts"]) == [fact.id for fact in demo.facts]
    assert [one["name"] for one in told["nulls"]] == ["base_rates", "persistence", "coalition", "random"]
    assert told["model"]["low"] <= told["model"]["log_score"] <= told["model"]["high"]
