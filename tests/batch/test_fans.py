"""The course of a batch over time: quantiles over all its worlds, whatever was kept of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.batch.tables.fans import STEPS, _Counted, fans
from sim.batch.tables.results import Results
from sim.pack import Country, InputError
from sim.pack.country.dates import month_text, parse_month

KEEPS = {"whole": "", "thinned": "every = 12\n", "quantiles": "every = 12\n"}
TEXT = """pack = "demo"
worlds = 60
seeds = [1, 2]
until = "1960-12"
branches = ["harbour-plenum-1956-09"]
[[grid]]
key = "turnover"
values = [0.004, 0.02]
[keep]
months = "{months}"
{every}events = false
"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Results]:
    """The same worlds in four parts, once for each way of keeping their months."""
    found = {}
    for months, every in KEEPS.items():
        place = tmp_path_factory.mktemp(months)
        (place / "some.toml").write_text(TEXT.format(months=months, every=every), encoding="utf-8")
        run_batch(read_batch(place / "some.toml"), place / "out", tell=lambda _: None)
        found[months] = sim.open_results(place / "out")
    return found


@pytest.mark.parametrize("months", ["whole", "thinned"])
@pytest.mark.parametrize("measure", ["power", "support", "seats"])
def test_of_single_worlds_it_is_their_quantile_to_one_step(kept: dict[str, Results], demo: Country, months: str, measure: str) -> None:
    results = kept[months]
    found = fans(results, demo, [measure], ["baseline"])[measure]["baseline"]
    table = results.months[results.months["branch"] == "baseline"]
    for k, faction in enumerate(demo.factions):
        for month in (0, 12, 60, 120):
            values = table.loc[table["month"] == month_text(demo.first_month + month), f"{measure}.{faction.key}"]
            assert found.worlds[month] == len(values) > 0
            wanted = np.percentile(values, (10, 25, 50, 75, 90), method="inverted_cdf")
            assert np.abs(found.quantiles[k, :, month] - wanted).max() <= 1 / STEPS + 1e-12


def test_of_quantiles_of_parts_it_has_about_as_many_worlds_below_as_it_says(kept: dict[str, Results], demo: Country) -> None:
    pooled = fans(kept["quantiles"], demo, ["support", "power"], ["baseline"])["power"]["baseline"].quantiles
    table = kept["thinned"].months[kept["thinned"].months["branch"] == "baseline"]
    away = []
    for month, rows in table.groupby("month"):
        at = parse_month(month) - demo.first_month
        for k, faction in enumerate(demo.factions):
            values = rows[f"power.{faction.key}"].to_numpy()
            for n, quantile in enumerate((0.10, 0.25, 0.50, 0.75, 0.90)):
                below, upto = (values < pooled[k, n, at] - 1 / STEPS).mean(), (values <= pooled[k, n, at] + 1 / STEPS).mean()
                away.append(max(0.0, below - quantile, quantile - upto))
    assert len(away) == 16 * 3 * 5
    assert max(away) < 0.16  # where part of the worlds have a group that has dissolved, its share jumps from 0
    assert np.mean(away) < 0.01


def test_quantiles_of_a_mixture_lie_further_apart_than_the_mean_of_its_parts() -> None:
    one = _Counted(1, 1)
    for middle in (0.2, 0.8):
        one.add_quantiles(np.array([0]), np.array([0]), middle + np.array([[-0.02, -0.01, 0.0, 0.01, 0.02]]), np.array([100]))
    low, _, _, _, high = one.fan().quantiles[0, :, 0]
    assert low == pytest.approx(0.19, abs=0.005)  # the 20th percentile of the lower part
    assert high == pytest.approx(0.81, abs=0.005)


def test_a_group_without_anything_has_nothing() -> None:
    one = _Counted(2, 1)
    one.add_quantiles(np.array([0, 0]), np.array([0, 1]), np.array([[0.0] * 5, [1.0] * 5]), np.array([100, 100]))
    assert one.fan().quantiles[:, 1:4, 0] == pytest.approx(np.array([[0.0] * 3, [1.0] * 3]), abs=1 / STEPS)
    two = _Counted(1, 1)
    two.add_worlds(np.zeros(30, np.int64), np.zeros((1, 30)))
    assert two.fan().quantiles[0, :, 0].tolist() == [0.0] * 5


def test_what_was_not_kept_is_not_known(kept: dict[str, Results], demo: Country) -> None:
    found = fans(kept["thinned"], demo, ["power"], ["baseline"])["power"]["baseline"]
    assert np.isfinite(found.quantiles[0, 2]).nonzero()[0].tolist() == list(range(0, 183, 12))


def test_a_damaged_part_is_named(kept: dict[str, Results], demo: Country, tmp_path: Path) -> None:
    shutil.copytree(kept["thinned"].folder, tmp_path / "out")
    path = tmp_path / "out" / "months" / "00002.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="part 00002"):
        fans(sim.open_results(tmp_path / "out"), demo, ["power"], ["baseline"])
