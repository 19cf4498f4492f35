"""The economy: closed forms of what decays, limits, and what patrons give."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.economy import aid, align, economy, goodwill, grow, want

from ..builders import one, parameters, switches

MONTH = 300


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    return one(demo, MONTH, seed=3)


def test_destruction_wears_off_geometrically(country: tuple[Any, Any]) -> None:
    world, common = country
    world.destroyed = 0.6
    for month in range(MONTH, MONTH + 30):
        grow(world, common, month)
    assert world.destroyed == pytest.approx(0.6 * common.parameters.destruction_decay**30)


def test_destruction_adds_up_to_all_there_is_at_most(country: tuple[Any, Any]) -> None:
    world, common = country
    common.calendar["destruction"][MONTH] = 0.7
    for _ in range(5):
        grow(world, common, MONTH)
    assert world.destroyed == 1.0


def test_blame_rises_to_one_in_a_lost_war_and_fades_geometrically(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world.blame = 0.2
    common.calendar["fortune"][MONTH : MONTH + 12] = -0.5
    for month in range(MONTH, MONTH + 12):
        economy(world, common, month)
    assert world.blame == pytest.approx(1 - 0.8 * (1 - p.blame_gain * 0.5) ** 12)
    start = float(world.blame)
    for month in range(MONTH + 12, MONTH + 32):
        economy(world, common, month)
    assert world.blame == pytest.approx(start * p.blame_decay**20)


def test_a_patron_who_is_not_there_gives_nothing(country: tuple[Any, Any]) -> None:
    world, common = country
    world["patrons"]["presence"] = 0.0
    assert goodwill(world, common, 0) == goodwill(world, common, 1) == 0.0
    aid(world, common, MONTH)
    assert world.aid == world.dependence == world.goodwill == 0.0


def test_a_patron_gives_less_to_a_distant_ruler_and_to_the_others_friend(country: tuple[Any, Any]) -> None:
    world, common = country
    cost = common.parameters.aid_line_cost
    world.patrons[0].presence, world.patrons[0].line, world.ruler_line, world.conflict = 0.8, -0.5, 0.5, 0.5
    world.alignment = -0.6
    assert goodwill(world, common, 0) == pytest.approx(0.8 * (1 - cost))
    world.alignment = 0.6
    assert goodwill(world, common, 0) == pytest.approx(0.8 * (1 - 0.3 - cost))
    world.alignment, world.conflict = 1.0, 1.0
    assert goodwill(world, common, 0) == 0.0


def test_dependence_is_on_the_stronger_patron(country: tuple[Any, Any]) -> None:
    world, common = country
    world["patrons"]["presence"] = (0.9, 0.2)
    first, second = goodwill(world, common, 0), goodwill(world, common, 1)
    aid(world, common, MONTH)
    assert world.dependence == pytest.approx(max(first, second) / (common.parameters.dependence_floor + first + second))
    given = (first + second) * (common.parameters.aid_normal + common.parameters.aid_reconstruction * world.destroyed)
    assert world.aid == pytest.approx(given / (given + world.consumption))


def test_growth_is_the_sum_of_its_terms(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    parameters(common, growth_shock_sd=0.0)
    world.consumption, world.destroyed, world.competence, world.goodwill, world.mobilisation, world.growth = 1.2, 0.3, 0.6, 0.7, 0.4, 0.0
    world.campaign_left, world.remembered = 1, 0.9
    grow(world, common, MONTH)
    growth = p.growth_scale * p.trend_growth * (1 - 1.2 / p.growth_ceiling) + p.rebuilding_growth * 0.3 * p.destruction_decay
    growth += p.growth_from_competence * (0.6 - p.competence_norm) + p.growth_patron_scale * p.growth_from_patrons * (0.7 - p.growth_patron_norm)
    growth -= p.growth_cost_of_mobilisation * 0.4 + p.campaign_growth_cost + p.withdrawal_cost * 0.2
    assert world.consumption == pytest.approx(1.2 * (1 + growth))
    assert world.growth == pytest.approx(p.growth_memory * growth)


def test_consumption_never_falls_below_its_floor(country: tuple[Any, Any]) -> None:
    world, common = country
    common.calendar["destruction"][MONTH] = 5.0
    grow(world, common, MONTH)
    assert world.consumption == common.parameters.consumption_floor


def test_people_get_used_to_what_they_have(country: tuple[Any, Any]) -> None:
    world, common = country
    switches(common, rival_example=0)
    parameters(common, want_sd=0.0)
    world.consumption, world.aspiration = 1.5, 1.0
    want(world, common, MONTH)
    assert world.hardship == 0.0
    for _ in range(2000):
        want(world, common, MONTH)
    assert world.aspiration == pytest.approx(1.5)
    world.consumption = 0.9
    want(world, common, MONTH)
    aspiration = 1.5 - common.parameters.aspiration_fall * common.parameters.aspiration_speed * 0.6
    assert world.hardship == pytest.approx(1 - 0.9 / aspiration)


def test_the_rivals_example_counts_where_he_is_richer_and_more_where_the_border_is_open(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters

    def raised(ratio: float, presence: float) -> float:
        world.consumption = world.aspiration = 1.0
        common.calendar["income_ratio"][MONTH], world.patrons[0].presence = ratio, presence
        want(world, common, MONTH)
        return float(world.aspiration) - 1.0

    assert raised(0.8, 0.0) == 0.0
    assert raised(5.0, 0.9) == pytest.approx(p.rival_example_gain * 4 * p.rival_example_closed)
    assert raised(5.0, 0.0) == pytest.approx(p.rival_example_gain * 4 * (p.rival_example_closed + p.rival_example_open))
    switches(common, rival_example=0)
    assert raised(5.0, 0.0) == 0.0


def test_mobilisation_moves_to_what_the_rulers_adventurism_makes_of_it(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world.factions[world.ruler].adventurism = 0.4
    for _ in range(1500):
        economy(world, common, MONTH)
    assert world.mobilisation == pytest.approx(p.mobilisation_base + p.mobilisation_adventurism * 0.4)


def test_alignment_ends_with_the_patron_whose_friend_the_ruler_is(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world["patrons"]["line"] = 0.0
    world.concentration = 0.5
    for ties, side in (((0.1, 0.6), 1), ((0.6, 0.1), -1)):
        world["ties"]["tie"][world.ruler] = ties
        for _ in range(1000):
            align(world, common)
        assert world.alignment == pytest.approx(side * 0.5 * (p.alignment_base + p.alignment_free * 0.5))


def test_shocks_have_the_spread_the_parameter_gives(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    found = []
    for n in range(2000):
        world.key, world.consumption = np.uint64(n * 104729 + 5), 1.0
        grow(world, common, MONTH)
        found.append(float(world.consumption) - 1.0)
    assert np.std(found) == pytest.approx(p.growth_shock_scale * p.growth_shock_sd, rel=0.08)


def test_what_patrons_gave_is_remembered_for_years(country: tuple[Any, Any]) -> None:
    world, common = country
    world["patrons"]["presence"] = (0.9, 0.2)
    aid(world, common, 0)
    assert world.remembered == pytest.approx(world.goodwill)
    before = float(world.remembered)
    world["patrons"]["presence"] = 0.0
    for month in range(1, 11):
        aid(world, common, month)
    assert world.remembered == pytest.approx(before * (1 - common.parameters.goodwill_memory) ** 10)
