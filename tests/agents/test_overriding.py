"""What an overridden agent returns is carried out in place of the rule, and changes the run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.agents.actors import Cadre, Faction, Patron, Population
from sim.agents.policy import Action, View
from sim.agents.world import World
from sim.pack import Country, InputError
from sim.world.words import EV_INTERVENTION, EV_PURGE, EV_REVERSAL, EV_UPRISING, NOBODY, SENT_TROOPS, STOOD_BY, UNDID_PURGE

from ..world.builders import differences

RULER = "uplanders"
PURGES = {"seed": 4, "do": ["switch.reversal=on"]}


def changed(one: World, other: World) -> bool:
    return bool(differences(one.block.rows, other.block.rows))


def kinds(world: World) -> list[int]:
    return world.events["kind"].tolist()


class Purger:
    """Purges whom it can, else governs."""

    def decide(self, view: View) -> Action:
        return next((action for action in view.options if action.name == "purge"), Action("govern" if view.me == view.ruler else "lie_low"))


def test_a_group_that_chooses_otherwise_does_so(demo: Country) -> None:
    class Courting(Faction):
        def choose(self) -> tuple[str, str]:
            return "court_patron", "tasmar"

    plain, other = World(demo, 4).run_to("1946-10"), World(demo, 4, agents={"Faction": Courting}).run_to("1946-10")
    for faction in other.factions:
        assert faction.action == Action("court_patron", "tasmar")
        courted = float(other.record["ties"]["courting"][faction.index, 1])
        assert courted == pytest.approx(1 - (1 - demo.parameters["effort_memory"].start) ** 12)
    assert changed(plain, other)


def test_choosing_nothing_leaves_a_month_without_action_only_where_the_rule_was_not_asked(demo: Country) -> None:
    class Same(Faction):
        def choose(self) -> Any:
            return super().choose()

    plain, other = World(demo, 4).run_to("1947-10"), World(demo, 4, agents={"Faction": Same}).run_to("1947-10")
    assert not changed(plain, other)
    assert differences(plain.record, other.record) == []


def test_a_cadre_who_backs_another_does_so(demo: Country) -> None:
    class Turncoat(Cadre):
        def back(self) -> str | None:
            return "harbour"

    plain, other = World(demo, 4).run_to("1946-02"), World(demo, 4, agents={"Cadre": Turncoat})
    other.step()
    assert other.factions[0].state["post_share"] == pytest.approx(1.0)
    other.run_to("1946-02")
    assert changed(plain, other)


def test_an_alias_serves_where_a_cadre_names_a_group(demo: Country) -> None:
    alias = next(alias for faction in demo.factions for alias in faction.aliases)

    class Turncoat(Cadre):
        def back(self) -> str | None:
            return alias

    world = World(demo, 4, agents={"Cadre": Turncoat})
    world.step()
    assert {demo.faction(cadre.backing).key for cadre in world.cadres if cadre.state["reviewed"] < 0} <= {demo.faction(alias).key}


@pytest.mark.parametrize("undo", [True, False])
def test_patrons_who_undo_or_let_stand_every_purge_do_so(demo: Country, undo: bool) -> None:
    class Firm(Patron):
        asked = 0

        def undo_purge(self, target: Faction) -> bool:
            type(self).asked += 1
            return undo

    world = World(demo, 4, policies={RULER: Purger()}, agents={"Patron": Firm}).run_to("1947-06")
    found = kinds(world)
    assert Firm.asked > 0
    assert (EV_REVERSAL in found, EV_PURGE in found) == (undo, not undo)
    if undo:
        assert world.patrons[0].state["reaction"] == UNDID_PURGE
        assert world.record["posts"]["origin"][:100].tolist().count(2) < 60


def test_undoing_purges_changes_the_run(demo: Country) -> None:
    class Firm(Patron):
        def undo_purge(self, target: Faction) -> bool:
            return True

    plain = World(demo, 4, policies={RULER: Purger()}).run_to("1947-06")
    other = World(demo, 4, policies={RULER: Purger()}, agents={"Patron": Firm}).run_to("1947-06")
    assert changed(plain, other)


class Angry(Population):
    """Half the people are out in June 1946."""

    def protest(self) -> float | None:
        return 0.5 if self.model.month_name == "1946-06" else 0.0


@pytest.mark.parametrize("comes", [True, False])
def test_a_patron_who_decides_about_troops_is_obeyed(demo: Country, comes: bool) -> None:
    class Firm(Patron):
        def react(self) -> bool:
            return comes

    world = World(demo, 4, agents={"Population": Angry, "Patron": Firm}).run_to("1946-07")
    assert EV_UPRISING in kinds(world)
    assert (EV_INTERVENTION in kinds(world)) == comes
    assert (SENT_TROOPS if comes else STOOD_BY) in [int(patron.state["reaction"]) for patron in world.patrons]


def test_the_people_come_out_as_told_and_it_changes_the_run(demo: Country) -> None:
    plain, other = World(demo, 4).run_to("1949-01"), World(demo, 4, agents={"Population": Angry}).run_to("1949-01")
    shares = other.table().set_index("month")["protest"]
    assert shares["1946-06"] == 0.5
    assert shares.drop("1946-06").eq(0.0).all()
    assert changed(plain, other)


def test_an_uprising_larger_than_the_rule_found_is_certain_and_none_of_the_rules_reasons_explain_it(demo: Country) -> None:
    class Louder(Population):
        def protest(self) -> float | None:
            return float(super().protest() or 0.0) + 0.5

    world = World(demo, 4, agents={"Population": Louder}).run_to("1946-01")
    event = world.events[world.events["kind"] == EV_UPRISING][0]
    assert event["probability"] == 1.0
    assert np.isnan(event["luck"])
    assert event["term_0"] == NOBODY


@pytest.mark.parametrize(("share", "kept"), [(7.0, 1.0), (-1.0, 0.0), (None, None)])
def test_a_share_of_the_people_is_cut_to_what_a_share_can_be(demo: Country, share: float | None, kept: float | None) -> None:
    class Wild(Population):
        def protest(self) -> float | None:
            super().protest()
            return share

    quiet = ["switch.intervention=off"]  # troops would end it within the month
    world, plain = World(demo, 4, quiet, agents={"Population": Wild}), World(demo, 4, quiet)
    world.step()
    plain.step()
    assert world.record["protest"] == (plain.record["protest"] if kept is None else kept)


def test_a_policy_of_ten_lines_makes_another_history(demo: Country) -> None:
    plain, other = World(demo, 4).run_to("1950-01"), World(demo, 4, policies={"Uplanders": Purger()}).run_to("1950-01")
    assert changed(plain, other)
    ruled = other.block.months["ruler"][0, : other.month] == 2
    actions = set(np.array(other.table()["action.uplanders"])[1:][ruled[:-1]])
    assert {action.split()[0] for action in actions} == {"purge", "govern"}


def test_what_is_not_open_is_refused_with_what_is(demo: Country) -> None:
    class Warlike:
        def decide(self, view: View) -> str:
            return "war"

    with pytest.raises(ValueError, match="harbour can't choose war in 1945-10") as caught:
        World(demo, 4, policies={"harbour": Warlike()}).step()
    assert "lie_low" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_unknown_kinds_of_agents_and_groups_are_refused(demo: Country) -> None:
    with pytest.raises(InputError, match="Wizard"):
        World(demo, agents={"Wizard": Faction})
    with pytest.raises(InputError, match="nobody"):
        World(demo, policies={"nobody": Purger()})


def test_a_view_shows_the_board_and_nothing_of_the_others_choices(demo: Country) -> None:
    seen: list[View] = []

    class Watching:
        def decide(self, view: View) -> str:
            seen.append(view)
            return "organise"

    world = World(demo, 4, policies={"harbour": Watching()}).run_to("1946-10")
    assert [view.month for view in seen] == world.table()["month"].tolist()
    assert all(view.me == "harbour" for view in seen)
    for view in seen:
        assert sum(view.power.values()) == pytest.approx(1.0)
        assert view.options[0] == max(view.gains, key=lambda action: view.gains[action])
        assert set(view.presence) == {"keldon", "tasmar"}
    board = np.array([[view.power[faction.key] for faction in demo.factions] for view in seen])
    assert np.array_equal(board, world.block.rows["power"][0, :12])


def test_what_an_overridden_agent_decided_is_not_passed_off_as_chance(demo: Country) -> None:
    class Firm(Patron):
        def react(self) -> bool:
            return True

        def undo_purge(self, target: Faction) -> bool:
            return True

    world = World(demo, 4, policies={RULER: Purger()}, agents={"Population": Angry, "Patron": Firm}).run_to("1946-08")
    assert {EV_REVERSAL, EV_UPRISING, EV_INTERVENTION} <= set(kinds(world))
    for event in world.events:
        assert 0.0 <= event["probability"] <= 1.0
        assert np.isnan(event["luck"]) or event["luck"] < event["probability"] or event["kind"] == EV_PURGE
    assert all("nan" not in patron.why() for patron in world.patrons)
