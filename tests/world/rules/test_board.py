"""The board: shares, power, concentration, chances, hopes, threats."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.board import board, content, expected_support, moved
from sim.world.rules.coalition import belongs
from sim.world.words import NOBODY

from ..builders import one, parameters, switches

MONTH = 12


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    world, common = one(demo, MONTH, seed=3)
    board(world, common, MONTH, 0)
    return world, common


def test_shares_are_weighted_shares_of_posts_that_back_a_group(country: tuple[Any, Any]) -> None:
    world, _ = country
    posts = world["posts"][: world.posts_used]
    armed = np.isin(posts["organ"], (1, 2))
    for k in range(3):
        mine, factions = posts["backing"] == k, world.factions[k]
        assert factions.post_share == pytest.approx(posts["weight"][mine].sum() / posts["weight"].sum())
        assert factions.committee_share == pytest.approx(posts["ballot_weight"][mine].sum() / posts["ballot_weight"].sum())
        assert factions.forces_share == pytest.approx(posts["weight"][mine & armed].sum() / posts["weight"][armed].sum())
    party = posts["organ"] == 0
    hers = party & (posts["backing"] == world.ruler)
    assert world.party_control == pytest.approx(posts["weight"][hers].sum() / posts["weight"][party].sum())
    assert world.competence == pytest.approx(np.average(posts["competence"], weights=posts["weight"]))


def test_power_is_posts_times_patrons_times_leader_and_adds_to_one(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    raw = []
    for k in range(3):
        me = world.factions[k]
        tie = [min(1.0, world.ties[k, q].given + p.tie_effort * world.ties[k, q].courting) for q in range(2)]
        patrons = sum(tie[q] * world.patrons[q].presence for q in range(2))
        raw.append(me.post_share * (1 + p.patron_multiplier * patrons) * (1 + p.power_charisma * me.charisma))
    assert world["factions"]["power"][:3] == pytest.approx(np.array(raw) / sum(raw))


def test_a_group_without_posts_is_no_side_unless_it_rules(country: tuple[Any, Any]) -> None:
    world, common = country
    k = (world.ruler + 1) % 3
    world["posts"]["backing"][:100] = (k + 1) % 3 if (k + 1) % 3 != world.ruler else (k + 2) % 3
    board(world, common, MONTH, 1)
    assert world.factions[k].alive == 0
    assert world.factions[k].power == 0.0
    assert world.factions[world.ruler].alive == 1


def test_concentration_follows_the_rulers_share_of_posts(country: tuple[Any, Any]) -> None:
    world, common = country
    share, before = world.factions[world.ruler].post_share, float(world.concentration)
    for _ in range(10):
        board(world, common, MONTH, 1)
    left = (1 - common.parameters.concentration_speed) ** 10
    assert world.concentration == pytest.approx(share + (before - share) * left)


def test_repression_and_line_are_eased_by_reform(country: tuple[Any, Any]) -> None:
    world, common = country
    p, ruler = common.parameters, world.factions[world.ruler]
    world.reform = 0.5
    world["patrons"]["presence"], world["patrons"]["line"] = (0.9, 0.1), (-0.6, 0.8)
    board(world, common, MONTH, 0)
    hold = p.repression_concentration * world.concentration + p.repression_forces * ruler.forces_share
    assert world.repression == pytest.approx(hold * (1 - p.repression_reform * 0.5))
    assert world.ruler_line == pytest.approx(ruler.ideology + p.reform_line * 0.5 * (-0.6 - ruler.ideology))


def test_a_challenger_counts_on_himself_his_partners_and_part_of_the_uncommitted(country: tuple[Any, Any]) -> None:
    world, common = country
    k, j = (n for n in range(3) if n != world.ruler)
    world["pairs"]["pact"] = 0
    mine, other = float(world.factions[k].power), float(world.factions[j].power)
    assert expected_support(world, common, k) == pytest.approx(mine + common.parameters.bystanders * other)
    world.pairs[j, world.ruler].pact = 1
    assert expected_support(world, common, k) == pytest.approx(mine)
    world.pairs[k, j].pact = 1
    assert expected_support(world, common, k) == pytest.approx(mine + other)


def test_chance_and_coup_risk_are_the_same_for_all_who_look(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    rivals = [k for k in range(3) if k != world.ruler]
    for k in rivals:
        x = p.winning_steepness * (expected_support(world, common, k) - p.coalition_threshold)
        assert world.factions[k].chance == pytest.approx(1 / (1 + math.exp(-x)))
    assert world.coup_risk == max(world.factions[k].chance for k in rivals)
    assert world.factions[world.ruler].chance == 0.0


def test_threat_is_felt_by_the_unprotected_outside_the_coalition(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    for k in range(3):
        if k == world.ruler:
            assert world.factions[k].threat == 0.0
            continue
        outside = belongs(world, common, world.ruler) and not belongs(world, common, k)
        cover = min(1.0, sum(world.ties[k, q].tie * world.patrons[q].presence for q in range(2)))
        expected = (1 - cover) * (p.threat_outside * outside + p.threat_ruler * world.factions[world.ruler].power)
        assert world.factions[k].threat == pytest.approx(expected)


def test_patrons_that_agree_and_have_moved_answer_their_friends(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    common.calendar["appetite"][MONTH] = 0.8
    world.conflict = 0.25
    world["patrons"]["shift"] = 0.3
    board(world, common, MONTH, 0)
    for k in range(3):
        cover = 0.0 if k == world.ruler else min(1.0, sum(world.ties[k, q].tie * world.patrons[q].presence for q in range(2)))
        assert world.factions[k].answer == pytest.approx(p.reversal_scale * 0.8 * 0.75 * cover * min(1.0, p.answer_slope * world.moved))
        assert world.factions[k].shield == pytest.approx(cover)
    for switch in ("reversal", "patron_veto"):
        switches(common, **{switch: 0})
        board(world, common, MONTH, 0)
        assert not world["factions"]["answer"][:3].any()
        switches(common, **{switch: 1})


def test_how_far_a_patron_has_moved_away_from_the_ruler(country: tuple[Any, Any]) -> None:
    world, _ = country
    world["patrons"]["presence"], world["patrons"]["line"], world["patrons"]["shift"] = (0.8, 0.5), (-0.5, 0.5), (0.4, 0.9)
    world.ruler_line = 0.6
    assert moved(world) == pytest.approx(0.8 * 0.4 * 1.1)
    world.ruler_line = -0.5
    assert moved(world) == pytest.approx(0.5 * 0.9 * 1.0)


def test_hope_follows_the_answer_with_a_lag_and_only_where_the_month_moves(country: tuple[Any, Any]) -> None:
    world, common = country
    k = int(world.ruler + 1) % 3
    world["patrons"]["shift"] = 0.4
    world.factions[k].hope = before = 0.1
    board(world, common, MONTH, 0)
    assert world.factions[k].hope == before
    board(world, common, MONTH, 1)
    answer = float(world.factions[k].answer)
    assert answer > 0.0
    assert world.factions[k].hope == pytest.approx(before + common.parameters.hope_speed * (answer - before))


def test_a_side_with_few_posts_dissolves_and_its_people_belong_to_nobody(country: tuple[Any, Any]) -> None:
    world, common = country
    k = int(world.ruler + 1) % 3
    posts = world["posts"][: world.posts_used]
    posts["backing"][posts["backing"] == k] = (k + 1) % 3
    last = int(np.flatnonzero((posts["origin"] == k) & (posts["weight"] < 2.0))[0])
    posts["backing"][last], world.factions[k].alive = k, 1
    common.parameters.dissolution_share = 0.03
    board(world, common, MONTH, 1)
    assert world.factions[k].alive == 0
    assert world.factions[k].leader == NOBODY
    assert not (posts["origin"] == k).any()
    assert (posts["came"] == k).any()
    assert posts["backing"][last] == world.ruler


def test_patrons_are_content_with_a_friend_whose_line_is_near(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world["patrons"]["presence"], world["patrons"]["line"], world["ties"]["tie"][world.ruler] = (0.8, 0.4), (0.1, -0.9), (0.5, 0.7)
    world.ruler_line = 0.3
    assert content(world, common) == pytest.approx(0.8 * 0.5 * (1 - p.content_distance * 0.2))
    parameters(common, content_distance=0.0)
    assert content(world, common) == pytest.approx(0.8 * 0.5 + 0.4 * 0.7)
