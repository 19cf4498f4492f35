"""What holds of all measures: each name has a count, each count sees only what is simulated, and none knows a group by its place."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from sim.pack import Country
from sim.pack.country.measures import KEYS, MEASURES, STATISTIC_NEEDS, STATISTICS
from sim.validation.measures import COUNTS
from sim.validation.same import moved, renamed
from sim.validation.simulate import Question, simulate
from sim.validation.simulated import Simulated
from sim.world.state import Block
from sim.world.words import EV_CAMPAIGN, EV_CHALLENGE, EV_FALL, EV_PURGE, EV_WAR, HOW_EXPELLED

from ..world.builders import lived
from .builders import Made, counted

ROOT = Path(__file__).parents[2]
TOLD = {
    "from": "1956-03", "until": "1961-09", "given": "1950-01", "group": "most:charisma", "kind": "purge", "span": "24", "level": "0.03",
}  # fmt: skip
AGES = {"level": "60", "span": "264"}
"""Of `leaders_alive` the level is an age."""


def told(measure: str, **other: str) -> dict[str, str]:
    """All that a measure may be told of a world."""
    own = {**TOLD, **(AGES if measure == "leaders_alive" else {}), **other}
    return {key: own[key] for key in (*MEASURES[measure].needs, *MEASURES[measure].may)}


def simulated(country: Country, block: Block) -> Simulated:
    """Worlds of one draw, and whoever holds an office as a member."""
    people = block.worlds["posts"]["person"]
    return Simulated(country, block, np.arange(len(block.worlds)), {125: people, 191: people})


def test_every_name_has_a_count_and_every_count_a_name() -> None:
    assert set(COUNTS) == set(MEASURES)
    assert list(COUNTS) == list(MEASURES)


def test_every_key_and_every_statistic_is_of_use() -> None:
    used = {key for measure in MEASURES.values() for statistic in measure.statistics for key in measure.keys(statistic)}
    assert used == set(KEYS)
    assert {statistic for measure in MEASURES.values() for statistic in measure.statistics} == set(STATISTICS) >= set(STATISTIC_NEEDS)
    assert all(len(set(keys)) == len(keys) for measure in MEASURES.values() for keys in [measure.keys(measure.statistics[0])])


@pytest.mark.parametrize("measure", MEASURES)
def test_the_readme_says_of_every_measure_what_it_is_told(measure: str) -> None:
    rows = [line for line in (ROOT / "sim/validation/README.md").read_text("utf-8").splitlines() if line.startswith(f"| `{measure}`")]
    assert len(rows) == 1
    cells = [cell.strip() for cell in rows[0].strip("|").split("|")]
    keys = [f"`{key}`" for key in MEASURES[measure].needs] + [f"(`{key}`)" for key in MEASURES[measure].may]
    assert cells[2] == (" ".join(keys) or "–")
    assert cells[3] == " ".join(f"`{statistic}`" for statistic in MEASURES[measure].statistics)


@pytest.mark.parametrize("measure", MEASURES)
def test_nothing_is_counted_where_nothing_could_come_and_nothing_after_the_end(demo: Country, measure: str) -> None:
    made = Made(demo, 2)
    made.block = lived(demo, worlds=2, seed=5)
    made.block.worlds["ended"], made.block.worlds["ended_month"], made.block.worlds["event_count"] = 1, 60, 0
    for table in (made.block.months, made.block.rows):
        table[:, 61:] = table[:, 60:61]  # as if it went on: no measure may look
    found = counted(simulated(demo, made.block), measure, told(measure))
    for table in (made.block.months, made.block.rows):
        table[:, 61:] = np.zeros(1, table.dtype)[0]
    again = counted(simulated(demo, made.block), measure, told(measure))
    assert (found.count[found.of == 0] == 0).all()
    assert found.count.tolist() == again.count.tolist()
    assert found.of.tolist() == again.of.tolist()


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_knows_a_group_by_its_name_and_traits_and_not_by_its_place(korea: Country, measure: str) -> None:
    block, order = lived(korea, worlds=25, seed=3, draw=4), [3, 0, 2, 1]
    names = {faction.key: f"group_{place}" for faction, place in zip(korea.factions, order, strict=True)}
    other = moved(block, order)
    commons = block.commons.copy()
    commons["traits"][:, :4] = block.commons["traits"][:, np.argsort(order)]
    other = other._replace(commons=commons)
    for group in ("most:charisma", korea.factions[0].key):
        mine = counted(simulated(korea, block), measure, told(measure, group=group))
        yours = counted(simulated(renamed(korea, names), other), measure, told(measure, group=names.get(group, group)))
        assert mine.count.tolist() == yours.count.tolist()
        assert mine.of.tolist() == yours.of.tolist()


@pytest.mark.parametrize("count", [2, 6])
@pytest.mark.parametrize("measure", MEASURES)
def test_measures_take_two_groups_and_six_and_a_horizon_that_begins_later(demo: Country, measure: str, count: int) -> None:
    factions = [dataclasses.replace(demo.factions[k % 3], key=f"group_{k}", uid=f"group_{k}") for k in range(count)]
    country = dataclasses.replace(demo, factions=tuple(factions), cadres=(), first_ruler="group_1", first_month=demo.first_month + 40, months=250)
    made = Made(country, 3)
    made.rows["power"] = 1 / count
    them = simulated(country, made.block)
    object.__setattr__(them, "members", {them.month(TOLD[key]): them.members[125] for key in ("from", "until")})
    found = counted(them, measure, told(measure))
    assert found.count.shape == found.of.shape
    assert np.isfinite(found.count).all()


def test_worlds_simulated_for_some_months_are_the_first_months_of_the_others(demo: Country) -> None:
    (few,), (all_,) = (list(simulate(demo, Question((), True, 30, 2, months), 1, [20, 500])) for months in (40, demo.months))
    assert few.block.months.shape == (30, 40)
    assert few.block.months.tobytes() == np.ascontiguousarray(all_.block.months[:, :40]).tobytes()
    assert set(few.members) == {20}
    assert few.members[20].tobytes() == all_.members[20].tobytes()
    assert few.stop.max() == 40
    assert few.draws.tolist() == [n // 2 + 1 for n in range(30)]


def test_members_are_whoever_sits_on_the_committee_at_the_end_of_the_month(korea: Country) -> None:
    (them,) = simulate(korea, Question((), False, 3, 2, 30), 1, [29])
    for w in range(3):
        posts = them.block.worlds[w].posts[: int(them.block.worlds[w].posts_used)]
        seated = posts["person"][posts["ballot_weight"] > 0]
        assert sorted(them.members[29][w][them.members[29][w] != 0].tolist()) == sorted(seated.tolist())


def test_many_worlds_are_simulated_some_at_a_time_and_are_the_same(demo: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    question, whole_ = Question((), True, 50, 2, 100), []
    for size in (400, 15):
        monkeypatch.setattr("sim.validation.simulate.AT_A_TIME", size)
        parts = list(simulate(demo, question, 7, [10], 2))
        whole_.append((np.concatenate([np.ascontiguousarray(one.block.months) for one in parts]), np.concatenate([one.draws for one in parts]), len(parts)))
    assert (whole_[0][2], whole_[1][2]) == (1, 4)
    assert whole_[0][0].tobytes() == whole_[1][0].tobytes()
    assert whole_[0][1].tolist() == whole_[1][1].tolist()


def test_an_act_keeps_the_chance_with_which_it_was_chosen_and_what_nobody_chose_has_none(korea: Country) -> None:
    worlds = lived(korea, worlds=20).worlds
    events = worlds["events"]
    real = np.arange(events.shape[1]) < worlds["event_count"][:, None]
    real &= ~np.isin(events["how"], [HOW_EXPELLED])  # follows from the vote
    alone, voted = np.isin(events["kind"], [EV_PURGE, EV_CAMPAIGN, EV_WAR]) & real, np.isin(events["kind"], [EV_CHALLENGE, EV_FALL]) & real
    assert events["choice"][alone].tolist() == events["probability"][alone].tolist()
    assert ((events["choice"][voted] > 0) & (events["choice"][voted] <= 1)).all()
    assert np.isnan(events["choice"][real & ~alone & ~voted]).all()
