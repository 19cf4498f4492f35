"""Every number that enters the model has bounds, and what lies outside is refused wherever it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.batch.plan.read import survey_batch
from sim.pack import Country, InputError, check_pack, list_packs, load_pack
from sim.pack.country.units import AT_MOST_ONE, UNIT_OF, UNITS, bounds_of
from sim.pack.country.vocabulary import PARAMETER_NAMES
from sim.world.token import make_token, read_token

from .broken import copy_of_demo

Cells = dict[str, str]


def changed(folder: Path, parameter: str, change: Callable[[Cells], None]) -> list[str]:
    """What `check` says of the demo pack with a row of parameters.csv changed."""
    pack = copy_of_demo(folder)
    rows = list(csv.DictReader((pack / "parameters.csv").open(encoding="utf-8", newline="")))
    change(next(row for row in rows if row["key"] == parameter))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    (pack / "parameters.csv").write_text(text.getvalue(), "utf-8")
    return [str(error) for error in check_pack(pack)]


def fixed_at(number: float) -> Callable[[Cells], None]:
    return lambda row: row.update(start=repr(number), low="", mode="", high="", prior="fixed", status="frozen")


def test_every_parameter_has_a_unit_of_the_table_and_lies_within_it() -> None:
    assert set(UNIT_OF) == set(PARAMETER_NAMES)
    for name in PARAMETER_NAMES:
        unit, (low, high) = UNITS[UNIT_OF[name]], bounds_of(name)
        assert unit.low <= low < high <= unit.high, name


@pytest.mark.parametrize("pack", list_packs())
def test_the_values_of_a_pack_do_not_touch_the_upper_bounds_of_rates_and_weights(pack: str) -> None:
    """Bounds are for what makes no sense, not for what the packs say."""
    country = load_pack(pack)
    for name, value in country.parameters.items():
        if value.unit in ("utility", "-") and name not in ("loyalty_discount", "repression_concentration", "repression_forces"):
            assert value.high <= 0.8 * bounds_of(name)[1] or value.high <= 1.0, name


@pytest.mark.parametrize(
    ("parameter", "number", "allowed"),
    [
        ("purge_cost", -800.0, "-20 to 20"), ("concentration_speed", 10.0, "0 to 1"), ("hardship_cost", -1.0, "0 to 20"), ("death_age", 2.0, "0 to 1"),
        ("growth_ceiling", 0.0, "0.1 to 100"), ("campaign_step", 0.0, "1 to 1200"), ("backing_luck", 0.0, "0.25 to 20"),
        ("blame_gain", 0.6, "0 to 0.5"), ("gain_floor", 1.0, "-20 to 0"), ("threshold_spread", 0.0, "0.01 to 20"),
    ],
)  # fmt: skip
def test_a_number_outside_its_bounds_is_refused_by_check(parameter: str, number: float, allowed: str, tmp_path: Path) -> None:
    said = changed(tmp_path, parameter, fixed_at(number))
    assert len(said) == 1
    assert f"{parameter} out of range; found {number:g}; allowed: {allowed}" in said[0]


@pytest.mark.parametrize("column", ["low", "high"])
def test_a_range_outside_its_bounds_is_refused_by_check(column: str, tmp_path: Path) -> None:
    number = {"low": "-21", "high": "1e300"}[column]
    assert "purge_cost out of range" in changed(tmp_path, "purge_cost", lambda row: row.update({column: number}))[0]


def test_a_prior_outside_its_bounds_is_refused_by_check(tmp_path: Path) -> None:
    said = changed(tmp_path, "purge_cost", lambda row: row.update(low="", mode="", high="", prior="uniform(-100, 100)"))
    assert any("purge_cost: prior out of range" in one for one in said)


def test_a_unit_that_is_not_the_parameters_is_refused(tmp_path: Path) -> None:
    said = changed(tmp_path, "concentration_speed", lambda row: row.update(unit="utility", start="10", low="", mode="", high="", prior="fixed", status="frozen"))
    assert any("unit of concentration_speed; found 'utility'; allowed: 1/month" in one for one in said)
    assert any("concentration_speed out of range" in one for one in said)


@pytest.mark.parametrize("pair", AT_MOST_ONE, ids=lambda pair: pair[0])
def test_two_parts_of_a_quantity_do_not_exceed_it(pair: tuple[str, str], tmp_path: Path) -> None:
    said = changed(tmp_path, pair[1], fixed_at(0.95))
    assert any(f"{pair[0]} and {pair[1]} can exceed 1 together" in one for one in said)


def test_a_reading_has_the_bounds_of_the_pack(tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    form = (
        'key = "wild"\ntitle = { en = "Wild", ko = "거친" }\nauthor = "nobody"\n[[change]]\nparameter = "purge_cost"\nstart = -800\nprior = "fixed"\n'
        'basis = "none"\nsource = "judgement"\nconfidence = "low"\n'
    )
    (pack / "readings" / "wild.toml").write_text(form, "utf-8")
    assert "readings/wild.toml:5: purge_cost out of range; found -800" in str(check_pack(pack)[0])


def test_a_batch_has_the_bounds_of_the_pack(tmp_path: Path) -> None:
    file = tmp_path / "wild.toml"
    for design in ('[[grid]]\nkey = "purge_cost"\nvalues = [1, -800]\n', '[sample]\nmethod = "latin_hypercube"\ncount = 2\nover = [{key = "purge_cost", low = -800}]\n'):
        file.write_text(f'pack = "demo"\nworlds = 1\nbranches = []\n{design}', "utf-8")
        assert "purge_cost out of range; found -800; allowed: -20 to 20" in str(survey_batch(file)[1][0])


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"purge_cost": -800}, "purge_cost out of range"), ({"purge_cost": float("nan")}, "purge_cost out of range"), ({"purge_cost": "1"}, "out of range"),
        ({"purge_cots": 1}, "unknown value; .*nearest: purge_cost"), ({"harbour.support": 1.5}, "harbour.support out of range"),
        ({"second_half_posts": 99.5}, "not a whole number"), ({"harbour.reach": 1.0}, "reach leaves nothing"),
    ],
)  # fmt: skip
def test_a_world_has_the_bounds_of_the_pack(values: dict[str, Any], problem: str, demo: Country) -> None:
    with pytest.raises(InputError, match=problem):
        sim.World(demo, values=values)


def test_a_token_has_the_bounds_of_the_pack(demo: Country) -> None:
    with pytest.raises(InputError, match="purge_cost out of range; found -800"):
        read_token(make_token(demo, 1, 0, 0, (), {"purge_cost": -800.0}))
