"""Outcomes against their definitions, on worlds made by hand and on worlds that were lived."""

from __future__ import annotations

from typing import Any

import pytest

from sim.pack import Country
from sim.world.outcome import ASKED_ONLY, OUTCOMES, Runs, classify, ruler_in, rulers, until
from sim.world.words import (
    ENDED_ABSORBED,
    ENDED_OPENING,
    ENDED_WAR,
    EV_ABSORPTION,
    EV_CAMPAIGN,
    EV_CHALLENGE,
    EV_ENDORSEMENT,
    EV_FALL,
    EV_INTERVENTION,
    EV_OPENING,
    EV_PURGE,
    EV_REVERSAL,
    EV_SUCCESSION,
    EV_UPRISING,
    EV_WAR,
    HOW_HEIR,
    HOW_SUCCESSOR,
    HOW_VOTE,
)

from .builders import begun, lived


@pytest.fixture
def blank(demo: Country) -> Any:
    """A world in which group 0 has ruled to the horizon and nothing has happened."""
    block = begun(demo, worlds=1)
    block.months["ruler"] = 0
    block.months["coalition"] = 1
    block.months["concentration"] = 0.65
    return block


FIRST = 1945 * 12 + 9


def happened(block: Any, month: int, kind: int, actor: int = -1, target: int = -1, how: int = 0, amount: float = 0.0, imposed: int = 0) -> None:
    world = block.worlds[0]
    event = world.events[world.event_count]
    event.month, event.kind, event.actor, event.target, event.how, event.amount, event.imposed = month, kind, actor, target, how, amount, imposed
    world.event_count += 1


def holding(block: Any, since: int = -1) -> set[str]:
    """Names of the outcomes that hold for the only world."""
    return {name for name, found in classify(Runs(block, since + 1, 1945 * 12 + 9)).items() if found[0]}


STANDING = {"standing_1994", "standing_1999"}


def test_where_nothing_happens_one_group_rules_on(blank: Any) -> None:
    assert holding(blank) == STANDING | {"bloc_rule"}


def test_where_several_rule_together_and_nothing_else_holds_rule_is_collective(blank: Any) -> None:
    blank.months["coalition"][0, -1] = 2
    assert holding(blank) == STANDING | {"collective"}
    blank.months["concentration"][0, -180:] = 0.75
    assert holding(blank) == STANDING | {"personalist"}


@pytest.mark.parametrize(("code", "kind", "name"), [
    (ENDED_WAR, EV_WAR, "second_war"), (ENDED_OPENING, EV_OPENING, "opening"), (ENDED_ABSORBED, EV_ABSORPTION, "absorbed"),
])  # fmt: skip
def test_an_ending_is_named_and_counts_from_the_month_after_since(blank: Any, code: int, kind: int, name: str) -> None:
    happened(blank, 300, kind)
    blank.worlds["ended"], blank.worlds["ended_month"] = code, 300
    assert name in holding(blank)
    assert name in holding(blank, since=299)
    assert name not in holding(blank, since=300)
    assert not STANDING & holding(blank)


@pytest.mark.parametrize(("kind", "name"), [
    (EV_UPRISING, "uprising"), (EV_INTERVENTION, "patron_military"), (EV_REVERSAL, "patron_political"), (EV_CAMPAIGN, "campaign"),
])  # fmt: skip
def test_events_count_within_their_window(blank: Any, kind: int, name: str) -> None:
    happened(blank, 200, kind, 0, 0)
    assert name in holding(blank)
    assert name in holding(blank, since=199)
    assert name not in holding(blank, since=200)


def test_troops_that_replace_a_ruler_are_political_too_and_oust_him(blank: Any) -> None:
    happened(blank, 200, EV_INTERVENTION, 1, 0)
    assert {"patron_military", "patron_political", "ruler_ousted"} <= holding(blank)


def test_a_ruler_is_ousted_only_if_he_was_the_one_in_office_when_counting_began(blank: Any) -> None:
    blank.months["ruler"][0, 100:] = 1
    happened(blank, 100, EV_FALL, 1, 0, HOW_VOTE)
    assert "ruler_ousted" in holding(blank)
    assert "ruler_ousted" not in holding(blank, since=100)
    happened(blank, 300, EV_FALL, 0, 1, HOW_VOTE)
    assert "ruler_ousted" in holding(blank, since=100)


@pytest.mark.parametrize(("kind", "imposed"), [(EV_ENDORSEMENT, 0), (EV_SUCCESSION, 1)])
def test_who_is_set_in_office_in_the_first_month_is_the_ruler_who_may_be_ousted_and_his_predecessor_is_not(blank: Any, kind: int, imposed: int) -> None:
    happened(blank, 100, kind, 1, 0, imposed=imposed)
    blank.months["ruler"][0, 100:] = 1
    assert "ruler_ousted" not in holding(blank, since=99)
    happened(blank, 100, EV_FALL, 2, 1, HOW_VOTE)  # in the very month of the change
    blank.months["ruler"][0, 100:] = 2
    assert "ruler_ousted" in holding(blank, since=99)


def test_purges_in_the_month_of_the_change_count_and_so_does_what_they_took(blank: Any) -> None:
    happened(blank, 100, EV_SUCCESSION, 1, 0, imposed=1)
    blank.months["ruler"][0, 100:] = 1
    blank.rows["post_share"][0, :100], blank.rows["post_share"][0, 100:] = (0.5, 0.3, 0.2), (0.35, 0.45, 0.2)
    happened(blank, 100, EV_PURGE, 1, 0, amount=0.15)
    assert "rivals_purged" not in holding(blank, since=99)  # .15 of .70 is 21 %
    happened(blank, 120, EV_PURGE, 1, 2, amount=0.07)
    assert "rivals_purged" in holding(blank, since=99)


def test_a_new_leader_after_unrest_counts_within_two_years_and_without_troops(blank: Any) -> None:
    happened(blank, 200, EV_UPRISING, -1, 0)
    happened(blank, 225, EV_FALL, 1, 0, HOW_VOTE)
    assert "leader_replaced_under_pressure" not in holding(blank)
    blank.worlds[0].events[1].month = 224
    assert "leader_replaced_under_pressure" in holding(blank)
    happened(blank, 210, EV_INTERVENTION, 0, 0)
    assert "leader_replaced_under_pressure" not in holding(blank)


@pytest.mark.parametrize(("how", "imposed", "expected"), [(HOW_SUCCESSOR, 0, True), (HOW_HEIR, 0, False), (HOW_SUCCESSOR, 1, False)])
def test_an_heir_or_an_imposed_successor_is_no_leader_replaced_under_pressure(blank: Any, how: int, imposed: int, expected: bool) -> None:
    happened(blank, 200, EV_UPRISING, -1, 0)
    happened(blank, 210, EV_SUCCESSION, 1, 0, how, imposed=imposed)
    assert ("leader_replaced_under_pressure" in holding(blank)) == expected


@pytest.mark.parametrize(("turnover", "rival", "expected"), [(0.0126, 0.10, True), (0.0124, 0.10, False), (0.0126, 0.11, False)])
def test_a_cultural_revolution_turns_over_much_of_the_party_without_a_rival(blank: Any, turnover: float, rival: float, expected: bool) -> None:
    happened(blank, 200, EV_CAMPAIGN, 0)
    blank.months["party_turnover"][0, 200:224] = turnover  # .3 / 24 = .0125
    blank.rows["power"][0, 200] = (1 - rival, rival, 0.0)
    assert ("cultural_revolution" in holding(blank)) == expected


@pytest.mark.parametrize("field", ["first_goodwill", "second_goodwill"])
@pytest.mark.parametrize(("level", "months", "expected"), [(0.049, 36, True), (0.051, 36, False), (0.049, 35, False), (0.0, 20, True)])
def test_aid_is_lost_when_a_patrons_goodwill_is_halved_from_three_years_to_the_next(blank: Any, field: str, level: float, months: int, expected: bool) -> None:
    blank.months[field] = 0.1
    blank.months[field][0, 200 : 200 + months] = level
    assert ("aid_lost" in holding(blank)) == expected


def test_rivals_are_purged_when_a_third_of_their_posts_is_taken_within_five_years(blank: Any) -> None:
    blank.rows["post_share"][0, :] = (0.5, 0.3, 0.2)
    happened(blank, 10, EV_PURGE, 0, 1, amount=0.10)
    assert "rivals_purged" not in holding(blank)
    happened(blank, 60, EV_PURGE, 0, 2, amount=0.05)
    assert "rivals_purged" in holding(blank)
    blank.worlds[0].events[1].month = 61
    assert "rivals_purged" not in holding(blank)


def test_states_at_the_end_go_by_their_levels(blank: Any) -> None:
    end = blank.months.shape[1]
    blank.months["concentration"][0, end - 120 :] = 0.59
    assert "collective" in holding(blank)
    blank.months["concentration"][0, end - 60] = 0.60
    assert "collective" not in holding(blank)
    blank.months["concentration"][0, end - 180 : end - 60] = 0.71
    assert "personalist" in holding(blank)
    assert "dynasty" not in holding(blank)
    happened(blank, 400, EV_SUCCESSION, 0, 0, HOW_HEIR)
    assert "dynasty" in holding(blank)
    blank.months["concentration"][0, end - 61] = 0.70
    assert "personalist" not in holding(blank)
    blank.months["alignment"], blank.months["dependence"] = -0.61, 0.41
    assert "satellite" in holding(blank)
    assert "bloc_rule" not in holding(blank)
    blank.months["dependence"] = 0.39
    assert "satellite" not in holding(blank)
    assert "bloc_rule" in holding(blank)


@pytest.mark.parametrize("name", ["collective", "personalist", "dynasty", "satellite", "bloc_rule"])
def test_states_are_for_worlds_that_reach_the_horizon(demo: Country, name: str) -> None:
    block = lived(demo, worlds=200)
    found = classify(Runs(block, 0, 1945 * 12 + 9))[name]
    assert not found[block.worlds["ended"] != 0].any()


def test_lived_worlds_are_classified_as_a_plain_reading_of_the_ledger_says(korea: Country) -> None:
    block = lived(korea, worlds=150, draw=0)
    found = classify(Runs(block, 0, 1945 * 12 + 9))
    for w, world in enumerate(block.worlds):
        kinds = set(world["events"]["kind"][: world["event_count"]].tolist())
        assert found["uprising"][w] == (EV_UPRISING in kinds)
        assert found["campaign"][w] == (EV_CAMPAIGN in kinds)
        assert found["patron_military"][w] == (EV_INTERVENTION in kinds)
        assert found["second_war"][w] == (world["ended"] == ENDED_WAR)
        assert found["opening"][w] == (world["ended"] == ENDED_OPENING)
        lived_ = block.months["concentration"][w][block.months["ruler"][w] >= 0]
        personal = world["ended"] == 0 and (lived_[-180:] > 0.70).sum() >= 120
        together = block.months["coalition"][w][len(lived_) - 1] > 1 and not personal and not found["satellite"][w]
        assert found["collective"][w] == (world["ended"] == 0 and (lived_[-120:].max() < 0.60 or together))
        assert found["personalist"][w] == personal
    assert {name for name, values in found.items() if values.any()} >= {"uprising", "campaign", "personalist", "standing_1999"}
    assert list(found) == [outcome.name for outcome in OUTCOMES]


def test_who_rules_at_the_end_of_a_month_is_the_last_who_did(blank: Any) -> None:
    runs = Runs(blank, 0, 1945 * 12 + 9)
    blank.months["ruler"][0, 100:] = 2
    assert [ruler_in(runs, month)[0] for month in (99, 100, 650)] == [0, 2, 2]
    assert [ruler_in(runs, month)[0] for month in (-1, 651)] == [-1, -1]
    blank.worlds["ended"], blank.worlds["ended_month"] = ENDED_WAR, 50
    assert ruler_in(Runs(blank, 0, 1945 * 12 + 9), 400)[0] == 0


def test_years_end_in_december(demo: Country, blank: Any) -> None:
    december = {year: (year * 12 + 11) - demo.first_month for year in (1956, 1961, 1994)}
    for year, month in december.items():
        blank.months["ruler"][0, :] = 0
        blank.months["ruler"][0, month + 1 :] = 1
        assert rulers(Runs(blank, 0, demo.first_month))[f"ruler_{year}"][0] == 0
    blank.worlds["ended"], blank.worlds["ended_month"] = ENDED_WAR, december[1994] + 1
    assert "standing_1994" in holding(blank)


def test_an_installed_ruler_is_the_one_who_rules_in_that_month(demo: Country) -> None:
    block = lived(demo, ["ruler=harbour@1961-12:fiat", "switch.challenge=off", "switch.deaths=off"], worlds=20)
    names = [faction.key for faction in demo.factions]
    month = 1961 * 12 + 11 - demo.first_month
    alive = (block.worlds["ended"] == 0) | (block.worlds["ended_month"] >= month)
    assert alive.any()
    assert {names[k] for k in ruler_in(Runs(block, 0, 1945 * 12 + 9), month)[alive]} == {"harbour"}


def test_a_vote_on_the_ruler_counts_whether_it_is_carried_or_lost(blank: Any) -> None:
    asked = ASKED_ONLY[0]
    assert asked.name == "challenge"
    assert not classify(Runs(blank, 0, FIRST), ASKED_ONLY)["challenge"][0]
    happened(blank, 130, EV_CHALLENGE, 1, 0)
    assert classify(Runs(blank, 0, FIRST), ASKED_ONLY)["challenge"][0]
    assert not classify(Runs(blank, 131, FIRST), ASKED_ONLY)["challenge"][0]
    happened(blank, 140, EV_FALL, 1, 0)
    assert classify(Runs(blank, 131, FIRST), ASKED_ONLY)["challenge"][0]


def test_what_lies_after_the_last_month_does_not_count(blank: Any) -> None:
    happened(blank, 200, EV_UPRISING, -1, 0)
    happened(blank, 300, EV_CAMPAIGN, 0)
    happened(blank, 400, EV_WAR, 0)
    blank.worlds["ended"], blank.worlds["ended_month"] = ENDED_WAR, 400
    for last, wanted in ((199, set()), (200, {"uprising"}), (300, {"uprising", "campaign"}), (400, {"uprising", "campaign", "second_war"})):
        found = {name for name, holds in classify(Runs(until(blank, last), 0, FIRST)).items() if holds[0]}
        assert found & {"uprising", "campaign", "second_war"} == wanted, last
    assert int(blank.worlds["event_count"][0]) == 3
    assert int(blank.worlds["ended"][0]) == ENDED_WAR


@pytest.mark.parametrize("name", ["demo", "korea-1945"])
def test_a_world_counted_up_to_a_month_is_a_world_that_lived_no_longer(name: str, request: pytest.FixtureRequest) -> None:
    country = request.getfixturevalue("korea" if name == "korea-1945" else name)
    whole, short = lived(country, worlds=12), lived(country, worlds=12, until=300)
    cut = classify(Runs(until(whole, 299), 0, country.first_month), ASKED_ONLY)
    short = short._replace(months=short.months[:, :300], rows=short.rows[:, :300])
    for outcome, holds in classify(Runs(short, 0, country.first_month), ASKED_ONLY).items():
        assert holds.tolist() == cut[outcome].tolist(), outcome


def test_up_to_the_horizon_is_the_block_itself(blank: Any) -> None:
    assert until(blank, None) is blank
    assert until(blank, blank.months.shape[1] - 1) is blank


def test_what_ends_a_world_stands_in_its_ledger(korea: Country) -> None:
    """Endings are counted by their events: every world that ended has one, in its last month, and no other world has."""
    kinds = {ENDED_WAR: EV_WAR, ENDED_OPENING: EV_OPENING, ENDED_ABSORBED: EV_ABSORPTION}
    seen = set()
    for do in ((), ("war=lost",), ("ruler=soviet@1953-08:plenum",)):
        for world in lived(korea, do, worlds=200).worlds:
            events = world["events"][: world["event_count"]]
            final = events[[kind in kinds.values() for kind in events["kind"]]]
            wanted = [(kinds[int(world["ended"])], int(world["ended_month"]))] if world["ended"] else []
            assert [(int(event["kind"]), int(event["month"])) for event in final] == wanted
            seen.add(int(world["ended"]))
    assert seen == {0, *kinds}
