"""The first month: seats after Sainte-Lague, ranks and organs, who sits where, who rules."""

from __future__ import annotations

import heapq
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.rules.start import second_half
from sim.world.words import EV_ENDORSEMENT, HOW_COALITION, HOW_DRAWN, HOW_RECORD, HOW_START, NOBODY

from ..builders import events_of, one

RANKS = {10.0: 0, 3.0: 1, 0.0: 2}




def start(country: Country, do: list[str] | None = None, worlds: int = 1, draw: int = 0, seed: int = 1) -> Any:
    from sim.world.month import begin

    from ..builders import begun

    block = begun(country, do or [], worlds=worlds, draw=draw, seed=seed)
    for w in range(worlds):
        begin(block.worlds[w], block.commons[0], block.people)
    return block


def seats(weights: list[float], places: int) -> list[int]:
    """Sainte-Lague in exact numbers: each seat goes to the highest weight / (2 seats + 1)."""
    given = [0] * len(weights)
    queue = [(-Fraction(weight), k) for k, weight in enumerate(weights)]
    heapq.heapify(queue)
    for _ in range(places):
        _, k = heapq.heappop(queue)
        given[k] += 1
        heapq.heappush(queue, (-Fraction(weights[k]) / (2 * given[k] + 1), k))
    return given


@pytest.mark.parametrize("draw", [0, 1, 2, 3, 4, 5])
def test_seats_of_every_rank_are_shared_out_after_sainte_lague(korea: Country, draw: int) -> None:
    block = start(korea, worlds=3, draw=draw)
    unaligned = float(block.commons["parameters"]["unaligned_share"][0])
    reach = [*((1 - unaligned) * block.commons["traits"]["reach"][0, :4]).tolist(), unaligned]
    for world in block.worlds:
        posts = world["posts"][: world.posts_used]
        for weight, places in ((10.0, 10), (3.0, 30), (0.0, 160)):
            rank = posts[posts["ballot_weight"] == weight]
            assert len(rank) == places
            found = np.where(rank["origin"] == NOBODY, 4, rank["origin"])  # people without a group
            assert np.bincount(found, minlength=5).tolist() == seats(reach, places)


def test_organs_take_turns_within_each_rank_and_weights_are_rank_times_organ(korea: Country) -> None:
    posts = start(korea).worlds[0]["posts"][:200]
    organ_weight = {n: organ.weight for n, organ in enumerate(korea.organs)}
    assert [organ.key for organ in korea.organs] == ["party", "army", "security", "state"]
    for ballot, weight in ((10.0, 10.0), (3.0, 3.0), (0.0, 1.0)):
        rank = posts[posts["ballot_weight"] == ballot]
        assert rank["organ"].tolist() == [n % 4 for n in range(len(rank))]
        assert rank["weight"] == pytest.approx([weight * organ_weight[n] for n in rank["organ"]])


def test_equal_groups_get_the_odd_seat_by_luck(korea: Country) -> None:
    from ..builders import plain, with_values

    worlds = start(with_values(plain(korea), unaligned_share=0.0), worlds=400).worlds
    odd = Counter()
    for world in worlds:
        top = world["posts"][:200]
        count = np.bincount(top["origin"][top["ballot_weight"] == 10.0], minlength=4)
        assert sorted(count) == [2, 2, 3, 3]
        odd.update(np.flatnonzero(count == 3).tolist())
    assert stats.chisquare([odd[k] for k in range(4)]).pvalue > 1e-4


def test_seats_fall_on_posts_by_luck(demo: Country) -> None:
    worlds = start(demo, worlds=400).worlds
    posts = worlds["posts"][:, :100]
    lower = posts["ballot_weight"][0] == 0.0
    mine = (posts["origin"][:, lower] == 0).sum(axis=0)
    assert stats.chisquare(mine).pvalue > 1e-4


def test_people_of_rank_sit_in_the_weightiest_seats_of_their_group_in_order(korea: Country) -> None:
    for world in start(korea, worlds=5).worlds:
        posts = world["posts"][:200]
        for k in range(4):
            mine = posts[posts["origin"] == k]
            named = mine[mine["name"] != NOBODY]
            assert len(named) > 3
            weight_of = {int(row["standing"]): float(row["weight"]) for row in named if row["standing"] < 1000}
            ordered = [weight_of[n] for n in sorted(weight_of)]
            assert ordered == sorted(ordered, reverse=True)
            assert min(named["weight"]) >= max([0.0, *mine["weight"][mine["name"] == NOBODY]])


def test_each_named_person_sits_once_and_in_his_group(korea: Country) -> None:
    keys = [faction.key for faction in korea.factions]
    posts = start(korea).worlds[0]["posts"][:200]
    rows = posts["name"][posts["name"] != NOBODY].tolist()
    assert len(rows) == len(set(rows)) > 20
    for post in posts[posts["name"] != NOBODY]:
        assert korea.cadres[post["name"]].faction == keys[post["origin"]]


def test_all_post_holders_are_different_people_who_back_their_group_or_the_ruler(demo: Country) -> None:
    world = start(demo).worlds[0]
    posts = world["posts"][:100]
    assert len(set(posts["person"].tolist())) == 100
    free = posts["origin"] == NOBODY
    assert 0 < free.sum() < 20
    assert (posts["backing"][~free] == posts["origin"][~free]).all()
    assert (posts["backing"][free] == world["ruler"]).all()
    assert (posts["came"] == posts["origin"]).all()
    assert (posts["patron"] == NOBODY).all()
    low, span = (demo.parameters[name].start for name in ("initial_competence", "initial_competence_range"))
    assert ((posts["competence"] > low) & (posts["competence"] < low + span)).all()


def test_the_record_names_the_first_ruler(demo: Country) -> None:
    for world in start(demo, worlds=5).worlds:
        assert demo.factions[world["ruler"]].key == demo.first_ruler
        assert (events_of(world)[0]["kind"], events_of(world)[0]["how"]) == (EV_ENDORSEMENT, HOW_RECORD)


def test_a_start_by_intervention_names_him_instead(demo: Country) -> None:
    world = start(demo, ["ruler=harbour@1945-10:start", "switch.endorsement=drawn"]).worlds[0]
    assert demo.factions[world["ruler"]].key == "harbour"
    assert (events_of(world)[0]["how"], events_of(world)[0]["imposed"]) == (HOW_START, 1)


def test_a_drawn_first_ruler_comes_as_often_as_the_patrons_preference_says(demo: Country) -> None:
    block = start(demo, ["switch.endorsement=drawn"], worlds=900)
    block.commons["parameters"]["endorsement_luck"] = 1.0
    from sim.world.month import begin

    for w in range(900):
        begin(block.worlds[w], block.commons[0], block.people)
    p, traits = block.commons[0].parameters, block.commons["traits"][0]
    stronger = "tie_0" if block.commons["calendar"]["presence_0"][0, 0] >= block.commons["calendar"]["presence_1"][0, 0] else "tie_1"
    value = np.array([
        p.endorsement_tie * traits[stronger][k] + p.endorsement_charisma * traits["charisma"][k] + p.endorsement_support * traits["support"][k]
        - p.endorsement_adventurism * traits["adventurism"][k] + p.endorsement_discipline * traits["discipline"][k] for k in range(3)
    ])  # fmt: skip
    expected = 900 * np.exp(value) / np.exp(value).sum()
    assert stats.chisquare(np.bincount(block.worlds["ruler"], minlength=3), expected).pvalue > 1e-4
    assert {int(world["events"]["how"][0]) for world in block.worlds} == {HOW_DRAWN}


def test_the_strongest_by_posts_rules_first_where_the_switch_says_so(demo: Country) -> None:
    for world in start(demo, ["switch.endorsement=coalition"], worlds=20).worlds:
        posts = world["posts"][:100]
        weight = [posts["weight"][posts["origin"] == k].sum() for k in range(3)]
        assert weight[world["ruler"]] == pytest.approx(max(weight))
        assert events_of(world)[0]["how"] == HOW_COALITION


def test_concentration_starts_as_the_rulers_share_of_posts(demo: Country) -> None:
    for world in start(demo, worlds=5).worlds:
        posts = world["posts"][:100]
        share = posts["weight"][posts["backing"] == world["ruler"]].sum() / posts["weight"].sum()
        assert world["concentration"] == pytest.approx(share)


def test_the_other_half_comes_in_by_reach_times_base_there(korea: Country) -> None:
    world, common = one(korea, 59)
    before = world["posts"][:200].copy()
    second_half(world, common, 59)
    assert world["posts"][:200].tobytes() == before.tobytes()
    assert world.posts_used == 300
    new = world["posts"][200:300]
    pull = (world["factions"]["reach"][:4] * world["factions"]["other_half_base"][:4]).tolist()
    for weight, places in ((10.0, 5), (3.0, 15), (0.0, 80)):
        rank = new[new["ballot_weight"] == weight]
        assert np.bincount(rank["origin"], minlength=4).tolist() == seats(pull, places)
    assert (new["name"] == NOBODY).all()
