"""Scenario files as plans: the worlds a sentence is held against, and one branch for each way in which its antecedent comes about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from sim.counterfactual.pairs import BASELINE, Plan, Window, date_of, plan_change
from sim.pack import Arm, Country, InputError, ScenarioFile
from sim.pack.build.scenarios import REFERENCE, ruler_asked
from sim.pack.country.dates import month_text
from sim.pack.country.errors import unknown_name
from sim.pack.country.modal import MODALS
from sim.world.build import compile_scenario
from sim.world.do import Changes, read_do, together
from sim.world.outcome import ASKED_ONLY, OUTCOMES, Bools, Outcome, Runs, ruler_in

ASKED: Final = "asked"
"""Name of what a sentence asks as a whole, all its outcomes put together."""


def find_scenario(country: Country, name: str) -> ScenarioFile:
    """The scenario of that id. `InputError` with the nearest if there is none."""
    found = next((one for one in country.scenarios if one.id == name.strip()), None)
    if found is None:
        raise unknown_name(None, "scenario", name, [one.id for one in country.scenarios])
    return found


def plan_scenario(country: Country, scenario: ScenarioFile, do: Changes = ()) -> list[Plan]:
    """Plans of a scenario: first the worlds it is held against, then its arms; `do` is put under all of them.

    Raises:
        InputError: a change of the file is not one of the pack's, or contradicts `do`, or acts after the months asked about begin.
    """
    reference = _read(country, scenario, scenario.reference, "its reference")
    root = compile_scenario(country, _together(country, scenario, reference, do))
    asked = outcomes_asked(country, scenario)
    plans = [Plan(REFERENCE if scenario.reference else BASELINE, root, None, None, None, None, asked=asked)]
    for arm in scenario.arms:
        own = _read(country, scenario, arm.do, f"arm {arm.id}")
        date = date_of(country, own)
        _check_window(country, scenario, arm, date)
        compiled = compile_scenario(country, _together(country, scenario, own, do))
        plans.append(plan_change(country, arm.id, own, compiled, plans[0], Window(scenario.first, scenario.last)))
    return plans


def problems_of(country: Country, scenario: ScenarioFile) -> list[InputError]:
    """What is wrong with the changes of a scenario file; its form was checked when it was read."""
    try:
        plan_scenario(country, scenario)
    except InputError as error:
        return [error]
    return []


def outcomes_asked(country: Country, scenario: ScenarioFile) -> tuple[Outcome, ...]:
    """Outcomes that have to be counted besides the usual ones: those only scenarios name, and what the sentence asks as a whole."""
    usual = {outcome.name: outcome for outcome in OUTCOMES}
    own = {name: usual[name] if name in usual else _named(country, name) for name in scenario.outcomes}
    more = [outcome for name, outcome in own.items() if name not in usual]
    if not own or scenario.together == "unweighed":
        return tuple(more)
    put_together: Callable[..., Bools] = np.logical_and.reduce if scenario.together == "all" else np.logical_or.reduce

    def holds(runs: Runs) -> Bools:
        return np.asarray(put_together([np.asarray(outcome.holds(runs), dtype=bool) for outcome in own.values()]))

    return (*more, Outcome(ASKED, holds, "world"))


def _named(country: Country, name: str) -> Outcome:
    """An outcome that only scenarios name."""
    asked = ruler_asked(name)
    if asked is None:
        return next(outcome for outcome in ASKED_ONLY if outcome.name == name)
    year, faction = asked
    number = country.numbers[faction]
    return Outcome(name, lambda runs: ruler_in(runs, year * 12 + 11 - runs.first_month) == number, "world")


def _read(country: Country, scenario: ScenarioFile, texts: Sequence[str], what: str) -> Changes:
    try:
        return read_do(country, texts)
    except InputError as error:
        raise error.at(scenario.place, f"scenario {scenario.id}, {what}: ") from None


def _together(country: Country, scenario: ScenarioFile, own: Changes, do: Changes) -> Changes:
    """The changes of the scenario with those given besides."""
    try:
        return together(country, do, own)
    except InputError as error:
        allowed = f"changes that leave alone what the scenario changes: {', '.join(one.text for one in own)}"
        raise InputError(
            None, f"do contradicts scenario {scenario.id}: {error.problem}", kind="contradiction",
            found=", ".join(one.text for one in do), allowed=allowed,
        ) from None


def _check_window(country: Country, scenario: ScenarioFile, arm: Arm, date: int | None) -> None:
    """What is asked about lies in the month of the change or later."""
    changed = 0 if date is None else date
    for name, month in (("from", scenario.first), ("until", scenario.last)):
        if month is not None and month < changed:
            found, allowed = month_text(country.first_month + month), f"{month_text(country.first_month + changed)} or later"
            raise InputError(
                scenario.place, f"scenario {scenario.id}, arm {arm.id}: {name} before the change", kind="contradiction", found=found, allowed=allowed
            )


def scenario_dict(country: Country, scenario: ScenarioFile) -> dict[str, Any]:
    """A scenario file as plain data."""
    def month(index: int | None) -> str | None:
        return None if index is None else month_text(country.first_month + index)

    arms = [{"id": arm.id, "label": None if arm.label is None else dict(arm.label), "do": list(arm.do)} for arm in scenario.arms]
    return {
        "id": scenario.id, "title": dict(scenario.title), "sentence": dict(scenario.sentence), "modal": scenario.modal,
        "asks": MODALS[scenario.modal].asks, "bar": MODALS[scenario.modal].bar, "compares": scenario.compares,
        "do": list(scenario.arms[0].do) if len(arms) == 1 else [], "arms": arms, "outcomes": list(scenario.outcomes),
        "together": scenario.together or None, "window": [month(scenario.first), month(scenario.last)], "reference": list(scenario.reference),
        "claim": "; ".join(scenario.claims), "lacks": dict(scenario.lacks),
    }  # fmt: skip
