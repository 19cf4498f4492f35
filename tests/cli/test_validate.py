"""`counterfaction validate`: one document of JSON, text as wide as the terminal, a page besides, and an end within two seconds."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.cli.main import run
from sim.locale import LANGUAGES
from sim.report.terminal import cells_of

from .test_terminal import ESCAPE, on_a_terminal

ROOT = Path(__file__).parents[2]


def answer(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["validate", *arguments]) == 0
    return capfd.readouterr().out


def test_json_is_the_scoreboard_and_the_same_bytes_on_any_number_of_threads(capfd: pytest.CaptureFixture[str]) -> None:
    one = answer(capfd, "korea-1945", "--quick", "--json", "--workers", "1", "--seed", "3")
    assert one == answer(capfd, "korea-1945", "--quick", "--json", "--workers", "3", "--seed", "3")
    found = json.loads(one)
    assert (found["schema"], found["command"], found["pack"]["id"], found["values"], found["worlds"], found["seed"]) == (2, "validate", "korea-1945", "fixed", 100, 3)
    assert [target["id"] for target in found["targets"]] == [f"C{n}" for n in range(1, 40)]
    assert {guard["id"]: guard["pass"] for guard in found["guards"]} == {"agents": True, "names": True, "threads": True, "nothing": True}
    assert found["accepted"]["sets"] >= 500
    for target in found["targets"]:
        for part in target["parts"]:
            value = part["simulated"]
            assert value["value"] is None or value["low"] <= value["value"] <= value["high"]


def test_drawn_values_and_a_reading_are_other_worlds(capfd: pytest.CaptureFixture[str]) -> None:
    fixed, prior, reading = (json.loads(answer(capfd, "demo", "--quick", "--json", *more)) for more in ((), ("--values", "prior"), ("--reading", "kinder")))
    assert (prior["values"], reading["pack"]["reading"]) == ("prior", "kinder")
    assert fixed["targets"] != prior["targets"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("columns", [60, 80, 130])
def test_text_is_as_wide_as_the_terminal_and_ends_in_a_command(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, lang: str, columns: int
) -> None:  # fmt: skip
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = answer(capfd, "demo", "--quick", "--lang", lang).splitlines()
    assert min(columns, 100) - 12 < max(cells_of(line) for line in lines) <= min(columns, 100)
    assert "counterfaction validate demo --values prior" in lines[-1]
    assert re.search(r"\b3\b" if lang == "en" else "3개", lines[0])
    assert [line.split()[0] for line in lines if re.match(r"D\d ", line)] == ["D1", "D2", "D3"]


def test_under_a_reading_the_next_command_keeps_it(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(capfd, "demo", "--quick", "--reading", "kinder").splitlines()[-1] == "Next: counterfaction validate demo --reading kinder --values prior"


def test_a_missed_part_is_said_in_a_word_and_in_red_where_there_is_colour(tmp_path: Path) -> None:
    import shutil

    pack = shutil.copytree(ROOT / "scenarios" / "demo", tmp_path / "demo")
    text = (pack / "targets.csv").read_text("utf-8")
    (pack / "targets.csv").write_text(text.replace(",yes,0.6,,", ",yes,0.1,0.2,"), "utf-8")
    bright = on_a_terminal("validate", str(pack), "--quick")
    assert re.search(r"\x1b\[31m\x1b\[1mD2  MISSED  ", bright)
    assert not re.search(r"\x1b\[31m\x1b\[1mD1", bright)
    plain = on_a_terminal("validate", str(pack), "--quick", NO_COLOR="1")
    assert ESCAPE not in plain.replace(f"{ESCAPE}0m", "")
    assert "\nD2  MISSED  " in plain.replace("\r\n", "\n")
    assert "Missed: D2." in plain


def test_a_page_is_written_besides_or_instead(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["validate", "demo", "--quick", "--report", str(tmp_path / "board.html"), "--lang", "ko"]) == 0
    said = capfd.readouterr()
    assert str(tmp_path / "board.html") in said.err
    page = answer(capfd, "demo", "--quick", "--report", "-", "--lang", "ko")
    assert page == (tmp_path / "board.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["demo", "--values", "accepted"], "--values: accepted sets of values in pack demo; found none; allowed: fixed or prior"),
        (["demo", "--values", "prier"], "--values: unknown values; found 'prier'; allowed: fixed, accepted, prior; nearest: prior"),
        (["demo", "--report", "/no/such/folder/board.html"], "--report: no such folder"),
        (["demo", "--report", "-", "--json"], "two answers for standard output"),
        (["demo", "--seed", "-1"], "--seed: not a number that fits"),
        (["demo", "--reading", "kindr"], "unknown reading; found 'kindr'"),
        (["demoo"], "demoo"),
    ],
)
def test_what_can_not_be_asked_is_one_sentence_and_no_world_is_run(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:  # fmt: skip
    monkeypatch.setattr("sim.validation.validate.scores", lambda *given: pytest.fail(f"worlds were run: {given}"))
    assert run(["validate", *arguments]) == 2
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert words in said.err


def test_progress_is_told_in_simulated_years() -> None:
    told = on_a_terminal("validate", "demo", "--quick", NO_COLOR="1")
    assert re.search(r"\d+ of 5425 simulated years, about \d+ s left", told)
    assert "the guards are being checked" in told


@pytest.mark.parametrize("wait", [3.0, 6.0])
def test_it_ends_within_two_seconds_of_being_interrupted(wait: float) -> None:
    process = subprocess.Popen([sys.executable, "-m", "sim", "validate", "korea-1945"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ})
    time.sleep(wait)
    if process.poll() is not None:
        pytest.skip("it was done by then")
    process.send_signal(signal.SIGINT)
    start = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - start < 2.0
    assert (process.returncode, out) == (130, b"")
    assert b"interrupted" in err
