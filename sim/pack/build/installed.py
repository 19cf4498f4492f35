"""Packs that are installed: each read, or why it can't be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.pack.build.find import list_packs
from sim.pack.build.load import load_pack
from sim.pack.country.country import Country
from sim.pack.country.errors import InputError


@dataclass(frozen=True)
class Installed:
    """A pack by its id: the country that it describes, or what is wrong with it."""

    id: str
    country: Country | InputError

    def as_dict(self) -> dict[str, Any]:
        """The pack as plain data."""
        country = self.country
        if isinstance(country, InputError):
            return {"id": self.id, "error": str(country)}
        branches = len(country.branches) + 1  # the model left alone is one
        return {"id": self.id, "version": country.version, "hash": country.hash, "title": dict(country.title), "branches": branches}


def installed() -> list[Installed]:
    """All packs that come with the program, by their ids."""
    return [Installed(name, _read(name)) for name in list_packs()]


def most_held_against() -> Country | None:
    """The installed pack that is held against most targets, of equals the first by id: whose numbers were tried most, and that one meets first."""
    found = [one.country for one in installed() if isinstance(one.country, Country)]
    return max(found, key=lambda country: len(country.targets), default=None)


def _read(name: str) -> Country | InputError:
    try:
        return load_pack(name)
    except InputError as error:
        return error
