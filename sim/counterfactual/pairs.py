"""Pairs of worlds: the same luck, parameter values and traits, one thing changed.

The branches of a comparison form a tree: each forks from its reference, which is simulated once up to the fork. Worlds are handled in blocks, so
memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sim.counterfactual.attribution import Office, attribute
from sim.pack import Argument, Country, InputError
from sim.pack.country.dates import month_text
from sim.runs.ensemble import DrawnValues, begin_block, run_months
from sim.world.build import Scenario, compile_scenario, fork_month
from sim.world.do import INCUMBENT, Changes, Intervention, read_do, together
from sim.world.outcome import Outcome, Runs, classify, rulers, until
from sim.world.state import Array, Block
from sim.world.words import NOBODY

BASELINE = "baseline"
WHAT_IF = "what-if"


class Window(NamedTuple):
    """Months (indexes) in which outcomes count, where that is not from the change to the horizon."""

    first: int | None
    last: int | None


ANY = Window(None, None)


@dataclass(frozen=True)
class Plan:
    """One branch, compiled.

    Attributes:
        date: month (index) from which on outcomes count, `None` for what nothing is changed in.
        reference: id of the plan it is compared with, `None` for the one all others fork from.
        first, last: months in which outcomes count, where they differ from "from `date` to the horizon".
        asked: outcomes that are counted besides the usual ones.
    """

    id: str
    scenario: Scenario
    winner: int | None
    route: str | None
    date: int | None
    reference: str | None
    own: tuple[str, ...] = ()
    fork: int = 0
    first: int | None = None
    last: int | None = None
    asked: tuple[Outcome, ...] = ()

    @property
    def since(self) -> int:
        """First month in which outcomes count."""
        return self.first if self.first is not None else self.date or 0


def date_of(country: Country, do: Sequence[Intervention]) -> int | None:
    """Month in which interventions begin to act: their own date, or that of the outside event they concern."""
    events = {event.key: event.month for event in country.outside}
    months = [one.month if one.month is not None else events.get(one.name) for one in do if one.kind != "keep"]
    known = [max(0, month) for month in months if month is not None]
    return min(known) if known else None


def plan_change(country: Country, name: str, own: tuple[Intervention, ...], scenario: Scenario, reference: Plan, window: Window = ANY) -> Plan:
    """One change beside a reference. It counts from the month of its ruler, where it sets one, else from its first month."""
    rulers = [one for one in own if one.kind == "ruler"]
    ruler = rulers[0] if len(rulers) == 1 else None
    return Plan(
        name, scenario, country.numbers.get(ruler.faction) if ruler else None, ruler.route if ruler else None,
        ruler.month if ruler else date_of(country, own), reference.id, tuple(one.text for one in own), fork_month(scenario, reference.scenario),
        window.first, window.last, reference.asked,
    )  # fmt: skip


def plan_what_if(country: Country, own: Changes, do: Changes = ()) -> list[Plan]:
    """The model left alone, and one change of the asker's own; `do` is put under both.

    Raises:
        InputError: nothing is changed, or a change contradicts another.
    """
    if not own:
        raise InputError(Argument("what_if"), "nothing is changed", kind="missing", allowed="WHAT=VALUE[@DATE][:ROUTE]")
    root = Plan(BASELINE, compile_scenario(country, do), None, None, None, None)
    return [root, plan_change(country, WHAT_IF, own, compile_scenario(country, together(country, do, own)), root)]


def plan_branches(country: Country, do: Changes = (), only: Sequence[str] | None = None) -> list[Plan]:
    """The branches of a comparison, the model left alone first, each after its reference; `do` is put under all of them.

    A branch that contradicts `do` is left out, with those that refer to it.
    """
    plans = {BASELINE: Plan(BASELINE, compile_scenario(country, do), None, None, None, None)}
    waiting = [branch for branch in country.branches if only is None or branch.id in only]
    while branch := next((branch for branch in waiting if branch.reference in plans), None):
        waiting.remove(branch)
        own = read_do(country, branch.do)
        try:
            changes = together(country, do, own)
        except InputError:
            continue
        scenario = compile_scenario(country, changes)
        date = branch.date if branch.date is not None else date_of(country, own)
        plans[branch.id] = Plan(
            branch.id, scenario, country.numbers[branch.winner] if branch.winner else None, branch.route, date, branch.reference,
            tuple(one.text for one in own), fork_month(scenario, plans[branch.reference].scenario),
        )  # fmt: skip
    return list(plans.values())


def placebo_id(plan: Plan) -> str | None:
    """Id of the plan that is the placebo of a plan: the same month and route, and whoever is in office stays there. `None` where there is none."""
    if plan.winner is None or plan.date is None or plan.route == "start" or plan.first is not None:
        return None
    return f"{plan.reference}: {INCUMBENT}@{plan.date}:{plan.route}"


def plan_placebos(country: Country, plans: Sequence[Plan], do: Changes = ()) -> list[Plan]:
    """The placebos of plans, each once: a handover inside the group in office, under the same shocks, beside the same reference."""
    by_id = {plan.id: plan for plan in plans}
    found: dict[str, Plan] = {}
    for plan in plans:
        name = placebo_id(plan)
        if name is None or name in found or plan.reference is None or plan.date is None:
            continue
        reference = by_id[plan.reference]
        own = read_do(country, [f"ruler={INCUMBENT}@{month_text(country.first_month + plan.date)}:{plan.route}"])
        scenario = compile_scenario(country, together(country, do, read_do(country, reference.own), own))
        found[name] = plan_change(country, name, own, scenario, reference)
    return list(found.values())


@dataclass
class PairBlock:
    """What one block of pairs says about one branch; arrays over the block's worlds."""

    outcomes: dict[str, Array]
    rulers: dict[str, Array]
    reference: dict[str, Array] = field(default_factory=dict)
    dropped: Array | None = None
    applicable: Array | None = None
    by_itself: Array | None = None
    ruler_months: Array | None = None
    divergence: Array | None = None
    aligned: Array | None = None
    office: Office | None = None


Counted = tuple[int, int | None, tuple[Outcome, ...]]
"""Window, and what is asked besides: what a reference's outcomes are counted for."""
Seen = Callable[[Plan, Block], None]
"""Called with each branch and its worlds, once they have been simulated; the block is not stored afterwards."""


class Runner:
    """Lives one block of worlds through every branch of a plan.

    Args:
        values: values put in the place of what is drawn (`sim.world.draws.set_values`).
        draws: values of these worlds that were not drawn, instead of those of the seed.
        last: last month (index) that is simulated; the horizon if none is given. Plans say by themselves in which months outcomes count.
        seen: called with each branch's worlds.
        attributed: also count under whose rule outcomes come.
    """

    def __init__(
        self, country: Country, plans: Sequence[Plan], seed: int, worlds: Sequence[int], fixed: bool, *,
        values: Mapping[str, float] | None = None, last: int | None = None, seen: Seen | None = None, attributed: bool = False,
        draws: DrawnValues | None = None,
    ) -> None:  # fmt: skip
        self.country, self.plans, self.seed, self.worlds, self.fixed = country, plans, seed, worlds, fixed
        self.draws = DrawnValues.of(country, seed, worlds, fixed, values) if draws is None else draws
        self.stop = country.months if last is None else last + 1
        self.seen, self.attributed = seen, attributed
        self.parts: dict[str, PairBlock] = {}

    def run(self) -> dict[str, PairBlock]:
        """Every branch; part by branch id."""
        base = self.plans[0]
        block = begin_block(base.scenario, self.seed, self.worlds, self.draws, fixed=self.fixed, holders=True)
        self._simulate(base, block, 0)
        return {plan.id: self.parts[plan.id] for plan in self.plans}

    def _simulate(self, plan: Plan, block: Block, start: int) -> None:
        """Live a branch from month `start` on, then the branches that fork from it."""
        children = [child for child in self.plans if child.reference == plan.id]
        stops = sorted({m for child in children for m in (child.fork, child.date or 0) if start <= m < self.stop})
        before: dict[int, Array] = {}
        at = start
        for stop in stops:
            run_months(block, at, stop)
            before[stop] = block.worlds.copy()
            at = max(at, stop)
        run_months(block, at, self.stop)
        if self.seen is not None:
            self.seen(plan, block)
        part = self.parts.setdefault(plan.id, PairBlock({}, {}))
        part.outcomes = self._counted(plan, block)
        part.rulers = rulers(Runs(block, plan.since, self.country.first_month))
        counted: dict[Counted, dict[str, Array]] = {}
        for child in children:
            self._fork(child, block, before, counted)

    def _runs(self, plan: Plan, block: Block) -> Runs:
        """Worlds within the window of a plan."""
        return Runs(until(block, plan.last), plan.since, self.country.first_month)

    def _counted(self, plan: Plan, block: Block) -> dict[str, Array]:
        """Outcomes of worlds within the window of a plan."""
        return classify(self._runs(plan, block), plan.asked)

    def _fork(
        self, child: Plan, reference: Block, before: dict[int, Array], counted: dict[Counted, dict[str, Array]]
    ) -> None:  # fmt: skip
        """Live one branch beside its reference and compare the two."""
        start = min(child.fork, self.stop)
        changed = begin_block(child.scenario, self.seed, self.worlds, self.draws, fixed=self.fixed, holders=True)
        if start > 0:
            changed.worlds[:] = before.get(start, reference.worlds)
            for mine, shared in ((changed.months, reference.months), (changed.rows, reference.rows), (changed.holders, reference.holders)):
                mine[:, :start] = shared[:, :start]
        date = child.date or 0
        self.parts[child.id] = PairBlock({}, {})
        self._simulate(child, changed, start)
        window = child.since, child.last, child.asked
        if window not in counted:
            counted[window] = self._counted(child, reference)
        self._compare(child, reference, changed, before.get(date), counted[window], date)

    def _compare(self, child: Plan, reference: Block, changed: Block, at_date: Array | None, counted: dict[str, Array], date: int) -> None:
        part = self.parts[child.id]
        part.reference = counted
        count = len(reference.worlds)
        part.dropped = ended_before(reference, date) | ended_before(changed, date)
        part.applicable = np.ones(count, bool)
        part.by_itself = np.zeros(count, bool)
        if child.winner is not None:
            part.by_itself = reference.months["ruler"][:, date] == child.winner
            if at_date is not None and date > 0:
                posts = at_date["posts"]
                seated = (posts["ballot_weight"] > 0) & (np.arange(posts.shape[1]) < at_date["posts_used"][:, None])
                part.applicable = (seated & (posts["origin"] == child.winner)).any(axis=1)
            if self.attributed:
                part.office = attribute(self._runs(child, changed), self._runs(child, reference), child.winner, date, child.asked, part.outcomes)
        after = changed.months["ruler"][:, date:]
        part.ruler_months = np.stack([(after == k).sum(axis=1) for k in range(len(self.country.factions))], axis=1)
        part.divergence = first_divergence(reference, changed)
        part.aligned = aligned_until(reference, changed)


def ended_before(block: Block, month: int) -> Array:
    """(w,) whether a world has ended before a month."""
    return np.asarray((block.worlds["ended"] != 0) & (block.worlds["ended_month"] < month))


def first_divergence(one: Block, other: Block) -> Array:
    """(w,) first month in which what happened differs, in actions or events; the number of months where it never does."""
    differ = (one.months["digest"] != other.months["digest"]) | ((one.months["ruler"] == NOBODY) != (other.months["ruler"] == NOBODY))
    return np.where(differ.any(axis=1), differ.argmax(axis=1), differ.shape[1])


def aligned_until(one: Block, other: Block) -> Array:
    """(w,) last month in which at least half of the posts of the start have the same holder in both worlds; -1 where there is none."""
    both = (one.months["ruler"] != NOBODY) & (other.months["ruler"] != NOBODY)
    same = (one.holders == other.holders).mean(axis=2)
    aligned = (same >= 0.5) & both
    last = aligned.shape[1] - 1 - aligned[:, ::-1].argmax(axis=1)
    return np.where(aligned.any(axis=1), last, -1)
