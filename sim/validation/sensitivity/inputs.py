"""The numbers that may vary, each within what is believed of it, and points of a design as the tables that worlds are made of.

A point is a row of shares `u`, one a number, each from 0 to 1: the quantile of what is believed. So sets stay inside what is believed, and numbers of
any unit have the same measure. Where a country has accepted sets (`country.accepted`: values that the record does not refute), a number lies between
the 5 and 95 % quantiles of these; else its prior says what is believed.

Leaves out: that accepted values of two numbers may go together. Each is taken by itself, so that what hangs on it can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from sim.pack import Country
from sim.pack.country.country import Value
from sim.pack.country.priors import prior_of
from sim.pack.country.sources import values_of
from sim.validation.simulate import tables_of
from sim.world.draws import WHOLE, starters_of, trait_fields
from sim.world.priors import quantile
from sim.world.state import Array

JUDGEMENT: Final = "judgement"
PARAMETERS, TRAITS = "parameters.csv", "factions.toml"
LOWEST, HIGHEST = 0.05, 0.95
"""The part of a belief that is taken as its range, where a range is needed."""


@dataclass(frozen=True)
class Input:
    """A number that varies.

    Attributes:
        key: `parameter` or `faction.trait`.
        table: the file of the pack in which it stands.
        value: the row itself, with its source.
        accepted: (sets,) its accepted values in order, `None` where there are none.
    """

    key: str
    table: str
    value: Value
    accepted: Array | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the works it rests on; `judgement` alone where it rests on nothing else."""
        named = tuple(dict.fromkeys(part.strip() for part in self.value.source.split(";") if part.strip()))
        return tuple(name for name in named if name != JUDGEMENT) or (JUDGEMENT,)

    def at(self, u: float) -> float:
        """The value below which the share `u` of what is believed lies. Of a `dirichlet` its weight, before shares are made to add to 1."""
        if self.accepted is not None:
            return float(np.quantile(self.accepted, LOWEST + (HIGHEST - LOWEST) * u))
        return quantile(prior_of(self.value), u)


def inputs_of(country: Country, *, prior: bool = False) -> tuple[Input, ...]:
    """All numbers that vary, in the order of their keys.

    Args:
        prior: priors even where the country has accepted sets.
    """
    found = []
    for key, value in sorted(values_of(country).items()):
        column = None if prior else _accepted(country, key)
        varies = value.prior != "fixed" if column is None else bool(np.ptp(np.quantile(column, (LOWEST, HIGHEST))) > 0.0)
        if varies:
            found.append(Input(key, PARAMETERS if key in country.parameters else TRAITS, value, column))
    return tuple(found)


def _accepted(country: Country, key: str) -> Array | None:
    """Accepted values of a number in their order, where there are any."""
    if country.accepted is None or key not in country.accepted_keys:
        return None
    return np.sort(np.asarray(country.accepted.values[:, country.accepted_keys.index(key)], dtype=float))


def values_at(inputs: tuple[Input, ...], shares: Array) -> Array:
    """(points, inputs) values of (points, inputs) shares."""
    found = np.empty(shares.shape)
    for k, one in enumerate(inputs):
        different, place = np.unique(shares[:, k], return_inverse=True)  # a design of few levels asks for each once
        found[:, k] = np.array([one.at(float(u)) for u in different])[place]
    return found


def tables_at(country: Country, inputs: tuple[Input, ...], values: Array) -> tuple[Array, Array]:
    """Parameter values (points,) and traits (points, factions) as `sim.world.draws` has them; what does not vary has its starting value.

    Shares of posts (`reach`) of the groups there from the start are made to add to 1, as they are where values are drawn.
    """
    keys = [one.key for one in inputs]
    counts = [key in WHOLE for key in keys]
    parameters, traits = tables_of(country, keys, np.where(counts, np.round(values), values))
    starters = starters_of(country)
    for k in starters:
        if f"{country.factions[k].key}.reach" not in keys:
            traits["reach"][:, k] = country.factions[k].traits["reach"].start
    total = np.zeros(len(values))
    for k in starters:
        total += traits["reach"][:, k]
    for k in starters:
        traits["reach"][:, k] /= total
    return parameters, traits


def shown_values(country: Country, inputs: tuple[Input, ...], values: Array) -> Array:
    """(points, inputs) values as they enter worlds: shares of posts add to 1."""
    _, traits = tables_at(country, inputs, values)
    starters, fields, found = starters_of(country), trait_fields(country), values.copy()
    for n, one in enumerate(inputs):
        if one.table == TRAITS and fields[one.key][1] == "reach" and fields[one.key][0] in starters:
            found[:, n] = traits["reach"][:, fields[one.key][0]]
    return found


__all__ = ["HIGHEST", "JUDGEMENT", "LOWEST", "PARAMETERS", "TRAITS", "Input", "inputs_of", "shown_values", "tables_at", "values_at"]
