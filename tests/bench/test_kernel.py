"""The rules translated to C give the same worlds, bit for bit; without a C compiler there is nothing to compare."""

from __future__ import annotations

import pytest

from sim.pack import Country
from sim.runs.ensemble import DrawnValues, begin_block
from sim.world.build import compile_scenario
from sim.world.do import read_do
from sim.world.month import run_block
from tests.bench.c_types import constant, unified
from tests.bench.kernel import Kernel, compiler, copied, difference

pytestmark = pytest.mark.skipif(compiler() is None, reason="no C compiler")


@pytest.mark.parametrize("holders", [False, True])
def test_c_lives_the_same_worlds(korea: Country, holders: bool) -> None:
    """Drawn values, an intervention, the whole horizon: records, ledgers and monthly tables."""
    worlds = range(20)
    scenario = compile_scenario(korea, read_do(korea, ["ruler=yanan@1956-09:plenum", "swap=guerrilla,domestic:support@1950-01"]))
    block = begin_block(scenario, 3, worlds, DrawnValues.of(korea, 3, worlds, False), fixed=False, holders=holders)
    other = copied(block)
    Kernel(other).run(other, 0, korea.months)
    assert difference(block, other)
    run_block(*block, 0, korea.months)
    assert difference(block, other) == []


def test_a_wrong_bit_is_found(demo: Country) -> None:
    block = begin_block(compile_scenario(demo), 1, [0, 1], DrawnValues.of(demo, 1, [0, 1], True), fixed=True)
    other = copied(block)
    other.worlds["hardship"][1] += 2.0**-60
    assert difference(block, other) == ["worlds: 1 of 2, first 1"]


def test_numbers_are_written_to_the_last_bit() -> None:
    assert float.fromhex(constant(0.1)[0]) == 0.1
    assert constant(float("-inf"))[0] == "(-INFINITY)"
    assert (unified("i", "d"), unified("b", "i"), unified("u", "u4")) == ("d", "i", "u")
    with pytest.raises(TypeError):
        unified("u", "d")
