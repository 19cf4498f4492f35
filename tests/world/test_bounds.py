"""What lies outside its bounds is refused in one sentence, by the same table for a command, a batch file and Python."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.cli.main import run
from sim.pack import Country, InputError
from sim.pack.country.errors import shown
from sim.world.bounds import BOUNDS, changes_of, month_of, whole

WRONG = [-1, 2**32, 10**5000, 1.5, "1", "x", True, None, float("nan"), b"1", [1]]


@pytest.mark.parametrize("value", WRONG, ids=[shown(value) for value in WRONG])
@pytest.mark.parametrize("door", ["compare", "ensemble"])
def test_a_seed_that_the_command_refuses_is_refused_in_python(door: str, value: Any, demo: Country) -> None:
    with pytest.raises(InputError, match=r"^seed: not a number that fits; found .*; allowed: a whole number from 0 to 4294967295$"):
        getattr(sim, door)(demo, worlds=1, seed=value)


@pytest.mark.parametrize("door", ["compare", "ensemble"])
@pytest.mark.parametrize(("name", "value"), [("worlds", 0), ("worlds", 10**8), ("worlds", 2.0), ("workers", 0), ("workers", -1), ("workers", "two")])
def test_a_count_outside_its_bounds_is_refused_by_name(door: str, name: str, value: Any, demo: Country) -> None:
    low, high = BOUNDS["pairs" if (door, name) == ("compare", "worlds") else name]
    with pytest.raises(InputError, match=f"^{name}: .*from {low} to {high}$"):
        getattr(sim, door)(demo, **{"worlds": 1, name: value})


@pytest.mark.parametrize("kind", [int, np.int64, np.uint32])
def test_a_whole_number_of_any_type_is_taken(kind: Any) -> None:
    assert type(whole("seed", kind(7))) is int


@pytest.mark.parametrize("name", ["seed", "worlds", "workers"])
def test_the_command_has_the_bounds_of_python(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    low, high = BOUNDS["pairs" if name == "worlds" else name]
    assert run(["compare", "demo", f"--{name}", str(high + 1)]) == 2
    assert f"--{name}: not a number that fits; found {high + 1}; allowed: a whole number from {low} to {high}" in capfd.readouterr().err


def test_a_batch_file_has_the_same_bounds(tmp_path: Path) -> None:
    from sim.batch.plan.read import survey_batch

    file = tmp_path / "many.toml"
    form = 'pack = "demo"\nbranches = []\nworlds = {}\nseed = {}\n'
    file.write_text(form.format(BOUNDS["worlds"][1], BOUNDS["seed"][1]), "utf-8")
    assert survey_batch(file)[1] == []
    for worlds, seed in ((0, 1), (BOUNDS["worlds"][1] + 1, 1), (1, -1), (1, BOUNDS["seed"][1] + 1)):
        file.write_text(form.format(worlds, seed), "utf-8")
        assert len(survey_batch(file)[1]) == 1


def test_one_change_alone_is_a_list_of_one(demo: Country) -> None:
    change = "ruler=harbour@1956-09:plenum"
    assert changes_of(change) == (change,)
    assert sim.ensemble(demo, 1, do=change).scenario.texts == sim.ensemble(demo, 1, do=[change]).scenario.texts


@pytest.mark.parametrize("do", [None, 5, [5], b"x", {"ruler": "harbour"}, [None]])
@pytest.mark.parametrize("door", ["compare", "ensemble"])
def test_changes_that_are_no_text_are_refused(door: str, do: Any, demo: Country) -> None:
    with pytest.raises(InputError, match=r"^do: not a text; found "):
        getattr(sim, door)(demo, worlds=1, do=do)


@pytest.mark.parametrize("branches", ["nowhere", ["nowhere"]])
def test_an_unknown_branch_is_named(branches: Any, demo: Country) -> None:
    with pytest.raises(InputError, match=r"^unknown branch; found 'nowhere'; allowed: baseline, "):
        sim.compare(demo, worlds=1, branches=branches)


@pytest.mark.parametrize("date", ["1950-13", "1812-01", 1950, None, "x" * 10_000])
def test_a_month_outside_the_horizon_is_refused(date: Any, demo: Country) -> None:
    with pytest.raises(InputError, match=re.compile("^until: (not a month|month outside)")):
        month_of(demo, date)
