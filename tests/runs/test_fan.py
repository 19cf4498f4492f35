"""Quantiles over worlds, against numpy over the worlds that are still going."""

from __future__ import annotations

import numpy as np
import pytest

from sim.pack import Country
from sim.report.fan_text import sentence
from sim.runs.ensemble import ensemble
from sim.runs.fan import FEWEST, fan


def test_quantiles_are_those_of_the_worlds_still_going(demo: Country) -> None:
    do = ["ruler=harbour@1956-09:plenum"]
    found, block = fan(demo, do, 60, 3), ensemble(demo, 60, 3, do).block
    for month in (0, 131, 400, 650):
        going = block.months["ruler"][:, month] >= 0
        if going.sum() >= FEWEST:
            for k in range(3):
                expected = np.percentile(block.rows["power"][going, month, k], [10, 25, 50, 75, 90])
                assert found.power[k, :, month] == pytest.approx(expected)
        else:
            assert np.isnan(found.power[:, :, month]).all()
    assert (np.diff(found.support[:, :, :100], axis=1) >= 0).all()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_sentence_names_every_group_and_one_month(demo: Country, lang: str) -> None:
    found = fan(demo, [], 30, 3)
    words = sentence(demo, found.power, "power", 131, lang)
    assert all(faction.phrase[lang] in words for faction in demo.factions)
    assert "1966" in words
    assert sentence(demo, np.full_like(found.power, np.nan), "power", 131, lang)
