"""Points of a design are what the model draws: the same quantiles, the same tables; accepted sets narrow them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.pack import Country, on_priors
from sim.pack.country.accepted import Accepted
from sim.validation.sensitivity.inputs import JUDGEMENT, PARAMETERS, inputs_of, shown_values, tables_at, values_at
from sim.world.draws import draw_parameters, draw_traits
from sim.world.luck import at, key, uniform
from sim.world.words import S_PARAMETER, S_TRAIT


def test_a_point_with_the_luck_of_a_draw_is_that_draw(korea: Country) -> None:
    korea = on_priors(korea)
    inputs = inputs_of(korea)
    uids = {one.key: one.uid for one in korea.factions}
    shares = np.empty((2, len(inputs)))
    for row, draw in enumerate((3, 8)):
        for n, one in enumerate(inputs):
            faction, _, trait = one.key.partition(".")
            stream, names = (S_PARAMETER, (one.key,)) if one.table == PARAMETERS else (S_TRAIT, (uids[faction], trait))
            shares[row, n] = float(uniform(np.uint64(at(key("draw", 7), stream, draw)), key(*names)))
    parameters, traits = tables_at(korea, inputs, values_at(inputs, shares))
    assert parameters.tobytes() == draw_parameters(korea, 7, [3, 8]).tobytes()
    assert traits.tobytes() == draw_traits(korea, 7, [3, 8]).tobytes()


def test_what_has_no_range_is_no_input(korea: Country) -> None:
    keys = {one.key for one in inputs_of(korea)}
    fixed = {name for name, value in korea.parameters.items() if value.prior == "fixed"}
    assert fixed
    assert not fixed & keys
    assert keys >= set(korea.parameters) - fixed


def test_a_number_belongs_to_the_works_it_names_and_to_judgement_only_without_any(korea: Country) -> None:
    for one in inputs_of(korea):
        named = [part.strip() for part in one.value.source.split(";") if part.strip() != JUDGEMENT]
        assert list(one.sources) == (named or [JUDGEMENT])


def test_accepted_sets_take_the_place_of_priors(demo: Country) -> None:
    values = np.stack([np.linspace(1.0, 2.0, 101), np.full(101, 0.3)], axis=1)
    demo = dataclasses.replace(demo, accepted=Accepted(("war_cost", "harbour.support"), values, np.ones(len(values), np.int64), {}))
    by_key = {one.key: one for one in inputs_of(demo)}
    assert "harbour.support" not in by_key, "all sets have the same value"
    assert by_key["war_cost"].at(0.0) == pytest.approx(1.05)
    assert by_key["war_cost"].at(1.0) == pytest.approx(1.95)
    assert "harbour.support" in {one.key for one in inputs_of(demo, prior=True)}


def test_shares_of_posts_are_told_as_they_enter_worlds(korea: Country) -> None:
    inputs = inputs_of(korea)
    shown = shown_values(korea, inputs, values_at(inputs, np.full((1, len(inputs)), 0.4)))
    reach = [n for n, one in enumerate(inputs) if one.key.endswith(".reach")]
    assert len(reach) == 4
    assert shown[0, reach].sum() == pytest.approx(1.0)
