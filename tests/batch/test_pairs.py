"""The table `pairs`: a line of SQL over it says what a comparison and a summary say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.batch.tables.pairs import AFTER, BEFORE, pair_columns
from sim.batch.tables.results import Results
from sim.batch.tables.summary import BranchSummary, country_of, summarise
from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.shares import PairedShare
from sim.pack import Country, load_pack
from sim.world.outcome import OUTCOMES

NAMES = [outcome.name for outcome in OUTCOMES]
BRANCHES = ["war-won", "harbour-plenum-1956-09", "returnees-death-1956-09"]


def finished(place: Path, text: str) -> Results:
    """The folder of a small batch of the example pack."""
    (place / "some.toml").write_text(f'pack = "demo"\n{text}', encoding="utf-8")
    run_batch(read_batch(place / "some.toml"), place / "out", tell=lambda _: None)
    return sim.open_results(place / "out")


@pytest.fixture(scope="module")
def country() -> Country:
    return load_pack("demo")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """One seed and cell: what `compare` runs."""
    return finished(tmp_path_factory.mktemp("plain"), f"branches = {BRANCHES}\nworlds = 40\nseed = 3\n".replace("'", '"'))


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Two seeds, cells, changes under all, a sentence of the pack, a horizon cut short."""
    text = 'branches = ["harbour-plenum-1956-09"]\nscenarios = ["harbour-rising"]\nworlds = 20\nseeds = [1, 2]\nuntil = "1964-12"\n'
    return finished(tmp_path_factory.mktemp("wide"), f'{text}[[grid]]\nkey = "turnover"\nvalues = [0.004, 0.012]\n')


def shares(results: Results, outcome: str) -> dict[str, dict[str, Any]]:
    """What one line of SQL says of an outcome, by branch."""
    found = results.query(
        f"select branch, round(avg({outcome}_after::int), 6) as share, round(avg({outcome}_before::int), 6) as reference_share, "
        "round(share - reference_share, 6) as difference from pairs where counted group by branch"
    )
    return {row["branch"]: row for row in found.to_dict("records")}  # type: ignore[misc]


def same(branches: Sequence[BranchAnswer | BranchSummary], results: Results) -> int:
    """Cells that were compared; all have to be equal to the last digit printed."""
    compared = 0
    for outcome in NAMES:
        said = shares(results, outcome)
        for branch in branches:
            cell = branch.outcomes[outcome]
            if isinstance(cell, PairedShare) and cell.share is not None:
                assert {key: getattr(cell, key) for key in ("share", "reference_share", "difference")} == {
                    key: said[branch.id][key] for key in ("share", "reference_share", "difference")
                }, (branch.id, outcome)
                compared += 1
    return compared


def test_a_line_of_sql_gives_the_shares_and_differences_of_compare(plain: Results, country: Country) -> None:
    answer = sim.compare(country, worlds=40, seed=3, branches=BRANCHES)
    assert same(list(answer.branches), plain) == len(NAMES) * len(BRANCHES)
    flags = {branch.id: branch for branch in answer.branches}
    assert any(branch.dropped for branch in answer.branches)
    assert any(branch.applicable is not None and branch.applicable < 1 for branch in answer.branches)
    found = plain.query("select branch, sum(dropped::int) as dropped, avg(applicable::int) filter (not dropped) as applicable from pairs group by branch")
    for row in found.to_dict("records"):
        assert (row["dropped"], round(row["applicable"], 6)) == (flags[row["branch"]].dropped, flags[row["branch"]].applicable)


def test_a_line_of_sql_gives_the_shares_and_differences_of_summary_over_cells_seeds_and_scenarios(wide: Results) -> None:
    branches = summarise(wide, country_of(wide)).branches
    assert same(branches, wide) == len(NAMES) * (len(branches) - 1)


def test_tokens_of_a_pair_are_those_of_its_two_worlds(plain: Results) -> None:
    pairs = plain.pairs
    worlds = plain.worlds.set_index(["branch", "arm", "seed", "cell", "world"])["token"]
    assert len(pairs) == 40 * len(BRANCHES)
    for row in pairs.to_dict("records"):
        place = row["seed"], row["cell"], row["world"]
        assert row["token_before"] == worlds[(row["branch"], "reference", *place)]
        assert row["token_after"] == worlds[(row["branch"], "changed", *place)]
        assert row["token_before"] != row["token_after"]


def test_every_outcome_stands_before_and_after_and_nothing_is_there_twice(plain: Results) -> None:
    columns = list(pair_columns(plain.manifest["columns"]["worlds"]))
    assert list(plain.pairs.columns) == columns
    assert len(set(columns)) == len(columns)
    assert {f"{name}{end}" for name in NAMES for end in (BEFORE, AFTER)} <= set(columns)


def test_pairs_are_the_same_rows_whatever_columns_are_asked(plain: Results) -> None:
    some = plain.query("select token_after, uprising_before from pairs")
    pd.testing.assert_frame_equal(some, plain.pairs[["token_after", "uprising_before"]])


def test_a_pair_with_a_failed_world_is_there_with_its_error_and_not_counted(tmp_path: Path, failing_world: int) -> None:
    results = finished(tmp_path, 'branches = ["war-won"]\nworlds = 10\nuntil = "1951-12"\n')
    pairs = results.pairs.set_index("world")
    assert len(pairs) == 10
    assert "made to fail" in pairs["error"][failing_world]
    assert not pairs["counted"][5]
    assert pairs["counted"].notna().all()
    told = summarise(results, country_of(results)).counts["war-won"]
    assert pairs["counted"].sum() == told.applicable
