"""What users of Mesa do with a model: run it in batches, keep a thousand of them, pickle it, subclass it, let a policy fail."""

from __future__ import annotations

import copy
import gc
import pickle
import subprocess
import sys
import warnings
import weakref
from typing import Any

import mesa
import pandas as pd
import pytest

from sim.agents import world as module
from sim.agents.policy import Action, View
from sim.agents.world import World
from sim.pack import Country, InputError

UNTIL = "1946-06"


def batch(country: Country, seeds: list[int] | None = None, iterations: int = 1, **how: Any) -> pd.DataFrame:
    """`mesa.batch_run`, which has changed its way of saying how often and with which seeds."""
    new = "rng" in mesa.batch_run.__code__.co_varnames
    asked: dict[str, Any] = {"country": [country]}
    if seeds is not None and not new:
        asked["seed"] = seeds
    how = {"display_progress": False, **how, **({"rng": seeds or [None] * iterations} if new else {"iterations": iterations})}
    return pd.DataFrame(mesa.batch_run(World, asked, **how))


def test_making_and_stepping_a_world_warns_of_nothing(demo: Country) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        World(demo, seed=4).run_to("1945-12")


def test_no_world_and_no_agent_is_left_after_its_last_reference(demo: Country) -> None:
    left = []
    for seed in range(5):
        world = World(demo, seed=seed).run_to("1945-12")
        left += [weakref.ref(world), weakref.ref(world.factions[0]), weakref.ref(world.cadres[0])]
        del world
    gc.collect()
    assert [one() for one in left] == [None] * 15


def test_ids_of_agents_begin_with_one_in_each_world(demo: Country) -> None:
    for _ in range(2):
        ids = sorted(agent.unique_id for agent in World(demo, seed=4).agents)
        assert ids == list(range(1, len(ids) + 1))


def test_a_batch_of_mesa_runs_to_the_end_and_has_the_months_of_the_world(demo: Country) -> None:
    rows = batch(demo, seeds=[4], data_collection_period=1)
    table = World(demo, seed=4).run_to_end().table()
    assert rows["month"].tolist() == table["month"].tolist()
    assert rows["ruler"].tolist() == table["ruler"].tolist()


def test_the_last_month_ends_the_run(demo: Country) -> None:
    world = World(demo, seed=4)
    while world.running:
        world.step()
    assert world.over
    assert world.steps == world.month == len(world.table())
    world.step()
    assert world.month == len(world.table())


def test_iterations_without_a_seed_are_different_worlds_whose_seeds_are_kept(demo: Country) -> None:
    rows = batch(demo, iterations=3, max_steps=20, data_collection_period=5)
    seeds = rows.groupby("RunId")["seed"].unique()
    assert all(len(one) == 1 for one in seeds)
    assert len({int(one[0]) for one in seeds}) == 3
    for run, seed in seeds.items():
        again = World(demo, seed=int(seed[0])).run_to("1950-01").table().set_index("month")
        mine = rows[rows["RunId"] == run]
        for name in ("ruler", *(f"power.{faction.key}" for faction in demo.factions)):
            assert mine[name].tolist() == again.loc[mine["month"], name].tolist()


def test_no_seed_is_a_fresh_one_that_reopens_the_world(demo: Country) -> None:
    one, other = World(demo), World(demo, seed=None)
    assert one.seed != other.seed
    assert str(one.seed) in repr(one)
    assert World.from_token(one.token).seed == one.seed
    assert World(demo, one.seed).run_to(UNTIL).record.tobytes() == one.run_to(UNTIL).record.tobytes()


@pytest.mark.parametrize("how", [{"seed": -1}, {"seed": 2**32}, {"seed": "4"}, {"seed": 1.5}, {"seed": True}, {"draw": -1}, {"world": -1}, {"world": 2**70}])
def test_numbers_that_the_command_refuses_are_refused_in_a_sentence(demo: Country, how: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"^{next(iter(how))}: not a number that fits; found .*; allowed: a whole number from 0 to "):
        World(demo, **how)


@pytest.mark.parametrize("date", ["soon", "1946-13", None, 1946])
def test_run_to_refuses_what_is_no_month(demo: Country, date: Any) -> None:
    with pytest.raises(InputError, match="date: not a month"):
        World(demo, 4).run_to(date)


@pytest.mark.parametrize("twin", [lambda world: pickle.loads(pickle.dumps(world)), copy.deepcopy], ids=["pickled", "copied"])
def test_a_half_lived_world_goes_on_the_same_after_it_was_stored(korea: Country, twin: Any) -> None:
    world = World(korea, seed=4, do=["war=none@1950-06"]).run_to("1948-01")
    other = twin(world)
    assert other is not world
    for one in (world, other):
        one.run_to("1952-01")
    assert other.record.tobytes() == world.record.tobytes()
    assert other.table().equals(world.table())
    assert other.token == world.token
    assert (other.steps, other.running, other.votes) == (world.steps, world.running, world.votes)
    assert [agent.why() for agent in other.factions] == [agent.why() for agent in world.factions]


class Fails:
    """A policy that fails once and goes on as the rule would."""

    def __init__(self, at: str) -> None:
        self.at, self.failed = at, False

    def decide(self, view: View) -> Action:
        """The best open action by the model's own gain."""
        if view.month == self.at and not self.failed:
            self.failed = True
            raise RuntimeError("out of ideas")
        return view.options[0]


def test_a_month_in_which_a_policy_fails_is_taken_back_and_can_be_taken_again(demo: Country) -> None:
    key = demo.factions[0].key
    world = World(demo, 4, policies={key: Fails("1946-03")})
    with pytest.raises(RuntimeError, match="out of ideas"):
        world.run_to(UNTIL)
    assert world.month_name == "1946-03"
    assert world.steps == len(world.table()) == world.month
    whole = World(demo, 4, policies={key: Fails("never")})
    for one in (world, whole):
        one.run_to(UNTIL)
    assert world.record.tobytes() == whole.record.tobytes()
    assert world.table().drop(columns="seed").equals(whole.table().drop(columns="seed"))
    assert len(world.agents) == len(whole.agents)


def test_a_subclass_may_have_a_step_of_its_own(demo: Country) -> None:
    class Counting(World):
        """Counts."""

        def step(self) -> None:
            """One month."""
            self.counted = getattr(self, "counted", 0) + 1
            super().step()

    world = Counting(demo, 4).run_to(UNTIL)
    assert isinstance(world, Counting)
    assert world.counted == world.month == world.steps
    assert world.record.tobytes() == World(demo, 4).run_to(UNTIL).record.tobytes()


def test_worlds_and_agents_say_in_a_few_words_what_they_are(demo: Country) -> None:
    world = World(demo, seed=4)
    assert repr(world) == "<World demo, seed 4, at 1945-10>"
    assert repr(world.run_to_end()).startswith("<World demo, seed 4, over after ")
    assert [repr(agent) for agent in world.factions] == [f"<Faction {faction.key}>" for faction in demo.factions]
    assert all(len(repr(agent)) < 80 and " at 0x" not in repr(agent) for agent in world.agents)


def test_agents_import_without_what_mesa_asks_for_only_in_its_extras() -> None:
    heavy = ("solara", "matplotlib", "altair", "ipyvuetify")
    code = f"import sys, sim; sim.World; print(*[name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_mesas_own_names_are_left_to_mesa(demo: Country) -> None:
    plain = mesa.Model()
    ours = {name for name in vars(module.World) if not name.startswith("__")} - {"observables"}  # Mesa 3.5 writes that one itself
    assert ours & set(dir(mesa.Model)) == {"step"}
    assert not (set(vars(World(demo, 4))) - set(vars(plain))) & set(dir(plain))
