"""What actions leave behind: geometric stocks, accusations, pacts of a year."""

from __future__ import annotations

from typing import Any

import pytest

from sim.pack import Country
from sim.world.rules.alliance import ALLY, DENOUNCE
from sim.world.rules.efforts import efforts
from sim.world.rules.reform import REFORM
from sim.world.rules.routine import COURT_PATRON, COURT_PEOPLE, GOVERN, LIE_LOW, ORGANISE
from sim.world.words import NEVER, NOBODY

from ..builders import one

MONTH = 100


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    world, common = one(demo, 6, seed=3)
    for k in range(3):
        faction = world.factions[k]
        faction.action, faction.target, faction.alive = GOVERN, NOBODY, 1
        faction.organising = faction.courting = faction.hiding = faction.accused = 0.0
    world["ties"]["courting"] = 0.0
    world["pairs"]["offered"], world["pairs"]["pact"] = NEVER, 0
    return world, common


@pytest.mark.parametrize(("action", "stock"), [(ORGANISE, "organising"), (COURT_PEOPLE, "courting"), (LIE_LOW, "hiding")])
def test_a_stock_grows_and_fades_geometrically(country: tuple[Any, Any], action: int, stock: str) -> None:
    world, common = country
    keep = 1 - common.parameters.effort_memory
    world.factions[1].action = action
    for n in range(1, 9):
        efforts(world, common, MONTH + n)
        assert world.factions[1][stock] == pytest.approx(1 - keep**n)
        assert world.factions[0][stock] == 0.0
    world.factions[1].action = GOVERN
    for _ in range(5):
        efforts(world, common, MONTH)
    assert world.factions[1][stock] == pytest.approx((1 - keep**8) * keep**5)


def test_courting_a_patron_is_remembered_for_that_patron_alone(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[1].action, world.factions[1].target = COURT_PATRON, 1
    for _ in range(3):
        efforts(world, common, MONTH)
    assert world.ties[1, 1].courting == pytest.approx(1 - (1 - common.parameters.effort_memory) ** 3)
    assert world.ties[1, 0].courting == world.ties[0, 1].courting == 0.0


def test_an_accusation_fades_and_faster_for_those_who_lie_low(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[0].accused = world.factions[1].accused = 0.8
    world.factions[1].action = LIE_LOW
    for _ in range(6):
        efforts(world, common, MONTH)
    assert world.factions[0].accused == pytest.approx(0.8 * common.parameters.accused_decay**6)
    assert world.factions[1].accused == pytest.approx(0.8 * common.parameters.accused_decay_low**6)


def test_every_denouncer_adds_to_the_accusation_up_to_one(country: tuple[Any, Any]) -> None:
    world, common = country
    for k in (0, 2):
        world.factions[k].action, world.factions[k].target = DENOUNCE, 1
    efforts(world, common, MONTH)
    assert world.factions[1].accused == pytest.approx(2 * common.parameters.denounce_weight)
    assert world.factions[0].accused == world.factions[2].accused == 0.0
    for _ in range(30):
        efforts(world, common, MONTH)
    assert world.factions[1].accused == 1.0


def test_two_offers_make_a_pact_for_a_year_and_one_makes_none(country: tuple[Any, Any]) -> None:
    world, common = country
    length = int(common.parameters.pact_months)
    assert length == 12
    world.factions[0].action, world.factions[0].target = ALLY, 1
    efforts(world, common, MONTH)
    assert world["pairs"]["pact"].sum() == 0
    world.factions[0].action = GOVERN
    world.factions[1].action, world.factions[1].target = ALLY, 0
    efforts(world, common, MONTH + 4)
    world.factions[1].action = GOVERN
    lasted = [MONTH + 4]
    for month in range(MONTH + 5, MONTH + 40):
        efforts(world, common, month)
        assert world.pairs[0, 1].pact == world.pairs[1, 0].pact
        if world.pairs[0, 1].pact:
            lasted.append(month)
    assert lasted == list(range(MONTH + 4, MONTH + length))  # twelve months from the older offer
    assert world["pairs"]["pact"][:3, :3].trace() == 0


def test_a_pact_lapses_with_a_partner_that_is_no_side_any_more(country: tuple[Any, Any]) -> None:
    world, common = country
    for k, j in ((0, 1), (1, 0)):
        world.factions[k].action, world.factions[k].target = ALLY, j
    efforts(world, common, MONTH)
    assert world.pairs[0, 1].pact == 1
    world.factions[1].alive = 0
    efforts(world, common, MONTH + 1)
    assert world["pairs"]["pact"].sum() == 0


def test_reform_grows_while_the_ruler_reforms_and_turmoil_fades(country: tuple[Any, Any]) -> None:
    world, common = country
    world.reform, world.turmoil = 0.0, 0.5
    world.factions[world.ruler].action = REFORM
    for _ in range(7):
        efforts(world, common, MONTH)
    assert world.reform == pytest.approx(1 - (1 - common.parameters.effort_memory) ** 7)
    assert world.turmoil == pytest.approx(0.5 * common.parameters.turmoil_decay**7)
