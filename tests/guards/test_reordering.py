"""Nothing depends on the place of a group in a list."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.pack import Country, load_pack
from sim.validation.same import block_differences, moved
from sim.world.state import Block

from ..world.builders import lived, reordered

PACKS = {name: load_pack(name) for name in ("demo", "korea-1945")}
WORLDS = 12


def do_lists(country: Country) -> st.SearchStrategy[list[str]]:
    """Up to three interventions that do not contradict each other."""
    keys = [faction.key for faction in country.factions]
    group = st.sampled_from(keys)
    month = st.sampled_from(["1946-02", "1949-07", "1953-08", "1956-09", "1961-03"])
    trait = st.sampled_from(["charisma", "ideology", "support", f"tie.{country.patrons[1].key}"])
    ruler = st.one_of(
        st.builds("ruler={}@{}:{}".format, group, month, st.sampled_from(["plenum", "fiat", "death"])),
        st.builds("ruler={}@1945-10:start".format, group),
    )
    traits = st.one_of(
        st.builds("trait.{}.{}={}@{}".format, group, trait, st.sampled_from(["0.1", "0.9", "rivals"]), month),
        st.builds("swap={},{}:{}@{}".format, st.just(keys[0]), st.just(keys[-1]), trait, month),
        st.builds("trait.{}.reach=0.7".format, group),
    )
    other = st.sampled_from([
        "war=won", "war=none", "war=lost", "switch.endorsement=drawn", "switch.endorsement=coalition", "switch.challenge_rule=contest",
        "switch.majority=half", "switch.recorded_deaths=on", "switch.mass_example=on",
    ])  # fmt: skip
    return st.tuples(*(st.one_of(st.just(""), kind) for kind in (ruler, traits, other))).map(list)


def assert_same(expected: Block, found: Block, count: int) -> None:
    """All that was simulated is the same; rooms of groups that are not there do not count."""
    assert block_differences(expected, found, count) == []


@pytest.mark.parametrize("name", list(PACKS))
@settings(max_examples=25)
@given(data=st.data())
def test_reordering_groups_reorders_every_output_and_changes_nothing_else(name: str, data: st.DataObject) -> None:
    country = PACKS[name]
    new = data.draw(st.permutations(range(len(country.factions))))
    do = data.draw(do_lists(country))
    how = {"seed": data.draw(st.integers(0, 10**6)), "draw": data.draw(st.integers(0, 40)), "worlds": WORLDS}
    assert_same(moved(lived(country, do, **how), new), lived(reordered(country, new), do, **how), len(new))


@pytest.mark.parametrize("new", [[1, 2, 0], [2, 1, 0], [0, 2, 1]])
def test_reordering_groups_that_differ_in_nothing_but_their_uid_changes_nothing_else(new: list[int]) -> None:
    demo = PACKS["demo"]
    equal = dataclasses.replace(
        demo, factions=tuple(dataclasses.replace(faction, traits=demo.factions[0].traits) for faction in demo.factions), cadres=()
    )
    do = ["switch.endorsement=coalition"]
    assert_same(moved(lived(equal, do, worlds=40), new), lived(reordered(equal, new), do, worlds=40), 3)


def late_comers(country: Country, count: int) -> Country:
    """The last groups leave the first in one month."""
    first, *rest = country.factions
    staying, leaving = rest[: len(rest) - count], rest[len(rest) - count :]
    late = [dataclasses.replace(faction, entry=30, parent=first.key) for faction in leaving]
    return dataclasses.replace(country, factions=(first, *staying, *late), first_ruler=first.key)


@pytest.mark.parametrize("count", [1, 2])
def test_reordering_groups_that_enter_late_changes_nothing_else(count: int) -> None:
    country = late_comers(PACKS["korea-1945"], count)
    assert len({faction.entry for faction in country.factions}) == 2
    new = [3, 2, 1, 0]
    assert_same(moved(lived(country, worlds=WORLDS), new), lived(reordered(country, new), worlds=WORLDS), 4)
