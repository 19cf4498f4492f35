"""The vote: who leans against the ruler in a mood, the chance over all moods, and what follows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import at, uniform
from sim.world.rules.challenge import CHALLENGE
from sim.world.rules.routine import ORGANISE
from sim.world.rules.vote import chance_over_mood, gather, hold_vote, leading_challenger, lean, settle, share_against
from sim.world.words import EV_CHALLENGE, EV_FALL, NOBODY, S_VOTE

from ..builders import events_of, lived, one, parameters, switches

MONTH = 120


@pytest.fixture
def meeting(demo: Country) -> tuple[Any, Any]:
    """A world of the demo in 1955, and what it shares."""
    return one(demo, MONTH, seed=4)


def assemble(world: Any, leanings: list[float], weights: list[float] | None = None) -> float:
    """Let the committee consist of these members; returns their weight."""
    world.posts_used = len(leanings)
    for i, leaning in enumerate(leanings):
        world.posts[i].leaning = leaning
        world.posts[i].ballot_weight = 1.0 if weights is None else weights[i]
    return float(sum(weights or [1.0] * len(leanings)))


def test_who_leans_against_the_ruler_in_the_mood_votes_so(meeting: tuple[Any, Any]) -> None:
    world, _ = meeting
    total = assemble(world, [0.1, -0.2, -0.7])
    assert share_against(world, 0.3, total) == pytest.approx(2 / 3)
    assert [world.posts[i].ballot for i in range(3)] == [1, 1, 0]
    assert share_against(world, -0.2, total) == 0.0


def test_members_below_the_committee_have_no_vote(meeting: tuple[Any, Any]) -> None:
    world, common = meeting
    total = assemble(world, [1.0, 1.0, -9.0], [1.0, 0.0, 1.0])
    assert share_against(world, 0.0, total) == 0.5
    assert world.posts[1].ballot == 0


def test_the_share_against_never_falls_as_the_mood_rises(meeting: tuple[Any, Any]) -> None:
    world, common = meeting
    total = lean(world, common, MONTH, (world.ruler + 1) % 3)
    found = [share_against(world, mood, total) for mood in np.linspace(-6, 6, 200)]
    assert found == sorted(found)
    assert found[0] < found[-1]


@pytest.mark.parametrize("challenger", [1, 2])
def test_the_chance_is_the_share_of_moods_in_which_the_ruler_falls(meeting: tuple[Any, Any], challenger: int) -> None:
    world, common = meeting
    parameters(common, vote_majority=0.5)
    total = lean(world, common, MONTH, (world.ruler + challenger) % 3)
    chance = chance_over_mood(world, common, total)
    grid = (np.arange(2000) + 0.5) / 2000
    falls = [share_against(world, float(common.parameters.mood_sd) * stats.norm.ppf(u), total) > 0.5 for u in grid]
    assert chance == pytest.approx(np.mean(falls), abs=1 / 2000)
    assert 0.0 < chance < 1.0


def test_a_member_leans_as_the_equation_says(meeting: tuple[Any, Any]) -> None:
    world, common = meeting
    p, ruler = common.parameters, world.factions[world.ruler]
    k = (world.ruler + 1) % 3
    mine = world.factions[k]
    world["pairs"]["pact"] = 0
    gather(world, common, k)
    lean(world, common, MONTH, k)
    address = np.uint64(at(world.key, S_VOTE, MONTH))
    shared = p.vote_popularity * (mine.charisma * mine.support - ruler.charisma * ruler.support)
    for q in range(2):
        patron = world.patrons[q]
        shared += p.vote_line * patron.presence * (abs(world.ruler_line - patron.line) - abs(mine.ideology - patron.line))
    shared -= p.vote_content * world.content + p.fear_weight * (p.vote_fear_base + world.concentration)
    seen = set()
    for i in range(world.posts_used):
        post = world.posts[i]
        if post.ballot_weight == 0.0:
            continue
        of = post.backing if post.origin == NOBODY else post.origin
        side = 1 if of == k else -1 if of == world.ruler else 0
        seen.add((side, post.origin == NOBODY))
        expected = shared + p.vote_luck * stats.logistic.ppf(uniform(address, post.person))
        if post.origin == NOBODY:
            expected += side * p.client_weight
        else:
            origin = world.factions[post.origin]
            expected -= p.ideology_weight * (abs(mine.ideology - origin.ideology) - abs(world.ruler_line - origin.ideology))
            expected += side * p.discipline_weight * origin.discipline
        assert post.leaning == pytest.approx(expected, rel=1e-12)
    assert len(seen) > 2
    assert (-1, True) in seen  # a client of the ruler


def test_partners_of_the_challenger_join_and_partners_of_the_ruler_stay(meeting: tuple[Any, Any]) -> None:
    world, common = meeting
    leader, other = (k for k in range(3) if k != world.ruler)
    for faction in world.factions:
        faction.action, faction.alive = ORGANISE, 1
    gather(world, common, leader)
    assert [world.factions[k].joined for k in (leader, other, world.ruler)] == [1, 0, 0]
    world.pairs[leader, other].pact = 1
    gather(world, common, leader)
    assert [world.factions[k].joined for k in (leader, other, world.ruler)] == [1, 1, 0]
    world.factions[other].alive = 0
    gather(world, common, leader)
    assert world.factions[other].joined == 0


def test_the_challenger_with_the_best_chance_leads(meeting: tuple[Any, Any]) -> None:
    world, common = meeting
    for faction in world.factions:
        faction.action = ORGANISE
    assert leading_challenger(world, common) == NOBODY
    first, second = (k for k in range(3) if k != world.ruler)
    world.factions[first].action = world.factions[second].action = CHALLENGE
    world.factions[first].chance, world.factions[second].chance = 0.2, 0.3
    assert leading_challenger(world, common) == second
    world.factions[first].chance = 0.4
    assert leading_challenger(world, common) == first


def challenged(demo: Country, seed: int, threshold: float) -> tuple[Any, Any, int, int]:
    world, common = one(demo, MONTH, seed=seed)
    parameters(common, vote_majority=threshold)
    for faction in world.factions:
        faction.action = ORGANISE
    k = (world.ruler + 1) % 3
    world.factions[k].action, world.factions[k].chance, world.factions[k].alive = CHALLENGE, 0.5, 1
    return world, common, k, int(world.ruler)


def test_a_ruler_who_is_outvoted_loses_office_leader_and_concentration(demo: Country) -> None:
    world, common, k, old = challenged(demo, 1, -1.0)
    before, leader = float(world.concentration), int(world.factions[old].leader)
    person = int(world.posts[leader].person)
    world.reform, world.tenure = 0.5, 40
    settle(world, common, MONTH)
    assert world.ruler == k
    assert world.fell == 1
    assert (world.tenure, world.reform) == (0, 0.0)
    assert world.concentration == pytest.approx(before * common.parameters.fall_concentration)
    assert world.turmoil >= common.parameters.fall_turmoil
    assert world.factions[old].accused >= common.parameters.fall_accused
    assert int(world.posts[leader].person) != person
    assert world.ruler_line == world.factions[k].ideology
    assert events_of(world)[-1]["kind"] == EV_FALL


def test_challengers_who_lose_stand_accused(demo: Country) -> None:
    world, common, k, old = challenged(demo, 1, 1.0)
    other = next(j for j in range(3) if j not in (k, old))
    world.factions[other].action, world.factions[other].chance, world.factions[other].alive = CHALLENGE, 0.1, 1
    world.turmoil = 0.0
    settle(world, common, MONTH)
    assert world.ruler == old
    assert world.factions[k].accused == 1.0
    assert world.factions[other].accused >= common.parameters.lost_accused
    assert world.turmoil == common.parameters.lost_turmoil
    assert events_of(world)[-1]["kind"] == EV_CHALLENGE


def test_some_of_the_others_go_over_to_the_new_ruler(demo: Country) -> None:
    before = after = 0
    for seed in range(12):
        world, common, k, _ = challenged(demo, seed, -1.0)
        others = [i for i in range(world.posts_used) if world.posts[i].backing != k and world.posts[i].leads == NOBODY]
        settle(world, common, MONTH)
        before += len(others)
        after += sum(int(world.posts[i].backing == k) for i in others)
    assert stats.binomtest(after, before, float(common.parameters.fall_following)).pvalue > 1e-4


def test_probability_and_luck_of_a_vote_tell_its_result(demo: Country) -> None:
    worlds = lived(demo, worlds=150, seed=9).worlds
    votes = [event for world in worlds for event in events_of(world) if event["kind"] in (EV_FALL, EV_CHALLENGE)]
    assert {int(event["kind"]) for event in votes} == {EV_FALL, EV_CHALLENGE}
    for event in votes:
        assert (event["luck"] < event["probability"]) == (event["kind"] == EV_FALL)


def test_a_contest_is_decided_by_power_alone(demo: Country) -> None:
    world, common, k, _ = challenged(demo, 1, 1.0)
    switches(common, contest=1)
    world.factions[k].chance = 1.0
    settle(world, common, MONTH)
    assert world.ruler == k


def test_a_vote_of_the_same_month_is_the_same_vote(demo: Country) -> None:
    first, second = (hold_vote(*one(demo, MONTH, seed=3), MONTH, 0) for _ in range(2))
    assert first == second
