"""The main job: the model left alone beside the model changed, branch by branch."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sim.counterfactual.answer import Answer, AskedShare, BranchAnswer, Typical
from sim.counterfactual.attribution import Attribution, Standing, attribution_of, joined, standing_of
from sim.counterfactual.estimate import PairCounts, by_group
from sim.counterfactual.pairs import BASELINE, PairBlock, Plan, Runner, placebo_id, plan_branches, plan_placebos, plan_what_if
from sim.counterfactual.price import PRICED, prices
from sim.counterfactual.scenarios import ASKED, find_scenario, plan_scenario
from sim.counterfactual.shares import PairedShare, paired_share, rounded, share_of
from sim.pack import Country
from sim.pack.country.dates import month_text
from sim.pack.country.errors import unknown_name
from sim.runs.ensemble import Progress, blocks_of, in_threads
from sim.world.bounds import BOUNDS, texts_of, whole, workers_of
from sim.world.do import Asked, read_do
from sim.world.draws import GROUP, draw_of
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.state import Array
from sim.world.token import make_token


def _join(parts: Sequence[PairBlock], pick: Any) -> Array:
    return np.concatenate([pick(part) for part in parts])


def _month(country: Country, index: float | None) -> str | None:
    if index is None or not 0 <= index < country.months:
        return None
    return month_text(country.first_month + int(index))


def _rulers(country: Country, parts: Sequence[PairBlock], keep: Array) -> dict[str, dict[str, float | None]]:
    found = {}
    for year in RULER_YEARS:
        who = _join(parts, lambda part, name=f"ruler_{year}": part.rulers[name])[keep]
        if (who >= 0).any():
            found[f"ruler_{year}"] = {faction.key: rounded(float((who == k).mean())) for k, faction in enumerate(country.factions)}
    return found


def _described(country: Country, plan: Plan, parts: Sequence[PairBlock], keep: Array, seed: int, fixed: bool) -> dict[str, Any]:
    """What every branch has."""
    texts = tuple(plan.scenario.texts)
    return {
        "id": plan.id, "winner": None if plan.winner is None else country.factions[plan.winner].key, "route": plan.route,
        "date": _month(country, plan.date), "do": plan.own, "token": make_token(country, seed, 0, draw_of(0, fixed), texts),
        "typical": _typical(country, plan, parts, keep, seed, fixed), "rulers": _rulers(country, parts, keep),
    }  # fmt: skip


def _baseline(country: Country, plan: Plan, parts: Sequence[PairBlock], groups: Array, seed: int, fixed: bool) -> BranchAnswer:
    everything = np.ones(len(groups), bool)
    outcomes = {o.name: share_of(*by_group(_join(parts, lambda part, name=o.name: part.outcomes[name]), groups)) for o in OUTCOMES}
    return BranchAnswer(**_described(country, plan, parts, everything, seed, fixed), outcomes=outcomes)


def _asked(plan: Plan, parts: Sequence[PairBlock], keep: Array, groups: Array) -> AskedShare | None:
    """What a sentence asks as a whole, with the pairs by draw."""
    if ASKED not in [outcome.name for outcome in plan.asked]:
        return None
    changed, reference = (_join(parts, lambda part, arm=arm: getattr(part, arm)[ASKED])[keep] for arm in ("outcomes", "reference"))
    rows = tuple(tuple(int(n) for n in row) for row in np.stack(PairCounts.of(changed, reference, groups[keep]), axis=1))
    return AskedShare(**_outcome(parts, ASKED, keep, groups).as_dict(), draws=rows)


def _outcome(parts: Sequence[PairBlock], name: str, keep: Array, groups: Array) -> PairedShare:
    changed = _join(parts, lambda part: part.outcomes[name])[keep]
    reference = _join(parts, lambda part: part.reference[name])[keep]
    return paired_share(PairCounts.of(changed, reference, groups[keep]))


def _typical(country: Country, plan: Plan, parts: Sequence[PairBlock], keep: Array, seed: int, fixed: bool) -> Typical | None:
    """The pair that shares most outcomes, of both its worlds, with most pairs; the first of equals. None where no pair is left."""
    if not keep.any():
        return None
    arms = ("outcomes",) if plan.reference is None else ("outcomes", "reference")
    holds = np.stack([_join(parts, lambda part, arm=arm, name=o.name: getattr(part, arm)[name]) for arm in arms for o in OUTCOMES], axis=1)
    usual = holds[keep].mean(axis=0) >= 1 / 2
    shared = np.where(keep, (holds == usual).sum(axis=1), -1)
    world = int(shared.argmax())
    return Typical(world, make_token(country, seed, world, draw_of(world, fixed), tuple(plan.scenario.texts)))


def _attributed(plan: Plan, parts: Sequence[PairBlock], keep: Array) -> tuple[dict[str, Attribution], Standing | None]:
    """Under whose rule each outcome came, and how the winner stood; nothing where the change names no group."""
    offices = [part.office for part in parts if part.office is not None]
    if len(offices) < len(parts):
        return {}, None
    office = joined(offices)
    holds = {o.name: _join(parts, lambda part, name=o.name: part.outcomes[name]) for o in (*OUTCOMES, *plan.asked)}
    found = {o.name: attribution_of(o, office, holds[o.name], keep) for o in (*OUTCOMES, *plan.asked) if o.name != ASKED}
    return found, standing_of(office, keep)


def _placebo(parts: Sequence[PairBlock], groups: Array) -> dict[str, PairedShare]:
    """Outcomes of the handover inside the group in office; none without its parts."""
    if not parts:
        return {}
    keep = ~_join(parts, lambda part: part.dropped)
    return {o.name: _outcome(parts, o.name, keep, groups) for o in OUTCOMES}


def _changed(
    country: Country, plan: Plan, parts: Sequence[PairBlock], placebo: Sequence[PairBlock], groups: Array, seed: int, fixed: bool,
    price: float | None,
) -> BranchAnswer:  # fmt: skip
    dropped = _join(parts, lambda part: part.dropped)
    applicable = _join(parts, lambda part: part.applicable)
    stay = ~dropped
    keep = stay & applicable
    years = _join(parts, lambda part: part.ruler_months)[keep] / 12.0
    attributed, standing = _attributed(plan, parts, keep)
    divergence, aligned = (_join(parts, lambda part, name=name: getattr(part, name))[keep] for name in ("divergence", "aligned"))
    return BranchAnswer(
        **_described(country, plan, parts, keep, seed, fixed), reference=plan.reference, dropped=int(dropped.sum()),
        applicable=rounded(float(applicable[stay].mean()) if stay.any() else math.nan),
        price_bits=None if price is None else rounded(price), price_worlds=None if price is None else PRICED,
        outcomes={o.name: _outcome(parts, o.name, keep, groups) for o in (*OUTCOMES, *plan.asked) if o.name != ASKED},
        asked=_asked(plan, parts, keep, groups),
        ruler_years={f.key: rounded(float(years[:, k].mean()) if len(years) else math.nan) for k, f in enumerate(country.factions)},
        parting=_month(country, _lower_median(divergence)), aligned_until=_month(country, _lower_median(aligned)),
        attributed=attributed, standing=standing, placebo=_placebo(placebo, groups),
    )  # fmt: skip


def _lower_median(values: Array) -> float | None:
    return float(np.sort(values)[(len(values) - 1) // 2]) if len(values) else None


def compare(
    country: Country, worlds: int = 200, seed: int = 1, do: Asked = (), *, fixed: bool = False, workers: int | None = None,
    branches: str | Iterable[str] | None = None, scenario: str | None = None, what_if: Asked = (), progress: Progress | None = None,
) -> Answer:  # fmt: skip
    """Compare the model left alone with each branch of the pack, over pairs of worlds that share their luck.

    Args:
        worlds: pairs a branch, at most 100,000 (a batch takes more); each two draw their own parameter values and traits.
        seed: which luck and which draws.
        do: interventions, or one alone, put under all branches, the model left alone included.
        fixed: starting values for all.
        workers: threads; the answer does not depend on it.
        branches: ids of branches, with the references they need; all by default.
        scenario: id of a scenario file, whose arms are compared instead of branches.
        what_if: interventions of one change of the asker's own, which is compared instead of branches.

    Raises:
        InputError: a number is outside its bounds (`sim.world.bounds`), an intervention, a branch or a scenario is not one of the pack, or `do`
            contradicts the scenario or the change.

    Example:
        >>> import sim
        >>> answer = sim.compare(sim.load_pack("demo"), worlds=10, seed=5)
        >>> answer.branches[0].id
        'baseline'
    """
    worlds, seed, workers = whole("worlds", worlds, BOUNDS["pairs"]), whole("seed", seed), workers_of(workers)
    in_all, own = read_do(country, do), read_do(country, what_if, "what_if")
    if scenario is not None:
        asked = find_scenario(country, scenario)
        plans = plan_scenario(country, asked, in_all)
        found = _branches(country, plans, worlds, seed, fixed, workers, progress) if asked.outcomes else []
        return Answer(country, worlds, seed, fixed, tuple(one.text for one in in_all), tuple(found), scenario=asked)
    if what_if:
        plans = plan_what_if(country, own, in_all)
        found = _branches(country, plans, worlds, seed, fixed, workers, progress)
        return Answer(country, worlds, seed, fixed, tuple(plans[0].scenario.texts), tuple(found))
    named = None if branches is None else texts_of("branches", branches, "the id of a branch")
    wanted = [branch.id for branch in country.branches] if named is None else with_references(country, named)
    plans = plan_branches(country, in_all, wanted)
    found = _branches(country, plans, worlds, seed, fixed, workers, progress)
    planned = {plan.id for plan in plans}
    left_out = tuple(name for name in wanted if name not in planned)
    return Answer(country, worlds, seed, fixed, tuple(plans[0].scenario.texts), tuple(found), left_out)


def _branches(
    country: Country, plans: Sequence[Plan], worlds: int, seed: int, fixed: bool, workers: int | None, progress: Progress | None
) -> list[BranchAnswer]:  # fmt: skip
    """Simulate all pairs of all plans, with their placebos, and describe each plan."""
    placebos = plan_placebos(country, plans, plans[0].scenario.do)
    priced = prices(country, plans, seed, fixed=fixed, workers=workers)

    def task(part: range) -> dict[str, PairBlock]:
        return Runner(country, [*plans, *placebos], seed, part, fixed, attributed=True).run()

    results = list(in_threads(task, blocks_of(worlds), workers, progress))
    groups = np.arange(worlds) // (1 if fixed else GROUP)  # with starting values for all, every world stands for itself
    found = []
    for plan in plans:
        parts = [result[plan.id] for result in results]
        if plan.reference is None:
            found.append(_baseline(country, plan, parts, groups, seed, fixed))
        else:
            name = placebo_id(plan)
            placebo = [result[name] for result in results if name in result]
            found.append(_changed(country, plan, parts, placebo, groups, seed, fixed, priced.get(plan.id)))
    return found


def with_references(country: Country, wanted: Sequence[str]) -> list[str]:
    """Ids of branches and of all their references.

    Raises:
        InputError: a branch that the country has not.
    """
    by_id = {branch.id: branch for branch in country.branches}
    found: list[str] = []
    for name in wanted:
        while name != BASELINE and name not in found:
            if name not in by_id:
                raise unknown_name(None, "branch", name, [BASELINE, *by_id])
            found.append(name)
            name = by_id[name].reference
    return found
