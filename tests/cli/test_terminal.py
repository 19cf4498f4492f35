"""What a terminal gets: bold and colour where it can show them, its own width, a progress line that says what is going on."""

from __future__ import annotations

import io
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli.main import run as command
from sim.cli.options import Meter
from sim.locale import say
from sim.report.terminal import cells_of, command_lines

ESCAPE = "\x1b["


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command writes to a terminal, standard error included."""
    child, own = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    process = subprocess.Popen(
        [sys.executable, "-m", "sim", *arguments], stdin=own, stdout=own, stderr=own, env={**kept, "TERM": "xterm", "COLUMNS": "80", **environment}
    )
    os.close(own)
    out = b""
    while True:
        try:
            piece = os.read(child, 65536)
        except OSError:  # the other side is gone
            break
        if not piece:
            break
        out += piece
    os.close(child)
    assert process.wait(timeout=60) in (0, 2)
    return out.decode("utf-8")


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack that can be read and has a warning."""
    folder = tmp_path_factory.mktemp("odd") / "demo"
    shutil.copytree(Path(__file__).parents[2] / "scenarios" / "demo", folder)
    text = (folder / "factions.toml").read_text(encoding="utf-8")
    (folder / "factions.toml").write_text(text.replace("mode = 0.35", "mode = 0.5", 1), encoding="utf-8")
    return folder


def test_headings_are_bold_and_warnings_coloured_on_a_terminal(odd: Path) -> None:
    assert on_a_terminal("sources", "demo", "turnover").startswith(f"{ESCAPE}1mturnover (parameter){ESCAPE}0m")
    assert f"{ESCAPE}33mwarning: " in on_a_terminal("check", str(odd))


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_a_terminal_that_wants_no_colour_gets_the_bytes_of_a_pipe(environment: dict[str, str], odd: Path) -> None:
    for arguments in (["sources", "demo", "turnover"], ["check", str(odd)]):
        assert ESCAPE not in on_a_terminal(*arguments, **environment)
    piped = subprocess.run([sys.executable, "-m", "sim", "sources", "demo", "turnover"], capture_output=True, check=True, env={**os.environ, "COLUMNS": "80"})
    assert ESCAPE.encode() not in piped.stdout
    assert on_a_terminal("sources", "demo", "turnover", **environment).replace("\r\n", "\n") == piped.stdout.decode()


def test_the_progress_line_never_says_that_all_is_done_while_the_answer_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", screen := Screen())
    for lang in ("en", "ko"):
        with Meter(lang) as meter:
            meter(100, 200)
            meter(200, 200)
            said = screen.getvalue()
            assert "100" in said
            assert "200 of 200" not in said
            assert say(lang, "compare.progress", done=200, total=200, left="0") not in said
            assert said.endswith(say(lang, "compare.counting"))
        assert re.search(r"\r +\r$", screen.getvalue()), "its line is gone"


def test_a_command_too_long_for_a_line_is_one_command_to_a_shell() -> None:
    text = "Next: counterfaction run ./my-pack --do 'ruler=harbour@1956-09:plenum' --do switch.patron_veto=off --token " + "x" * 70
    lines = command_lines(text, 60)
    assert len(lines) > 1
    assert all(line.endswith(" \\") for line in lines[:-1])
    assert " ".join("".join(line[:-1] if line.endswith("\\") else line for line in lines).split()) == text
    assert command_lines("Next: short", 60) == ["Next: short"]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("arguments", [
    ["run", "demo", "--seed", "3", "--why"], ["run", "demo", "--do", "ruler=harbour@1956-09:plenum"], ["scenarios", "demo"], ["packs"],
    ["check", "demo"], ["compare", "demo", "--worlds", "6"], ["compare", "demo", "--worlds", "6", "--all"],
    ["compare", "demo", "--worlds", "6", "--scenario", "harbour-rising"],
    ["compare", "demo", "--worlds", "6", "--what-if", "ruler=harbour@1957-03:plenum"],
], ids=lambda arguments: " ".join(arguments))  # fmt: skip
def test_no_line_is_wider_than_the_terminal(arguments: list[str], lang: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    for columns in (60, 80):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert command([*arguments, "--lang", lang]) == 0
        lines = capfd.readouterr().out.splitlines()
        wide = [line for line in lines if cells_of(line) > columns and "--token" not in line]  # a token is never broken
        assert wide == []


@pytest.mark.parametrize("arguments", [["sources", "demo"], ["sources", "demo", "harbour.support"], ["--help"], [], ["query", "--help"], ["batch", "--help"]])
def test_no_line_of_sources_and_of_the_help_is_wider(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert command(arguments) == 0
    assert max(map(cells_of, capfd.readouterr().out.splitlines())) <= 80
