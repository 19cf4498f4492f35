"""Many worlds: each is itself, whatever the others."""

from __future__ import annotations

import pytest

from sim.pack import Country, load_pack
from sim.runs.ensemble import ensemble


@pytest.fixture(scope="module")
def country() -> Country:
    return load_pack("demo")


def test_a_world_is_the_same_among_few_and_many(country: Country) -> None:
    few, many = ensemble(country, 5, 9), ensemble(country, 45, 9, workers=2)
    assert few.block.months.tobytes() == many.block.months[:5].tobytes()
    assert few.block.worlds["events"].tobytes() == many.block.worlds["events"][:5].tobytes()


def test_frames_have_a_row_for_each_thing(country: Country) -> None:
    found = ensemble(country, 20, 1)
    assert len(found.outcomes) == 20
    assert len(found.events) == int(found.block.worlds["event_count"].sum())
    assert len(found.months) == int((found.block.months["ruler"] >= 0).sum())


def test_no_event_is_lost(country: Country) -> None:
    assert int(ensemble(country, 100, 2).block.worlds["lost_events"].sum()) == 0


def test_starting_values_and_draws_are_different_worlds(country: Country) -> None:
    assert ensemble(country, 10, 1, fixed=True).block.months.tobytes() != ensemble(country, 10, 1).block.months.tobytes()
