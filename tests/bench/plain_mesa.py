"""A plain Mesa model of the shape of the project's, to measure its speed against: `python -m tests.bench.plain_mesa`.

Same agents, same order of the month, the same choices in number and kind; formulas are shortened and every number is made up. Written as a
Mesa user would write it, with what is free to gain: plain lists of agents that never change, terms common to all cadres found once a month.
It leaves out what a reader of the project gets besides: addressed luck, terms and chances of every decision, interventions, traits drawn anew.
"""

from __future__ import annotations

import time
from inspect import signature
from statistics import median
from typing import Any

from mesa.batchrunner import batch_run

from tests.bench.plain_mesa_country import CADRES, MONTHS, Country


def run(seed: int, cadres: int = CADRES, months: int = MONTHS) -> Country:
    """One world to its end."""
    model = Country(cadres, months, seed=seed)
    model.run_model()
    return model


def batch(seeds: list[int], processes: int, cadres: int = CADRES, months: int = MONTHS) -> list[dict[str, Any]]:
    """The last month of many worlds, by Mesa's own batch runner; from 3.4 on it takes the seeds by themselves."""
    settings: dict[str, Any] = {"cadres": cadres, "months": months}
    how: dict[str, Any] = {"number_processes": processes, "max_steps": months, "display_progress": False}
    if "rng" in signature(batch_run).parameters:
        return batch_run(Country, settings, rng=seeds, **how)
    return batch_run(Country, {**settings, "seed": seeds}, **how)


def main() -> None:
    """Print seconds a world as lived, and months of worlds a second, in one process and in two."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        lived = [run(seed).month for seed in range(1, 11)]
        found.append(time.perf_counter() - start)
    one = median(found)
    start = time.perf_counter()
    months = [row["month"] + 1 for row in batch(list(range(1, 41)), 2)]
    two = time.perf_counter() - start
    print(f"one process    {one / len(lived):8.3f} s a world, {sum(lived) / one:8.0f} months a second   (median of 3 times {len(lived)} worlds)")
    print(f"two processes  {two / len(months):8.3f} s a world, {sum(months) / two:8.0f} months a second   ({len(months)} worlds, start of processes included)")
    print(f"months lived a world {sum(months) / len(months):6.1f} of {MONTHS}")


if __name__ == "__main__":
    main()
