"""The month's unrest, in order."""

from __future__ import annotations

from typing import Any

import pytest

from sim.pack import Country
from sim.world.rules.unrest import asked_now, carry_out, unrest
from sim.world.words import ENDED_OPENING, NOBODY, NOT_ENDED, SENT_TROOPS, STOOD_BY

from ..builders import one, parameters

MONTH = 500


@pytest.fixture
def crisis(demo: Country) -> tuple[Any, Any]:
    world, common = one(demo, 30, seed=3)
    world.episode, world.asked, world.protest, world.repression = 1, 0, 0.9, 0.0
    world["patrons"]["presence"] = 0.05
    return world, common


def test_a_patron_is_asked_once_an_episode(crisis: tuple[Any, Any]) -> None:
    world, common = crisis
    assert asked_now(world, common) in (0, 1)
    carry_out(world, common, MONTH, 0, True, 0.5, 0.1)
    assert asked_now(world, common) == NOBODY


def test_where_troops_come_the_regime_stands(crisis: tuple[Any, Any]) -> None:
    world, common = crisis
    carry_out(world, common, MONTH, 1, True, 0.6, 0.1)
    assert world.ended == NOT_ENDED
    patron = world.patrons[1]
    assert (patron.reaction, patron.reacted, patron.probability, patron.luck) == (SENT_TROOPS, MONTH, 0.6, 0.1)


def test_where_they_stand_by_it_may_break_down(crisis: tuple[Any, Any]) -> None:
    world, common = crisis
    parameters(common, breakdown_level=-50.0)
    carry_out(world, common, MONTH, 0, False, 0.2, 0.8)
    assert world.patrons[0].reaction == STOOD_BY
    assert world.ended != NOT_ENDED


def test_where_a_regime_has_ended_nothing_more_happens(crisis: tuple[Any, Any]) -> None:
    world, common = crisis
    world.ended = ENDED_OPENING
    before = world.copy()
    unrest(world, common, MONTH)
    assert world.tobytes() == before.tobytes()
