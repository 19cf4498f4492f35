"""The plain Mesa model that the speed is measured against: it must do what it is said to do, or the comparison means nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.bench.plain_mesa import batch, run
from tests.bench.plain_mesa_agents import Cadre, Faction, ruling_coalition
from tests.bench.plain_mesa_country import Country

EVERY_ACTION = {
    "govern", "lie_low", "organise", "court_people", "court_patron", "ally", "denounce", "challenge", "purge", "war", "campaign", "reform",
}  # fmt: skip
OF_RIVALS = {"lie_low", "denounce", "challenge"}
OF_RULERS = {"govern", "purge", "war", "campaign", "reform"}
SEEDS, SMALL = (1, 2, 3), 40


@pytest.fixture(scope="module")
def worlds() -> list[Country]:
    return [run(seed, SMALL) for seed in SEEDS]


def test_the_same_seed_gives_the_same_world(worlds):
    again = run(SEEDS[0], SMALL)
    assert again.events == worlds[0].events
    assert again.datacollector.get_model_vars_dataframe().equals(worlds[0].datacollector.get_model_vars_dataframe())
    one, two = (w.datacollector.get_agenttype_vars_dataframe(Faction) for w in (again, worlds[0]))
    assert one.equals(two)
    assert worlds[0].events != worlds[1].events


def test_shares_add_to_one_in_every_month(worlds):
    for world in worlds:
        table = world.datacollector.get_agenttype_vars_dataframe(Faction).groupby(level="Step")
        assert len(table) == world.month
        for column in ("power", "seats"):
            assert table[column].sum().to_numpy() == pytest.approx(1.0)


def test_posts_are_never_lost_and_holders_change(worlds):
    for world in worlds:
        assert len(world.agents_by_type[Cadre]) == len(world.posts) == SMALL
    world = Country(SMALL, 60, seed=1)
    before = [cadre.competence for cadre in world.posts]
    world.run_model()
    assert sum(cadre.competence != old for cadre, old in zip(world.posts, before, strict=True)) > 5


def test_rulers_fall_and_rivals_are_purged(worlds):
    kinds = Counter(kind for world in worlds for _, kind, *_ in world.events)
    assert kinds["fall"]
    assert kinds["purge"]


def test_every_action_can_be_taken_and_only_by_whom_it_is_open_to():
    found: set[str] = set()
    for seed in range(1, 41):
        world = Country(SMALL, 200, seed=seed)
        while world.running:
            world.factions.do("choose")  # many choices on each board
            for faction in world.sides:
                found.add(faction.action)
                assert faction.action not in (OF_RIVALS if faction is world.ruler else OF_RULERS)
            world.step()
        if found >= EVERY_ACTION:
            break
    assert found == EVERY_ACTION


@pytest.mark.parametrize(
    ("powers", "members"),
    [([0.30, 0.21, 0.26, 0.23], {1, 2, 3}), ([0.30, 0.34, 0.20, 0.16], {0, 2, 3}), ([0.55, 0.03, 0.25, 0.17], {0}), ([1.0], {0})],
)
def test_the_coalition_is_the_least_that_holds(powers, members):
    found = ruling_coalition(powers)
    assert {bit for bit in range(len(powers)) if found >> bit & 1} == members


def test_mesas_batch_runner_gives_the_worlds_of_single_runs():
    rows = {row["seed"]: row for row in batch([1, 2, 3], 2, SMALL, 30)}
    for seed in (1, 2, 3):
        world = run(seed, SMALL, 30)
        assert rows[seed]["concentration"] == world.concentration
        assert rows[seed]["ruler"] == world.ruler.name
