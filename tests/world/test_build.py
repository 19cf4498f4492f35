"""From a country and a scenario to arrays; and where two scenarios part."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from sim.pack import Country, load_pack
from sim.pack.country.canonical import content_hash
from sim.world.build import compile_scenario, fork_month, make_commons, person_key
from sim.world.do import read_do
from sim.world.draws import draw_parameters, draw_traits
from sim.world.fields import SWITCHES
from sim.world.state import post_room

from .builders import begun, differences, lived


def scenario(country: Country, *do: str) -> Any:
    return compile_scenario(country, read_do(country, do))


def branches() -> list[Any]:
    return [pytest.param(pack, branch.id, id=f"{pack}-{branch.id}") for pack in ("demo", "korea-1945") for branch in load_pack(pack).branches]


@pytest.mark.parametrize(("pack", "branch"), branches())
def test_until_the_fork_a_branch_and_its_reference_are_one_and_then_they_differ(pack: str, branch: str) -> None:
    country = load_pack(pack)
    do = next(one for one in country.branches if one.id == branch).do
    one, other = scenario(country), scenario(country, *do)
    fork = fork_month(one, other)
    assert fork == fork_month(other, one)
    plain, changed = lived(country, worlds=25, draw=1), lived(country, do, worlds=25, draw=1)
    for table in ("months", "rows"):
        assert differences(getattr(plain, table)[:, :fork], getattr(changed, table)[:, :fork]) == []
    if fork < country.months:
        before, after = lived(country, worlds=25, draw=1, until=max(1, fork)), lived(country, do, worlds=25, draw=1, until=max(1, fork))
        if fork > 0:
            assert differences(before.worlds, after.worlds) == []
    winner = next(one for one in country.branches if one.id == branch).winner
    found = differences(plain.rows, changed.rows)
    # Who rules anyway may be put in office without any change; patrons' appetite counts only after a line has moved, and in demo none does by then.
    assert found or winner == country.first_ruler or (pack, branch) == ("demo", "no-rising")


@pytest.mark.parametrize(("do", "month"), [
    ([], 651), (["switch.purge=off"], 0), (["switch.majority=half"], 0), (["remove=tomin_adrel"], 0), (["remove=tomin_adrel@1950-01"], 51),
    (["ruler=harbour@1956-09:plenum"], 131), (["trait.harbour.charisma=0.9@1947-01"], 15), (["trait.harbour.charisma=0.9"], 0),
    (["keep=cale_dorn"], 59), (["war=none"], 55), (["suppress=border_rising"], 133),
])  # fmt: skip
def test_the_fork_is_the_first_month_that_is_touched(demo: Country, do: list[str], month: int) -> None:
    assert fork_month(scenario(demo), scenario(demo, *do)) == month


@pytest.mark.parametrize("do", [["switch.recorded_deaths=on"], ["switch.recorded_deaths=off"], ["keep=cale_dorn"], ["force=keldon_ends@1970-01"]])
def test_runs_are_one_until_the_fork_for_changes_that_are_not_in_the_branches(demo: Country, do: list[str]) -> None:
    fork = fork_month(scenario(demo), scenario(demo, *do))
    assert 0 < fork < demo.months
    plain, changed = lived(demo, worlds=60), lived(demo, do, worlds=60)
    for table in ("months", "rows"):
        assert differences(getattr(plain, table)[:, :fork], getattr(changed, table)[:, :fork]) == []


def test_switches_are_on_where_the_pack_has_none(demo: Country) -> None:
    row = scenario(demo).switches[0]
    off = {"mass_example", "contest", "endorsement"}
    assert {name for name, *_ in SWITCHES if row[name] == 0} == off


@pytest.mark.parametrize(("do", "name", "value"), [
    ("switch.purge=off", "purge", 0), ("switch.mass_example=on", "mass_example", 1), ("switch.challenge_rule=contest", "contest", 1),
    ("switch.endorsement=drawn", "endorsement", 1), ("switch.endorsement=coalition", "endorsement", 2),
])  # fmt: skip
def test_a_switch_sets_its_field_and_no_other(demo: Country, do: str, name: str, value: int) -> None:
    plain, row = scenario(demo).switches[0], scenario(demo, do).switches[0]
    assert [field for field in row.dtype.names if row[field] != plain[field]] == [name]
    assert row[name] == value


@pytest.mark.parametrize(("option", "share"), [("half", 1 / 2), ("three_fifths", 3 / 5), ("two_thirds", 2 / 3)])
def test_a_majority_replaces_the_drawn_threshold(demo: Country, option: str, share: float) -> None:
    one = scenario(demo, f"switch.majority={option}")
    commons = make_commons(one, draw_parameters(demo, 1, [0, 1, 2]), draw_traits(demo, 1, [0, 1, 2]))
    assert commons["parameters"]["coalition_threshold"].tolist() == [share] * 3
    drawn = make_commons(scenario(demo), draw_parameters(demo, 1, [0, 1, 2]), draw_traits(demo, 1, [0, 1, 2]))
    assert np.array_equal(drawn["parameters"]["coalition_threshold"], draw_parameters(demo, 1, [0, 1, 2])["coalition_threshold"])


def test_ranks_of_two_hundred_posts_are_ten_thirty_and_a_hundred_and_sixty(korea: Country) -> None:
    layout = scenario(korea).layout[: korea.post_scheme.total]
    assert np.bincount(layout["rank"]).tolist() == [10, 30, 160]
    assert len(set(layout["key"].tolist())) == 200
    assert (layout["ballot_weight"][layout["rank"] == 2] == 0).all()


def test_the_dead_and_the_removed_never_sit(demo: Country) -> None:
    seated = {demo.cadres[n].key for n, row in enumerate(scenario(demo, "remove=besk_orvan").people) if row["seated"]}
    assert "besk_orvan" not in seated
    assert "umber_lys" not in seated  # of no group of the model
    assert "tomin_adrel" in seated


def test_recorded_deaths_are_those_the_regime_did_not_inflict(demo: Country) -> None:
    names = {int(person_key(cadre.key)): cadre for cadre in demo.cadres}
    on = [names[int(row["person"])] for row in scenario(demo, "switch.recorded_deaths=on").deaths]
    assert {cadre.death_kind for cadre in on} == {"natural", "accident", "war", "violent"}
    assert not {cadre.fate for cadre in on} & {"executed", "executed_or_suicide"}
    none = [names[int(row["person"])] for row in scenario(demo, "switch.recorded_deaths=on", "war=none").deaths]
    assert {cadre.key for cadre in on} - {cadre.key for cadre in none} == {"cale_dorn"}
    fork = scenario(demo).deaths
    last = max(juncture.date for juncture in demo.junctures)
    assert 0 < len(fork) < len(on)
    assert (fork["month"] < last).all()
    assert len(scenario(demo, "switch.recorded_deaths=off").deaths) == 0
    kept = scenario(demo, "switch.recorded_deaths=on", "keep=cale_dorn").deaths
    assert len(kept) == len(on) - 1


def test_rooms_for_posts_hold_another_half() -> None:
    assert [post_room(posts) for posts in (50, 200, 201, 1600)] == [350, 350, 1750, 1750]


def test_a_block_not_yet_begun_has_no_ruler_and_no_action(demo: Country) -> None:
    block = begun(demo, worlds=3)
    assert (block.months["ruler"] == -1).all()
    assert (block.rows["action"] == -1).all()
    assert block.holders.shape[1] == 1
    assert begun(demo, worlds=3, holders=True).holders.shape[1] == demo.months


@pytest.mark.parametrize("pack", ["demo", "korea-1945"])
def test_how_the_record_shows_people_changes_the_hash_of_a_pack_and_nothing_that_the_rules_read(pack: str) -> None:
    country = load_pack(pack)
    plain = dataclasses.replace(country, cadres=tuple(dataclasses.replace(one, shown_as="", shown_from="") for one in country.cadres))
    assert any(one.shown_as for one in country.cadres)
    assert content_hash(plain) != content_hash(country) == country.hash
    for branch in country.branches:
        one, other = scenario(country, *branch.do), scenario(plain, *branch.do)
        for name in ("calendar", "overrides", "deaths", "comings", "people", "switches", "layout", "uid", "order", "entry"):
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes(), name
        assert (one.options, one.first_ruler) == (other.options, other.first_ruler)
