"""Month by month a watched world is the row of an ensemble: state, tables and ledger."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.agents.world import World
from sim.pack import load_pack
from sim.world.month import run_block

from ..world.builders import begun, differences

PACKS = {name: load_pack(name) for name in ("demo", "korea-1945")}


def pairs_of(name: str) -> st.SearchStrategy[list[str]]:
    """Lists of interventions, with the rulers, wars and traits of a pack."""
    keys = [faction.key for faction in PACKS[name].factions]
    early = st.sampled_from(["1946-03", "1946-11", "1947-06"])
    ruler = st.builds("ruler={}@{}:{}".format, st.sampled_from(keys), early, st.sampled_from(["plenum", "fiat", "death"]))
    trait = st.builds("trait.{}.charisma={}@{}".format, st.sampled_from(keys), st.sampled_from(["0.05", "0.95", "rivals"]), early)
    switch = st.sampled_from(["switch.endorsement=drawn", "switch.challenge_rule=contest", "switch.bandwagon=off", "switch.reversal=off"])
    return st.tuples(*(st.one_of(st.just(""), kind) for kind in (ruler, trait, switch))).map(list)


def same_month(world: World, block: Any, month: int) -> None:
    """State, and the rows of the months lived, are equal. The keeping of noted terms is for the moment only."""
    assert differences(block.worlds[0], world.record) == [], month
    for part in ("months", "rows"):
        assert differences(getattr(block, part)[0, : month + 1], getattr(world.block, part)[0, : month + 1]) == [], month


@pytest.mark.parametrize("name", list(PACKS))
@settings(max_examples=8)
@given(data=st.data())
def test_state_and_tables_are_equal_after_every_month(name: str, data: st.DataObject) -> None:
    seed, number, draw = data.draw(st.integers(0, 9999)), data.draw(st.integers(0, 500)), data.draw(st.integers(0, 30))
    do = data.draw(pairs_of(name))
    country = PACKS[name]
    world = World(country, seed, do, draw=draw, world=number)
    block = begun(country, do, worlds=[number], seed=seed, draw=draw)
    for month in range(24):
        world.step()
        run_block(*block, month, month + 1)
        same_month(world, block, month)


@pytest.mark.parametrize("do", [["war=won"], ["war=lost"], ["ruler=soviet@1953-08:plenum", "war=won"], ["switch.recorded_deaths=on"]], ids=str)
@pytest.mark.parametrize("seed", [2, 3])
def test_state_and_tables_are_equal_to_the_end(do: list[str], seed: int) -> None:
    country = PACKS["korea-1945"]
    world, block = World(country, seed, do, draw=1), begun(country, do, worlds=[0], seed=seed, draw=1)
    for month in range(country.months):
        if world.over:
            break
        world.step()
        run_block(*block, month, month + 1)
        if month % 25 == 0 or world.over:
            same_month(world, block, month)
    assert world.record["ended"] == block.worlds["ended"][0]
    assert len(world.cadres) == world.record["posts_used"]
    if "war=won" in do and world.month > 60:
        assert len(world.cadres) == 200 + int(world.block.commons[0].parameters.second_half_posts)


def test_the_seed_the_draw_and_the_number_of_a_world_each_make_another_world() -> None:
    demo = PACKS["demo"]
    tables = [World(demo, **how).run_to("1947-01").block.rows.tobytes() for how in ({"seed": 1}, {"seed": 2}, {"seed": 1, "draw": 2}, {"seed": 1, "world": 1})]
    assert len(set(tables)) == 4
    assert World(demo, 1).run_to("1947-01").block.rows.tobytes() == tables[0]
