"""Which outcomes a country can have at all: what it has no part for is left out of texts, reports and pages.

The JSON keeps every outcome, each with its share of 0: programs that read it count on the names.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.pack import Country

_OF_PATRONS = frozenset({"patron_military", "patron_political", "aid_lost", "satellite"})
_OF_A_RIVAL = frozenset({"second_war", "absorbed"})
_CAVEATS_ON = {"war_ends": "second_war"}
"""Caveats that are about an outcome, by that outcome."""


def can_happen(country: Country, outcome: str) -> bool:
    """Whether any world of the country, changed or not, can have an outcome.

    Without patrons nobody sends troops, undoes a purge or ends his aid; without a rival state nobody is there to fight or to be absorbed by; where
    every course of the dated war leaves a ruler no month in which he may choose another, there is no second one.
    """
    if outcome in _OF_PATRONS:
        return bool(country.patrons)
    if outcome in _OF_A_RIVAL and not country.rival_state:
        return False
    if outcome == "second_war":
        return not country.wars or any(war.opens is not None for war in country.wars)
    return True


def possible(country: Country, outcomes: Iterable[str]) -> tuple[str, ...]:
    """Those outcomes that the country can have, in their order."""
    return tuple(name for name in outcomes if can_happen(country, name))


def caveats_of(country: Country, caveats: Iterable[str]) -> tuple[str, ...]:
    """Those caveats that are about something the country can have, in their order."""
    return tuple(key for key in caveats if key not in _CAVEATS_ON or can_happen(country, _CAVEATS_ON[key]))
