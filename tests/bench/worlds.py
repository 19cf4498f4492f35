"""How fast worlds are lived: threads, a watched world, the rules uncompiled, C, a plain Mesa model, and how time and memory grow."""

from __future__ import annotations

import dataclasses
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.pack import Country
from sim.runs.ensemble import DrawnValues, begin_block, ensemble
from sim.world.build import compile_scenario
from sim.world.month import run_block
from sim.world.state import Block
from sim.world.words import NOBODY
from tests.bench.kernel import VARIANTS, Kernel, compiler, copied, difference
from tests.bench.measure import Times, in_turn, ratio, row

PACK = "korea-1945"
SIZES = (50, 100, 200, 400, 800, 1600)
UNCOMPILED_MONTHS = 4
UNCOMPILED = """
import time, sim
from sim.runs.ensemble import DrawnValues, begin_block
from sim.world.build import compile_scenario
from sim.world.month import run_block
country = sim.load_pack("{pack}")
block = begin_block(compile_scenario(country), 1, [0], DrawnValues.of(country, 1, [0], True), fixed=True)
run_block(*block, 0, 1)
start = time.perf_counter()
run_block(*block, 1, {months})
print((time.perf_counter() - start) / ({months} - 1))
"""
ENSEMBLE = "import sys, sim; print(sim.ensemble(sim.load_pack('korea-1945'), worlds=int(sys.argv[1])).outcomes.mean(numeric_only=True))"
BATCH = 'pack = "korea-1945"\nbranches = []\nworlds = {worlds}\n[keep]\nmonths = "{months}"\nevents = false\n'


def _rate(worlds: int) -> Callable[[float], float]:
    return lambda seconds: worlds / seconds


def threads(times: int) -> None:
    """Ensembles on one thread and on two."""
    country = sim.load_pack(PACK)
    ensemble(country, 20, 1, fixed=True)
    found = in_turn({str(n): lambda n=n: ensemble(country, 400, 1, fixed=True, workers=n) for n in (1, 2)}, times)  # type: ignore[misc]
    print("The ensemble, 400 worlds of 651 months and 200 cadres, starting values")
    row("worlds a second, one thread", found["1"].spread(_rate(400)))
    row("worlds a second, two threads", found["2"].spread(_rate(400)))
    row("two threads, times one (goal 1.8)", ratio(found["1"], found["2"]))


def watched(times: int) -> None:
    """A watched world, and the rules without a compiler."""
    country = sim.load_pack(PACK)
    sim.World(country, seed=1).run_to("1946-01")
    ways = {"watched": lambda: sim.World(country, seed=1).run_to_end(), "counted": lambda: ensemble(country, 50, 1, fixed=True, workers=1)}
    found = in_turn(ways, times)
    print("One world as a Mesa model, each agent activated by itself")
    row("seconds a watched world", found["watched"].spread())
    row("times a counted one", ratio(found["watched"], Times(tuple(one / 50 for one in found["counted"].seconds))))
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-W", "ignore", "-c", UNCOMPILED.format(pack=PACK, months=UNCOMPILED_MONTHS)]
    plain = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    slow = float(plain.stdout) * country.months
    row(f"the rules uncompiled, times compiled (from {UNCOMPILED_MONTHS - 1} months)", f"{slow * 50 / found['counted'].median:,.0f}")


def block_of(country: Country, worlds: int) -> Block:
    """Worlds before their first month."""
    return begin_block(compile_scenario(country), 1, range(worlds), DrawnValues.of(country, 1, range(worlds), True), fixed=True)


def against_c(times: int) -> None:
    """The rules by Numba and by a C compiler."""
    if compiler() is None:
        print("No C compiler: C is left out")
        return
    country = sim.load_pack(PACK)
    block = block_of(country, 100)
    kernels = {name: Kernel(block, flags) for name, flags in VARIANTS.items()}
    print("All rules by Numba and translated to C, 100 worlds from their first month to their end, one thread")
    plain = copied(block)
    run_block(*plain, 0, country.months)
    for name, kernel in kernels.items():
        other = copied(block)
        kernel.run(other, 0, country.months)
        row(f"worlds, tables and ledgers of C ({name})", "; ".join(difference(plain, other)) or "identical, bit for bit")

    def numba() -> None:
        run_block(*copied(block), 0, country.months)

    ways: dict[str, Callable[[], Any]] = {name: lambda kernel=kernel: kernel.run(copied(block), 0, country.months) for name, kernel in kernels.items()}  # type: ignore[misc]
    found = in_turn({"numba": numba, **ways}, times)
    row("worlds a second, Numba", found["numba"].spread(_rate(100)))
    for name in kernels:
        row(f"worlds a second, C {name}", found[name].spread(_rate(100)))
    fastest = min(kernels, key=lambda name: found[name].median)
    row("Numba, times the time of the fastest C (goal 1.3)", ratio(found["numba"], found[fastest]))


def against_mesa(times: int) -> None:
    """A plain Mesa model of the same shape; worlds end early in both, so time is told for 651 months that were lived."""
    from tests.bench.plain_mesa import batch, run

    country = sim.load_pack(PACK)
    lived = float((ensemble(country, 400, 1, fixed=True).block.months["ruler"] != NOBODY).sum())
    theirs = {1: run(1).month, 2: sum(row["month"] for row in batch(list(range(1, 13)), 2))}
    found = in_turn({
        "mesa": lambda: run(1), "mesa, two": lambda: batch(list(range(1, 13)), 2), "one": lambda: ensemble(country, 400, 1, fixed=True, workers=1),
        "two": lambda: ensemble(country, 400, 1, fixed=True, workers=2), "watched": lambda: sim.World(country, seed=1).run_to_end(),
    }, times)  # fmt: skip
    watched = float((sim.World(country, seed=1).run_to_end().block.months["ruler"] != NOBODY).sum())
    months = {"mesa": theirs[1], "mesa, two": theirs[2], "one": lived, "two": lived, "watched": watched}
    each = {name: Times(tuple(one * country.months / months[name] for one in taken.seconds)) for name, taken in found.items()}
    print("A plain Mesa model of the same shape: 4 groups, 200 cadres, the same decisions; for 651 months lived")
    row("seconds, plain Mesa, one process", each["mesa"].spread())
    row("seconds, plain Mesa, two processes", each["mesa, two"].spread())
    row("milliseconds, ours, two threads", each["two"].spread(lambda seconds: 1000 * seconds))
    row("plain Mesa on one process, times ours on one thread", ratio(each["mesa"], each["one"]))
    row("plain Mesa on two processes, times ours on two threads", ratio(each["mesa, two"], each["two"]))
    row("plain Mesa on one process, times ours on two (goal 100, aim 300)", ratio(each["mesa"], each["two"]))
    row("plain Mesa, times our own watched Mesa world", ratio(each["mesa"], each["watched"]))


def _slope(sizes: list[int], seconds: list[float]) -> float:
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def linear(times: int) -> None:
    """How time grows with worlds and with cadres."""
    country = sim.load_pack(PACK)
    ensemble(country, 20, 1, fixed=True)
    print("How time grows: 1 in the exponent is linear")
    many = [100, 1000, 4000]
    found = in_turn({str(n): lambda n=n: ensemble(country, n, 1, fixed=True, workers=2) for n in many}, max(1, times // 2))  # type: ignore[misc]
    for n in many:
        row(f"{n:,} worlds, milliseconds a world", found[str(n)].spread(lambda seconds, n=n: 1000 * seconds / n))  # type: ignore[misc]
    row("exponent over worlds", f"{_slope(many, [found[str(n)].median for n in many]):.2f}")
    scaled = {n: dataclasses.replace(country, post_scheme=dataclasses.replace(country.post_scheme, total=n)) for n in SIZES}
    blocks = {n: block_of(one, 20) for n, one in scaled.items()}
    for block in blocks.values():
        run_block(*copied(block), 0, 1)  # a larger room for posts is compiled by itself
    found = in_turn({str(n): lambda n=n: run_block(*copied(blocks[n]), 0, country.months) for n in SIZES}, times)  # type: ignore[misc]
    for n in SIZES:
        row(f"{n:,} cadres, microseconds a month", found[str(n)].spread(lambda seconds: 1e6 * seconds / 20 / country.months))
    seconds = [found[str(n)].median for n in SIZES]
    row("exponent over cadres, all sizes", f"{_slope(list(SIZES), seconds):.2f}")
    row("exponent over cadres, 400 to 1,600", f"{_slope(list(SIZES[3:]), seconds[3:]):.2f}")


def memory(times: int, most: int = 10_000) -> None:  # noqa: ARG001
    """Peak memory of ensembles and of batches of growing size, each in a process of its own."""
    print("Peak memory, the model left alone")
    sizes = [10**exponent for exponent in range(3, int(math.log10(most)) + 1)]
    for worlds in sizes:
        row(f"`sim.ensemble`, {worlds:,} worlds", _spent([sys.executable, "-c", ENSEMBLE, str(worlds)]))
    for months in ("none", "quantiles"):
        for worlds in sizes:
            with tempfile.TemporaryDirectory() as room:
                file = Path(room) / "some.toml"
                file.write_text(BATCH.format(worlds=worlds, months=months), encoding="utf-8")
                told = _spent([sys.executable, "-m", "sim", "batch", str(file), "--out", f"{room}/out", "--workers", "2"])
                size = sum(path.stat().st_size for path in (Path(room) / "out").rglob("*.parquet"))
            row(f"`batch`, {worlds:,} worlds, months = {months}", f"{told}   {size / 1e6:,.1f} MB on disk")


def _spent(command: list[str]) -> str:
    """What a process of its own took: memory at most, seconds, seconds of the processor."""
    start = time.perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, n, os.devnull, os.O_WRONLY, 0) for n in (1, 2)]
    pid = os.posix_spawn(command[0], command, {**os.environ, "PYTHONPATH": os.getcwd()}, file_actions=silent)
    _, status, used = os.wait4(pid, 0)
    assert status == 0, command
    return f"{used.ru_maxrss / 2**10:,.0f} MiB   {time.perf_counter() - start:,.0f} s   {used.ru_utime + used.ru_stime:,.0f} s CPU"


def start(times: int) -> None:
    """Starting, and compiling the rules for the first time."""
    def command(*arguments: str, **more: str) -> Callable[[], Any]:
        line = [sys.executable, "-m", "sim", *arguments]
        return lambda: subprocess.run(line, env={**os.environ, **more}, capture_output=True, check=True)

    command("run", "demo", "--until", "1945-12")()
    found = in_turn({"help": command("--help"), "warm": command("run", "demo", "--until", "1945-12"), "python": lambda: subprocess.run(
        [sys.executable, "-c", "pass"], check=True)}, 2 * times)  # fmt: skip
    print("Starting")
    row("seconds, Python alone", found["python"].spread())
    row("seconds, `counterfaction --help` (goal 0.4)", found["help"].spread())
    row("seconds, `counterfaction run demo --until 1945-12`, warm", found["warm"].spread())
    cold = []
    for _ in range(max(1, times // 3)):
        with tempfile.TemporaryDirectory() as room:
            began = time.perf_counter()
            command("compare", "demo", "--worlds", "10", NUMBA_CACHE_DIR=room)()
            cold.append(time.perf_counter() - began)
    row("seconds, `compare demo --worlds 10`, rules compiled anew (goal 40)", Times(tuple(cold)).spread())


def peak() -> str:
    """Peak memory of this process."""
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB"
