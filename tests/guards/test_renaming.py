"""Names are for people: a group is what its traits, its people and its uid make it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country, find_pack, load_pack
from sim.validation.same import moved, renamed

from ..pack.reversed_pack import turn_round
from ..world.builders import block_differences, differences, lived, plain
from .test_reordering import assert_same

DO = ["ruler={0}@1956-09:plenum", "trait.{1}.charisma=0.9@1950-01", "switch.recorded_deaths=on"]


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 0, 2, 1], [2, 3, 1, 0]])
def test_renaming_groups_renames_them_in_the_outputs_and_changes_nothing_else(korea: Country, order: list[int]) -> None:
    keys = [faction.key for faction in korea.factions]
    names = {key: f"group_{place}" for key, place in zip(keys, order, strict=True)}
    other = renamed(korea, names)
    mine, yours = ([text.format(*some) for text in DO] for some in ((keys[1], keys[2]), (names[keys[1]], names[keys[2]])))
    assert_same(moved(lived(korea, mine, worlds=15, draw=2), order), lived(other, yours, worlds=15, draw=2), 4)


# numbered by charisma, the lowest first
SAME_MONTH = {
    "two medians": ["trait.{0}.charisma=rivals@1950-01", "trait.{3}.charisma=rivals@1950-01"],
    "a value and a median": ["trait.{0}.charisma=0.95@1950-01", "trait.{1}.charisma=rivals@1950-01"],
    "an exchange and a median": ["swap={0},{1}:charisma@1950-01", "trait.{2}.charisma=rivals@1950-01"],
    "two removals": ["remove=kim_il_sung@1950-01", "remove=pak_hon_yong@1950-01"],
}


@pytest.mark.parametrize("case", list(SAME_MONTH))
def test_changes_of_one_month_do_not_depend_on_names(korea: Country, case: str) -> None:
    keys = [faction.key for faction in korea.factions]
    order = [3, 2, 1, 0]
    names = {key: f"group_{place}" for key, place in zip(keys, order, strict=True)}
    ranked = [faction.key for faction in sorted(korea.factions, key=lambda faction: faction.traits["charisma"].start)]
    mine, yours = ([text.format(*some) for text in SAME_MONTH[case]] for some in (ranked, [names[key] for key in ranked]))
    people = {cadre.key for cadre in korea.cadres}
    mine, yours = ([text for text in texts if not text.startswith("remove") or text[7:].split("@")[0] in people] for texts in (mine, yours))
    assert mine
    assert_same(moved(lived(korea, mine, worlds=6), order), lived(renamed(korea, names), yours, worlds=6), 4)


def exchanged(country: Country, x: int, y: int) -> Country:
    """The country in which two groups have exchanged traits, uid and people."""
    a, b = country.factions[x], country.factions[y]
    factions = list(country.factions)
    factions[x] = dataclasses.replace(a, uid=b.uid, traits=b.traits, entry=b.entry, parent=b.parent)
    factions[y] = dataclasses.replace(b, uid=a.uid, traits=a.traits, entry=a.entry, parent=a.parent)
    other = {a.key: b.key, b.key: a.key}
    cadres = tuple(dataclasses.replace(cadre, faction=other.get(cadre.faction, cadre.faction)) for cadre in country.cadres)
    return dataclasses.replace(country, factions=tuple(factions), cadres=cadres, first_ruler=other.get(country.first_ruler, country.first_ruler))


@pytest.mark.parametrize(("x", "y"), [(0, 1), (0, 2), (1, 2)])
def test_with_all_that_another_has_a_group_has_its_fate_in_every_detail(demo: Country, x: int, y: int) -> None:
    place = list(range(3))
    place[x], place[y] = y, x
    for draw in (0, 3):
        assert_same(moved(lived(demo, worlds=25, draw=draw), place), lived(exchanged(demo, x, y), worlds=25, draw=draw), 3)


def winners(country: Country, worlds: int, seed: int, do: list[str], month: int = -1) -> Any:
    block = lived(country, do, worlds=worlds, seed=seed)
    last = np.where(block.worlds["ended"] != 0, block.worlds["ended_month"], country.months - 1)
    return block.months["ruler"][np.arange(worlds), last if month < 0 else np.minimum(month, last)]


@pytest.mark.parametrize("endorsement", ["drawn", "coalition"])
@pytest.mark.parametrize("month", [0, 100, -1])
def test_groups_that_differ_in_nothing_win_equally_often(korea: Country, endorsement: str, month: int) -> None:
    found = winners(plain(korea), 600, 5, [f"switch.endorsement={endorsement}"], month)
    assert stats.chisquare(np.bincount(found, minlength=4)).pvalue > 1e-4


def test_traits_alone_carry_a_groups_fate_in_distribution(demo: Country) -> None:
    nobody = dataclasses.replace(demo, cadres=())
    factions = list(nobody.factions)
    factions[0], factions[2] = (dataclasses.replace(factions[k], traits=factions[2 - k].traits) for k in (0, 2))
    other = dataclasses.replace(nobody, factions=tuple(factions), first_ruler=factions[0].key)
    for month in (60, 200):
        mine, yours = winners(nobody, 700, 5, [], month), winners(other, 700, 99, [], month)
        table = np.array([np.bincount(mine, minlength=3), np.bincount(yours, minlength=3)[[2, 1, 0]]])
        assert stats.chi2_contingency(table[:, table.sum(axis=0) > 0]).pvalue > 1e-4


def test_a_group_without_another_ones_traits_has_another_fate(demo: Country) -> None:
    """The test above could tell a difference if there were one."""
    nobody = dataclasses.replace(demo, cadres=())
    mine = winners(nobody, 700, 5, [], 200)
    weak = dataclasses.replace(nobody, first_ruler=nobody.factions[0].key)
    yours = winners(weak, 700, 99, [], 200)
    table = np.array([np.bincount(mine, minlength=3), np.bincount(yours, minlength=3)[[2, 1, 0]]])
    assert stats.chi2_contingency(table[:, table.sum(axis=0) > 0]).pvalue < 1e-4


@pytest.mark.parametrize("name", ["demo", "korea-1945"])
def test_lists_of_a_pack_turned_round_give_the_same_hash_and_the_same_worlds(tmp_path: Path, name: str) -> None:
    there = tmp_path / name
    copytree(find_pack(name), there)
    turn_round(there)
    country, other = load_pack(name), load_pack(there)
    assert other.hash == country.hash
    do = [f"ruler={country.factions[0].key}@1956-09:plenum"]
    one, two = lived(country, do, worlds=15, draw=3), lived(other, do, worlds=15, draw=3)
    assert block_differences(one, two, ()) == []
    assert one.commons.tobytes() == two.commons.tobytes()
    assert differences(one.people, two.people) == []
