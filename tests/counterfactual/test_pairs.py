"""Pairs: what both arms share, where they part."""

from __future__ import annotations

import numpy as np
import pytest

from sim.counterfactual.pairs import BASELINE, Runner, plan_branches
from sim.pack import Country, load_pack
from sim.runs.ensemble import DrawnValues, begin_block, run_months


@pytest.fixture(scope="module", params=["demo", "korea-1945"])
def country(request: pytest.FixtureRequest) -> Country:
    return load_pack(request.param)


def test_every_branch_lived_from_its_fork_is_the_branch_lived_from_the_start(country: Country) -> None:
    plans = plan_branches(country)
    worlds = range(0, 3)
    draws = DrawnValues.of(country, 5, worlds, False)
    parts = Runner(country, plans, 5, worlds, False).run()
    for plan in plans:
        block = begin_block(plan.scenario, 5, worlds, draws, fixed=False)
        run_months(block, 0, country.months)
        from sim.world.outcome import Runs, classify

        runs = Runs(block, plan.date or 0, country.first_month)
        for name, holds in classify(runs).items():
            assert np.array_equal(holds, parts[plan.id].outcomes[name]), (plan.id, name)


def test_a_control_branch_parts_from_nothing(country: Country) -> None:
    plans = plan_branches(country)
    parts = Runner(country, plans, 2, range(4), True).run()
    first = next(k for k, faction in enumerate(country.factions) if faction.key == country.first_ruler)
    control = [plan for plan in plans if plan.route == "start" and plan.winner == first]
    for plan in control:
        assert (parts[plan.id].divergence == country.months).all()


def test_changed_worlds_part_at_the_fork_or_later(country: Country) -> None:
    plans = plan_branches(country)
    parts = Runner(country, plans, 2, range(6), False).run()
    for plan in plans:
        if plan.id != BASELINE:
            divergence = parts[plan.id].divergence
            assert divergence is not None
            assert (divergence >= plan.fork).all()
