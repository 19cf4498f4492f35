"""Packs written from a handful of facts are sound, and the scores are what they are called."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from .regimes import FACTS, brier, by_fact, country_of

ROWS = list(csv.DictReader(FACTS.read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", [ROWS[1], ROWS[5], ROWS[-1]], ids=lambda row: row["regime"])
def test_a_pack_is_made_of_the_facts(row: dict[str, str], tmp_path: Path) -> None:
    country = country_of(row, tmp_path)
    assert {faction.key for faction in country.factions} == {row["ruler"], *row["others"].split(";")}
    assert country.first_ruler == row["ruler"]
    assert country.series["patron_presence"].segments[-1].value_to == 0.0


def test_scores_are_those_of_the_textbook() -> None:
    assert brier([1.0, 0.5, 0.0], [1.0, 0.0, 1.0]) == pytest.approx((0 + 0.25 + 1) / 3)
    assert by_fact(["a", "a", "a", "b"], [1.0, 1.0, 0.0, 1.0]) == pytest.approx([1.5 / 3, 1.5 / 3, 2.5 / 3, 0.5])
