"""How far off a set is: by part, by target, and together."""

from __future__ import annotations

import numpy as np
import pytest

from sim.fit.library import parts_alone
from sim.fit.misfit import ABSENT, MOST, Bounds
from sim.pack import Country

BOUNDS = Bounds(("A", "B"), np.array([0, 0, 1]), np.array([0.2, -np.inf, 10.0]), np.array([0.6, 0.1, np.inf]))


def test_a_target_is_as_far_off_as_its_worst_part_in_quarters_of_its_width() -> None:
    value = np.array([[0.4, 0.05, 12.0], [0.7, 0.05, 12.0], [0.4, 0.2, 5.0], [np.nan, 0.0, -90.0]])
    assert BOUNDS.shortfall(value) == pytest.approx(np.array([[0.0, 0.0], [1.0, 0.0], [4.0, 2.0], [ABSENT, MOST]]))
    assert BOUNDS.missed(value).tolist() == [0, 1, 2, 2]
    assert BOUNDS.misfit(value) == pytest.approx([0.0, 1.0, 1.3 + 1.1, 1.2 + 1.3])


def test_a_bound_itself_is_met() -> None:
    assert BOUNDS.missed(np.array([[0.2, 0.1, 10.0], [0.6, 0.1, 10.0]])).tolist() == [0, 0]


def test_what_is_well_within_is_aimed_at_itself_and_all_else_inside_the_bounds() -> None:
    value = np.array([[0.4, 0.02, 20.0], [0.59, 0.3, 2.0]])
    seen, aimed = BOUNDS.compressed(value), BOUNDS.aimed(value)
    assert aimed[0] == pytest.approx(seen[0])
    assert (np.abs(aimed[1] - seen[1]) > 0).all()
    inside = BOUNDS.compressed(np.array([[0.6, 0.1, 10.0]]))[0]
    assert aimed[1][0] < inside[0]
    assert aimed[1][1] < inside[1]
    assert aimed[1][2] > inside[2]


def test_what_is_far_off_counts_by_its_logarithm() -> None:
    far = BOUNDS.compressed(np.array([[0.4, 0.0, 10.0], [4.4, 0.0, 10.0], [44.4, 0.0, 10.0]]))[:, 0]
    assert far[0] == 0.0
    assert far[2] - far[1] < far[1]


def test_parts_that_ask_about_many_sets_or_other_worlds_are_left_out(korea: Country) -> None:
    parts = parts_alone(korea)
    bounds = Bounds.of_parts(korea, parts)
    assert {target.id for target in korea.targets} - set(bounds.targets) == {
        target.id for target in korea.targets if any("do" in part.where or "values" in part.where for part in target.parts)
    }
    assert len(bounds.low) == len(parts) == sum(len(target.parts) for target in korea.targets if target.id in bounds.targets)
