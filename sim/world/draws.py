"""Parameter values and traits: starting values, or the n-th draw from their ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, SupportsFloat

import numpy as np

from sim.pack import Country, InputError, Place
from sim.pack.country.country import Value
from sim.pack.country.errors import shown, unknown_name
from sim.pack.country.priors import Prior, prior_of
from sim.pack.country.units import bounds_of, trait_bounds
from sim.pack.country.vocabulary import PARAMETER_NAMES, TRAITS
from sim.world.luck import at, key, uniform
from sim.world.priors import quantile
from sim.world.state import PARAMETERS_DTYPE, PATH_DTYPE, TRAITS_DTYPE, Array
from sim.world.words import S_PARAMETER, S_SET, S_TRAIT

STARTING: Final = 0
"""The draw that is none: starting values."""
GROUP: Final = 2
"""Worlds that share one draw of parameter values and traits: two, the fewest by which noise can be told from what the values do. With ten, the
intervals of the same number of worlds were half as wide again (`python -m tests.bench.coverage`)."""
WHOLE: Final = frozenset({"second_half_posts"})
"""Parameters that count things."""


def draw_of(world: int, fixed: bool) -> int:
    """The draw a world uses: starting values, or its group's."""
    return STARTING if fixed else world // GROUP + 1


@lru_cache(maxsize=4096)
def _prior(value: Value) -> Prior:
    return prior_of(value)


def draw_value(value: Value, seed: int, draw: int, stream: int, *names: str) -> float:
    """The n-th draw of one value; its luck is keyed by its name, so that other values never shift it."""
    if draw == STARTING or value.prior == "fixed":
        return value.start
    address = np.uint64(at(key("draw", seed), stream, draw))  # comes back as a plain int
    return quantile(_prior(value), float(uniform(address, key(*names))))


def draw_parameters(country: Country, seed: int, draws: Sequence[int]) -> Array:
    """Parameter values: one record of state.PARAMETERS_DTYPE a draw; draw 0 is the starting values.

    A country with accepted sets draws one of them; what is in none of them is drawn from its prior.
    """
    table = np.zeros(len(draws), PARAMETERS_DTYPE)
    for row, draw in enumerate(draws):
        for name in PARAMETER_NAMES:
            number = draw_value(country.parameters[name], seed, draw, S_PARAMETER, name)
            table[name][row] = round(number) if name in WHOLE else number
        for name, number in accepted_values(country, seed, draw).items():
            if name in country.parameters and country.parameters[name].prior != "fixed":
                table[name][row] = number
    return table


def accepted_values(country: Country, seed: int, draw: int) -> dict[str, float]:
    """The accepted set that a draw is, by key; empty for starting values and for a country without accepted sets.

    Any set is as likely as any other, and may be drawn again.
    """
    if country.accepted is None or draw == STARTING:
        return {}
    luck = float(uniform(np.uint64(at(key("draw", seed), S_SET, draw)), key("set")))
    row = min(int(luck * len(country.accepted)), len(country.accepted) - 1)
    return dict(zip(country.accepted_keys, country.accepted.values[row].tolist(), strict=True))


def starters_of(country: Country) -> list[int]:
    """Numbers of the factions there from the start, in the order of their uids: their reach adds to 1."""
    return [k for k, faction in sorted(enumerate(country.factions), key=lambda pair: pair[1].uid) if faction.entry is None]


def draw_traits(country: Country, seed: int, draws: Sequence[int]) -> Array:
    """Traits: (draws, factions) records of state.TRAITS. Reach is a share: it adds to 1 over the factions there from the start."""
    table = np.zeros((len(draws), len(country.factions)), TRAITS_DTYPE)
    for row, draw in enumerate(draws):
        for k, faction in enumerate(country.factions):
            for name in TRAITS:
                table[name][row, k] = draw_value(faction.traits[name], seed, draw, S_TRAIT, faction.uid, name)
            for q, patron in enumerate(country.patrons):
                name = f"tie.{patron.key}"
                table[f"tie_{q}"][row, k] = draw_value(faction.traits[name], seed, draw, S_TRAIT, faction.uid, name)
        starters = starters_of(country)
        total = 0.0  # one by one: the sum() of Python 3.12 rounds otherwise than that of 3.11
        for k in starters:
            total += float(table["reach"][row, k])
        for k in starters:
            table["reach"][row, k] /= total
        fields = trait_fields(country)
        for own, number in accepted_values(country, seed, draw).items():
            if own not in fields:
                continue
            k, field = fields[own]
            if field == "reach" or country.factions[k].traits[own.partition(".")[2]].prior != "fixed":
                table[field][row, k] = number
    return table


def trait_fields(country: Country) -> dict[str, tuple[int, str]]:
    """Where each trait stands in a table of traits: `faction.trait` -> number of the faction and name of the field."""
    ties = {f"tie.{patron.key}": f"tie_{q}" for q, patron in enumerate(country.patrons)}
    return {f"{f.key}.{name}": (k, ties.get(name, name)) for k, f in enumerate(country.factions) for name in (*TRAITS, *ties)}


def checked_values(country: Country, values: Mapping[str, float]) -> dict[str, float]:
    """Values to put in the place of drawn ones, each known and within its bounds (`sim.pack.country.units`).

    Raises:
        InputError: an unknown key, or a value that it can't have.
    """
    fields = trait_fields(country)
    known = [*country.parameters, *fields]
    found: dict[str, float] = {}
    for name, value in values.items():
        if name not in fields and name not in country.parameters:
            raise unknown_name(None, "value", name, known)
        low, high = trait_bounds(name.partition(".")[2]) if name in fields else bounds_of(name)
        if isinstance(value, bool | str) or not isinstance(value, SupportsFloat) or not low <= float(value) <= high:
            raise InputError(None, f"{name} out of range", kind="range", found=shown(value), allowed=f"{low:g} to {high:g}")
        if name in WHOLE and float(value) != round(float(value)):
            raise InputError(None, f"{name}: not a whole number", kind="malformed", found=shown(value), allowed="a whole number")
        found[name] = float(value)
    check_reach(country, found)
    return found


def check_reach(country: Country, values: Mapping[str, float], place: Place | None = None) -> None:
    """Shares of posts that are set leave something for the groups whose share is not; if all are set, they add to 1.

    Raises:
        InputError: they do not.
    """
    starters, fields = starters_of(country), trait_fields(country)
    found = [values[name] for name in values if name in fields and fields[name][1] == "reach" and fields[name][0] in starters]
    total = sum(found)
    if found and len(found) < len(starters) and not total < 1.0:
        raise InputError(
            place, "reach leaves nothing for the other groups", kind="range", found=f"{total:g} in all", allowed="shares that add to less than 1"
        )
    if len(found) == len(starters) and abs(total - 1.0) > 1e-9:
        raise InputError(place, "reach of all groups does not add to 1", kind="range", found=f"{total:g}", allowed="1, or one group left out")


def set_values(country: Country, parameters: Array, traits: Array, values: Mapping[str, float]) -> None:
    """Put values in the place of what was drawn, in every draw: keys are `parameter` or `faction.trait`.

    A share of posts (`reach`) that is set stays as it is; those of the other factions there from the start shrink or grow to add to 1 with it.

    Raises:
        InputError: an unknown key, or a value that it can't have.
    """
    values = checked_values(country, values)
    fields, starters = trait_fields(country), starters_of(country)
    set_reach: set[int] = set()
    for name in sorted(values):
        if name not in fields:
            parameters[name] = values[name]
            continue
        k, field = fields[name]
        traits[field][:, k] = values[name]
        if field == "reach" and k in starters:
            set_reach.add(k)
    others = [k for k in starters if k not in set_reach]
    if set_reach and others:
        rest, total = np.ones(len(traits)), np.zeros(len(traits))
        for k in starters:
            if k in set_reach:
                rest -= traits["reach"][:, k]
            else:
                total += traits["reach"][:, k]
        for k in others:
            traits["reach"][:, k] *= rest / total


def world_keys(seed: int, worlds: Sequence[int]) -> Array:
    """Luck of worlds of a seed: (worlds, 1) records of state.PATH. A world's luck does not depend on how many others there are."""
    table = np.zeros((len(worlds), 1), PATH_DTYPE)
    for row, world in enumerate(worlds):
        table[row, 0] = (0, key("world", seed, world))
    return table
