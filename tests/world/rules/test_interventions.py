"""Interventions: each route's stated effects, traits, removals, late entry."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.build import person_key
from sim.world.luck import key
from sim.world.rules.interventions import enter, gone, intervene, rivals_median, set_trait, trait_of
from sim.world.words import DO_DEATH, DO_FIAT, DO_PLENUM, EV_DEATH, EV_OUTSIDE, EV_SUCCESSION, HOW_DEATH, HOW_FIAT, HOW_PLENUM, HOW_REMOVED, NOBODY

from ..builders import differences, events_of, lived, one

MONTH = 40


def changed_by(demo: Country, what: int, k_after: int, seed: int = 3) -> tuple[Any, Any, Any, int, int]:
    """A world before and after an intervention for the group so many places after the ruler's (NOBODY: none is named): (before, after, common, old, new)."""
    world, common = one(demo, MONTH, seed=seed)
    old = int(world.ruler)
    new = NOBODY if k_after == NOBODY else (old + k_after) % 3
    common.override_count = 1
    common.overrides[0] = (MONTH, what, new, -1, -1, 0.0, 0, -1)
    world.turmoil, world.reform, world.campaign_left = 0.0, 0.3, 5
    before = world.copy()
    intervene(world, common, MONTH)
    return before, world, common, old, new


def share(world: Any, k: int) -> float:
    posts = world["posts"][: world.posts_used]
    return float(posts["weight"][posts["backing"] == k].sum() / posts["weight"].sum())


@pytest.mark.parametrize(("what", "how"), [(DO_PLENUM, HOW_PLENUM), (DO_FIAT, HOW_FIAT), (DO_DEATH, HOW_DEATH)])
def test_every_route_puts_the_group_in_office_with_a_part_of_concentration(demo: Country, what: int, how: int) -> None:
    before, world, common, old, new = changed_by(demo, what, 1)
    assert world.ruler == new
    assert (world.tenure, world.reform, world.campaign_left, world.fell) == (0, 0.0, 0, 0)
    assert world.ruler_line == world.factions[new].ideology
    kept = before.concentration * common.parameters.install_concentration
    assert world.concentration == pytest.approx(max(kept, share(world, new)))
    event = events_of(world)[-1]
    assert (event["kind"], event["actor"], event["target"], event["how"], event["imposed"]) == (EV_SUCCESSION, new, old, how, 1)
    assert (event["probability"], np.isnan(event["luck"])) == (1.0, True)


@pytest.mark.parametrize(("what", "turmoil"), [(DO_PLENUM, True), (DO_FIAT, True), (DO_DEATH, False)])
def test_all_routes_but_death_leave_turmoil(demo: Country, what: int, turmoil: bool) -> None:
    _, world, common, _, _ = changed_by(demo, what, 1)
    assert world.turmoil == (common.parameters.install_turmoil if turmoil else 0.0)


def test_installed_nothing_else_changes_hands(demo: Country) -> None:
    before, world, _, _, _ = changed_by(demo, DO_FIAT, 1)
    assert differences(before["posts"], world["posts"]) == []


def test_by_death_only_the_old_leader_goes(demo: Country) -> None:
    before, world, _, old, _ = changed_by(demo, DO_DEATH, 1)
    leader = int(before.factions[old].leader)
    moved = np.flatnonzero(before["posts"]["person"] != world["posts"]["person"])
    assert moved.tolist() == [leader]
    assert world.posts[leader].origin == old
    assert events_of(world)[-2]["kind"] == EV_DEATH
    assert int(events_of(world)[-2]["person"]) == int(before["posts"]["person"][leader])


def test_by_vote_exactly_those_who_would_vote_for_him_bring_their_posts(demo: Country) -> None:
    came = 0
    for seed in range(8):
        before, world, _, _, new = changed_by(demo, DO_PLENUM, 1, seed)
        posts = world["posts"][: world.posts_used]
        against = posts["ballot"] == 1
        assert (posts["ballot_weight"][against] > 0).all()
        assert (posts["backing"][against] == new).all()
        assert (posts["backing"][~against] == before["posts"]["backing"][: world.posts_used][~against]).all()
        assert (posts["person"] == before["posts"]["person"][: world.posts_used]).all()
        came += int(against.sum())
    assert came > 0


@pytest.mark.parametrize("what", [DO_PLENUM, DO_FIAT])
def test_where_the_group_rules_already_vote_and_installation_change_nothing(demo: Country, what: int) -> None:
    before, world, _, _, _ = changed_by(demo, what, 0)
    assert differences(before, world) == []


def test_where_the_group_rules_already_death_gives_it_another_leader(demo: Country) -> None:
    before, world, common, old, new = changed_by(demo, DO_DEATH, 0)
    leader = int(before.factions[old].leader)
    assert world.ruler == old == new
    assert int(world.posts[leader].person) != int(before["posts"]["person"][leader])
    assert world.tenure == 0


def test_an_intervention_acts_in_its_month_only(demo: Country) -> None:
    date = "1949-02"
    block = lived(demo, [f"ruler=harbour@{date}:fiat"], worlds=20)
    plain = lived(demo, worlds=20)
    month = 12 * (1949 - 1945) + 2 - 10
    for table in ("months", "rows"):
        assert differences(getattr(block, table)[:, :month], getattr(plain, table)[:, :month]) == []
    harbour = next(k for k, faction in enumerate(demo.factions) if faction.key == "harbour")
    imposed = [(world["events"]["month"][n], world["events"]["actor"][n]) for world in block.worlds for n in range(world["event_count"]) if world["events"]["imposed"][n]]
    alive = int(((block.worlds["ended"] == 0) | (block.worlds["ended_month"] >= month)).sum())
    assert imposed == [(month, harbour)] * alive


def test_a_trait_is_set_and_read_by_its_number(demo: Country) -> None:
    world, common = one(demo, 1)
    for number in range(9):
        set_trait(world, common, 1, number, 0.125 + number / 100)
    assert [trait_of(world, common, 1, number) for number in range(9)] == [0.125 + number / 100 for number in range(9)]
    mine = world.factions[1]
    assert [mine[name] for name in ("support_base", "adventurism", "other_half_base", "reach", "discipline", "charisma", "ideology")] == [
        0.125 + number / 100 for number in range(7)
    ]
    assert [world.ties[1, q].given for q in range(2)] == [0.125 + 7 / 100, 0.125 + 8 / 100]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_the_rivals_median_is_that_of_numpy(demo: Country, count: int) -> None:
    world, common = one(demo, 1)
    common.groups = count
    rng = np.random.default_rng(count)
    for _ in range(20):
        values = rng.choice([0.1, 0.2, 0.3, 0.4, 0.5], count)
        for k in range(count):
            common.uid[k], world.factions[k].charisma = key("group", k), values[k]
        for k in range(count):
            assert rivals_median(world, common, k, 5) == pytest.approx(np.median(np.delete(values, k)))


def test_an_exchange_gives_each_the_others_value_and_a_median_that_of_the_rivals(demo: Country) -> None:
    base, _ = one(demo, MONTH + 1)
    swapped, _ = one(demo, 41, ["swap=harbour,uplanders:charisma,tie.tasmar@1949-01"])
    levelled, _ = one(demo, 41, ["trait.harbour.charisma=rivals@1949-01"])
    charisma = base["factions"]["charisma"][:3]
    assert swapped["factions"]["charisma"][:3].tolist() == charisma[[2, 1, 0]].tolist()
    assert swapped["ties"]["given"][:3, 1].tolist() == base["ties"]["given"][[2, 1, 0], 1].tolist()
    assert swapped["factions"]["discipline"].tolist() == base["factions"]["discipline"].tolist()
    assert levelled["factions"]["charisma"][:3] == pytest.approx([np.median(charisma[1:]), charisma[1], charisma[2]])


def test_traits_set_in_the_first_month_shape_the_start(demo: Country) -> None:
    few, many = (lived(demo, [f"trait.harbour.reach={reach}"], until=1).worlds[0]["posts"][:100] for reach in ("0.1", "0.9"))
    assert (few["origin"] == 0).sum() < (many["origin"] == 0).sum()


def test_who_is_removed_is_gone_and_a_leader_is_followed_by_his_own(demo: Country) -> None:
    world, common = one(demo, 1)
    for k in range(3):
        leader, rules = int(world.factions[k].leader), k == world.ruler
        person, before = np.uint64(world.posts[leader].person), int(world.event_count)
        change = common.overrides[0]
        change.person, change.name = person, world.posts[leader].name
        gone(world, common, 1, change)
        assert person not in world["posts"]["person"]
        assert world.posts[leader].origin == k
        removed, *after = events_of(world)[before:]
        assert (removed["kind"], removed["how"], removed["imposed"], removed["person"]) == (EV_OUTSIDE, HOW_REMOVED, 1, person)
        assert [event["kind"] for event in after] == ([EV_SUCCESSION] if rules else [])


def test_a_removal_stands_in_the_ledger_from_the_first_month_too(demo: Country) -> None:
    row = next(n for n, cadre in enumerate(demo.cadres) if cadre.key == "tomin_adrel")
    for date, month in (("1945-10", 0), ("1950-01", 51)):
        world = lived(demo, [f"remove=tomin_adrel@{date}"], until=60).worlds[0]
        found = [event for event in events_of(world) if event["how"] == HOW_REMOVED]
        assert [(event["month"], event["name"], event["imposed"]) for event in found] == [(month, row, 1)]


def test_changes_of_one_month_see_the_traits_before_it(demo: Country) -> None:
    base, _ = one(demo, MONTH + 1)
    charisma = base["factions"]["charisma"][:3]
    names = [faction.key for faction in demo.factions]
    do = [f"trait.{names[0]}.charisma=0.95@1949-01", f"trait.{names[1]}.charisma=rivals@1949-01", f"trait.{names[2]}.charisma=rivals@1949-01"]
    world, _ = one(demo, 41, do)
    assert world["factions"]["charisma"][:3] == pytest.approx([0.95, np.median(charisma[[0, 2]]), np.median(charisma[:2])])


def test_who_is_removed_from_the_start_never_sits(demo: Country) -> None:
    at_first = lived(demo, ["remove=tomin_adrel"], until=1).worlds[0]
    plain = lived(demo, until=1).worlds[0]
    assert person_key("tomin_adrel") in plain["posts"]["person"]
    assert person_key("tomin_adrel") not in at_first["posts"]["person"]


def test_a_group_that_enters_late_takes_its_reach_out_of_its_parents_posts(korea: Country) -> None:
    first, *rest, last = korea.factions
    reach = 0.1
    last = dataclasses.replace(last, entry=30, parent=first.key, traits={**last.traits, "reach": dataclasses.replace(last.traits["reach"], start=reach)})
    country = dataclasses.replace(korea, factions=(first, *rest, last), first_ruler=first.key)
    taken = expected = 0.0
    for seed in range(25):
        world, common = one(country, 30, seed=seed)
        assert 3 not in world["posts"]["origin"][:200]
        assert world.factions[3].alive == 0
        before = world["posts"][:200].copy()
        held = world["posts"][: world.posts_used]
        free = (held["origin"] == 0) & (held["leads"] == NOBODY)
        available = float(held["weight"][free].sum() / held["weight"].sum())
        enter(world, common, 30, 3)
        posts = world["posts"][:200]
        new = posts["origin"] == 3
        assert (before["origin"][new] == 0).all()
        assert (before["leads"][new] == NOBODY).all()
        assert (posts["person"] == before["person"]).all()
        assert world.factions[3].leader != NOBODY
        open_ = (before["origin"] == 0) & (before["leads"] == NOBODY)
        taken += int(new.sum())
        expected += float(open_.sum()) * min(1.0, reach / max(reach, available))
    assert taken == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_two_groups_that_enter_together_each_take_about_their_reach(korea: Country) -> None:
    first, second, *late = korea.factions
    late = [
        dataclasses.replace(f, entry=30, parent=first.key, traits={**f.traits, "reach": dataclasses.replace(f.traits["reach"], start=0.08)}) for f in late
    ]
    country = dataclasses.replace(korea, factions=(first, second, *late), first_ruler=first.key)
    counts = np.zeros(2)
    for seed in range(40):
        world, _ = one(country, 31, seed=seed)
        counts += [(world["posts"]["origin"][:200] == k).sum() for k in (2, 3)]
    assert stats.chisquare(counts).pvalue > 1e-4


@pytest.mark.parametrize(("what", "turmoil"), [(DO_PLENUM, True), (DO_FIAT, True), (DO_DEATH, False)])
def test_a_handover_inside_brings_the_same_group_another_leader_under_the_same_shocks(demo: Country, what: int, turmoil: bool) -> None:
    before, world, common, old, _ = changed_by(demo, what, NOBODY)
    leader = int(before.factions[old].leader)
    assert world.ruler == old
    moved = np.flatnonzero(before["posts"]["person"] != world["posts"]["person"])
    assert moved.tolist() == [leader]
    assert (world.tenure, world.reform, world.campaign_left) == (0, 0.0, 0)
    assert world.concentration == pytest.approx(max(before.concentration * common.parameters.install_concentration, share(world, old)))
    assert world.turmoil == (common.parameters.install_turmoil if turmoil else 0.0)
    assert events_of(world)[-1]["kind"] == EV_SUCCESSION
