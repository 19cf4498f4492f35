"""Gains of routine actions, term by term."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.routine import court_patron_gain, court_people_gain, govern_gain, lie_low_gain, organise_gain

from ..builders import one, switches


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any, int]:
    world, common = one(demo, 6, seed=3)
    return world, common, int(world.ruler + 1) % 3


def test_rulers_govern_and_others_lie_low(country: tuple[Any, Any, int]) -> None:
    world, common, k = country
    p, ruler = common.parameters, int(world.ruler)
    world.factions[k].threat = 0.4
    assert govern_gain(world, common, ruler) == pytest.approx(p.govern_share * p.lie_low_gain)
    assert lie_low_gain(world, common, k) == pytest.approx(p.lie_low_gain * 0.4)
    assert govern_gain(world, common, k) == lie_low_gain(world, common, ruler) == -np.inf


def test_organising_pays_the_weak_and_courting_the_unloved_who_speak_well(country: tuple[Any, Any, int]) -> None:
    world, common, k = country
    p, me = common.parameters, world.factions[k]
    me.power, me.support, me.charisma = 0.3, 0.4, 0.7
    assert organise_gain(world, common, k) == pytest.approx(p.organise_gain * 0.7)
    assert court_people_gain(world, common, k) == pytest.approx(p.court_people_gain * 0.6 * (p.charisma_base + 0.7))


def test_courting_a_patron_pays_his_friends_the_threatened_and_the_like_minded(country: tuple[Any, Any, int]) -> None:
    world, common, k = country
    p, me = common.parameters, world.factions[k]
    world.patrons[1].presence, world.patrons[1].line, world.ties[k, 1].given, me.threat, me.ideology = 0.6, 0.5, 0.4, 0.2, -0.1
    expected = p.court_patron_gain * 0.6 * (p.court_tie_base + 0.4) * (p.court_threat_base + 0.2) * (1 - p.court_line * 0.6)
    assert court_patron_gain(world, common, k, 1) == pytest.approx(expected)
    common.patrons = 1
    assert court_patron_gain(world, common, k, 1) == -np.inf


@pytest.mark.parametrize(("switch", "gain"), [
    ("lying_low", lambda w, c, k: lie_low_gain(w, c, k)), ("organising", lambda w, c, k: organise_gain(w, c, k)),
    ("courting_people", lambda w, c, k: court_people_gain(w, c, k)), ("courting_patrons", lambda w, c, k: court_patron_gain(w, c, k, 0)),
])  # fmt: skip
def test_what_is_switched_off_nobody_does(country: tuple[Any, Any, int], switch: str, gain: Any) -> None:
    world, common, k = country
    assert np.isfinite(gain(world, common, k))
    switches(common, **{switch: 0})
    assert gain(world, common, k) == -np.inf
