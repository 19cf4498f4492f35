"""Tables of a part: the worlds that a comparison counts, each with a token that reopens it."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

import sim.batch.run.simulate as simulate
from sim.agents.world import World
from sim.batch.plan.description import Batch
from sim.batch.run.part import part_tables
from sim.batch.run.stored import quantiles
from sim.batch.tables.columns import columns_of
from sim.counterfactual.compare import compare
from sim.counterfactual.pairs import Runner
from sim.counterfactual.shares import rounded
from sim.pack import InputError
from sim.pack.country.dates import month_text
from sim.world.outcome import OUTCOMES
from sim.world.words import HOW, KINDS
from tests.batch.conftest import Make


def frames(batch: Batch) -> dict[str, Any]:
    import pyarrow as pa

    parts = [part_tables(batch, n) for n in range(len(batch.parts))]
    return {name: pa.concat_tables([part[name] for part in parts]).to_pandas() for name in parts[0]}


def test_shares_are_those_of_a_comparison(make: Make) -> None:
    found = frames(make("worlds = 50\nseed = 5"))["worlds"]
    answer = compare(make("worlds = 50").country, 50, 5)
    alone = found[found.branch == "baseline"]
    assert len(alone) == 50
    for name, cell in answer.branch("baseline").outcomes.items():
        assert rounded(alone[name].astype(float).mean()) == cell.share
    for branch in answer.branches[1:]:
        changed = found[(found.branch == branch.id) & (found.arm == "changed")].set_index("world")
        reference = found[(found.branch == branch.id) & (found.arm == "reference")].set_index("world")
        dropped, applicable = changed["dropped"].astype(bool), changed["applicable"].astype(bool)
        keep = ~dropped & applicable
        assert int(dropped.sum()) == branch.dropped
        for outcome in OUTCOMES:
            cell = branch.outcomes[outcome.name]
            assert rounded(changed.loc[keep, outcome.name].astype(float).mean()) == cell.share
            assert rounded(reference.loc[keep, outcome.name].astype(float).mean()) == cell.reference_share
        middle = sorted(found.divergence.fillna("9999-99") for found in [changed.loc[keep]])[0].sort_values().iloc[(int(keep.sum()) - 1) // 2]
        assert branch.parting == (None if middle == "9999-99" else middle)
        assert {key: rounded(float((changed.loc[keep, "ruler_1956"] == key).mean())) for key in branch.rulers["ruler_1956"]} == branch.rulers["ruler_1956"]


def test_a_scenario_is_asked_as_a_comparison_asks_it(make: Make) -> None:
    batch = make("worlds = 30\nseed = 5\nscenarios = ['harbour-rising']")
    found = frames(batch)["worlds"]
    for branch in compare(batch.country, 30, 5, scenario="harbour-rising").branches[1:]:
        changed = found[(found.branch == f"harbour-rising.{branch.id}") & (found.arm == "changed")]
        kept = changed[~changed.dropped.astype(bool) & changed.applicable.astype(bool)]
        assert rounded(kept["asked"].astype(float).mean()) == branch.asked.share


def test_rows_are_numbered_without_gaps_over_all_parts(make: Make) -> None:
    batch = make("worlds = 210\nseeds = [1, 2]\nbranches = ['war-won']\nuntil = '1952-12'\n[[grid]]\nkey = 'turnover'\nvalues = [0.01, 0.02]")
    found = frames(batch)["worlds"]
    assert list(found["row"]) == list(range(len(found)))
    assert len(found) == 210 * 2 * 2 * batch.rows_a_pair
    assert batch.rows_a_pair == 3


DESIGN = """
worlds = 12
seed = 3
branches = ["harbour-plenum-1956-09"]
scenarios = ["harbour-rising"]
[[branch]]
id = "own"
do = ["trait.harbour.support=0.4@1947-01", "suppress=border_rising"]
[[grid]]
key = "switch.patron_veto"
values = ["on", "off"]
[[grid]]
key = "harbour.reach"
values = [0.3]
[[grid]]
key = "uplanders.tie.keldon"
values = [0.25]
[[grid]]
key = "turnover"
values = [0.005, 0.0123456789012345]
[keep]
months = "whole"
events = true
"""


@pytest.mark.parametrize("more", ["", "priors = 'fixed'\n", "reading = 'kinder'\n"])
def test_the_token_of_any_row_reopens_exactly_that_world(make: Make, more: str) -> None:
    batch = make(more + DESIGN)
    tables = frames(batch)
    worlds, events = tables["worlds"], tables["events"]
    lived = worlds[(worlds.arm == "changed") | (worlds.branch == "baseline")]
    for n in random.Random(1).sample(range(len(lived)), 5):
        row = lived.iloc[n]
        world = World.from_token(row.token).run_to("1999-12")
        world.step()
        mine = events[(events.cell == row.cell) & (events.branch == row.branch) & (events.arm == row.arm) & (events.world == row.world)]
        first = batch.country.first_month
        theirs = [(month_text(first + e["month"]), KINDS[e["kind"]], e["probability"], e["amount"], HOW[e["how"]] or None) for e in ledger(world)]
        assert [(e.month, e.kind, e.probability, e.amount, e.how if isinstance(e.how, str) else None) for e in mine.itertuples()] == theirs
        assert world.token == row.token


def ledger(world: World) -> list[Any]:
    """The events of a world that was stepped agent by agent."""
    return list(world.record["events"][: int(world.record["event_count"])])


def test_a_reference_row_has_the_token_of_the_world_it_is(make: Make) -> None:
    worlds = frames(make(DESIGN))["worlds"]
    alone = worlds[worlds.branch == "baseline"].set_index(["cell", "world"])["token"]
    beside = worlds[(worlds.branch == "own") & (worlds.arm == "reference")].set_index(["cell", "world"])["token"]
    assert (alone == beside).all()


def test_a_token_with_values_is_refused_once_damaged(make: Make) -> None:
    token = frames(make(DESIGN))["worlds"].token.iloc[0]
    for place in range(0, len(token), 7):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(InputError):
            World.from_token(token[:place] + other + token[place + 1 :])


def test_values_of_a_cell_are_in_the_draws_and_the_rest_is_what_it_would_be(make: Make) -> None:
    tables = frames(make(DESIGN))
    draws = tables["draws"]
    assert set(draws["turnover"]) == {0.005, 0.0123456789012345}
    assert set(draws["harbour.reach"]) == {0.3}
    assert np.allclose(draws["harbour.reach"] + draws["uplanders.reach"] + draws["returnees.reach"], 1.0)
    assert set(draws["switch.patron_veto"]) == {"on", "off"}
    assert draws.groupby("draw")["harbour.support"].nunique().max() == 1
    assert draws["harbour.support"].nunique() > 1


def test_every_table_has_its_columns_whatever_is_kept(make: Make) -> None:
    for months in ("none", "quantiles", "thinned", "whole"):
        batch = make(f"worlds = 3\nuntil = '1949-12'\nbranches = []\n[keep]\nmonths = '{months}'")
        tables = part_tables(batch, 0)
        assert {name: table.column_names for name, table in tables.items()} == {name: list(columns) for name, columns in columns_of(batch).items()}
        assert (tables["months"].num_rows == 0) == (months == "none")
        assert tables["events"].num_rows == 0


def test_thinned_months_are_every_so_many_of_the_whole(make: Make) -> None:
    text = "worlds = 5\nuntil = '1950-12'\nbranches = []\n[keep]\nmonths = "
    whole, thinned = (frames(make(text + kept))["months"] for kept in ("'whole'", "'thinned'\nevery = 5"))
    assert len(whole) == 5 * 63
    wanted = sorted(whole["month"].unique())[::5]
    assert whole[whole["month"].isin(wanted)].reset_index(drop=True).equals(thinned.reset_index(drop=True))


def test_quantiles_are_those_of_numpy() -> None:
    rng = np.random.default_rng(1)
    path = rng.normal(size=(31, 4, 2, 3))
    path[20:, 1] = np.nan
    path[:, 3] = np.nan
    found, count = quantiles(path)
    assert count[0, 0, 0] == 31
    assert count[1, 0, 0] == 20
    assert count[3, 0, 0] == 0
    for n, q in enumerate((10, 25, 50, 75, 90)):
        assert np.allclose(found[:3, ..., n], np.nanpercentile(path[:, :3], q, axis=0), rtol=0, atol=1e-12)


def test_a_horizon_of_its_own_leaves_what_came_before_as_it_is(make: Make) -> None:
    text = "worlds = 10\nbranches = ['war-won']\n[keep]\nevents = true"
    short, whole = frames(make("until = '1956-12'\n" + text)), frames(make(text))
    assert short["events"]["month"].max() <= "1956-12"
    early = whole["events"][whole["events"]["month"] <= "1956-12"]
    assert early.reset_index(drop=True).equals(short["events"].reset_index(drop=True))
    assert (short["worlds"]["ruler_1956"].fillna("") == whole["worlds"]["ruler_1956"].fillna("")).all()
    assert short["worlds"]["ruler_1961"].isna().all()


def test_a_world_that_fails_is_a_row_and_stops_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "worlds = 30\nbranches = ['war-won', 'no-rising']\nuntil = '1958-12'\n[keep]\nmonths = 'whole'\nevents = true"
    sound = frames(make(text))

    class Failing(Runner):
        def run(self) -> Any:
            if 7 in self.worlds and any(plan.id == "war-won" for plan in self.plans):
                raise ArithmeticError("it went wrong")
            return super().run()

    monkeypatch.setattr(simulate, "Runner", Failing)
    found = frames(make(text))
    worlds = found["worlds"]
    bad = worlds["error"].notna()
    assert sorted(zip(worlds[bad].branch, worlds[bad].arm, worlds[bad].world, strict=True)) == [("war-won", "changed", 7), ("war-won", "reference", 7)]
    assert list(worlds[bad & (worlds.arm == "changed")].error) == ["ArithmeticError: it went wrong"]
    assert "the other world of the pair failed" in worlds[bad & (worlds.arm == "reference")].error.iloc[0]
    assert worlds[bad]["uprising"].isna().all()
    assert (worlds.token == sound["worlds"].token).all()
    same = worlds[~bad].drop(columns="error").reset_index(drop=True)
    assert same.astype(str).equals(sound["worlds"][~bad].drop(columns="error").reset_index(drop=True).astype(str))
    for name in ("months", "events"):
        kept = sound[name][~((sound[name].branch == "war-won") & (sound[name].world == 7))]
        keys = [column for column in ("branch", "world", "month") if column in kept]
        assert kept.sort_values(keys, kind="stable").reset_index(drop=True).equals(found[name].sort_values(keys, kind="stable").reset_index(drop=True))


def test_a_world_whose_numbers_are_none_fails(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.runs import ensemble

    real = ensemble.run_block

    def broken(*arguments: Any) -> None:
        real(*arguments)
        worlds, rows, start, stop = arguments[0], arguments[4], arguments[6], arguments[7]
        if stop > start:
            rows["power"][worlds["key_of_start"] == KEY, start] = np.nan

    batch = make("worlds = 20\nbranches = []\nuntil = '1947-12'")
    KEY = int(live_keys(batch)[4])
    monkeypatch.setattr(ensemble, "run_block", broken)
    worlds = frames(batch)["worlds"]
    assert list(worlds[worlds["error"].notna()].world) == [4]
    assert worlds["error"].dropna().iloc[0] == "Unsound: power is not a number"


def live_keys(batch: Batch) -> Any:
    """Keys of the luck of a batch's worlds in the first month."""
    from sim.world.draws import world_keys

    return world_keys(batch.seeds[0], range(batch.worlds))["key"][:, 0]
