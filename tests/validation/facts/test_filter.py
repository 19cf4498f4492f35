"""Worlds taken up again: the same past, other luck once the mood that is under way is over, and the same answer as counting."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from sim.pack import Country
from sim.pack.country.facts import STRENGTHS
from sim.validation.facts.filter import _Going, islands
from sim.validation.facts.predicates import matches
from sim.validation.simulate import Question, simulate
from sim.world.build import compile_scenario
from sim.world.do import read_do

from .builders import fact

MONTHS = 160
QUESTION = Question((), True, 400, 2, MONTHS)


def going(demo: Country, size: int = 6) -> _Going:
    return _Going(compile_scenario(demo, read_do(demo, ())), Question((), False, size, 1, MONTHS), range(size), 5, 1, None)


def test_a_world_goes_on_as_if_nobody_had_stopped_it(demo: Country) -> None:
    one, other = going(demo), going(demo)
    for month in (17, 40, 41, 120):
        one.run_to(month)
    other.run_to(120)
    assert np.array_equal(one.block.rows["power"], other.block.rows["power"])


def test_a_copy_has_the_same_past_and_other_luck_from_the_next_mood_on(demo: Country) -> None:
    them, alone = going(demo), going(demo)
    alone.run_to(MONTHS - 1)
    them.run_to(41)
    them.keep(np.array([0, 0, 0, 3, 4, 4]))
    span = int(demo.parameters["mood_months"].start)
    turn = -(-42 // span) * span
    them.run_to(turn - 1)
    power = them.block.rows["power"]
    assert turn > 42
    assert np.array_equal(power[0, :turn], power[1, :turn])
    them.run_to(MONTHS - 1)
    assert np.array_equal(power[[0, 3, 4]], alone.block.rows["power"][[0, 3, 4]])
    for one, other in ((0, 1), (0, 2), (1, 2), (4, 5)):
        assert not np.array_equal(power[one, turn + 12], power[other, turn + 12])
    assert (them.block.worlds["key_of_start"][:3] == them.block.worlds["key_of_start"][0]).all()


def test_copies_of_copies_keep_the_luck_they_have_until_the_next_mood(demo: Country) -> None:
    them, alone = going(demo), going(demo)
    them.run_to(41)
    them.keep(np.array([0, 0, 2, 3, 4, 5]))
    them.run_to(90)
    alone.run_to(41)
    alone.keep(np.array([0, 0, 2, 3, 4, 5]))
    alone.run_to(120)
    them.keep(np.array([0, 1, 1, 3, 4, 5]))
    them.run_to(120)
    power = them.block.rows["power"]
    assert np.array_equal(power[1], alone.block.rows["power"][1])
    assert np.array_equal(power[1, :91], power[2, :91])
    assert not np.array_equal(power[1, 110], power[2, 110])


def test_filtered_worlds_give_the_answer_of_counting(demo: Country) -> None:
    """Three facts that many worlds have: the share that has them all, soft, from plain worlds."""
    key = demo.factions[0].key
    facts = (
        fact("committee_share", 60, group=key, edge="below", bound=demo.factions[0].traits["reach"].start), fact("handover", 0, 90, came=False),
        fact("purged", 0, 140, group=key, came=False, strength="disputed"),
    )  # fmt: skip
    country = dataclasses.replace(demo, facts=facts)
    matched = np.concatenate([np.stack([matches(them, one) for one in facts], axis=1) for them in simulate(country, QUESTION, 5, [])])
    errors = np.array([STRENGTHS[one.strength] for one in facts])
    weights = np.where(matched, 1 - errors, errors)
    counted = [float(weights[:, : n + 1].prod(axis=1).mean()) for n in range(3)]
    filtered = islands(country, QUESTION, 5)
    found = np.mean([island.together[1:] for island in filtered], axis=0)
    assert 0.02 < counted[-1] < 0.6
    for n in range(3):
        error = math.sqrt(counted[n] * (1 - counted[n]) / 200 * 2)  # of both, worlds of one draw counted as one
        assert found[n] == pytest.approx(counted[n], abs=3 * error)
