"""A user's own way of deciding is carried out, and changes the world."""

from __future__ import annotations

from typing import Any

import mesa
import pytest

import sim
from sim.agents.policy import View
from sim.agents.world import World
from sim.pack import Country, load_pack
from sim.world.state import WINGS


@pytest.fixture(scope="module")
def country() -> Country:
    return load_pack("demo")


class Courtier:
    """Seeks the people's favour, and nothing else."""

    def decide(self, view: View) -> str:
        return "court_people"


class Wary:
    """Takes what the model's rule likes best, but never moves against anybody."""

    def decide(self, view: View) -> sim.Action:
        return next(action for action in view.options if action.name not in ("purge", "challenge", "denounce"))


def test_a_policy_of_ten_lines_changes_a_watched_world(country: Country) -> None:
    key = country.factions[0].key
    plain = World(country, 4).run_to("1947-01")
    other = World(country, 4, policies={key: Courtier()}).run_to("1947-01")
    assert set(other.table()[f"action.{key}"]) == {"court_people"}
    assert other.table()[f"support.{key}"].iloc[-1] > plain.table()[f"support.{key}"].iloc[-1]
    assert "policy" in other.factions[0].why()


def test_a_policy_sees_its_options(country: Country) -> None:
    World(country, 4, policies={country.first_ruler: Wary()}).run_to("1947-01")


def test_an_action_that_is_not_open_is_refused_by_name(country: Country) -> None:
    class Wrong:
        def decide(self, view: View) -> str:
            return "conquer"

    with pytest.raises(ValueError, match="conquer"):
        World(country, 4, policies={country.factions[0].key: Wrong()}).step()


def test_every_kind_of_agent_can_be_overridden(country: Country) -> None:
    class Loyal(sim.Cadre):
        def back(self) -> str | None:
            return self.origin if self.origin != "none" else None

    class Quiet(sim.Population):
        def protest(self) -> float | None:
            return 0.25 if self.model.month == 30 else 0.0

    class Firm(sim.Patron):
        def undo_purge(self, target: Any) -> bool:
            return False

        def react(self) -> bool:
            return True

    class Idle(sim.Faction):
        def choose(self) -> str:
            return "organise"

    loyal = World(country, 4, agents={"Cadre": Loyal}).run_to("1947-01")
    assert all(cadre.backing == cadre.origin for cadre in loyal.cadres if cadre.origin != "none")
    assert {agent.why() != "" for agent in loyal.agents} == {True}
    risen = World(country, 4, agents={"Population": Quiet, "Patron": Firm}).run_to("1949-01")
    assert 7 in risen.events["kind"].tolist()
    idle = World(country, 4, agents={"Faction": Idle}).run_to("1947-01")
    assert set(idle.table()[f"action.{country.first_ruler}"]) == {"organise"}


def test_agents_live_in_mesas_sets(country: Country) -> None:
    world = World(country, 4)
    world.step()
    assert isinstance(world, mesa.Model)
    assert len(world.agents) == 1 + len(country.factions) + WINGS + len(country.patrons) + country.post_scheme.total
    assert len(world.table()) == 1
    assert all(agent.why("en") and agent.why("ko") for agent in world.agents)
