"""Accepted sets of a pack: what may stand in the files, what answers draw, what a reading and --prior leave of them."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sim
from sim.cli.main import run
from sim.fit.free import Free
from sim.pack import Country, check_pack, load_pack, on_priors, with_reading
from sim.pack.build.check import examine
from sim.pack.country.canonical import fitted_hash
from sim.pack.text.accepted_table import AcceptedTable, written
from sim.world.draws import accepted_values, draw_parameters, draw_traits
from sim.world.token import make_token, read_token

from .broken import copy_of_demo

SETS = 30


def table_of(country: Country, sets: int = SETS) -> AcceptedTable:
    free = Free.of(country)
    values = free.values(np.random.Generator(np.random.PCG64(7)).random((sets, len(free.names))))
    return AcceptedTable(free.columns, values, np.arange(sets) % 3 + 1)


def how(country: Country, sets: int = SETS) -> str:
    return (
        f'command = "counterfaction fit demo --out DIR"\nfitted = "{fitted_hash(country)}"\nrules = "abc"\nversion = "1"\nsets = {sets}\nrestarts = 3\n'
        "seed = 1\nworlds = 300\ntried = 1000\nmost_missed = 1\nleft_out = [\"D2\"]\nminutes = 1.5\n"
    )


def pack_with(folder: Path, data: bytes | None = None, text: str | None = None) -> Path:
    pack = copy_of_demo(folder)
    country = load_pack(pack)
    (pack / "accepted.parquet").write_bytes(written(table_of(country)) if data is None else data)
    (pack / "accepted.toml").write_text(how(country) if text is None else text, "utf-8")
    return pack


@pytest.fixture
def fitted(tmp_path: Path) -> Country:
    return load_pack(pack_with(tmp_path))


def test_a_draw_is_one_of_the_sets_whole(fitted: Country) -> None:
    assert fitted.accepted is not None
    numbers = range(1, 200)
    parameters, traits = draw_parameters(fitted, 3, numbers), draw_traits(fitted, 3, numbers)
    seen = set()
    for row, number in enumerate(numbers):
        drawn = accepted_values(fitted, 3, number)
        (place,) = np.flatnonzero((fitted.accepted.values == np.array(list(drawn.values()))).all(axis=1))
        seen.add(int(place))
        assert parameters["turnover"][row] == drawn["turnover"]
        assert traits["reach"][row].sum() == pytest.approx(1.0)
        assert traits["support"][row, fitted.numbers["harbour"]] == drawn["harbour.support"]
    assert len(seen) > 25  # each is as likely as any other


def test_starting_values_and_priors_know_nothing_of_them(fitted: Country, demo: Country) -> None:
    for numbers, country in (([0], fitted), ([1, 2, 3], on_priors(fitted))):
        assert (draw_parameters(country, 3, numbers) == draw_parameters(demo, 3, numbers)).all()
        assert (draw_traits(country, 3, numbers) == draw_traits(demo, 3, numbers)).all()


def test_the_pack_with_them_is_another_pack_and_on_priors_the_old_one(fitted: Country, demo: Country) -> None:
    assert fitted.hash != demo.hash
    assert on_priors(fitted).hash == demo.hash
    assert on_priors(demo) is demo


def test_a_reading_draws_what_it_replaces_from_its_own_priors(fitted: Country) -> None:
    own = with_reading(fitted, "kinder")
    changed = {change.key for change in next(one for one in fitted.readings if one.key == "kinder").changes if change.kind in ("parameter", "trait")}
    assert changed
    assert own.accepted is not None
    assert fitted.accepted is not None
    assert not changed & set(own.accepted.keys)
    assert set(fitted.accepted.keys) - set(own.accepted.keys) >= changed


def test_tokens_of_both_kinds_open_the_world_they_were_made_of(fitted: Country) -> None:
    for country in (fitted, on_priors(fitted), with_reading(fitted, "kinder"), with_reading(on_priors(fitted), "kinder")):
        found = read_token(make_token(country, 5, 7, 4, ()), fitted)
        assert (found.country.hash, found.country.values) == (country.hash, country.values)


def test_answers_say_which_values_they_draw(fitted: Country) -> None:
    answers = {
        "accepted": sim.compare(fitted, worlds=4, seed=1, branches=[]), "prior": sim.compare(on_priors(fitted), worlds=4, seed=1, branches=[]),
        "fixed": sim.compare(fitted, worlds=4, seed=1, branches=[], fixed=True),
    }  # fmt: skip
    for values, answer in answers.items():
        assert answer.as_dict()["values"] == values
        assert ("fitted" in answer.caveats) == (values == "accepted")


def test_the_command_line_takes_one_kind_of_values(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    pack = str(pack_with(tmp_path))
    for command in (["compare", pack, "--fixed", "--prior"], ["run", pack, "--fixed", "--prior"], ["validate", "demo", "--values", "accepted"]):
        assert run(command) == 2
        assert len(capfd.readouterr().err.splitlines()) == 1


def parquet(columns: dict[str, object]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


GOOD = {"restart": pa.array([1, 2], pa.int8()), "turnover": pa.array([0.01, 0.012])}
WRONG = {
    "no parquet": (b"PAR1 and then nothing", "not a table of accepted sets"),
    "cut off": (parquet(GOOD)[:200], "not a table of accepted sets"),
    "unknown key": (parquet({**GOOD, "turnovr": pa.array([0.1, 0.2])}), "unknown value; found 'turnovr'"),
    "no restart": (parquet({"turnover": pa.array([0.01])}), "no column restart"),
    "not a number": (parquet({**GOOD, "turnover": pa.array([0.01, float("nan")])}), "no number in column 'turnover'"),
    "words": (parquet({**GOOD, "turnover": pa.array(["a", "b"])}), "not a number in every row"),
    "out of bounds": (parquet({**GOOD, "turnover": pa.array([0.01, 7.0])}), "turnover out of range"),
    "no rows": (parquet({name: column.slice(0, 0) for name, column in GOOD.items()}), "too large or empty"),
    "too many rows": (parquet({"restart": pa.array([1] * 10_001, pa.int8())}), "too large or empty"),
    "shares of one group": (parquet({**GOOD, "harbour.reach": pa.array([0.3, 0.3])}), "shares of posts of some groups only"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_table_is_refused_in_a_sentence(tmp_path: Path, case: str) -> None:
    data, said = WRONG[case]
    mistakes = check_pack(pack_with(tmp_path, data, how(load_pack("demo"), 2)))
    assert any(said in str(mistake) for mistake in mistakes), [str(one) for one in mistakes]
    assert all(str(mistake).startswith(("accepted.parquet:1", "accepted.toml")) for mistake in mistakes)


def test_one_file_without_the_other_and_another_count_are_refused(tmp_path: Path, demo: Country) -> None:
    pack = pack_with(tmp_path, text=how(demo, 7))
    assert [str(one) for one in check_pack(pack)] == ["accepted.toml:5: sets disagrees with the table; found 7; allowed: 30"]
    (pack / "accepted.toml").unlink()
    assert [str(one) for one in check_pack(pack)] == ["accepted.toml:1: file missing; found no such file; allowed: accepted.parquet and accepted.toml, or neither"]


def test_sets_fitted_to_other_numbers_and_numbers_in_no_set_are_told(tmp_path: Path, demo: Country) -> None:
    pack = pack_with(tmp_path, text=how(demo).replace(fitted_hash(demo), "0" * 16))
    assert ["fitted to other numbers" in str(one) for one in examine(pack)[1]] == [True]
    other = pack_with(tmp_path / "other", parquet(GOOD), how(demo, 2))
    assert ["in no accepted set" in str(one) for one in examine(other)[1]] == [True]


def test_sets_stay_good_when_a_group_is_renamed_and_keeps_its_uid(fitted: Country) -> None:
    from sim.validation.same import renamed

    other = renamed(fitted, {faction.key: f"other_{faction.key}" for faction in fitted.factions})
    assert other.accepted_keys == tuple(f"other_{key}" if "." in key else key for key in fitted.accepted_keys)
    mine, yours = draw_traits(fitted, 3, [1, 2, 5]), draw_traits(other, 3, [1, 2, 5])
    for k, faction in enumerate(fitted.factions):
        assert (mine[:, k] == yours[:, other.numbers[f"other_{faction.key}"]]).all()
