"""Under whose rule an outcome came, counted anew world by world, event by event."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import sim
from sim.counterfactual.attribution import MAJORITY, Office, attribution_of, joined, standing_of
from sim.counterfactual.compare import compare
from sim.counterfactual.pairs import PairBlock, Plan, Runner, placebo_id, plan_branches, plan_placebos
from sim.pack import Country, on_priors
from sim.world.outcome import OUTCOMES, PURGED_MONTHS
from sim.world.state import Block

WORLDS = 120
LEDGER = [outcome for outcome in OUTCOMES if outcome.what == "event"]


@pytest.fixture(scope="module")
def simulated(korea: Country) -> tuple[dict[str, Plan], dict[str, PairBlock], dict[str, Block]]:
    """Three branches, what is counted of them, and their worlds; over priors, where each winner also comes to rule by itself."""
    korea = on_priors(korea)
    plans = plan_branches(korea, (), ["war-won", "yanan-plenum-1956-09", "soviet-plenum-1953-08", "domestic-won-plenum-1950-11"])
    worlds: dict[str, Block] = {}
    runner = Runner(korea, plans, 5, range(WORLDS), False, seen=lambda plan, block: worlds.setdefault(plan.id, block), attributed=True)
    return {plan.id: plan for plan in plans}, runner.run(), worlds


def office_of(part: PairBlock) -> Office:
    assert part.office is not None
    return part.office


@pytest.fixture(params=["yanan-plenum-1956-09", "soviet-plenum-1953-08", "domestic-won-plenum-1950-11"])
def branch(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def ruling(block: Block, w: int, month: int, since: int, first: int) -> int:
    """Who rules as a month begins; in the window's first month whoever was set in office in it, or ruled before."""
    return first if month <= since else int(block.months["ruler"][w, month - 1])


def counted_anew(block: Block, w: int, name: str, since: int, who: int) -> int:
    """Times one of the plain outcomes comes while group `who` rules, read off one ledger."""
    kinds = {"uprising": "uprising", "campaign": "campaign", "second_war": "war", "absorbed": "absorption", "opening": "opening", "patron_military": "intervention"}
    from sim.world.words import KINDS

    world = block.worlds[w]
    events = world["events"][: world["event_count"]]
    return sum(
        1 for event in events
        if KINDS[event["kind"]] == kinds[name] and event["month"] >= since and ruling(block, w, int(event["month"]), since, who) == who
    )


@pytest.mark.parametrize("name", ["uprising", "campaign", "second_war", "absorbed", "opening", "patron_military"])
def test_times_under_the_winner_are_those_of_its_ledger(simulated, branch: str, name: str) -> None:  # type: ignore[no-untyped-def]
    plans, parts, worlds = simulated
    plan, block = plans[branch], worlds[branch]
    found = office_of(parts[branch]).outcomes[name].under
    assert found.tolist() == [counted_anew(block, w, name, plan.date, plan.winner) for w in range(WORLDS)]


def test_a_winner_that_is_removed_is_removed_while_it_rules(simulated, branch: str) -> None:  # type: ignore[no-untyped-def]
    _, parts, _ = simulated
    assert ((office_of(parts[branch]).outcomes["ruler_ousted"].under > 0) == parts[branch].outcomes["ruler_ousted"]).all()


def test_what_has_a_span_is_censored_where_the_winner_had_gone(simulated, branch: str) -> None:  # type: ignore[no-untyped-def]
    plans, parts, worlds = simulated
    plan, rulers = plans[branch], worlds[branch].months["ruler"]
    whole = (rulers[:, plan.date : plan.date + PURGED_MONTHS] == plan.winner).all(axis=1)
    gone = office_of(parts[branch]).outcomes["rivals_purged"].gone
    assert gone is not None
    assert (gone == (~whole & ~parts[branch].outcomes["rivals_purged"])).all()
    assert all(office_of(parts[branch]).outcomes[outcome.name].gone is None for outcome in LEDGER)


def test_by_itself_are_worlds_left_alone_from_the_month_the_group_came_to_rule(simulated, branch: str) -> None:  # type: ignore[no-untyped-def]
    plans, parts, worlds = simulated
    plan, office = plans[branch], office_of(parts[branch])
    reference = worlds[plan.reference]
    rules = reference.months["ruler"][:, plan.date :] == plan.winner
    assert (office.came_by_itself == rules.any(axis=1)).all()
    assert office.came_by_itself.any()
    for w in np.flatnonzero(office.came_by_itself):
        first = plan.date + int(rules[w].argmax())
        assert office.outcomes["uprising"].by_itself[w] == any_uprising(reference, int(w), first)
    assert not office.outcomes["uprising"].by_itself[~office.came_by_itself].any()


def any_uprising(block: Block, w: int, first: int) -> bool:
    from sim.world.words import EV_UPRISING

    events = block.worlds["events"][w][: block.worlds["event_count"][w]]
    return bool(((events["kind"] == EV_UPRISING) & (events["month"] >= first)).any())


def test_majorities_and_the_rest_add_up_to_the_share(simulated, branch: str) -> None:  # type: ignore[no-untyped-def]
    _, parts, worlds = simulated
    part, office = parts[branch], office_of(parts[branch])
    keep = ~part.dropped & part.applicable
    standing = standing_of(office, keep)
    assert standing.with_majority.n == int((office.stood[keep] > MAJORITY).sum()) > 0
    assert standing.with_majority.n + standing.without_majority.n == int(keep.sum())
    for outcome in OUTCOMES:
        one = attribution_of(outcome, office, part.outcomes[outcome.name], keep)
        came = sum(followed.n * (followed.share or 0.0) for followed in (one.with_majority, one.without_majority))
        assert came == pytest.approx(part.outcomes[outcome.name][keep].sum(), abs=1e-3)
        if outcome.what == "event":
            assert one.under_winner is not None
            assert one.under_winner <= part.outcomes[outcome.name][keep].mean() + 1e-6
            assert one.per_decade is not None
            assert one.per_decade["winner"] == pytest.approx(120 * office.outcomes[outcome.name].under[keep].sum() / office.months[keep].sum(), abs=1e-6)


def test_blocks_put_together_are_the_whole(korea: Country, simulated) -> None:  # type: ignore[no-untyped-def]
    plans, parts, _ = simulated
    halves = [Runner(on_priors(korea), list(plans.values()), 5, part, False, attributed=True).run() for part in (range(50), range(50, WORLDS))]
    for name in ("yanan-plenum-1956-09", "soviet-plenum-1953-08"):
        whole, put = office_of(parts[name]), joined([office_of(half[name]) for half in halves])
        for field in dataclasses.fields(Office):
            if field.name != "outcomes":
                assert (getattr(whole, field.name) == getattr(put, field.name)).all(), field.name
        for outcome, one in whole.outcomes.items():
            for field in dataclasses.fields(one):
                mine, others = getattr(one, field.name), getattr(put.outcomes[outcome], field.name)
                assert (mine is None and others is None) or (mine == others).all()


def test_each_date_and_route_has_one_placebo(korea: Country) -> None:
    plans = plan_branches(korea)
    placebos = plan_placebos(korea, plans)
    assert len({plan.id for plan in placebos}) == len(placebos) == len({(p.reference, p.date, p.route) for p in plans if placebo_id(p)})
    assert all(placebo_id(plan) is None for plan in plans if plan.route in (None, "start"))
    assert "war=won@1950-09" in next(plan for plan in placebos if plan.reference == "war-won").scenario.texts


def test_an_answer_says_under_whose_rule(korea: Country) -> None:
    answer = compare(korea, 40, 3, branches=["yanan-plenum-1956-09", "war-won"])
    one = answer.branch("yanan-plenum-1956-09").as_dict()
    assert 0 < one["support"] < 1
    assert set(one["placebo"]) == {outcome.name for outcome in OUTCOMES}
    cell = one["outcomes"]["uprising"]
    assert set(cell["by_itself"]) == {"n", "share"}
    assert set(cell["per_decade"]) == {"winner", "reference"}
    assert cell["under_winner"] <= cell["share"]
    other = answer.branch("war-won").as_dict()
    assert other["placebo"] is None
    assert other["support"] is None
    assert other["outcomes"]["uprising"]["under_winner"] is None
    assert "under_winner" not in answer.branch("baseline").as_dict()["outcomes"]["uprising"]


def test_the_placebo_is_a_change_like_any_other(demo: Country) -> None:
    with pytest.raises(sim.InputError, match="nobody is in office before the start"):
        sim.compare(demo, 4, what_if="ruler=incumbent@1945-10:start")
    answer = sim.compare(demo, 20, what_if="ruler=incumbent@1957-03:plenum")
    branch = answer.branches[-1]
    assert (branch.winner, branch.route, branch.do) == (None, "plenum", ("ruler=incumbent@1957-03:plenum",))
    assert branch.parting is not None
    assert branch.parting >= "1957-03"
