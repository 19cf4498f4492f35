"""The main job: the model left alone beside the model changed, branch by branch."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np

from sim.counterfactual.estimate import Draws, by_group
from sim.counterfactual.pairs import BASELINE, Part, Plan, Runner, plan_branches, plan_what_if
from sim.counterfactual.price import PRICED, prices
from sim.counterfactual.scenarios import ASKED, find_scenario, plan_scenario, scenario_dict
from sim.counterfactual.shares import Cell, pair_cell, rounded, share_cell
from sim.counterfactual.verdict import Verdict, judge
from sim.locale import say
from sim.pack import Country, ScenarioFile
from sim.pack.dates import month_text
from sim.pack.errors import unknown_name
from sim.pack.notebook import html_table
from sim.runs.ensemble import GROUP, Progress, blocks_of, draw_of, in_threads
from sim.world.bounds import BOUNDS, texts_of, whole, workers_of
from sim.world.do import Asked, read_do
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.state import Array
from sim.world.token import make_token

SCHEMA: Final = 1
CAVEATS: Final = ("not_fitted", "levels", "war_ends", "horizon", "assumptions")


@dataclass(frozen=True)
class Answer:
    """The answer of a comparison.

    Attributes:
        branches: one dictionary a branch, as in the JSON.
        left_out: ids of branches that contradict `do`.
        caveats: keys of sentences about what the answer can't say.
        scenario: the sentence that was asked, if one was; the branches are then its reference and its arms.
    """

    country: Country
    worlds: int
    seed: int
    fixed: bool
    do: tuple[str, ...]
    branches: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...] = ()
    caveats: tuple[str, ...] = CAVEATS
    scenario: ScenarioFile | None = None

    def __repr__(self) -> str:
        """One line: the whole is a book."""
        do = f", do={list(self.do)}" if self.do else ""
        return f"Answer({self.country.id!r}: {len(self.branches)} branches, worlds={self.worlds}, seed={self.seed}{do})"

    def _repr_html_(self) -> str:
        names = ", ".join(branch["id"] for branch in self.branches)
        rows = [("worlds a branch", self.worlds), ("seed", self.seed), ("changed in all", ", ".join(self.do) or "nothing"), ("branches", names)]
        return html_table(f"Comparison: {self.country.title['en']}", rows)

    def branch(self, name: str) -> dict[str, Any]:
        """A branch by its id."""
        return next(branch for branch in self.branches if branch["id"] == name)

    def sentences(self, lang: str) -> list[str]:
        """What the answer can't say, in sentences."""
        found = [say(lang, f"caveat.{key}") for key in self.caveats]
        return [*found, say(lang, "caveat.left_out", names=", ".join(self.left_out))] if self.left_out else found

    @property
    def verdict(self) -> Verdict | None:
        """What the answer says of its scenario's sentence."""
        if self.scenario is None:
            return None
        return judge(self.scenario, self.branches, fixed=self.fixed, fitted="not_fitted" not in self.caveats)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data (schema 1)."""
        country = self.country
        last = country.first_month + country.months - 1
        verdict = self.verdict
        asked = {} if self.scenario is None or verdict is None else {"scenario": scenario_dict(country, self.scenario), "verdict": verdict.as_dict()}
        return {
            "schema": SCHEMA, "command": "compare", "pack": country.identity,
            "worlds": self.worlds, "seed": self.seed, "fixed": self.fixed, "do": list(self.do),
            "horizon": [month_text(country.first_month), month_text(last)], **asked, "branches": list(self.branches),
            "caveats": self.sentences("en"),
        }  # fmt: skip

    def report(self, path: str, lang: str = "en") -> None:
        """Write the answer as one HTML file that can be read, printed and sent.

        Raises:
            InputError: the file can't be written; what was there before stays.
        """
        # Reports stand on answers, so they are looked up only when one is asked for.
        import_module("sim.report.html.write").write_report(self, path, lang)

    def to_json(self) -> str:
        """The answer as JSON text; the same bytes for the same question."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)


def _join(parts: Sequence[Part], pick: Any) -> Array:
    return np.concatenate([pick(part) for part in parts])


def _month(country: Country, index: float | None) -> str | None:
    if index is None or not 0 <= index < country.months:
        return None
    return month_text(country.first_month + int(index))


def _rulers(country: Country, parts: Sequence[Part], keep: Array) -> dict[str, dict[str, float | None]]:
    found = {}
    for year in RULER_YEARS:
        who = _join(parts, lambda part, name=f"ruler_{year}": part.rulers[name])[keep]
        if (who >= 0).any():
            found[f"ruler_{year}"] = {faction.key: rounded(float((who == k).mean())) for k, faction in enumerate(country.factions)}
    return found


def _describe(country: Country, plan: Plan, seed: int, fixed: bool) -> dict[str, Any]:
    texts = tuple(plan.scenario.texts)
    return {
        "id": plan.id, "winner": None if plan.winner is None else country.factions[plan.winner].key, "route": plan.route,
        "date": _month(country, plan.date), "do": list(plan.own), "token": make_token(country, seed, 0, draw_of(0, fixed), texts),
    }  # fmt: skip


def _baseline(country: Country, plan: Plan, parts: Sequence[Part], groups: Array, seed: int, fixed: bool) -> dict[str, Any]:
    everything = np.ones(len(groups), bool)
    outcomes = {o.name: share_cell(*by_group(_join(parts, lambda part, name=o.name: part.outcomes[name]), groups)) for o in OUTCOMES}
    typical = _typical(country, plan, parts, everything, seed, fixed)
    return {**_describe(country, plan, seed, fixed), "typical": typical, "outcomes": outcomes, "rulers": _rulers(country, parts, everything)}


def _asked(plan: Plan, parts: Sequence[Part], keep: Array, groups: Array) -> dict[str, Any]:
    """What a sentence asks as a whole, with the pairs by draw: [pairs, it comes with the change, it comes without, it comes in both]."""
    if ASKED not in [outcome.name for outcome in plan.asked]:
        return {}
    changed, reference = (_join(parts, lambda part, arm=arm: getattr(part, arm)[ASKED])[keep] for arm in ("outcomes", "reference"))
    counts = [by_group(holds, groups[keep]) for holds in (changed, reference, changed & reference)]
    rows = [[int(n) for n in row] for row in np.stack([counts[0][1], *(found for found, _ in counts)], axis=1)]
    return {"asked": {**_outcome(parts, ASKED, keep, groups), "draws": rows}}


def _outcome(parts: Sequence[Part], name: str, keep: Array, groups: Array) -> Cell:
    changed = _join(parts, lambda part: part.outcomes[name])[keep]
    reference = _join(parts, lambda part: part.reference[name])[keep]
    counts, sizes = by_group(changed, groups[keep])
    others, both = (by_group(holds, groups[keep])[0] for holds in (reference, changed & reference))
    return pair_cell(Draws(sizes, counts, others, both))


def _typical(country: Country, plan: Plan, parts: Sequence[Part], keep: Array, seed: int, fixed: bool) -> dict[str, Any] | None:
    """The pair that shares most outcomes, of both its worlds, with most pairs; the first of equals. None where no pair is left."""
    if not keep.any():
        return None
    arms = ("outcomes",) if plan.reference is None else ("outcomes", "reference")
    holds = np.stack([_join(parts, lambda part, arm=arm, name=o.name: getattr(part, arm)[name]) for arm in arms for o in OUTCOMES], axis=1)
    usual = holds[keep].mean(axis=0) >= 1 / 2
    shared = np.where(keep, (holds == usual).sum(axis=1), -1)
    world = int(shared.argmax())
    return {"world": world, "token": make_token(country, seed, world, draw_of(world, fixed), tuple(plan.scenario.texts))}


def _changed(country: Country, plan: Plan, parts: Sequence[Part], groups: Array, seed: int, fixed: bool, price: float | None) -> dict[str, Any]:
    dropped = _join(parts, lambda part: part.dropped)
    applicable = _join(parts, lambda part: part.applicable)
    stay = ~dropped
    keep = stay & applicable
    years = _join(parts, lambda part: part.ruler_months)[keep] / 12.0
    divergence, aligned = (_join(parts, lambda part, name=name: getattr(part, name))[keep] for name in ("divergence", "aligned"))
    return {
        **_describe(country, plan, seed, fixed), "typical": _typical(country, plan, parts, keep, seed, fixed),
        "applicable": rounded(float(applicable[stay].mean()) if stay.any() else math.nan), "reference": plan.reference,
        "dropped": int(dropped.sum()),
        "price_bits": None if price is None else rounded(price), "price_worlds": None if price is None else PRICED,
        "outcomes": {o.name: _outcome(parts, o.name, keep, groups) for o in (*OUTCOMES, *plan.asked) if o.name != ASKED},
        **_asked(plan, parts, keep, groups),
        "rulers": _rulers(country, parts, keep),
        "ruler_years": {f.key: rounded(float(years[:, k].mean()) if len(years) else math.nan) for k, f in enumerate(country.factions)},
        "first_divergence": {"median": _month(country, _lower_median(divergence))},
        "aligned_until": _month(country, _lower_median(aligned)),
    }  # fmt: skip


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
        >>> answer.branches[0]["id"]
        'baseline'
    """
    worlds, seed, workers = whole("worlds", worlds, BOUNDS["pairs"]), whole("seed", seed), workers_of(workers)
    under, own = read_do(country, do), read_do(country, what_if, "what_if")
    if scenario is not None:
        asked = find_scenario(country, scenario)
        plans = plan_scenario(country, asked, under)
        found = _branches(country, plans, worlds, seed, fixed, workers, progress) if asked.outcomes else []
        return Answer(country, worlds, seed, fixed, tuple(one.text for one in under), tuple(found), scenario=asked)
    if own:
        plans = plan_what_if(country, own, under)
        found = _branches(country, plans, worlds, seed, fixed, workers, progress)
        return Answer(country, worlds, seed, fixed, tuple(plans[0].scenario.texts), tuple(found))
    named = None if branches is None else texts_of("branches", branches, "the id of a branch")
    wanted = [branch.id for branch in country.branches] if named is None else _with_references(country, named)
    plans = plan_branches(country, under, wanted)
    found = _branches(country, plans, worlds, seed, fixed, workers, progress)
    planned = {plan.id for plan in plans}
    left_out = tuple(name for name in wanted if name not in planned)
    return Answer(country, worlds, seed, fixed, tuple(plans[0].scenario.texts), tuple(found), left_out)


def _branches(
    country: Country, plans: Sequence[Plan], worlds: int, seed: int, fixed: bool, workers: int | None, progress: Progress | None
) -> list[dict[str, Any]]:  # fmt: skip
    """Live all pairs of all plans and describe each plan."""
    priced = prices(country, plans, seed, fixed=fixed, workers=workers)

    def task(part: range) -> dict[str, Part]:
        return Runner(country, plans, seed, part, fixed).run()

    results = list(in_threads(task, blocks_of(worlds), workers, progress))
    groups = np.arange(worlds) // (1 if fixed else GROUP)  # with starting values for all, every world stands for itself
    found = []
    for plan in plans:
        parts = [result[plan.id] for result in results]
        if plan.reference is None:
            found.append(_baseline(country, plan, parts, groups, seed, fixed))
        else:
            found.append(_changed(country, plan, parts, groups, seed, fixed, priced.get(plan.id)))
    return found


def _with_references(country: Country, wanted: Sequence[str]) -> list[str]:
    """Ids of branches and of all their references."""
    by_id = {branch.id: branch for branch in country.branches}
    found: list[str] = []
    for name in wanted:
        while name != BASELINE and name not in found:
            if name not in by_id:
                raise unknown_name(None, "branch", name, [BASELINE, *by_id])
            found.append(name)
            name = by_id[name].reference
    return found
