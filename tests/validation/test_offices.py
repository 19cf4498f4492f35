"""Measures of power and posts, on worlds whose answer is known by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.pack import Country

from .builders import Made, month_of

MONTH = 20


@pytest.fixture
def made(demo: Country) -> Made:
    return Made(demo, 3)


def test_power_is_that_of_the_month_and_a_world_that_has_ended_says_nothing(made: Made) -> None:
    made.rows["power"][:, MONTH] = (0.2, 0.5, 0.3)
    made.rows["power"][:, MONTH - 1] = (0.9, 0.05, 0.05)
    made.ends(MONTH - 1, world=1)
    made.ends(MONTH, world=2)  # its last month is simulated
    assert made.count("largest_power", from_=month_of(MONTH)) == ([0.5, 0.0, 0.5], [1.0, 0.0, 1.0])
    assert made.first == 2
    assert made.count("ruler_power", from_=month_of(MONTH)) == ([0.3, 0.0, 0.3], [1.0, 0.0, 1.0])
    made.rules(1, MONTH, MONTH + 1)
    assert made.count("ruler_power", from_=month_of(MONTH))[0][0] == 0.5


def test_committee_members_are_followed_by_person_and_not_by_post(made: Made) -> None:
    room = made.block.worlds["posts"].shape[1]
    early, late = np.zeros((3, room), np.uint64), np.zeros((3, room), np.uint64)
    early[:, :4] = (11, 12, 13, 14)
    late[:, :5] = (12, 99, 11, 98, 97)  # two of four stay, in other posts; two of five were there before
    made.members = {10: early, 30: late}
    made.ends(29, world=1)
    told = {"from_": month_of(10), "until": month_of(30)}
    assert made.count("committee_kept", **told) == ([2.0, 0.0, 2.0], [4.0, 0.0, 4.0])
    assert made.count("committee_old", **told) == ([2.0, 0.0, 2.0], [5.0, 0.0, 5.0])


def test_heads_of_several_groups_add_up_and_none_is_what_is_left(made: Made) -> None:
    made.rows["heads"][:, MONTH] = (0.1, 0.25, 0.45)
    made.ends(MONTH - 1, world=1)
    keys = [faction.key for faction in made.country.factions]

    def share(group: str) -> list[float]:
        found, of = made.count("committee_heads", from_=month_of(MONTH), group=group)
        assert of == [1.0, 0.0, 1.0]
        return found

    assert share(keys[1]) == [0.25, 0.0, 0.25]
    assert share(f"{keys[2]}+{keys[0]}") == pytest.approx([0.55, 0.0, 0.55])
    assert share("none") == pytest.approx([0.2, 0.0, 0.2])
    assert share(f"{keys[0]}+none") == pytest.approx([0.3, 0.0, 0.3])


def test_the_first_to_fall_is_the_first_below_the_level_that_has_been_above(made: Made) -> None:
    made.rows["power"][:, :] = (0.02, 0.5, 0.48)  # the first group has never been above
    made.rows["power"][0, 50:, 2] = 0.01
    made.rows["power"][0, 60:, 1] = 0.01
    made.rows["power"][1, 70:, 1:] = 0.01  # both in one month: each is half the first
    keys = [faction.key for faction in made.country.factions]
    assert made.count("first_fall", group=keys[2], level=0.03) == ([1.0, 0.5, 0.0], [1.0] * 3)
    assert made.count("first_fall", group=keys[1], level=0.03)[0] == [0.0, 0.5, 0.0]
    assert made.count("first_fall", group=keys[0], level=0.03)[0] == [0.0, 0.0, 0.0]
    assert made.count("first_fall", group=keys[2], level=0.01)[0] == [0.0, 0.0, 0.0]  # at the level is not below it
    assert made.count("first_fall", group=keys[2], level=0.48)[0] == [1.0, 0.5, 0.0]  # and having been at it is enough
    made.ends(49)
    assert made.count("first_fall", group=keys[2], level=0.03)[0][0] == 0.0


def test_months_between_the_second_and_the_third_fall(made: Made) -> None:
    made.rows["power"][:, :] = 0.3
    for world, months in enumerate([(10, 50, 86), (10, 50, 87), (10, 50, None)]):
        for k, month in enumerate(months):
            if month is not None:
                made.rows["power"][world, month:, k] = 0.0
    assert made.count("falls_close", level=0.03, span=36) == ([1.0, 0.0, 0.0], [1.0] * 3)


def test_of_two_groups_none_is_third(demo: Country) -> None:
    two = Made(dataclasses.replace(demo, factions=demo.factions[1:], cadres=()))
    assert two.count("falls_close", level=0.03, span=36) == ([0.0], [0.0])


def test_a_group_named_by_a_trait_is_whoever_has_most_and_equals_are_all_named(made: Made) -> None:
    traits = made.block.commons["traits"]
    traits["other_half_base"][0, :3], traits["tie_1"][0, :3] = (0.1, 0.7, 0.4), (0.2, 0.2, 0.0)
    them = made.them
    assert them.groups("most:other_half_base").tolist() == [[False, True, False]] * 3
    assert them.groups("least:other_half_base").tolist() == [[True, False, False]] * 3
    assert them.groups(f"most:tie.{made.country.patrons[1].key}").tolist() == [[True, True, False]] * 3
