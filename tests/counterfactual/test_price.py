"""The price of a change is counted over worlds of its own, so that no verdict hangs on how many pairs were asked for."""

from __future__ import annotations

import math

import pytest

import sim
from sim.counterfactual.estimate import surprise
from sim.counterfactual.price import PRICED
from sim.counterfactual.verdict import _MOST_BITS
from sim.pack import Country

BRANCHES = ["harbour-plenum-1956-09"]


def test_the_price_does_not_depend_on_the_number_of_pairs(demo: Country) -> None:
    answers = [sim.compare(demo, worlds, 3, branches=BRANCHES) for worlds in (2, 30, 60)]
    found = [{branch.id: (branch.price_bits, branch.price_worlds) for branch in answer.branches} for answer in answers]
    assert found[0] == found[1] == found[2]


def test_the_price_counts_worlds_left_alone_in_which_the_group_rules_by_itself(demo: Country) -> None:
    answer = sim.compare(demo, 2, 3, branches=BRANCHES)
    branch = answer.branch(BRANCHES[0])
    months = sim.ensemble(demo, PRICED, 3).months
    then = months[months["month"] == branch.date]
    wanted = surprise(int((then["ruler"] == branch.winner).sum()), len(then))
    assert branch.price_bits == pytest.approx(wanted, abs=1e-6)
    assert branch.price_worlds == PRICED


def test_what_never_comes_by_itself_is_beyond_the_dearest_that_is_judged() -> None:
    assert surprise(0, PRICED) > _MOST_BITS > surprise(1, PRICED)
    assert surprise(0, PRICED) > math.log2(PRICED) > surprise(1, PRICED)
