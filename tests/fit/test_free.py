"""Free numbers: a point of the unit cube and the values it stands for."""

from __future__ import annotations

import numpy as np
import pytest

from sim.fit.free import Free, rounded
from sim.pack import Country
from sim.validation.simulate import tables_of
from sim.world.draws import STARTING, checked_values, draw_parameters, draw_traits


@pytest.fixture(params=["demo", "korea"])
def country(request: pytest.FixtureRequest) -> Country:
    found: Country = request.getfixturevalue(request.param)
    return found


def test_values_are_rounded_within_their_bounds_and_shares_add_to_one(country: Country) -> None:
    free = Free.of(country)
    values = free.values(np.random.Generator(np.random.PCG64(1)).random((40, len(free.names))))
    for row in values:
        checked_values(country, dict(zip(free.columns, row.tolist(), strict=True)))  # bounds, and that shares add to 1
    for n, key in enumerate(free.columns):
        assert all(rounded(value, key) == pytest.approx(value, abs=1e-12) for value in values[:, n].tolist()), key


def test_the_starting_point_stands_for_the_starting_values(country: Country) -> None:
    free = Free.of(country)
    (values,) = free.values(free.starting()[None])
    shares = {f"{country.factions[k].key}.reach": float(share) for k, share in enumerate(draw_traits(country, 0, [STARTING])["reach"][0])}
    for key, value in zip(free.columns, values.tolist(), strict=True):
        faction, dot, trait = key.partition(".")
        own = country.faction(faction).traits[trait] if dot else country.parameters[key]
        assert value == pytest.approx(shares.get(key, own.start), rel=2e-3, abs=2e-3), key  # shares add to 1


def test_a_quantile_is_what_the_coordinate_says(country: Country) -> None:
    free = Free.of(country)
    low, high = (free.values(np.full((1, len(free.names)), share))[0] for share in (0.1, 0.9))
    for n, key in enumerate(free.columns):
        if not key.endswith(".reach"):
            assert low[n] <= high[n], key


def test_tables_have_the_values_and_the_start_of_what_is_no_column(country: Country) -> None:
    free = Free.of(country)
    values = free.values(np.full((2, len(free.names)), 0.3))
    parameters, traits = tables_of(country, free.columns, values)
    start, first = draw_parameters(country, 0, [STARTING]), draw_traits(country, 0, [STARTING])
    fixed = [name for name, value in country.parameters.items() if value.prior == "fixed"]
    assert all((parameters[name] == start[name][0]).all() for name in fixed)
    key = free.columns[0]
    assert (parameters[key] == values[:, 0]).all()
    assert traits["reach"].sum(axis=1) == pytest.approx([1.0, 1.0])
    assert traits.shape == (2, first.shape[1])
