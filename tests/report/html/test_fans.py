"""Fans of a batch: what was counted in no month is not drawn."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from sim.batch.tables.fans import Fan
from sim.pack import Country
from sim.report.html import fans as module


@pytest.mark.parametrize("counted", [False, True])
def test_only_a_branch_with_a_month_that_counts_has_a_fan(demo: Country, monkeypatch: pytest.MonkeyPatch, counted: bool) -> None:
    quantiles = np.full((len(demo.factions), 5, 24), np.nan)
    if counted:
        quantiles[:, :, :12] = 0.5
    monkeypatch.setattr(module, "fans", lambda *_: {"power": {"early": Fan(quantiles, np.zeros(24))}})
    branch = SimpleNamespace(id="early", date=None)
    drawn = module.fan_charts(cast(Any, SimpleNamespace(country=demo, results=None)), [cast(Any, branch)], "en")
    assert len(drawn["early"]) == counted
