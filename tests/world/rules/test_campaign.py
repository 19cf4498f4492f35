"""Campaigns take party posts and no others, and never a leader's."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.pack import Country
from sim.world.luck import key
from sim.world.rules.campaign import CAMPAIGN, campaign, campaign_gain, streets_like, wave
from sim.world.rules.routine import ORGANISE
from sim.world.rules.rulers import take_office
from sim.world.words import EV_CAMPAIGN, NOBODY

from ..builders import events_of, one, parameters, switches

MONTH = 6


@pytest.fixture
def country(demo: Country) -> tuple[Any, Any]:
    world, common = one(demo, MONTH, seed=3)
    world.occasion = 1
    return world, common


def test_a_wave_that_takes_all_takes_every_party_post_but_the_leaders(country: tuple[Any, Any]) -> None:
    world, common = country
    parameters(common, campaign_refill=1.0)
    posts = world["posts"][: world.posts_used]
    before, safe = posts["person"].copy(), posts["leads"] != NOBODY
    assert (safe & (posts["organ"] == 0)).any()
    safe = safe.copy()
    wave(world, common, MONTH)
    assert ((posts["person"] != before) == ((posts["organ"] == 0) & ~safe)).all()


def test_a_wave_takes_the_share_the_parameter_says(country: tuple[Any, Any]) -> None:
    world, common = country
    taken = chances = 0
    for month in range(MONTH, MONTH + 200):
        posts = world["posts"][: world.posts_used]
        before, open_ = posts["person"].copy(), (posts["organ"] == 0) & (posts["leads"] == NOBODY)
        wave(world, common, month)
        taken, chances = taken + int((posts["person"] != before).sum()), chances + int(open_.sum())
    assert stats.binomtest(taken, chances, float(common.parameters.campaign_refill)).pvalue > 1e-4


def test_the_streets_like_the_popular_and_the_ruler_most(country: tuple[Any, Any]) -> None:
    world, common = country
    world["factions"]["support"][:3] = (0.5, 0.3, 0.2)
    liked = np.array([0.5, 0.3, 0.2])
    liked[world.ruler] *= common.parameters.campaign_ruler_pull
    counts = np.zeros(3)
    for n in range(3000):
        world.posts[0].person = key("someone", n)
        counts[streets_like(world, common, MONTH, 0)] += 1
    assert stats.chisquare(counts, 3000 * liked / liked.sum()).pvalue > 1e-4


def called(world: Any, common: Any, month: int) -> int:
    """Call a campaign; returns its length."""
    world.factions[world.ruler].action = CAMPAIGN
    world.campaign_left, world.fell = 0, 0
    campaign(world, common, month)
    world.factions[world.ruler].action = ORGANISE
    return int(events_of(world)[-1]["amount"])


def test_lengths_are_spread_evenly_over_the_range(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    lengths = []
    for n in range(600):
        world.event_count, world.key = 0, key("luck", n)
        lengths.append(called(world, common, MONTH))
    assert min(lengths) >= p.campaign_months
    assert max(lengths) < p.campaign_months + p.campaign_months_range
    counts = np.bincount((np.array(lengths) - int(p.campaign_months)) // 8, minlength=6)
    assert stats.chisquare(counts).pvalue > 1e-4


def test_it_lasts_as_long_as_it_says_with_a_wave_every_half_year(country: tuple[Any, Any]) -> None:
    world, common = country
    parameters(common, campaign_refill=1.0)
    posts = world["posts"][: world.posts_used]
    waves = [MONTH]
    length = called(world, common, MONTH)
    month = MONTH
    while world.campaign_left > 0:
        month += 1
        before = posts["person"].copy()
        campaign(world, common, month)
        if (posts["person"] != before).any():
            waves.append(month)
    assert month == MONTH + length - 1
    assert waves == list(range(MONTH, MONTH + length, int(common.parameters.campaign_step)))
    assert world.drift == 0.0


def test_it_ends_with_the_ruler_who_called_it(country: tuple[Any, Any]) -> None:
    world, common = country
    called(world, common, MONTH)
    assert world.campaign_left > 0
    take_office(world, common, MONTH, (world.ruler + 1) % 3, 0.6)
    assert world.campaign_left == 0
    assert world.drift == 0.0


def test_a_ruler_who_has_just_come_in_does_not_carry_out_the_choice_of_another(country: tuple[Any, Any]) -> None:
    world, common = country
    world.factions[world.ruler].action, world.fell = CAMPAIGN, 1
    campaign(world, common, MONTH)
    assert world.campaign_left == 0


def test_control_of_the_apparatus_wears_off_up_to_a_limit(country: tuple[Any, Any]) -> None:
    world, common = country
    p = common.parameters
    world.drift = 0.0
    for month in range(20):
        campaign(world, common, month)
    assert world.drift == pytest.approx(20 * p.drift_speed)
    for month in range(400):
        campaign(world, common, month)
    assert world.drift == p.drift_limit


def test_it_pays_the_liked_and_loosely_organised(country: tuple[Any, Any]) -> None:
    world, common = country
    p, k = common.parameters, int(world.ruler)
    me = world.factions[k]
    me.charisma, me.support, world.party_control, world.drift, world.ruler_line, world.coup_risk = 0.8, 0.5, 0.6, 0.25, 0.3, 0.1
    gap = 0.8 * 0.5 - 0.6 * 0.75
    expected = p.campaign_gap * gap + p.campaign_ideology * 0.3 - p.campaign_control_risk * 0.6 - p.campaign_coup_risk * 0.1 - p.campaign_cost
    assert campaign_gain(world, common, k) == pytest.approx(p.occasion_sharpness * expected - math.log(p.occasion_rate))
    switches(common, mass_example=1)
    world.ties[k, 1].tie, world.patrons[1].line, world.alignment = 0.5, 0.6, 0.2
    example = p.campaign_example * 0.5 * 0.6 * 1.2 / p.campaign_line_scale
    assert campaign_gain(world, common, k) == pytest.approx(p.occasion_sharpness * (expected + example) - math.log(p.occasion_rate))


def test_only_a_ruler_calls_one_and_only_one_at_a_time(country: tuple[Any, Any]) -> None:
    world, common = country
    k = int(world.ruler)
    assert np.isfinite(campaign_gain(world, common, k))
    assert campaign_gain(world, common, (k + 1) % 3) == -np.inf
    world.campaign_left = 1
    assert campaign_gain(world, common, k) == -np.inf
    world.campaign_left = 0
    switches(common, campaign=0)
    assert campaign_gain(world, common, k) == -np.inf


def test_the_ledger_knows_a_campaign(country: tuple[Any, Any]) -> None:
    world, common = country
    called(world, common, MONTH)
    assert events_of(world)[-1]["kind"] == EV_CAMPAIGN
    assert events_of(world)[-1]["actor"] == world.ruler
