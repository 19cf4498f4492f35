"""The numbers of a pack that are not known: each a coordinate between 0 and 1, the share of its prior that lies below.

In these coordinates the prior is the same everywhere (uniform), so that a step that is as likely forth as back needs no weight. Values are rounded to
four digits before anything is simulated with them: what is printed and shipped is what was run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.pack.country.country import Value
from sim.pack.country.priors import Prior, prior_of
from sim.pack.country.sources import values_of
from sim.pack.country.units import value_bounds
from sim.world.draws import WHOLE, starters_of
from sim.world.priors import quantile

DIGITS: Final = 4
_HALVINGS: Final = 50
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Free:
    """The free numbers of a country, in the order of their keys: `parameter` or `faction.trait`.

    Attributes:
        names: the coordinates.
        columns: what is written of a set: these, and shares of posts that are known, because all of them add to 1.
    """

    country: Country
    names: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, country: Country) -> Free:
        """All numbers of a country that have a prior."""
        known = _values(country)
        names = [name for name, value in known.items() if value.prior != "fixed"]
        reach = [f"{country.factions[k].key}.reach" for k in starters_of(country)]
        shares = reach if any(name in names for name in reach) else []
        return cls(country, tuple(names), tuple(sorted({*names, *shares})))

    @cached_property
    def priors(self) -> tuple[Prior, ...]:
        """The prior of each coordinate."""
        known = _values(self.country)
        return tuple(prior_of(known[name]) for name in self.names)

    @cached_property
    def reach(self) -> list[int]:
        """Columns that hold shares of posts of the factions there from the start: they add to 1."""
        keys = {f"{self.country.factions[k].key}.reach" for k in starters_of(self.country)}
        return [n for n, name in enumerate(self.columns) if name in keys]

    def values(self, u: Matrix) -> Matrix:
        """(sets, columns) the values at points (sets, names) of the unit cube, rounded to four digits."""
        known = _values(self.country)
        found = np.empty((len(u), len(self.columns)))
        place = {name: n for n, name in enumerate(self.names)}
        for n, name in enumerate(self.columns):
            if name not in place:
                found[:, n] = known[name].start
                continue
            prior = self.priors[place[name]]
            found[:, n] = [quantile(prior, float(share)) for share in u[:, place[name]]]
        if self.reach:
            found[:, self.reach] /= found[:, self.reach].sum(axis=1, keepdims=True)
        for n, name in enumerate(self.columns):
            low, high = value_bounds(name)
            found[:, n] = [min(max(rounded(value, name), low), high) for value in found[:, n].tolist()]
        for row in found if self.reach else ():
            shares = row[self.reach]
            largest = int(np.argmax(shares))
            shares[largest] = round(1.0 - float(np.delete(shares, largest).sum()), DIGITS)
            row[self.reach] = shares
        return found

    def starting(self) -> Matrix:
        """(names,) the point of the starting values; shares of posts at the total their weights have."""
        known = _values(self.country)
        total = sum(prior.numbers[0] for prior in self.priors if prior.kind == "dirichlet")
        aims = [known[name].start * (total if prior.kind == "dirichlet" else 1.0) for name, prior in zip(self.names, self.priors, strict=True)]
        return np.array([_share_below(prior, aim) for prior, aim in zip(self.priors, aims, strict=True)])


def rounded(value: float, name: str) -> float:
    """A value to four digits; a share of posts to four decimals, what counts things to a whole number."""
    if name in WHOLE:
        return float(round(value))
    return round(value, DIGITS) if name.endswith(".reach") else float(f"{value:.{DIGITS}g}")


def _values(country: Country) -> dict[str, Value]:
    """Every number of a country by its key, in the order of the coordinates: parameters, then traits, each by name."""
    return dict(sorted(values_of(country).items(), key=lambda pair: ("." in pair[0], pair[0])))


def _share_below(prior: Prior, value: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if quantile(prior, middle) < value else (low, middle)
    return (low + high) / 2.0


__all__ = ["Free", "Matrix", "rounded"]
