"""How exact and how fast the rules' own arithmetic is: `python -m tests.bench.arithmetic [--times N] [NAME ...]`. Prints; never a verdict.

For each function N arguments, evenly over its ranges (for quantiles: over the priors of the shipped packs). Each result is compared with an oracle of
some 95 binary digits (`doubled`). Arbitrary precision of 50 digits (mpmath) then judges the oracle: at 25,000 arguments of each range drawn by chance (for
quantiles 2,000), at the hundred worst, and at every one so near to the middle between two doubles that the oracle might not see which is nearer.
Where the two differ, by how much at most is printed, and what mpmath says counts.

Time: the same arguments by our function and by the system's library (for quantiles: SciPy's) in turn, inlined in a compiled loop.
"""

from __future__ import annotations

import argparse
import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np

from tests.bench import doubled
from tests.bench.arithmetic_cases import Case, cases
from tests.bench.measure import in_turn, machine, ratio

CHUNK = 250_000
WORST = 100
TIED = 2.0**-20
"""So near to half a unit in the last place that the oracle is asked to show its digits."""
TURNS = 9


@doubled.compiled
def unit(high, low):  # type: ignore[no-untyped-def]
    """The unit in the last place of an exact number."""
    part, exponent = math.frexp(abs(high))
    if part == 0.5 and (low < 0.0) == (high > 0.0) and low != 0.0:
        exponent -= 1
    return math.ldexp(1.0, max(exponent - 53, -1074))


@dataclass(frozen=True)
class Found:
    """What one range gave: arguments, errors in units in the last place, largest difference between the oracle and mpmath, and at how many."""

    count: int
    largest: float
    at: tuple[float, ...]
    nearest: int
    judged: int
    apart: float


def measured(case: Case, count: int, seed: int = 1, sample: int | None = None) -> Found:
    """Errors of one range, found in chunks on all processors."""
    errors_of = case.compiled(unit)
    sizes = [min(CHUNK, count - start) for start in range(0, count, CHUNK)]

    def chunk(n: int) -> tuple[Any, ...]:
        luck = np.random.default_rng((seed, n))
        given = case.draw(luck, sizes[n])
        errors = np.zeros(sizes[n])
        errors_of(*given, errors)
        size = np.abs(errors)
        chosen = luck.choice(sizes[n], min(sizes[n], math.ceil((case.sample if sample is None else sample) * sizes[n] / count)), replace=False)
        tied = np.flatnonzero(np.abs(size - 0.5) < TIED)
        some = np.unique(np.concatenate([chosen, tied, np.argsort(-size)[:WORST]]))
        return int((size <= 0.5).sum()), errors[some], [array[some] for array in given], np.isin(some, tied), np.isin(some, chosen)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(chunk, range(len(sizes))))
    nearest = sum(part[0] for part in parts)
    errors, tied, chosen = (np.concatenate([part[n] for part in parts]) for n in (1, 3, 4))
    given = [np.concatenate([part[2][n] for part in parts]) for n in range(len(parts[0][2]))]
    worst = np.argsort(-np.abs(errors))[:WORST]
    judged = np.unique(np.concatenate([np.flatnonzero(tied | chosen), worst]))
    apart, largest, at = 0.0, 0.0, (0.0,)
    for n in judged:
        arguments = tuple(float(array[n]) for array in given)
        exact = case.exact_error(*arguments)
        apart = max(apart, abs(exact - float(errors[n])))
        nearest += int(abs(exact) <= 0.5) - int(abs(errors[n]) <= 0.5)
        if abs(exact) > largest:
            largest, at = abs(exact), arguments
    return Found(count, largest, at, nearest, len(judged), apart)


def times_of(case: Case, count: int) -> str:
    """How long ours takes, times the other's."""
    ours, theirs = case.timed()
    given = case.draw(np.random.default_rng(7), count)
    ours(*given), theirs(*given)
    found = in_turn({"ours": lambda: ours(*given), "theirs": lambda: theirs(*given)}, TURNS)
    return f"{ratio(found['ours'], found['theirs'])}   {found['ours'].median / count * 1e9:.1f} ns"


def main() -> None:
    """Print the table."""
    known = cases()
    parser = argparse.ArgumentParser(prog="python -m tests.bench.arithmetic", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*dict.fromkeys(case.name for case in known), []], help="all by default")
    parser.add_argument("--times", type=int, default=1_000_000, help="arguments a function")
    given = parser.parse_args()
    print(machine(), f"mpmath {mpmath.__version__}")
    print("time: ours times the system's library (SciPy for quantiles), median (range); nanoseconds of ours\n")
    print(f"{'function':<10}{'range':<24}{'arguments':>11}{'largest error':>15}{'nearest':>10}{'judged':>9}{'oracle off':>12}   time")
    for case in known:
        if given.names and case.name not in given.names:
            continue
        share = sum(other.name == case.name for other in known)
        one = measured(case, max(1, given.times // share))
        where = ", ".join(f"{x:.17g}" for x in one.at)
        print(f"{case.name:<10}{case.range:<24}{one.count:>11,}{one.largest:>11.4f} ulp{one.nearest / one.count:>10.4%}{one.judged:>9,}"
              f"{one.apart:>12.1e}   {times_of(case, case.many)}   (largest at {where})", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
