"""Designs against oracles of their own."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.stats import qmc

from sim.batch.plan.design import sobol, stratified
from tests.batch.conftest import Make


def test_a_grid_is_every_combination_once_the_last_varying_fastest(make: Make) -> None:
    text = "worlds = 10\nbranches = []\n[[grid]]\nkey = 'turnover'\nvalues = [0.01, 0.02, 0.03]\n[[grid]]\nkey = 'switch.purge'\nvalues = ['on', 'off']\n[[grid]]\nkey = 'harbour.support'\nvalues = [0.2, 0.3]"
    batch = make(text)
    found = [(cell.values["turnover"], cell.switches["switch.purge"], cell.values["harbour.support"]) for cell in batch.cells]
    assert found == list(itertools.product([0.01, 0.02, 0.03], ["on", "off"], [0.2, 0.3]))
    assert [cell.number for cell in batch.cells] == list(range(12))


@pytest.mark.parametrize("count", [1, 7, 64])
def test_each_stratum_of_a_latin_hypercube_holds_one_point(count: int) -> None:
    points = stratified(count, ["a", "b", "c"], 5)
    for column in points.T:
        assert sorted(np.floor(column * count).astype(int)) == list(range(count))
    assert (points > 0).all()
    assert (points < 1).all()


def test_columns_of_a_latin_hypercube_are_not_each_others() -> None:
    points = stratified(200, ["a", "b"], 5)
    assert abs(np.corrcoef(points.T)[0, 1]) < 0.25
    assert not (stratified(200, ["a"], 5) == stratified(200, ["a"], 6)).all()


def test_another_key_leaves_the_others_columns_as_they_are() -> None:
    assert (stratified(20, ["a", "b"], 5)[:, 1] == stratified(20, ["z", "b"], 5)[:, 1]).all()


@pytest.mark.parametrize(("count", "dimensions"), [(1, 1), (8, 3), (256, 12)])
def test_sobol_points_are_those_of_scipy(count: int, dimensions: int) -> None:
    assert (sobol(count, dimensions) == qmc.Sobol(dimensions, scramble=False).random(count)).all()


def test_points_lie_in_the_ranges_of_the_pack_or_of_the_file(make: Make) -> None:
    batch = make("worlds = 10\n[sample]\nmethod = 'sobol'\ncount = 16\nover = ['turnover', {key = 'harbour.support', low = 0.2, high = 0.3}]")
    turnover = batch.country.parameters["turnover"]
    found = [cell.values["turnover"] for cell in batch.cells]
    assert min(found) == turnover.low
    assert max(found) < turnover.high
    assert len(set(found)) == 16
    support = np.array([cell.values["harbour.support"] for cell in batch.cells])
    assert ((support >= 0.2) & (support < 0.3)).all()


def test_what_counts_things_is_whole(make: Make) -> None:
    batch = make("worlds = 10\n[sample]\nmethod = 'latin_hypercube'\ncount = 9\nover = ['second_half_posts']")
    assert all(cell.values["second_half_posts"].is_integer() for cell in batch.cells)


def test_grid_and_sample_together_are_each_point_under_each_combination(make: Make) -> None:
    batch = make("worlds = 10\n[[grid]]\nkey = 'switch.purge'\nvalues = ['on', 'off']\n[sample]\nmethod = 'latin_hypercube'\ncount = 3\nover = ['turnover']")
    assert [cell.switches["switch.purge"] for cell in batch.cells] == ["on"] * 3 + ["off"] * 3
    assert [cell.values["turnover"] for cell in batch.cells[:3]] == [cell.values["turnover"] for cell in batch.cells[3:]]
