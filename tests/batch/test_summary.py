"""A batch summed up: the figures are those of a comparison, and what goes with outcomes is found where it is and nowhere else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.batch.tables.associations import Contrast, _difference, binned
from sim.batch.tables.counts import NAMES, BranchCounts
from sim.batch.tables.summary import Summary, country_of, shown_branches, summarise
from sim.cli.main import run as command
from sim.pack import InputError

WORLDS = 70
TEXT = f"""pack = "demo"
worlds = {WORLDS}
seed = 3
[keep]
months = "none"
events = false
"""


def lived(place: Path, text: str) -> Path:
    """The folder of a batch."""
    (place / "some.toml").write_text(text, encoding="utf-8")
    run_batch(read_batch(place / "some.toml"), place / "out", tell=lambda _: None)
    return place / "out"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lived(tmp_path_factory.mktemp("summary"), TEXT)


@pytest.fixture(scope="module")
def summary(folder: Path) -> Summary:
    results = sim.open_results(folder)
    return summarise(results, country_of(results))


def test_a_batch_of_one_cell_is_a_comparison(summary: Summary) -> None:
    answer = sim.compare(sim.load_pack("demo"), WORLDS, 3)
    assert [branch.id for branch in summary.branches] == [branch.id for branch in answer.branches]
    for branch, wanted in zip(summary.branches, answer.branches, strict=True):
        assert branch.outcomes == wanted.outcomes
        assert branch.rulers == wanted.rulers
        for key in ("winner", "route", "do", "dropped", "applicable", "reference"):
            assert getattr(branch, key) == getattr(wanted, key)
        assert branch.price_worlds in (None, WORLDS - branch.dropped)  # a batch prices over its own pairs, however many


def test_cells_add_up_to_the_whole(tmp_path: Path) -> None:
    text = TEXT.replace("seed = 3", 'seeds = [3, 4]\nbranches = ["war-won"]\nuntil = "1955-12"').replace(str(WORLDS), "30")
    grid = '[[grid]]\nkey = "switch.patron_veto"\nvalues = ["on", "off"]\n'
    results = sim.open_results(lived(tmp_path, text + grid))
    told = summarise(results, country_of(results)).as_dict()
    assert [cell["switches"] for cell in told["cells"]] == [{"patron_veto": "on"}, {"patron_veto": "off"}] or len(told["cells"]) == 2
    for name in NAMES:
        shares = [cell["branches"]["baseline"][name]["share"] for cell in told["cells"]]
        whole = next(branch for branch in told["branches"] if branch["id"] == "baseline")["outcomes"][name]["share"]
        assert whole == pytest.approx(sum(shares) / 2, abs=1e-6)


@pytest.mark.usefixtures("failing_world")
def test_a_failed_world_leaves_its_pair_out(tmp_path: Path) -> None:
    text = TEXT.replace(f"worlds = {WORLDS}", 'worlds = 20\nbranches = ["war-won"]\nuntil = "1951-12"')
    results = sim.open_results(lived(tmp_path, text))
    told = summarise(results, country_of(results))
    assert {branch.failed for branch in told.branches} == {1}
    assert told.counts["baseline"].size.tolist() == [2, 2, 1, *[2] * 7]
    assert all(tally.size.sum() <= 19 for tally in told.counts.values())


def made_up(rng: np.random.Generator, cells: int, tens: int, effect: float, between: float) -> tuple[BranchCounts, Any]:
    """Counts in which the first outcome goes with a value of the cell; every ten worlds have a level of their own, in all cells."""
    value = rng.random(cells)
    level = rng.normal(0, between, tens)
    cell, ten = (grid.ravel() for grid in np.meshgrid(np.arange(cells), np.arange(tens), indexing="ij"))
    share = np.clip(0.5 + effect * (value[cell] - 0.5) + level[ten], 0.02, 0.98)
    changed = np.zeros((cells * tens, len(NAMES)), np.int64)
    changed[:, 0] = rng.binomial(10, share)
    size = np.full(cells * tens, 10)
    zeros = np.zeros_like(cell)
    return BranchCounts(cell, zeros, ten, ten, size, changed, changed, changed, {}, 0, 0, 0, 0, 0), value[cell]


def contrast(values: Any, clusters: Any) -> Contrast:
    low, high = np.quantile(values, (1 / 3, 2 / 3))
    return Contrast("x", ("low", "high"), values <= low, values >= high, clusters)


def test_errors_over_clusters_cover_what_is_there() -> None:
    """A value that does nothing is found to do something about as often as chance says, though the worlds of a draw hang together."""
    rng = np.random.default_rng(1)
    beyond = 0
    for _ in range(400):
        tally, _ = made_up(rng, 1, 60, 0.0, 0.2)
        values = rng.random(60)
        shares, error = _difference(tally, contrast(values, tally.group))
        beyond += abs(shares[1][0] - shares[0][0]) > 1.96 * error[0]
    assert 0.03 <= beyond / 400 <= 0.09


def test_a_value_drawn_once_for_all_cells_is_judged_by_its_draws() -> None:
    """Sixty cells with the same four draws are no two hundred and forty draws: taken as such, noise would pass for an effect."""
    rng = np.random.default_rng(2)
    naive = careful = 0
    for _ in range(100):
        tally, _ = made_up(rng, 60, 12, 0.0, 0.2)
        values = rng.random(12)[tally.group]
        for clusters, over in ((np.arange(len(values)), False), (tally.group, True)):
            shares, error = _difference(tally, contrast(values, clusters))
            beyond = abs(shares[1][0] - shares[0][0]) > 1.96 * error[0]
            naive, careful = naive + (beyond and not over), careful + (beyond and over)
    assert naive > 40
    assert careful < 20


def test_a_sampled_effect_has_its_size() -> None:
    rng = np.random.default_rng(3)
    tally, values = made_up(rng, 300, 2, 0.6, 0.1)
    shares, error = _difference(tally, contrast(values, tally.cell))
    assert shares[1][0] - shares[0][0] == pytest.approx(0.4, abs=4 * error[0])
    assert 4 * error[0] < 0.4
    bins = binned(values, tally, NAMES[0], 6)
    assert len(bins) == 6
    assert sum(one.worlds for one in bins) == tally.size.sum()
    assert np.polyfit([one.value for one in bins], [one.share for one in bins], 1)[0] == pytest.approx(0.6, abs=0.1)


def test_a_switch_that_decides_something_is_found(tmp_path: Path) -> None:
    text = 'pack = "demo"\nbranches = []\nworlds = 200\nuntil = "1955-12"\n[[grid]]\nkey = "switch.patron_veto"\nvalues = ["off", "on"]\n'
    results = sim.open_results(lived(tmp_path, text))
    told = summarise(results, country_of(results))
    found = {(move.key, move.outcome) for move in told.associations.beyond_chance}
    assert ("switch.patron_veto", "patron_political") in found
    assert told.associations.compared > len(found)


def test_nothing_varied_moves_nothing(tmp_path: Path) -> None:
    results = sim.open_results(lived(tmp_path, 'pack = "demo"\nbranches = []\nworlds = 20\npriors = "fixed"\nuntil = "1946-12"\n'))
    told = summarise(results, country_of(results)).as_dict()
    assert (told["compared"], told["moves"], told["cells"]) == (0, [], [])


def test_the_pack_must_be_the_one_the_batch_was_lived_in(folder: Path, tmp_path: Path) -> None:
    from sim.pack import find_pack

    other = Path(shutil.copytree(find_pack("demo"), tmp_path / "demo"))
    results = sim.open_results(folder)
    assert country_of(results, str(other)).id == "demo"
    path = other / "parameters.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0.0035", "0.0036", 1), encoding="utf-8")
    with pytest.raises(InputError, match="the pack is another one"):
        country_of(results, str(other))


def test_shown_branches_begin_with_the_model_left_alone(summary: Summary) -> None:
    shown = shown_branches(summary, 3)
    assert shown[0] == "baseline"
    assert len(shown) <= 3
    assert set(shown) <= set(summary.counts)


def test_the_command_prints_json_and_text(folder: Path, summary: Summary, capfd: pytest.CaptureFixture[str]) -> None:
    assert command(["summary", str(folder), "--json"]) == 0
    assert json.loads(capfd.readouterr().out) == json.loads(json.dumps(summary.as_dict()))
    for lang in ("en", "ko"):
        assert command(["summary", str(folder), "--lang", lang]) == 0
        out = capfd.readouterr().out
        assert "harbour" in out


def test_an_empty_folder_has_a_summary(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    place = Path(shutil.copytree(folder, tmp_path / "copy"))
    for path in (place / "parts").iterdir():
        path.unlink()
    assert command(["summary", str(place), "--report", str(tmp_path / "empty.html")]) == 0
    assert "0 of" in capfd.readouterr().out
    assert (tmp_path / "empty.html").is_file()


