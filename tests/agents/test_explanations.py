"""Every agent can say why, every event has its reasons, every choice is the luckiest of its options."""

from __future__ import annotations

import math

import mesa
import numpy as np
import pytest

from sim.agents.world import World
from sim.pack import Country
from sim.world.luck import at, uniform_option
from sim.world.rules.routine import COURT_PATRON
from sim.world.words import ACTIONS, KINDS, NOBODY, S_CHOICE


@pytest.mark.parametrize("date", ["1945-10", "1945-11", "1953-09", "1975-01"])
def test_every_agent_says_why_in_a_sentence_in_both_languages(korea: Country, date: str) -> None:
    world = World(korea, 8).run_to(date)
    for agent in world.agents:
        for lang in ("en", "ko"):
            text = agent.why(lang)
            assert text.strip().endswith((".", "다", "다.")), text
            assert "{" not in text, text
            assert "why." not in text, text
    assert {faction.why() for faction in world.factions} != {faction.why("ko") for faction in world.factions}


def test_a_group_names_its_action_its_reasons_and_its_luck(demo: Country) -> None:
    world = World(demo, 4).run_to("1946-05")
    for faction in world.factions:
        text, state = faction.why(), faction.state
        assert demo.factions[faction.index].name["en"] in text
        assert f"{float(state['probability']):.2f}" in text
        assert f"{float(state['luck']):.2f}" in text


def test_every_event_has_terms_or_is_imposed_or_says_where_it_comes_from(korea: Country) -> None:
    given = {"death", "endorsement", "outside"}
    kinds = set()
    for seed in range(6):
        for event in World(korea, seed, draw=seed).run_to_end().events:
            kinds.add(KINDS[event["kind"]])
            if event["term_0"] == NOBODY and not event["imposed"]:
                assert KINDS[event["kind"]] in given
            if KINDS[event["kind"]] == "death" and event["term_0"] == NOBODY:
                assert event["probability"] == 1.0
    assert {"purge", "challenge", "death"} <= kinds


@pytest.mark.parametrize("seed", [1, 2])
def test_every_choice_is_the_luckiest_of_its_options(korea: Country, seed: int) -> None:
    world = World(korea, seed, draw=seed)
    floor = float(world.block.commons[0].parameters.gain_floor)
    uid = world.block.commons[0].uid
    checked = 0

    class Watching(type(world.factions[0])):  # type: ignore[misc]
        def choose(self):  # type: ignore[no-untyped-def]
            nonlocal checked
            action, gains, month = super().choose(), self.gains(), self.model.month
            scores = {}
            for option, gain in gains.items():
                if gain >= floor:
                    code = ACTIONS.index(option.name)
                    target = self.model.target_index(code, option.target)
                    aimed = option.name in ("ally", "denounce", "purge")
                    key = uid[target] if aimed else np.uint64(target + 1 if code == COURT_PATRON else 0)
                    address = np.uint64(at(self.model.record["key"], S_CHOICE + code, month))
                    u = uniform_option(address, uid[self.index], key)
                    scores[option] = (gain - math.log(-math.log(u)), gain, u)
            best = max(scores, key=lambda option: scores[option][0])
            total = sum(math.exp(gain) for _, gain, _ in scores.values())
            assert action == best
            assert self.state["luck"] == scores[best][2]
            assert self.state["probability"] == pytest.approx(math.exp(scores[best][1]) / total)
            assert 0.0 < self.state["luck"] < 1.0
            assert 0.0 < self.state["probability"] <= 1.0
            checked += 1
            return action

    watched = World(korea, seed, draw=seed, agents={"Faction": Watching}).run_to("1950-01")
    assert checked > 150
    assert watched.block.rows.tobytes() == world.run_to("1950-01").block.rows.tobytes()


def test_agents_are_mesas_in_sets_and_the_collector_has_one_row_a_month(demo: Country) -> None:
    world = World(demo, 4).run_to("1947-01")
    assert all(isinstance(agent, mesa.Agent) for agent in world.agents)
    sets = {kind.__name__: len(world.agents_by_type[kind]) for kind in world.agent_types}
    assert sets == {"Faction": 3, "Wing": 2, "Patron": 2, "Population": 1, "Cadre": 100}
    table = world.table()
    assert table["month"].tolist() == [f"{1945 + (9 + n) // 12}-{(9 + n) % 12 + 1:02d}" for n in range(15)]
    for k, faction in enumerate(demo.factions):
        assert table[f"power.{faction.key}"].tolist() == world.block.rows["power"][0, :15, k].tolist()
        assert table[f"support.{faction.key}"].tolist() == world.block.rows["support"][0, :15, k].tolist()
    assert table["hardship"].tolist() == world.block.months["hardship"][0, :15].tolist()
    assert table["ruler"].tolist() == [demo.factions[k].key for k in world.block.months["ruler"][0, :15]]


def test_an_ended_world_stays_as_it_is(demo: Country) -> None:
    world = World(demo, 4, ["war=lost"]).run_to_end()
    before, months = world.record.copy(), len(world.table())
    world.step()
    assert world.over
    assert world.record.tobytes() == before.tobytes()
    assert len(world.table()) == months == world.record["ended_month"] + 1


def test_ballots_of_a_vote_add_up_to_its_share(korea: Country) -> None:
    votes = 0
    for seed in range(8):
        world = World(korea, seed).run_to("1962-01")
        for place, rows in world.votes.items():
            event = world.events[place]
            total = sum(row["weight"] for row in rows)
            against = sum(row["weight"] for row in rows if row["against"])
            if KINDS[event["kind"]] == "challenge":  # after a fall the posts of the fallen leader's ballots are another's
                assert against / total == pytest.approx(event["amount"])
                votes += 1
    assert votes > 0
