"""Where the time of a month goes: `python -m tests.bench.month_profile [PACK]`. Prints; never a verdict.

The month is compiled once more with the processor's cycle counter read between its phases, and worlds are lived with it from their first
month to their end; cycles are told as time by living the same worlds without the counter. What reading the counter costs is measured by
reading it twice, and taken off. The error left is that of work which the processor overlaps across a reading: some tens of cycles a phase.

Logarithms, exponentials and other such functions, and rounds of the mix of luck, are counted in the same months uncompiled.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
import time
from statistics import median
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

import sim
from sim.runs.ensemble import BLOCK, DrawnValues, begin_block
from sim.world import month as months
from sim.world.build import compile_scenario
from sim.world.compiled import rule
from sim.world.state import Array, Block

PHASES = [line.strip().split("(")[0] for line in inspect.getsource(getattr(months.step, "py_func", months.step)).splitlines() if line.startswith("    ")][1:]
"""The phases, as `month.step` calls them."""
TIMES = 7
COUNTED_MONTHS = 120
FUNCTIONS = ("log", "exp", "erfc", "sqrt", "tanh")

HEAD = "def profiled(worlds, commons, people, rows_of_months, rows, holders, cycles, stop):\n"
BODY = """    for w in range(worlds.shape[0]):
        world, common = worlds[w], commons[worlds[w].draw]
        begin(world, common, people)
        for month in range(stop):
            if world.ended != 0:
                break
            before = clock()
            now = clock()
            cycles[0] += now - before
            before = now
"""


@intrinsic
def clock(_typing: Any) -> Any:
    """The processor's cycle counter."""

    def generate(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        counter = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), ()))
        return builder.call(counter, ())

    return types.int64(), generate


def profiled() -> Any:
    """The life of a block of worlds with the counter read after every phase: `cycles` (0: the reading itself, then the phases)."""
    calls = [line.strip() for line in inspect.getsource(months.step.py_func).splitlines() if line.startswith("    ")][1:]
    calls.append("enter_month(world, common, rows_of_months[w], rows[w], holders[w], month)")
    text = HEAD + BODY
    for n, call in enumerate(calls, 1):
        text += f"            {call}\n            now = clock()\n            cycles[{n}] += now - before\n            before = now\n"
    names: dict[str, Any] = {**vars(months), "clock": clock}
    exec(text, names)  # the phases of `step` are read from it, so that this file needs no list of them
    return rule.__globals__["numba"].njit(nogil=True, error_model="numpy")(names["profiled"])


def begun(country: Any) -> Block:
    """The first worlds of a seed, at starting values."""
    worlds = range(BLOCK)
    return begin_block(compile_scenario(country), 1, worlds, DrawnValues.of(country, 1, worlds, True), fixed=True)


def seconds(task: Any) -> float:
    """Seconds a task takes."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def cycles_of(country: Any) -> tuple[Array, float, float, int]:
    """Median cycles of each phase, seconds with and without the counter, and months lived."""
    lives, plain, counted, found = profiled(), [], [], []
    for turn in range(TIMES + 1):
        block = begun(country)
        without = seconds(lambda block=block: months.run_block(*block, 0, country.months))
        block, cycles = begun(country), np.zeros(len(PHASES) + 2, np.int64)
        with_it = seconds(lambda block=block, cycles=cycles: lives(*block, cycles, country.months))
        if turn:  # the first compiles
            plain.append(without), counted.append(with_it), found.append(cycles)
    lived = int((block.months["ruler"] >= 0).sum())
    return np.median(found, axis=0), median(counted), median(plain), lived


def count(country: Any) -> None:
    """Count functions and mixes a month by phase, uncompiled, and print them as JSON."""
    import math

    from sim.world import arithmetic, luck

    now = dict.fromkeys((*FUNCTIONS, "mix"), 0)

    def counting(name: str, function: Any) -> Any:
        def counted(*arguments: Any) -> Any:
            now[name] += 1
            return function(*arguments)

        return counted

    for name in FUNCTIONS:
        home = math if name == "sqrt" else arithmetic
        setattr(home, name, counting(name, getattr(home, name)))
    luck.mix = counting("mix", luck.mix)
    found = {phase: dict.fromkeys(now, 0) for phase in [*PHASES, "enter_month"]}

    def watched(phase: str, function: Any) -> Any:
        def phase_counted(*arguments: Any) -> None:
            before = dict(now)
            function(*arguments)
            for name in now:
                found[phase][name] += now[name] - before[name]

        return phase_counted

    for phase in found:
        setattr(months, phase, watched(phase, getattr(months, phase)))
    block = begun(country)
    months.run_block(block.worlds[:1], *block[1:], 0, COUNTED_MONTHS)
    print(json.dumps(found))


def counts(pack: str) -> dict[str, dict[str, int]]:
    """What `count` finds, in a process of its own without compiled rules."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.month_profile", pack, "--count"]
    told = subprocess.run(command, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True).stdout
    found: dict[str, dict[str, int]] = json.loads(told)
    return found


def main(pack: str) -> None:
    """Print the table."""
    country = sim.load_pack(pack)
    cycles, with_it, without, lived = cycles_of(country)
    inside = np.maximum(cycles[1:] - cycles[0], 0)
    rate = without * 1e6 / lived / inside.sum()
    told = counts(pack)
    print(f"{pack}: {without / lived * 1e6:.2f} microseconds a month without the counter, {with_it / lived * 1e6:.2f} with it; {lived:,} months,")
    print(f"medians of {TIMES}; functions and mixes a month: one world's first {COUNTED_MONTHS} months\n")
    print(f"{'phase':<18}{'us a month':>11}{'share':>8}{'functions':>11}{'mixes':>8}")
    for n in np.argsort(-inside):
        phase = [*PHASES, "enter_month"][n]
        functions = sum(told[phase][name] for name in FUNCTIONS) / COUNTED_MONTHS
        print(f"{phase:<18}{inside[n] * rate:>11.3f}{inside[n] / inside.sum():>8.1%}{functions:>11.1f}{told[phase]['mix'] / COUNTED_MONTHS:>8.1f}")


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if word != "--count"] or ["korea-1945"]
    if "--count" in sys.argv:
        count(sim.load_pack(named[0]))
    else:
        main(named[0])
