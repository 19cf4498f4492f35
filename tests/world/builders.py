"""Blocks and single worlds for tests, and how two records are compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from sim.pack import Country
from sim.pack.country.frozen import Frozen
from sim.validation.same import SCRATCH, differences
from sim.world.build import compile_scenario, make_block, make_commons
from sim.world.do import read_do
from sim.world.draws import draw_parameters, draw_traits, world_keys
from sim.world.month import run_block
from sim.world.state import Block


def begun(country: Country, do: Iterable[str] = (), *, worlds: int | Sequence[int] = 1, seed: int = 1, draw: int = 0, holders: bool = False) -> Block:
    """A block of worlds, not yet begun."""
    numbers = range(worlds) if isinstance(worlds, int) else worlds
    scenario = compile_scenario(country, read_do(country, do))
    commons = make_commons(scenario, draw_parameters(country, seed, [draw]), draw_traits(country, seed, [draw]))
    block = make_block(scenario, world_keys(seed, numbers), np.zeros(len(numbers), np.int64), commons, holders=holders)
    block.worlds["number"] = numbers
    return block


def lived(country: Country, do: Iterable[str] = (), *, until: int | None = None, **how: Any) -> Block:
    """A block of worlds, run to the horizon or up to a month."""
    block = begun(country, do, **how)
    run_block(*block, 0, country.months if until is None else until)
    return block


def one(country: Country, until: int, do: Iterable[str] = (), **how: Any) -> tuple[Any, Any]:
    """The record of one world that has lived until a month, and the record it shares."""
    block = lived(country, do, until=until, **how)
    return block.worlds[0], block.commons[0]


def parameters(common: Any, **values: float) -> None:
    """Set parameters of a draw."""
    for name, value in values.items():
        assert name in common.parameters.dtype.names
        common.parameters[name] = value


def switches(common: Any, **values: int) -> None:
    """Set switches of a scenario."""
    for name, value in values.items():
        assert name in common.switches.dtype.names
        common.switches[name] = value


def block_differences(one: Block, other: Block, ignore: Iterable[str] = SCRATCH) -> list[str]:
    """Names of the fields in which what two blocks lived through differs."""
    return [f"{part}.{name}" for part in ("worlds", "months", "rows") for name in differences(getattr(one, part), getattr(other, part), ignore)]


def plain(country: Country, traits: dict[str, float] | None = None) -> Country:
    """The country with groups that differ in nothing: one group's traits for all (with some changed), and no named people."""
    given = country.factions[0].traits
    shared = {name: dataclasses.replace(value, start=(traits or {}).get(name, value.start)) for name, value in given.items()}
    factions = tuple(dataclasses.replace(faction, traits=shared, entry=None, parent=None) for faction in country.factions)
    return dataclasses.replace(country, factions=factions, cadres=())


def with_values(country: Country, **starts: float) -> Country:
    """The country with other starting values of some parameters."""
    changed = {name: dataclasses.replace(country.parameters[name], start=start) for name, start in starts.items()}
    return dataclasses.replace(country, parameters=Frozen({**country.parameters, **changed}))


def reordered(country: Country, new: list[int]) -> Country:
    """The country with group k at place new[k]."""
    return dataclasses.replace(country, factions=tuple(country.factions[k] for k in np.argsort(new)))


def events_of(world: Any) -> Any:
    """The ledger of a world."""
    return world["events"][: int(world["event_count"])]
