"""Who rules follows from traits, people and luck, not from a name or a place in a list."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from sim.pack import Country, load_pack
from sim.runs.ensemble import ensemble


@pytest.fixture(scope="module")
def country() -> Country:
    return load_pack("korea-1945")


def alike(country: Country) -> Country:
    """The country with the traits of one group given to all, and nobody named."""
    traits = country.factions[0].traits
    reach = dataclasses.replace(traits["reach"], start=1 / len(country.factions))
    same = {**traits, "reach": reach}
    return dataclasses.replace(
        country, factions=tuple(dataclasses.replace(faction, traits=MappingProxyType(same)) for faction in country.factions), cadres=()
    )


def test_equal_traits_give_equal_chances(country: Country) -> None:
    worlds = 800
    found = ensemble(alike(country), worlds, 11, ["switch.endorsement=drawn"], fixed=True).block
    first = found.months["ruler"][:, 0]
    last = found.months["ruler"][:, 191]
    for who in (first, last[last >= 0]):
        counts = np.bincount(who, minlength=4)
        expected = counts.sum() / 4
        assert ((counts - expected) ** 2 / expected).sum() < 16.27  # chi-square, 3 degrees of freedom, one in a thousand


def swapped(country: Country, one: int, other: int) -> Country:
    """The country in which two groups have exchanged traits, uid and people, but not their keys."""
    factions = list(country.factions)
    a, b = factions[one], factions[other]
    factions[one] = dataclasses.replace(b, key=a.key, name=a.name, short=a.short, phrase=a.phrase)
    factions[other] = dataclasses.replace(a, key=b.key, name=b.name, short=b.short, phrase=b.phrase)
    back = {a.key: b.key, b.key: a.key}
    cadres = tuple(dataclasses.replace(cadre, faction=back.get(cadre.faction, cadre.faction)) for cadre in country.cadres)
    return dataclasses.replace(
        country, factions=tuple(factions), cadres=cadres, first_ruler=back.get(country.first_ruler, country.first_ruler)
    )


def test_a_group_given_all_of_another_has_its_fate_exactly(country: Country) -> None:
    plain, other = ensemble(country, 20, 3).block, ensemble(swapped(country, 0, 2), 20, 3).block
    order = [2, 1, 0, 3]
    assert np.array_equal(plain.months["digest"], other.months["digest"])
    assert np.array_equal(plain.rows["power"], other.rows["power"][:, :, order])
    assert np.array_equal(plain.rows["action"], other.rows["action"][:, :, order])


def test_traits_alone_carry_the_fate_in_distribution(country: Country) -> None:
    factions = list(country.factions)
    a, b = factions[0], factions[1]
    factions[0], factions[1] = dataclasses.replace(a, traits=b.traits), dataclasses.replace(b, traits=a.traits)
    nobody = dataclasses.replace(country, cadres=())
    other = dataclasses.replace(nobody, factions=tuple(factions), first_ruler=a.key)
    worlds = 500
    plain, moved = ensemble(nobody, worlds, 5, fixed=True).block, ensemble(other, worlds, 6, fixed=True).block
    at = 191
    p, q = (plain.months["ruler"][:, at] == 1).mean(), (moved.months["ruler"][:, at] == 0).mean()
    spread = np.sqrt((p * (1 - p) + q * (1 - q)) / worlds) + 1e-9
    assert abs(p - q) < 4 * spread


@pytest.mark.parametrize(
    ("switch", "kind"),
    [("purge", 1), ("challenge", 3), ("challenge", 4), ("reversal", 2), ("campaign", 6), ("protest", 7), ("intervention", 8), ("foreign_war", 5)],
)
def test_a_mechanism_switched_off_takes_its_outcome_away(country: Country, switch: str, kind: int) -> None:
    def count(do: list[str]) -> int:
        worlds = ensemble(country, 400, 4, do, fixed=True).block.worlds
        real = np.arange(worlds["events"].shape[1]) < worlds["event_count"][:, None]
        return int((real & (worlds["events"]["kind"] == kind)).sum())

    assert count([f"switch.{switch}=off"]) == 0
    assert count([]) > 0


SEEDS = (20, 21, 22, 23)


def rulers_of_1961(country: Country, do: list[str]) -> np.ndarray:
    """(4000,) who rules in September 1961; -1 where the world has ended."""
    blocks = [ensemble(country, 1000, seed, do, fixed=True).block for seed in SEEDS]
    return np.concatenate([block.months["ruler"][:, 191] for block in blocks])


@pytest.fixture(scope="module")
def left_alone(country: Country) -> np.ndarray:
    return rulers_of_1961(country, [])


ROWS = {
    "courting_people": "courting the people", "allying": "allying", "popular_support": "popular support itself", "courting_patrons": "courting patrons",
    "organising": "organising",
}  # fmt: skip


def written(switch: str) -> tuple[str, float]:
    """The group and how much it moves in September 1961, as ODD.md has it."""
    text = (Path(__file__).resolve().parents[2] / "scenarios/korea-1945/ODD.md").read_text("utf-8")
    found = re.search(rf"^\| {ROWS[switch]}[^|]*\|[^|]*\|[^|]*\| ([^|]*) ([+-][.]\d+) \(\d+\) \|$", text, re.MULTILINE)
    assert found
    return found[1], round(float(found[2]), 2)


@pytest.mark.parametrize("switch", sorted(ROWS))
def test_competing_for_support_moves_the_shares_of_who_rules(country: Country, left_alone: np.ndarray, switch: str) -> None:
    """Single worlds always come out otherwise after any change; the shares must move by more than chance does over pairs."""
    without = rulers_of_1961(country, [f"switch.{switch}=off"])
    both = (left_alone >= 0) & (without >= 0)
    found = []
    for k in range(len(country.factions)):
        moved = (without[both] == k).astype(float) - (left_alone[both] == k)
        found.append((abs(moved.mean()) / (moved.std() / np.sqrt(len(moved)) + 1e-12), moved.mean(), country.factions[k].name["en"]))
    largest, move, name = max(found)
    assert (name, round(float(move), 2)) == written(switch)
    assert largest > 3.0 or switch == "allying"  # what alliances move can't be told from chance, and ODD.md says so
