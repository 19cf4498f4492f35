"""Measures of rulers, on worlds whose answer is known by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.pack import Country
from sim.validation.simulated import Simulated
from sim.world.words import (
    EV_DEATH,
    EV_ENDORSEMENT,
    EV_FALL,
    EV_INTERVENTION,
    EV_SUCCESSION,
    HOW_HEIR,
    HOW_MEMBER,
    HOW_PLENUM,
    HOW_START,
    HOW_SUCCESSOR,
)

from ..world.builders import lived
from .builders import Made, counted, month_of

THIRD = 1
"""Neither the first ruler (2) nor the other (0) of the invented country."""


@pytest.fixture
def made(demo: Country) -> Made:
    """Groups: 2 rules first."""
    return Made(demo)


def test_a_ruler_is_kept_where_the_same_group_rules_at_both_ends(demo: Country) -> None:
    made = Made(demo, 4)
    made.rules(made.other, 40, world=1)
    made.rules(made.other, 20, 30, world=2)
    made.ends(39, world=3)
    told = {"from_": month_of(10), "until": month_of(40)}
    assert made.count("ruler_kept", **told) == ([1.0, 0.0, 1.0, 0.0], [1.0] * 4)
    made.ends(9, world=3)
    assert made.count("ruler_kept", **told)[1] == [1.0, 1.0, 1.0, 0.0]


def test_who_rules_is_asked_of_the_month_and_nobody_does_after_the_end(demo: Country) -> None:
    made = Made(demo, 3)
    made.rules(made.other, 30, world=1)
    made.ends(29, world=2)
    keys = [faction.key for faction in demo.factions]
    assert made.count("rules", from_=month_of(30), group=keys[made.other]) == ([0.0, 1.0, 0.0], [1.0] * 3)
    assert made.count("rules", from_=month_of(30), group=f"{keys[made.other]}+{keys[made.first]}")[0] == [1.0, 1.0, 0.0]
    assert made.count("rules", from_=month_of(29), group=keys[made.other])[0] == [0.0, 0.0, 0.0]


def test_the_first_ruler_is_unbroken_at_the_end_of_a_month_and_in_office_at_its_beginning(demo: Country) -> None:
    made = Made(demo, 4)
    made.rules(made.other, 30, 31, world=1)  # and back again
    made.rules(made.other, 0, world=2)
    made.ends(29, world=3)
    assert made.count("first_ruler_unbroken", from_=month_of(29))[0] == [1.0, 1.0, 0.0, 1.0]
    assert made.count("first_ruler_unbroken", from_=month_of(30))[0] == [1.0, 0.0, 0.0, 0.0]
    assert made.them.in_office(30).tolist() == [True, True, False, False]
    assert made.them.in_office(31).tolist() == [True, False, False, False]


def test_who_is_endorsed_in_the_first_month_is_in_office_when_it_begins_also_if_he_loses_it_then(made: Made) -> None:
    made.happened(0, EV_ENDORSEMENT, made.first)
    made.happened(0, EV_FALL, made.other, made.first)
    made.rules(made.other, 0)
    assert made.them.in_office(0).tolist() == [True]
    made = Made(made.country)
    made.happened(0, EV_ENDORSEMENT, made.other, how=HOW_START, imposed=1)
    made.rules(made.other, 0)
    assert made.them.in_office(0).tolist() == [False]


def test_removals_late_in_rule_are_votes_and_troops_and_years_are_those_past_the_span(made: Made) -> None:
    made.happened(200, EV_FALL, made.other, made.first)  # in office for 201 months, 21 of them late
    made.rules(made.other, 200)
    made.happened(300, EV_INTERVENTION, made.other, made.other)  # troops that keep him in office
    made.happened(390, EV_INTERVENTION, THIRD, made.other)  # 190 months, 10 of them late
    made.rules(THIRD, 390)
    made.happened(500, EV_SUCCESSION, THIRD, THIRD, how=HOW_HEIR)  # 110 months, then 150
    (count,), (years,) = made.count("removals_late", span=180)
    assert count == 2.0
    assert years == pytest.approx((21 + 10 + 0 + 0) / 12)
    assert made.count("removals_late", span=201)[0] == [0.0]
    assert made.count("removals_late", span=200)[0] == [1.0]


def test_a_successor_is_vulnerable_in_his_first_months_only_if_he_came_by_succession(made: Made) -> None:
    made.happened(100, EV_SUCCESSION, made.other, made.first, how=HOW_SUCCESSOR)
    made.rules(made.other, 101)
    made.happened(160, EV_FALL, THIRD, made.other)  # in his 60th month
    made.rules(THIRD, 160)
    made.happened(200, EV_FALL, made.first, THIRD)  # came by a vote
    made.rules(made.first, 200)
    assert made.count("removals_of_successors", span=60) == ([1.0], [5.0])
    assert made.count("removals_of_successors", span=59) == ([0.0], [59 / 12])
    made.ends(130)
    assert made.count("removals_of_successors", span=60)[1] == [5.0]  # the ledger still knows the fall


def test_who_is_set_in_office_by_a_change_begins_a_rule_and_neither_removes_nor_succeeds(made: Made) -> None:
    made.happened(100, EV_SUCCESSION, made.other, made.first, how=HOW_PLENUM, imposed=1)
    made.rules(made.other, 100)
    made.happened(130, EV_FALL, THIRD, made.other)
    made.rules(THIRD, 130)
    spells = [(spell.start, spell.stop, spell.faction, spell.heir, spell.removed) for spell in made.them.spells]
    assert spells == [(0, 100, made.first, False, False), (100, 131, made.other, False, True), (131, 651, THIRD, False, False)]
    assert made.them.tenure[0, [0, 99, 100, 130, 131]].tolist() == [0, 99, 0, 30, 0]


def test_a_vote_and_troops_in_one_month_make_no_rule_of_no_month(made: Made) -> None:
    made.happened(50, EV_FALL, made.other, made.first)
    made.happened(50, EV_INTERVENTION, THIRD, made.other)
    made.rules(THIRD, 50)
    made.ends(70)
    assert [(spell.start, spell.stop, spell.faction) for spell in made.them.spells] == [(0, 51, made.first), (51, 71, THIRD)]
    assert made.them.tenure[0, 71] == -1


def test_leaders_are_seen_at_each_age_until_they_die_or_are_lost_from_sight(made: Made) -> None:
    made.rows["leader_born"] = np.nan
    made.rows["leader_born"][0, :, 0] = 100 - 60 * 12  # sixty in month 100
    made.rows["power"][0, :, 0] = 0.5
    made.happened(104, EV_DEATH, 0, how=0, luck=0.01, age=60 + 4 / 12)
    made.rows["leader_born"][0, 104:, 0] = 200.0  # a young successor
    (count,), (of,) = made.count("leaders_alive", level=60, span=12)
    assert count == [0.0] * 4 + [1.0] + [0.0] * 7
    assert of == [1.0] * 5 + [0.0] * 7


def test_whoever_outlives_the_months_is_seen_in_each_of_them_once(made: Made) -> None:
    made.rows["leader_born"], made.rows["power"] = np.nan, 0.5
    made.rows["leader_born"][0, :, 1] = 100.5 - 60 * 12  # half a month later
    assert made.count("leaders_alive", level=60, span=12) == ([[0.0] * 12], [[1.0] * 12])


def test_recorded_deaths_deaths_of_others_and_groups_that_are_no_side_are_only_lost_from_sight(made: Made) -> None:
    made.rows["leader_born"] = 100.0 - 60 * 12
    made.rows["power"][0, :, 0] = 0.5
    made.rows["power"][0, 103:, 0] = 0.0  # no longer a side, though somebody of it still holds a post
    made.happened(101, EV_DEATH, 0, how=0, luck=np.nan, age=60.1)
    made.happened(102, EV_DEATH, 0, how=HOW_MEMBER, luck=0.5, age=60.2)
    (count,), (of,) = made.count("leaders_alive", level=60, span=6)
    assert sum(count) == 0.0
    assert of == [1.0, 1.0, 1.0, 0.0, 0.0, 0.0]


def test_as_many_leaders_die_as_the_hazard_of_those_in_sight_adds_up_to(korea: Country) -> None:
    block = lived(korea, worlds=120, seed=8)
    found = counted(Simulated(korea, block, np.arange(120), {}), "leaders_alive", {"level": "20", "span": "960"})
    events, p = block.worlds["events"], block.commons[0]["parameters"]
    real = np.arange(events.shape[1]) < block.worlds["event_count"][:, None]
    assert found.count.sum() == (real & (events["kind"] == EV_DEATH) & (events["how"] == 0) & (events["actor_wing"] == 0) & ~np.isnan(events["luck"])).sum() > 30
    ages = 20 + (np.arange(960) + 0.5) / 12
    expected = (found.of.sum(axis=0) * np.minimum(1.0, p["death_hazard"] * np.exp(p["death_age"] * (ages - p["death_age_norm"])))).sum()
    assert abs(found.count.sum() - expected) < 3 * np.sqrt(expected)


def test_rule_is_established_in_the_first_year_above_the_level(demo: Country) -> None:
    made = Made(demo, 3)
    made.months["concentration"] = 0.7
    made.months["concentration"][0, 3] = 0.71  # January 1946
    made.months["concentration"][1, 14:] = 0.9  # December 1946
    made.months["concentration"][2, 30:] = 0.9
    made.ends(29, world=2)
    assert made.count("established", level="0.70") == ([1946.0, 1946.0, 2000.0], [1.0] * 3)


def test_of_the_rise_of_concentration_the_part_reached_early(demo: Country) -> None:
    made = Made(demo, 4)
    made.months["concentration"][:, 10], made.months["concentration"][:, 58], made.months["concentration"][:, 100] = 0.2, 0.3, 0.6
    made.months["concentration"][1, 100] = 0.2  # no rise
    made.rules(made.other, 70, 75, world=2)
    made.ends(99, world=3)
    (first, *_), of = made.count("early_concentration", from_=month_of(10), span=48, until=month_of(100))
    assert first == pytest.approx(0.25)
    assert of == [1.0, 0.0, 0.0, 0.0]
