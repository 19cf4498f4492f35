"""Timing for benchmarks: several ways of doing the same, turn and turn about, told as ratios with their spread. Never a verdict."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Times:
    """Seconds of one way, in the order in which they were taken."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.seconds)

    def spread(self, scale: Callable[[float], float] = lambda seconds: seconds) -> str:
        """Median and range of what the seconds come to."""
        found = sorted(map(scale, self.seconds))
        return f"{scale(self.median):,.4g} ({found[0]:,.4g} - {found[-1]:,.4g})"


def in_turn(ways: Mapping[str, Callable[[], Any]], times: int) -> dict[str, Times]:
    """Time each way `times` times, A B C A B C: what slows the machine for a while slows all of them."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, way in ways.items():
            start = time.perf_counter()
            way()
            found[name].append(time.perf_counter() - start)
    return {name: Times(tuple(seconds)) for name, seconds in found.items()}


def ratio(one: Times, other: Times) -> str:
    """How many times as long `one` takes as `other`: median and range over the turns."""
    found = sorted(a / b for a, b in zip(one.seconds, other.seconds, strict=True))
    return f"{median(found):.2f} ({found[0]:.2f} - {found[-1]:.2f})"


def row(name: str, *cells: str) -> None:
    """A line of the table."""
    print(f"  {name:<58} {'   '.join(cells)}", flush=True)


def machine() -> str:
    """What the figures were taken on."""
    from importlib.metadata import version

    name = platform.processor() or platform.machine()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), name)
    parts = ", ".join(f"{part} {version(part)}" for part in ("numpy", "numba", "mesa"))
    return f"{name}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {parts}"
