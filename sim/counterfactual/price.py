"""The price of a change: how rarely the model left alone brings the same group to the top post by itself.

It is counted over worlds of its own, always as many, the first of the seed. Were it counted over the pairs of an answer, what two hundred pairs
call possible two thousand could call a miracle: of n worlds in which something never came, the estimate is one in 2 (n + 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.counterfactual.estimate import surprise
from sim.counterfactual.pairs import Plan, ended_before
from sim.pack import Country
from sim.runs.ensemble import DrawnValues, begin_block, blocks_of, in_threads, run_months
from sim.world.state import Array

PRICED: Final = 512
"""Worlds left alone over which a price is counted: the fewest in which never is dearer than the dearest that is judged (10 bits)."""


def prices(country: Country, plans: Sequence[Plan], seed: int, *, fixed: bool, workers: int | None) -> dict[str, float]:
    """Price in bits of each plan that sets a ruler: -log2((n + .5) / (N + 1)), n the worlds of its reference, of the N that have not ended by then,
    in which the group rules in the month of the change by itself (Krichevsky and Trofimov 1981)."""
    found: dict[str, float] = {}
    for reference in plans:
        asked = [plan for plan in plans if plan.reference == reference.id and plan.winner is not None]
        if asked:
            counts = _counts(country, reference, asked, seed, fixed, workers)
            found |= {plan.id: surprise(int(n), int(total)) for plan, (n, total) in zip(asked, counts, strict=True)}
    return found


def _counts(country: Country, reference: Plan, asked: Sequence[Plan], seed: int, fixed: bool, workers: int | None) -> Array:
    """(plans, 2) worlds in which the group rules at the date, and all that have not ended by then."""
    stop = max(plan.date or 0 for plan in asked) + 1

    def task(worlds: range) -> Array:
        block = begin_block(reference.scenario, seed, worlds, DrawnValues.of(country, seed, worlds, fixed), fixed=fixed)
        run_months(block, 0, stop)
        rows = []
        for plan in asked:
            stay = ~ended_before(block, plan.date or 0)
            rows.append(((stay & (block.months["ruler"][:, plan.date or 0] == plan.winner)).sum(), stay.sum()))
        return np.array(rows)

    return np.asarray(sum(in_threads(task, blocks_of(PRICED), workers)))
