"""The branches of a batch as trees of plans: each tree is simulated together, and forks share the months before them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import lru_cache

from sim.batch.plan.description import Batch, OwnBranch
from sim.batch.plan.design import Cell
from sim.counterfactual.pairs import BASELINE, Plan, plan_branches, plan_change
from sim.counterfactual.scenarios import find_scenario, plan_scenario
from sim.pack import Argument, Country, InputError
from sim.pack.build.scenarios import REFERENCE
from sim.pack.country.dates import month_text
from sim.world.build import compile_scenario
from sim.world.do import Changes, read_do, together

Trees = tuple[tuple[Plan, ...], ...]


def switch_texts(cell: Cell) -> tuple[str, ...]:
    """The switches of a cell as interventions."""
    return tuple(f"{name}={option}" for name, option in cell.switches.items())


def trees_of(
    country: Country, do: Changes, branches: Sequence[str], own: Sequence[OwnBranch], scenarios: Sequence[str], last: int | None
) -> Trees:  # fmt: skip
    """The trees of branches; the first begins with the model left alone. Branches of the pack that contradict `do` are missing.

    Raises:
        InputError: a branch of its own or a scenario contradicts `do`, or counts nothing by the last month.
    """
    main = {plan.id: plan for plan in plan_branches(country, do, branches)}
    for one in own:
        main[one.id] = _own(country, one, do, main)
    others: list[tuple[Plan, ...]] = []
    for name in scenarios:
        root, *arms = plan_scenario(country, find_scenario(country, name), do)
        apart = root.id == REFERENCE
        before = f"{name}.{REFERENCE}" if apart else BASELINE
        renamed = [dataclasses.replace(arm, id=f"{name}.{arm.id}", reference=before) for arm in arms]
        if apart:
            others.append((dataclasses.replace(root, id=before), *renamed))
        else:
            main.update({plan.id: plan for plan in renamed})
    return tuple(tuple(_until(country, plan, last) for plan in tree) for tree in (tuple(main.values()), *others))


def _own(country: Country, one: OwnBranch, do: Changes, known: dict[str, Plan]) -> Plan:
    if one.reference not in known:
        raise InputError(one.place, f"branch {one.id}: its reference contradicts what is put under all", kind="contradiction", found=one.reference)
    own = read_do(country, one.do)
    try:
        changes = together(country, do, own)
    except InputError as error:
        raise error.at(one.place, f"branch {one.id}: ") from None
    return plan_change(country, one.id, own, compile_scenario(country, changes), known[one.reference])


def _until(country: Country, plan: Plan, last: int | None) -> Plan:
    """The plan, counting to the last month that is simulated."""
    if last is None:
        return plan
    if plan.since > last:
        found, allowed = (month_text(country.first_month + month) for month in (last, plan.since))
        raise InputError(
            Argument("until"), f"branch {plan.id} counts from a month that is not simulated", kind="range", found=found, allowed=f"{allowed} or later"
        )
    return dataclasses.replace(plan, last=last if plan.last is None else min(plan.last, last))


@lru_cache(maxsize=256)
def trees(batch: Batch, switches: tuple[str, ...]) -> Trees:
    """The trees of a batch under the switches of a cell."""
    do = read_do(batch.country, [*batch.do, *switches])
    return trees_of(batch.country, do, batch.branches, batch.own, batch.scenarios, batch.last)


def contradicting(country: Country, do: Changes, branches: Sequence[str]) -> list[str]:
    """Branches of the pack that can't be simulated under `do`, and those compared with them."""
    planned = {plan.id for plan in plan_branches(country, do, branches)}
    return [name for name in branches if name not in planned]
