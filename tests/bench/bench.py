"""Speed as ratios within one run: `python -m tests.bench.bench`.

Prints worlds a second on one and two threads, the same rules uncompiled, a watched world, and the default comparison warm; never a verdict.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import sim
from sim.runs.ensemble import ensemble

UNCOMPILED = """
import time, numpy as np, sim
from sim.runs.ensemble import Draws, begin_block
from sim.world.build import compile_scenario
from sim.world.month import run_block
country = sim.load_pack("korea-1945")
block = begin_block(compile_scenario(country), 1, [0], Draws.of(country, 1, [0], True), fixed=True)
run_block(*block, 0, 1)
start = time.perf_counter()
run_block(*block, 1, {months})
print((time.perf_counter() - start) / ({months} - 1))
"""


def timed(task: Callable[[], Any], times: int = 3) -> float:
    """Median seconds of a task."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        task()
        found.append(time.perf_counter() - start)
    return median(found)


def main() -> None:
    """Print the table."""
    country = sim.load_pack("korea-1945")
    ensemble(country, 20, 1, fixed=True)
    one = 200 / timed(lambda: ensemble(country, 200, 1, fixed=True, workers=1))
    two = 400 / timed(lambda: ensemble(country, 400, 1, fixed=True, workers=2))
    sim.World(country, seed=1).run_to("1946-01")
    watched = timed(lambda: sim.World(country, seed=1).run_to_end())
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-W", "ignore", "-c", UNCOMPILED.format(months=4)]
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    slow = 1 / (float(plain.stdout) * country.months)
    compared = timed(lambda: sim.compare(country, 200, 1, workers=2), 1)
    print(f"worlds a second, one thread      {one:10.1f}")
    print(f"worlds a second, two threads     {two:10.1f}   ratio to one {two / one:.2f}")
    print(f"worlds a second, uncompiled      {slow:10.3f}   compiled is {one / slow:,.0f} times as fast")
    print(f"a watched world, seconds         {watched:10.2f}   {watched * one:.0f} times a counted one")
    print(f"compare, 200 pairs, all branches {compared:10.1f} s warm")
    print(f"peak memory                      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:10.2f} GiB")


if __name__ == "__main__":
    main()
