"""How often intervals hold what they promise: `python -m tests.bench.coverage [PACK] [--seeds 200] [--worlds 200] [--branches ID ...]`.

The same question is asked with many seeds. What a long run would say is taken from all of them together; each seed's 95 % intervals should hold
it in about 95 % of seeds, for every outcome that is neither rare nor sure.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict

import numpy as np

import sim
from sim.counterfactual.answer import BranchAnswer
from sim.pack import Country
from sim.report.directions import directions
from sim.report.headline import by_size
from tests.bench.measure import machine

KINDS = {"share": ("share", "low", "high"), "difference": ("difference", "difference_low", "difference_high")}


def subjects(country: Country, branch: BranchAnswer) -> tuple[str, ...]:
    """What a headline names first each way."""
    more, less = by_size(branch, directions(country, branch))
    return (*(f"+{name}" for name in more[:1]), *(f"-{name}" for name in less[:1]))


def asked(
    pack: str, branches: list[str] | None, seeds: int, worlds: int, told: dict[str, Counter[tuple[str, ...]]]
) -> dict[tuple[str, str, str], np.ndarray]:  # fmt: skip
    """Value and bounds by seed, (seeds, 3), for every kind, branch and outcome; what headlines said is counted in `told`."""
    country, found = sim.load_pack(pack), defaultdict(list)
    for seed in range(1, seeds + 1):
        for branch in sim.compare(country, worlds=worlds, seed=seed, branches=branches).branches:
            for outcome, cell in branch.outcomes.items():
                for kind, names in KINDS.items():
                    if getattr(cell, names[0], None) is not None:
                        found[kind, branch.id, outcome].append([getattr(cell, name) for name in names])
            if branch.reference is not None:
                told[branch.id][subjects(country, branch)] += 1
        print(f"\r{seed} of {seeds} seeds", end="", file=sys.stderr, flush=True)
    print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    return {key: np.array(rows) for key, rows in found.items() if len(rows) == seeds}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.coverage", description=__doc__)
    parser.add_argument("pack", nargs="?", default="korea-1945")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--branches", nargs="*", default=None, help="those of the first screen by default; `all` is every one")
    given = parser.parse_args()
    start = time.monotonic()
    told: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    named = given.branches or [branch.id for branch in sim.load_pack(given.pack).branches if branch.headline]
    found = asked(given.pack, None if named == ["all"] else named, given.seeds, given.worlds, told)
    print(machine())
    print(f"{given.pack}, {given.seeds} seeds of {given.worlds} pairs, {time.monotonic() - start:.0f} s; cells with a share of .05 to .95 in the long run")
    print(f"  {'':<12}{'cells':>6}{'covered':>10}{'lowest':>9}{'below .90':>11}{'mean width':>12}")
    for kind in KINDS:
        rows = []
        for (which, branch, outcome), values in found.items():
            truth, level = values[:, 0].mean(), found["share", branch, outcome][:, 0].mean()
            if which == kind and 0.05 <= level <= 0.95:
                rows.append((float(((values[:, 1] <= truth) & (truth <= values[:, 2])).mean()), float((values[:, 2] - values[:, 1]).mean()), branch, outcome))
        rows.sort()
        covered = [row[0] for row in rows]
        print(f"  {kind:<12}{len(rows):>6}{np.mean(covered):>10.3f}{covered[0]:>9.3f}{sum(one < 0.9 for one in covered):>11}{np.mean([row[1] for row in rows]):>12.3f}")
        for share, width, branch, outcome in rows[:3]:
            print(f"      {share:.3f}  width {width:.3f}  {branch}  {outcome}")
    print("  what the headline names first, each way, and in how many seeds")
    for branch, counts in told.items():
        print(f"    {branch}: " + "; ".join(f"{' '.join(names) or 'nothing'} {n}" for names, n in counts.most_common(4)))


if __name__ == "__main__":
    main()
