"""A watched world and the same row of an ensemble are equal, month by month, ledger included."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.world import World
from sim.pack import load_pack
from sim.runs.ensemble import DrawnValues, begin_block, run_months

DEMO, KOREA = load_pack("demo"), load_pack("korea-1945")


def row(world: World, months: int):  # type: ignore[no-untyped-def]
    """The same world as row 1 of a block of two, lived for some months."""
    numbers = [world.world_number + 1, world.world_number]
    fixed = world.draw == 0
    block = begin_block(world.compiled, world.seed, numbers, DrawnValues.of(world.country, world.seed, numbers, fixed), fixed=fixed)
    return run_months(block, 0, months)


def same(world: World, months: int) -> None:
    block = row(world, months)
    for name in block.worlds.dtype.names:
        if name != "draw":
            assert block.worlds[name][1].tobytes() == world.record[name].tobytes(), name
    assert block.months[1, :months].tobytes() == world.block.months[0, :months].tobytes()
    assert block.rows[1, :months].tobytes() == world.block.rows[0, :months].tobytes()


@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), months=st.integers(1, 120), korea=st.booleans())
def test_after_any_number_of_months(seed: int, months: int, korea: bool) -> None:
    country = KOREA if korea else DEMO
    world = World(country, seed)
    for _ in range(months):
        if not world.over:
            world.step()
    same(world, world.month)


@pytest.mark.parametrize("branch", KOREA.branches, ids=lambda branch: branch.id)
def test_to_the_end_of_every_default_branch(branch) -> None:  # type: ignore[no-untyped-def]
    world = World(KOREA, 8, branch.do, draw=1).run_to_end()
    same(world, KOREA.months)


def test_the_uncompiled_rules_give_the_same_world() -> None:
    import os
    import subprocess
    import sys

    code = (
        "import sim, hashlib; w = sim.World(sim.load_pack('demo'), 3).run_to('1946-02');"
        "print(hashlib.blake2b(w.block.worlds.tobytes() + w.block.rows.tobytes()).hexdigest())"
    )
    found = set()
    for jit in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": jit}
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_luck_and_share_of_every_choice_are_those_of_the_softmax() -> None:
    world = World(KOREA, 5)
    for _ in range(36):
        world.step()
        for faction in world.factions:
            if faction.action is not None:
                assert 0.0 < float(faction.state["probability"]) <= 1.0
                assert 0.0 < float(faction.state["luck"]) < 1.0
    assert np.isfinite(world.block.rows["power"]).all()
