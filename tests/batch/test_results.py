"""Folders of results, opened: data frames and SQL, and everything that is refused."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.cli.main import run as command
from sim.pack import InputError

TEXT = """pack = "demo"
branches = ["war-won"]
worlds = 20
until = "1950-12"
[[grid]]
key = "turnover"
values = [0.004, 0.006]
[keep]
months = "whole"
events = true
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished folder that no test changes."""
    place = tmp_path_factory.mktemp("results")
    (place / "some.toml").write_text(TEXT, encoding="utf-8")
    run_batch(read_batch(place / "some.toml"), place / "whole", tell=lambda _: None)
    return place / "whole"


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy to break."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def ask(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of `query`."""
    code = command(["query", *arguments])
    out, err = capfd.readouterr()
    return code, out, err


def test_frames_are_the_files(whole: Path) -> None:
    results = sim.open_results(whole)
    assert results.complete
    assert results.manifest["pack"]["id"] == "demo"
    for name in ("worlds", "months", "events", "draws"):
        files = pd.concat([pd.read_parquet(path) for path in sorted((whole / name).glob("*.parquet"))], ignore_index=True)
        frame = getattr(results, name)
        pd.testing.assert_frame_equal(frame.astype(object).where(frame.notna(), None), files.astype(object).where(files.notna(), None))
    assert len(results.worlds) == 2 * 20 * 3
    assert results.worlds.groupby("branch")["uprising"].mean().between(0, 1).all()


def test_sql_counts_as_pandas_does(whole: Path) -> None:
    results = sim.open_results(whole)
    found = results.query("select branch, arm, avg(campaign::int) as share, count(*) as n from worlds group by all order by all")
    wanted = results.worlds.groupby(["branch", "arm"])["campaign"].agg(["mean", "size"])
    assert found["share"].tolist() == pytest.approx(wanted["mean"].astype(float).tolist())
    assert found["n"].tolist() == wanted["size"].tolist()
    same = "worlds.seed = draws.seed and worlds.cell = draws.cell and worlds.draw = draws.draw"
    both = results.query(f"select count(*) as n from worlds join draws on {same}")
    assert both["n"].tolist() == [len(results.worlds)]


def test_json_and_csv_say_the_same(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sql = "select branch, world, uprising, ended_month, null as nothing, 1.5 as x, 'a,\"b' as text from worlds order by row limit 7"
    code, out, _ = ask(capfd, str(whole), sql, "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["schema"], found["command"], found["complete"]) == (2, "query", True)
    assert [column["name"] for column in found["columns"]] == ["branch", "world", "uprising", "ended_month", "nothing", "x", "text"]
    code, out, _ = ask(capfd, str(whole), sql, "--csv")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "branch,world,uprising,ended_month,nothing,x,text"
    assert len(lines) == 8
    assert lines[1].endswith(',,1.5,"a,""b"')
    assert [row["uprising"] for row in found["rows"]] == [line.split(",")[2] == "true" for line in lines[1:]]


def test_the_same_question_has_the_same_bytes(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sql = "select branch, avg(probability), sum(luck) from events group by branch order by branch"
    assert len({ask(capfd, str(whole), sql, "--json")[1] for _ in range(3)}) == 1


def test_text_stays_within_its_width_and_says_what_it_leaves_out(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capfd, str(whole), "select * from worlds")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    assert "40 of 120 rows" in out
    assert "applicable" in out
    assert "--csv" in out


def test_repeated_and_odd_names_are_told_apart(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(capfd, str(whole), 'select 1 as a, 2 as a, [1, null] as b, {\'k\': 0.5} as c, \'nan\'::double as d', "--json")
    assert json.loads(out)["rows"] == [{"a": 1, "a_1": 2, "b": [1, None], "c": {"k": 0.5}, "d": None}]


@pytest.mark.parametrize("sql", [
    "", ";", "select 1; select 2", "drop table worlds", "create table a as select 1", "insert into worlds select * from worlds", "delete from worlds",
    "copy worlds to 'stolen.csv'", "export database 'stolen'", "attach 'stolen.db'", "install httpfs", "load httpfs", "set threads = 4",
    "reset lock_configuration", "pragma enable_external_access", "select * from read_text('{outside}')", "select * from '{outside}'",
    "select * from read_csv('{outside}')", "select * from read_parquet('{inside}')", "select * from glob('/*')", "select getenv('HOME')",
    "select * from secret", "selec 1", "select nope from worlds", "select * from nowhere", "select 1/0::varchar::blob::int from worlds", "begin",
    "update extensions", "checkpoint", "vacuum", "call pragma_version()", "use memory", "prepare a as select 1", "detach memory",
    "select " + "(" * 40_000 + "1" + ")" * 40_000, "select " + "[" * 900 + "1" + "]" * 900, "select " + "not " * 20_000 + "true",
    "select '" + "x" * 200_000 + "'", "select repeat('x', 3000000000)", "select list(range) from range(10000000000)",
    "with x as (select * from read_text('{outside}')) select * from x", "select (select content from read_text('{outside}'))", "\x00", "select '", "select '\udcff'",
])  # fmt: skip
def test_what_is_no_question_is_refused(sql: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "outside.csv").write_text("secret\n42\n", encoding="utf-8")
    secret = pd.DataFrame({"a": [1]})
    inside = next((whole / "worlds").glob("*.parquet"))
    before = sorted(path.name for path in tmp_path.iterdir())
    code, out, err = ask(capfd, str(whole), sql.replace("{outside}", str(tmp_path / "outside.csv")).replace("{inside}", str(inside)))
    assert code == 2, out
    assert out == ""
    assert err.startswith("counterfaction: query: ")
    assert len(err.splitlines()) == 1
    assert "42" not in err
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert len(secret) == 1


@pytest.mark.parametrize("name", ["s3:x", "file:y", "a b", "[a]", "100%", "x'y", "ü한국"])
def test_a_folder_may_be_called_anything(name: str, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(whole, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    code, out, _ = ask(capfd, name, "select count(*) as n from worlds", "--csv")
    assert (code, out.split()) == (0, ["n", "120"])
    assert command(["summary", name]) == 0
    assert len(sim.open_results(name).months) > 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_a_long_question(whole: Path) -> None:
    sql = "select sum(a.seed * b.seed * c.seed * d.seed * e.seed) from worlds a, worlds b, worlds c, worlds d, worlds e"
    process = subprocess.Popen([sys.executable, "-m", "sim", "query", str(whole), sql], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=6)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.strip()) == (130, "", "counterfaction: interrupted; nothing was written")
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("sql", ["describe worlds", "show tables", "summarize draws", "explain select 1", "values (1)", "from worlds limit 1"])
def test_looking_around_is_allowed(sql: str, whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capfd, str(whole), sql)
    assert code == 0
    assert out


def test_nothing_in_the_folder_changes(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    ask(capfd, str(folder), "select count(*) from events")
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_damaged_part_is_named_and_others_stay_readable(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = folder / "worlds" / "00001.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    code, _, err = ask(capfd, str(folder), "select count(*) from worlds")
    assert (code, "worlds/00001.parquet is damaged" in err) == (2, True)
    assert ask(capfd, str(folder), "select count(*) from events")[0] == 0
    with pytest.raises(InputError, match=r"00001\.parquet"):
        _ = sim.open_results(folder).worlds
    assert len(sim.open_results(folder).draws) > 0


def test_a_missing_file_and_a_damaged_record_are_named(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "events" / "00000.parquet").unlink()
    assert "events/00000.parquet is missing" in ask(capfd, str(folder), "select 1 from events")[2]
    (folder / "parts" / "00001.json").write_text("{", encoding="utf-8")
    assert "parts/00001.json is damaged" in ask(capfd, str(folder), "select 1 from worlds")[2]


def test_of_an_unfinished_folder_only_finished_parts_are_read(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "parts" / "00001.json").unlink()
    code, out, err = ask(capfd, str(folder), "select count(*) as n from worlds", "--json")
    assert code == 0
    assert json.loads(out)["rows"] == [{"n": 60}]
    assert json.loads(out)["complete"] is False
    assert "1 of 2 parts" in err
    (folder / "parts" / "00000.json").unlink()
    results = sim.open_results(folder)
    assert (results.parts, len(results.worlds), len(results.query("select * from months"))) == ((), 0, 0)
    assert "uprising" in results.worlds.columns


@pytest.mark.parametrize(("make", "said"), [
    (lambda place: place / "nowhere", "no folder of results"),
    (lambda place: place, "no folder of results"),
    (lambda place: place / "file", "no folder of results"),
])  # fmt: skip
def test_what_is_no_folder_of_results_is_refused(make: object, said: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert callable(make)
    code, _, err = ask(capfd, str(make(tmp_path)), "select 1")
    assert (code, said in err) == (2, True)


def test_a_damaged_manifest_is_refused(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"worlds": 20', '"worlds": 30'), encoding="utf-8")
    code, _, err = ask(capfd, str(folder), "select 1")
    assert (code, "manifest.json is damaged" in err) == (2, True)


def test_a_long_text_is_cut_to_its_cell_at_once(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    start = time.monotonic()
    code, out, _ = ask(capfd, str(whole), "select repeat('x', 100000) as a, repeat('가', 100000) as b from range(40)")
    assert code == 0
    assert time.monotonic() - start < 5
    assert max(map(len, out.splitlines())) <= 100
    assert "…" in out


def test_rows_without_end_are_counted_to_a_bound_and_said_to_be_more(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ask(capfd, str(whole), "select * from range(1000000000)")
    assert code == 0
    assert "40 of more than 1,000,000 rows are shown." in out
    assert len(out.splitlines()) < 50


@pytest.mark.parametrize("steering", ["\x1b[31m", "\x9b1m", "\u202e", "\u2066", "\u200f", "\r"])
def test_no_letter_that_steers_a_terminal_is_printed_and_json_says_which_it_was(steering: str, whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    sql = f"select 'a{steering}b' as \"c{steering}d\""
    _, out, _ = ask(capfd, str(whole), sql)
    assert all(line.isprintable() for line in out.split("\n"))
    _, out, _ = ask(capfd, str(whole), sql, "--json")
    assert steering[0] not in out
    assert json.loads(out)["rows"] == [{f"c{steering}d": f"a{steering}b"}]
    _, _, err = ask(capfd, str(whole), f"select nope{steering} from worlds")
    assert all(line.isprintable() for line in err.splitlines())


def test_json_as_it_comes_is_json_in_one_piece(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for sql in ("select world, {'a': [1, null]} as b, 'x' as c from worlds limit 3", "select 1 as a where false"):
        _, out, _ = ask(capfd, str(whole), sql, "--json")
        assert out == json.dumps(json.loads(out), ensure_ascii=False, indent=1) + "\n"


def test_a_process_has_its_memory_back_after_a_question(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_AS)
    assert ask(capfd, str(whole), "select repeat('x', 3000000000)")[0] == 2
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_csv_and_json_exclude_each_other(whole: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert ask(capfd, str(whole), "select 1", "--csv", "--json")[0] == 2
