"""All benchmarks by one command: `python -m tests.bench [PART ...] [--times N] [--long]`. Prints ratios with medians and ranges; never a verdict."""

from __future__ import annotations

import argparse
from functools import partial

from tests.bench import worlds
from tests.bench.load import load
from tests.bench.measure import machine

PARTS = {
    "threads": worlds.threads, "watched": worlds.watched, "c": worlds.against_c, "mesa": worlds.against_mesa, "linear": worlds.linear,
    "memory": worlds.memory, "start": worlds.start, "load": load,
}  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all by default")
    parser.add_argument("--times", type=int, default=7, help="turns of each comparison")
    parser.add_argument("--long", action="store_true", help="memory up to 100,000 worlds")
    given = parser.parse_args()
    print(machine())
    print(f"median (range) of {given.times} turns, the ways in turn\n")
    for name in given.parts or PARTS:
        part = partial(worlds.memory, most=100_000) if name == "memory" and given.long else PARTS[name]
        part(given.times)
        print()
    print(f"peak memory of this process: {worlds.peak()}")


if __name__ == "__main__":
    main()
