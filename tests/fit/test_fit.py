"""The whole fit: the same sets however often it was stopped and on any number of threads, fresh worlds, files that a pack takes, bad folders."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import sim.fit.fit as fits
from sim.cli.main import run
from sim.fit.fit import fit
from sim.fit.free import Free
from sim.fit.library import measure, parts_alone
from sim.fit.plan import Size
from sim.pack import Country, check_pack, load_pack
from sim.pack.text.accepted_table import read_accepted
from sim.validation.validate import FULL, scores

from ..pack.broken import copy_of_demo

SMALL = Size(8, 1, 1, 2, 2.0)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fits, "QUICK", SMALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit") / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fits, "QUICK", SMALL)
        fit(load_pack("demo"), 12, folder, quick=True)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name not in ("fit.json", "accepted.toml")}


def test_the_sets_are_the_same_on_any_number_of_threads_and_however_often_it_was_stopped(made: Path, tmp_path: Path, demo: Country) -> None:
    stopped = tmp_path / "stopped"
    told: list[object] = []

    def stop(one: object, _: float) -> None:
        told.append(one)
        if len(told) in (2, 5):
            raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            fit(demo, 12, stopped, quick=True, workers=1, told=stop)
    (stopped / "restart-1-search-00.npz").write_bytes(b"cut off")  # a damaged round is made anew
    fit(demo, 12, stopped, quick=True, workers=3)
    assert files(stopped) == files(made)


def test_a_pack_takes_the_files_and_answers_draw_from_them(made: Path, tmp_path: Path) -> None:
    pack = copy_of_demo(tmp_path)
    for name in ("accepted.parquet", "accepted.toml"):
        shutil.copy(made / name, pack / name)
    assert check_pack(pack) == []
    country = load_pack(pack)
    assert country.accepted is not None
    assert country.values == "accepted"
    assert len(country.accepted) >= 12  # every restart ends its round
    assert len(set(country.accepted.restart.tolist())) > 1


def test_what_a_set_gives_is_what_the_scoreboard_gives_of_it(demo: Country) -> None:
    """One set of starting values, measured, beside the scoreboard's own way to the same number."""
    free, parts = Free.of(demo), parts_alone(demo)
    start = free.values(free.starting()[None])
    found = measure(demo, free.columns, np.repeat(start, 3, axis=0), parts, 200, 5)
    own = [part for target in scores(demo, False, FULL, 5, None, None) for part in target.parts if part.part in parts]
    for p, one in enumerate(own):
        error = (one.simulated.high - one.simulated.low) / 3.92
        assert np.abs(found.value[:, p] - one.simulated.value).max() < 5 * (error + found.error[:, p].max()) + 1e-3, one.part.statement


def test_json_says_what_was_found(made: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["fit", "demo", "--draws", "12", "--quick", "--out", str(made), "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert (found["command"], found["draws"], found["accepted"]["sets"]) == ("fit", 12, len(read_accepted((made / "accepted.parquet").read_bytes()).values))
    assert found["accepted"]["effective"] <= found["accepted"]["sets"]
    assert {one["key"] for one in found["accepted"]["values"]} == set(Free.of(load_pack("demo")).names)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--draws", "13"], "a folder of another fit (draws)"),
        (["--draws", "12", "--seed", "2"], "a folder of another fit (seed)"),
        (["--draws", "0"], "draws"),
    ],
)
def test_a_folder_of_something_else_is_refused(made: Path, capfd: pytest.CaptureFixture[str], asked: list[str], said: str) -> None:
    before = files(made)
    assert run(["fit", "demo", "--quick", "--out", str(made), *asked]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
    assert files(made) == before


def test_bad_places_get_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear")
    for out in ("file", "full", "file/below"):
        assert run(["fit", "demo", "--quick", "--draws", "2", "--out", str(tmp_path / out)]) == 2
        assert len(capfd.readouterr().err.splitlines()) == 1
    assert run(["fit", "demo", "--draws", "2", "--out", "-"]) == 2
