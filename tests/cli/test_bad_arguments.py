"""Bad arguments get one message that names what was found and what is allowed, exit code 2, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import run

LONG = "a" * 5000
"""No system has names as long."""
SMALL = str(Path(__file__).resolve().parents[2] / "scenarios" / "demo" / "batches" / "small.toml")
BAD = [
    (["frobnicate"], "unknown command", "compare"),
    (["compare", "korea-1954"], "korea-1954", "korea-1945"),
    (["compare", "demo", "--worlds", "0"], "--worlds", "from 1"),
    (["compare", "demo", "--worlds", "many"], "--worlds", "whole number"),
    (["compare", "demo", "--seed", "-1"], "--seed", "from 0"),
    (["compare", "demo", "--lang", "fr"], "lang", "en"),
    (["compare", "demo", "--no-such-option"], "no-such-option", ""),
    (["compare"], "PACK", ""),
    (["run"], "one thing to run", "--token"),
    (["run", "demo", "--token", "x"], "damaged", "as this program printed it"),
    (["run", "--token", "not-a-token"], "damaged", "token"),
    (["run", "demo", "--until", "1950-13"], "--until", "1945-10"),
    (["run", "demo", "--until", "2050-01"], "horizon", "1999-12"),
    (["run", "demo", "--do", "ruler"], "form", "WHAT=VALUE"),
    (["run", "demo", "--do", "ruler=harbur@1945-10:start"], "unknown faction", "harbour"),
    (["run", "demo", "--do", "ruler=harbour@1945-10"], "route", "plenum"),
    (["run", "demo", "--do", "ruler=harbour@1950-01:start"], "first month", "1945-10"),
    (["run", "demo", "--do", "ruler=harbour@1950-01:vot"], "route", "plenum"),
    (["run", "demo", "--do", "ruler=harbour@1812-01:plenum"], "horizon", "1945-10"),
    (["run", "demo", "--do", "ruler=harbour@soon:plenum"], "not a month", "1945-10"),
    (["run", "demo", "--do", "trait.harbour.support=1.5"], "not a value", "0 to 1"),
    (["run", "demo", "--do", "trait.harbour.support=nan"], "not a value", "0 to 1"),
    (["run", "demo", "--do", "trait.harbour.suport=0.5"], "unknown trait", "support"),
    (["run", "demo", "--do", "switch.purge=perhaps"], "option", "off"),
    (["run", "demo", "--do", "switch.purrge=off"], "unknown switch", "purge"),
    (["run", "demo", "--do", "suppress=nothing"], "unknown outside event", ""),
    (["run", "demo", "--do", "remove=nobody"], "unknown person", ""),
    (["run", "demo", "--do", "swap=harbour,harbour:support"], "two groups", ""),
    (["run", "demo", "--do", "ruler=harbour@1950-01:plenum", "--do", "ruler=harbour@1950-01:fiat"], "same", "one change"),
    (["check"], "no pack", "ids or folders"),
    (["check", "/no/such/folder"], "", ""),
    (["dashboard", "korea-1954"], "korea-1954", "korea-1945"),
    (["dashboard", "demo", "--port", "65536"], "--port", "to 65535"),
    (["dashboard", "demo", "--port", "http"], "--port", "whole number"),
    (["sources", "demo", "turnoverr"], "turnoverr", "turnover"),
    (["sources", "demo", "turnover", "--reading", "kindr"], "unknown reading; found 'kindr'", "kinder"),
    (["compare", "demo", "--reading", "kindr"], "unknown reading; found 'kindr'", "nearest: kinder"),
    (["run", "demo", "--reading", ""], "unknown reading", "kinder"),
    (["run", "--token", "x", "--reading", "kinder"], "--reading", "--token without --reading"),
    (["batch"], "FILE", ""),
    (["batch", "none.toml", "--out", "x"], "none.toml:1: cannot be read", "a file of TOML"),
    (["batch", "none.toml"], "--out", ""),
    (["batch", "none.toml", "--out", "x", "--workers", "0"], "--workers", "from 1"),
    (["batch", "none.toml", "--out", "x", "--executor", "clouds"], "executor", "threads"),
    (["scenarios", "demoo"], "demoo", "demo"),
    (["scenarios"], "PACK", ""),
    (["compare", "demo", "--scenario", "harbour-risin"], "unknown scenario; found 'harbour-risin'", "nearest: harbour-rising"),
    (["compare", "demo", "--scenario", ""], "unknown scenario", "after-the-war"),
    (["compare", "demo", "--scenario", "after-the-war", "--do", "war=lost"], "do contradicts scenario after-the-war", "war=none"),
    (["compare", "demo", "--scenario", "harbour-rising", "--do", "ruler=harbour@1956-09:fiat"], "contradicts scenario harbour-rising", "leave alone"),
    (["compare", "demo", "--scenario", "harbour-rising", "--do", "suppress=nothing"], "unknown outside event", ""),
    (["check", LONG], "not a path", "a folder"),
    (["check", f"{LONG}.toml"], "not a path", "a folder"),
    (["batch", LONG, "--out", "x"], "cannot be read", "a file of TOML"),
    (["batch", SMALL, "--out", LONG], "--out: cannot be written", "a folder that can be written"),
    (["compare", "demo", "--report", LONG], "--report: can't be written", "a place that may be written to"),
    (["query", LONG, "select 1"], "no folder of results", "a folder that"),
    (["batch", SMALL, "--out", "\udcff"], "--out: a name that is not text", "UTF-8"),
    (["query", "\udcff", "select 1"], "results: a name that is not text", "UTF-8"),
    (["summary", "\udcff"], "results: a name that is not text", "UTF-8"),
    (["summary", LONG], "no folder of results", "a folder that"),
    (["batch", SMALL, "--out", "-"], "--out: a folder, not standard output", "./-"),
    (["batch", SMALL, "--out", SMALL], "a file where a folder should be", "new, empty, or of this very batch"),
    (["compare", "demo", "--report", "-", "--json"], "--report - and --json together", "one of them"),
    (["compare", "demo", "--worlds", "100000000"], "--worlds", "to 100000"),
    (["compare", "demo", "--workers", "100000"], "--workers", "to 1024"),
    (["compare", "demo", "--seed", "4294967296"], "--seed", "to 4294967295"),
]


@pytest.mark.parametrize(("arguments", "found", "allowed"), BAD, ids=lambda value: " ".join(value)[:60] if isinstance(value, list) else "")
def test_a_bad_argument_gets_one_message_and_code_2(arguments: list[str], found: str, allowed: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 1
    assert found in err
    assert allowed in err
    assert "Traceback" not in err


def test_help_names_the_commands_and_nothing_that_does_not_exist(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capfd.readouterr().out
    for name in ("packs", "check", "run", "compare", "validate", "scenarios", "sources", "batch", "dashboard"):
        assert name in out
    for name in ("claims", "lessons"):
        assert name not in out


def test_check_names_the_place_of_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import shutil

    from sim.pack import find_pack

    copy = tmp_path / "demo"
    shutil.copytree(find_pack("demo"), copy)
    text = (copy / "parameters.csv").read_text(encoding="utf-8")
    (copy / "parameters.csv").write_text(text.replace("turnover,", "turnovr,", 1), encoding="utf-8")
    assert run(["check", str(copy)]) == 2
    err = capfd.readouterr().err
    assert "parameters.csv:" in err
    assert "turnover" in err


def test_check_names_a_scenario_whose_change_the_pack_does_not_know(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import shutil

    from sim.pack import find_pack

    copy = tmp_path / "demo"
    shutil.copytree(find_pack("demo"), copy)
    path = copy / "scenarios" / "harbour-rising.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("ruler=harbour@1956-09:death", "ruler=harbor@1956-09:death"), encoding="utf-8")
    assert run(["check", str(copy)]) == 2
    err = capfd.readouterr().err
    assert "scenarios/harbour-rising.toml:1: scenario harbour-rising, arm death" in err
    assert "harbour" in err


def test_check_names_a_batch_whose_key_the_pack_does_not_know(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import shutil

    from sim.pack import find_pack

    copy = tmp_path / "demo"
    shutil.copytree(find_pack("demo"), copy)
    path = copy / "batches" / "small.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"turnover"', '"turnovr"'), encoding="utf-8")
    assert run(["check", str(copy)]) == 2
    err = capfd.readouterr().err
    assert "batches/small.toml:" in err
    assert "nearest: turnover" in err
