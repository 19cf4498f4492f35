"""Output that can't be written: one sentence and exit code 2; a pipe that is cut: nothing; standard error that is gone: the answer all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["--help", "--version", "compare --help", "packs", "packs --json", "check demo", "sources demo", "run demo --seed 4", "scenarios demo", "run demo --json"]
pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a shell and /dev/full")


def shell(line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A line of a shell; `sim` is the command."""
    script = f"set -o pipefail; sim() {{ {sys.executable} -m sim \"$@\"; }}; {line}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, env=environment, stdin=subprocess.DEVNULL, timeout=300)


@pytest.mark.parametrize("command", COMMANDS)
def test_standard_output_that_is_full_or_closed_is_said_in_one_sentence(command: str) -> None:
    for where, reason in ((">/dev/full", "No space left on device"), (">&-", "it is closed")):
        done = shell(f"sim {command} {where}")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.strip() == f"counterfaction: standard output: can't be written ({reason}); allowed: a place that has room and is open"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_cut_pipe_ends_a_command_quietly_with_code_0(command: str) -> None:
    done = shell(f"sim {command} | head -c 1 > /dev/null")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["--help", "packs --json", "run demo --seed 4"])
def test_without_standard_error_the_answer_is_the_same_and_a_refusal_keeps_its_code(command: str) -> None:
    whole = shell(f"sim {command}").stdout
    for where in ("2>&-", "2>/dev/full"):
        done = shell(f"sim {command} {where}")
        assert (done.returncode, done.stdout) == (0, whole)
        done = shell(f"sim check nowhere {where}")
        assert (done.returncode, done.stdout) == (2, "")
        assert shell(f"sim {command} >&- {where}").returncode == 2


def test_a_file_that_is_opened_never_becomes_standard_output(tmp_path: Path) -> None:
    done = shell(f"sim compare demo --worlds 2 --report {tmp_path}/out.html >&- 2>&- <&-")
    assert done.returncode == 2
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_a_report_can_go_to_standard_output_alone() -> None:
    done = shell("sim compare demo --worlds 2 --scenario harbour-rising --report -")
    assert done.returncode == 0
    assert done.stdout.startswith("<!DOCTYPE html>")
    assert done.stdout.rstrip().endswith("</html>")


def test_a_bug_whose_log_finds_no_room_is_one_sentence_all_the_same(tmp_path: Path) -> None:
    script = "import sim.cli.main as m, sim.cli.packs as p, sys; p.command.callback = lambda **_: 1 / 0; sys.argv[1:] = ['packs']; m.main()"
    done = shell(f'{sys.executable} -c "{script}"', TMPDIR=str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines()), len(list(tmp_path.glob("*.log")))) == (1, 1, 1)
    wrapped = "import tempfile; tempfile.tempdir = '/nonexistent'; " + script
    done = shell(f'{sys.executable} -c "{wrapped}"')
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "ZeroDivisionError at" in done.stderr
    assert "could not be written" in done.stderr


def _limited(call: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A call in a process that has compared before, and gets no more than 200 MB for what it then does."""
    size = "int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize() + 200 * 2**20"
    loaded = "import resource, sys, sim, sim.cli.main as m; sim.compare(sim.load_pack('demo'), 20, workers=1)"
    line = [sys.executable, "-c", f"{loaded}; size = {size}; resource.setrlimit(resource.RLIMIT_AS, (size, size)); {call}", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(line, capture_output=True, text=True, check=False, env=environment, timeout=300)


def test_memory_that_can_t_be_had_is_said_in_one_sentence() -> None:
    large = "import sim.runs.ensemble as e; e.BLOCK = 20_000; m.check_memory = lambda: None; sys.exit(m.run())"
    for call in (large, "m.main()"):  # where it is asked for, and before anything is
        done = _limited(call, "compare", "demo", "--worlds", "100000", "--workers", "1")
        assert (done.returncode, done.stdout) == (2, ""), done.stderr[-500:]
        assert done.stderr.startswith("counterfaction: there is not enough memory")
        assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(("raised", "said"), [
    (MemoryError(), "not enough memory"), (RuntimeError("can't start new thread"), "no more threads"), (RecursionError(), "nested too deeply"),
    (RuntimeError("can't allocate lock"), "not enough memory"), (OSError(24, "Too many open files", "x"), "Too many open files"), (ImportError("x.so: failed to map segment: Cannot allocate memory"), "not enough memory"),
], ids=str)  # fmt: skip
def test_for_want_of_means_a_command_ends_in_one_sentence(
    raised: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from sim.cli import packs
    from sim.cli.main import run

    def failing(**_: object) -> None:
        raise raised

    monkeypatch.setattr(packs.command, "callback", failing)
    assert run(["packs"]) == 2
    err = capfd.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
