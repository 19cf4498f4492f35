"""Hostile input by the thousand: `python -m tests.fuzz KIND --times 10000 [--seed S] [--only N]`; `all` is every kind in turn."""

from __future__ import annotations

import argparse
import sys
import time

from .frame import fuzz, kinds, reported


def main() -> int:
    """Try, and print what was seen; exit code 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("kind", choices=[*kinds(), "all"])
    parser.add_argument("--times", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one attempt alone, by its number")
    asked = parser.parse_args()
    failed = 0
    for kind in kinds() if asked.kind == "all" else [asked.kind]:
        start = time.monotonic()
        seen = fuzz(kind, asked.times, asked.seed, asked.only)
        failed += len(seen.failed)
        print("\n".join(reported(kind, asked.times if asked.only is None else 1, seen)))
        print(f"  {time.monotonic() - start:.0f} s", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
