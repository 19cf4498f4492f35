"""Many worlds: each is itself, whatever the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

import sim.runs.ensemble as runs
from sim.pack import Country, InputError, load_pack
from sim.runs.ensemble import ensemble

ROOT = Path(__file__).resolve().parents[2]


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


def test_worlds_that_are_not_kept_have_the_same_frames(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ensemble(country, 45, 9)
    monkeypatch.setattr(runs, "KEPT", 44)
    few = ensemble(country, 45, 9, workers=2)
    assert few.kept is None
    for name in ("outcomes", "months", "events"):
        assert_frame_equal(getattr(few, name), getattr(kept, name))
    assert few.block.rows.tobytes() == kept.block.rows.tobytes()


def test_memory_of_many_worlds_is_that_of_few() -> None:
    """Twenty times the worlds that are kept, in a process of their own: their arrays would take gigabytes."""
    script = (
        "import resource, sys, sim; found = sim.ensemble(sim.load_pack('demo'), worlds=int(sys.argv[1]), fixed=True).outcomes;"
        "print(len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peak = {}
    for worlds in (100, 20_000):
        done = subprocess.run([sys.executable, "-c", script, str(worlds)], capture_output=True, text=True, check=True, cwd=ROOT)
        rows, peak[worlds] = map(int, done.stdout.split())
        assert rows == worlds
    assert peak[20_000] < 1.5 * peak[100]


@pytest.mark.parametrize("worlds", [0, -5])
def test_no_worlds_are_refused(country: Country, worlds: int) -> None:
    with pytest.raises(InputError, match=f"worlds: not a number that fits; found {worlds}; allowed: a whole number from 1 to "):
        ensemble(country, worlds)
