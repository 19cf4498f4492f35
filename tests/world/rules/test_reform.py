"""The gain of reform, term by term."""

from __future__ import annotations

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.reform import reform_gain

from ..builders import one, switches


def test_the_gain_is_the_sum_of_its_terms(demo: Country) -> None:
    world, common = one(demo, 6, seed=3)
    p, k = common.parameters, int(world.ruler)
    world.hardship, world.factions[k].support, world.ruler_line = 0.3, 0.4, 0.2
    world["patrons"]["presence"], world["patrons"]["line"], world["ties"]["tie"][k] = (0.8, 0.5), (-0.4, 0.6), (0.5, 0.9)
    expected = p.reform_hardship * (0.3 + p.reform_norm - 0.4) + p.reform_patron_line * 0.8 * 0.5 * 0.6 - 0.2 - p.reform_cost
    assert reform_gain(world, common, k) == pytest.approx(expected)


def test_only_rulers_reform_and_only_where_it_is_not_switched_off(demo: Country) -> None:
    world, common = one(demo, 6, seed=3)
    k = int(world.ruler)
    assert np.isfinite(reform_gain(world, common, k))
    assert reform_gain(world, common, (k + 1) % 3) == -np.inf
    switches(common, reform=0)
    assert reform_gain(world, common, k) == -np.inf
