"""A lived month that holds a number outside its field's range is refused, by world, month and field; in the ensemble and in the watched world."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any

import numpy as np
import pytest

import sim
from sim.batch.run.simulate import simulate_part
from sim.pack import Country, InputError, list_packs, load_pack
from sim.pack.country.dates import month_text
from sim.pack.country.frozen import Frozen
from sim.runs.ensemble import DrawnValues, begin_block, run_months
from sim.world.audit import audit, audited, refuse_unsound
from sim.world.build import compile_scenario
from sim.world.state import Block


@pytest.fixture(scope="module")
def lived(demo: Country) -> Block:
    """World 7, lived for some years."""
    draws = DrawnValues.of(demo, 1, [7], fixed=False)
    return run_months(begin_block(compile_scenario(demo), 1, [7], draws, fixed=False), 0, 150)


def put(block: Block, month: int, name: str, number: float) -> None:
    """Write a number into the field of that name, as `audited` spells it."""
    *parts, field = name.split(".")
    kinds = [part.split("[")[0] for part in parts]
    numbers = tuple(int(part.split("[")[1].rstrip("]")) - 1 for part in parts)
    record: Any = block.worlds[0] if not kinds else block.worlds[0][kinds[-1]][numbers if len(numbers) > 1 else numbers[0]]
    if field in record.dtype.names:
        record[field] = number
    else:  # of the monthly table alone
        block.rows[0][month, numbers[0]][field] = number


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, "above", "below"])
def test_the_compiled_audit_and_the_table_mean_the_same_fields(lived: Block, wrong: Any, demo: Country) -> None:
    """Every field of the table is set wrong in turn: the compiled audit notices each, and the refusal names each."""
    month, common = int(lived.worlds["events"][0][int(lived.worlds["event_count"][0]) - 1]["month"]), lived.commons[0]
    found = list(audited(lived.worlds[0], lived.rows[0], month, int(common["count"])))
    assert any(name.startswith("events[") for name, _, _ in found)
    for name, _, (low, high) in found:
        block = lived._replace(worlds=lived.worlds.copy(), rows=lived.rows.copy())
        put(block, month, name, {"above": high + 0.001, "below": low - 0.001}[wrong] if isinstance(wrong, str) else wrong)
        audit(block.worlds[0], common, block.rows[0], month)
        assert int(block.worlds["unsound"][0]) == month + 1, name
        with pytest.raises(InputError, match=re.escape(f"world 7, {month_text(demo.first_month + month)}: the numbers of this world break the model, {name}")):
            refuse_unsound(block)


@pytest.mark.parametrize("pack", list_packs())
def test_the_packs_that_come_with_the_program_run_clean(pack: str) -> None:
    country = load_pack(pack)
    assert not sim.ensemble(country, 60, 3).block.worlds["unsound"].any()
    assert not sim.ensemble(country, 20, 3, fixed=True, do=["switch.reform=off"]).block.worlds["unsound"].any()


@pytest.fixture(scope="module")
def broken(demo: Country) -> Country:
    """A country with a number that no pack can have."""
    value = dataclasses.replace(demo.parameters["concentration_speed"], start=10.0, low=10.0, mode=10.0, high=10.0, prior="fixed")
    return dataclasses.replace(demo, parameters=Frozen({**demo.parameters, "concentration_speed": value}))


def test_a_number_outside_its_range_ends_an_ensemble_and_a_watched_world_alike(broken: Country) -> None:
    said = set()
    for live in (lambda: sim.ensemble(broken, 1, 1, fixed=True), lambda: sim.World(broken, 1, draw=0).run_to_end(), lambda: sim.compare(broken, 1, 1, fixed=True)):
        with pytest.raises(InputError, match=r"^world 0, \d{4}-\d\d: the numbers of this world break the model, concentration out of range; found ") as caught:
            live()
        said.add(str(caught.value))
    assert len(said) == 1


def test_months_before_the_fault_are_kept_and_none_after(broken: Country) -> None:
    block = begin_block(compile_scenario(broken), 1, [0], DrawnValues.of(broken, 1, [0], True), fixed=True)
    with pytest.raises(InputError):
        run_months(block, 0, broken.months)
    month = int(block.worlds["unsound"][0]) - 1
    assert np.flatnonzero(block.months["ruler"][0] >= 0).max() == month


def test_a_world_that_fails_is_a_row_with_its_error_in_a_batch(broken: Country, tmp_path: Any) -> None:
    from sim.batch.plan.read import survey_batch

    file = tmp_path / "one.toml"
    file.write_text('pack = "demo"\nbranches = []\nworlds = 2\n', "utf-8")
    batch, problems = survey_batch(file)
    assert batch is not None, problems
    batch = dataclasses.replace(batch, country=broken)
    pieces = simulate_part(batch, batch.parts[0])
    assert all("concentration out of range" in error for piece in pieces for error in piece.errors.values())
    assert sum(len(piece.errors) for piece in pieces) == 2
