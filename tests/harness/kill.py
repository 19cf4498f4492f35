"""Kill a batch at random moments, again and again: `python -m tests.harness.kill --times 100 [--executor dask] [--as-nobody]`.

Each time the batch is started by its command, in a process of its own, and gets SIGKILL after a random while. Then it is started again on what
is left. Whenever it ends by itself the folder has to be, byte for byte, that of a run nobody disturbed; then it begins anew in an empty folder.
Nothing that was finished may be made again: the records of finished parts must be untouched by the next run. With Dask the process that writes
is killed, and its workers after it. With `--as-nobody` (by root) the batch runs as a user who owns nothing but the folder of the results, has
no home, and can't write to the program.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
NOT_TABLES = ("progress.json", "lock")
BATCH = """
pack = "demo"
branches = ["harbour-plenum-1956-09", "returnees-death-1956-09"]
worlds = 20
until = "1965-12"

[[grid]]
key = "turnover"
values = [{values}]

[keep]
months = "thinned"
events = true
"""


@dataclass
class Outcome:
    """What a trial saw."""

    kills: int = 0
    ended: int = 0
    by_parts: dict[int, int] = field(default_factory=dict)
    temporaries: int = 0
    problems: list[str] = field(default_factory=list)


def write_batch(folder: Path, cells: int) -> Path:
    """A batch file with so many parts."""
    path = folder / "kill.toml"
    values = ", ".join(f"{0.002 + n * 0.0001:.4f}" for n in range(cells))
    path.write_text(BATCH.format(values=values), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Runner:
    """How the batch is started."""

    executor: str = "threads"
    nobody: bool = False

    def line(self, path: Path, out: Path) -> list[str]:
        """The batch as a user starts it."""
        return [sys.executable, "-m", "sim", "batch", str(path), "--out", str(out), "--workers", "2", "--executor", self.executor]

    def start(self, path: Path, out: Path) -> subprocess.Popen[bytes]:
        """Start it in a group of its own, so that its workers can be ended after it."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        who: dict[str, Any] = {}
        if self.nobody:
            who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            environment = {name: value for name, value in environment.items() if name not in ("HOME", "NUMBA_CACHE_DIR", "XDG_CACHE_HOME")}
            environment |= {"HOME": "/nonexistent", "TMPDIR": str(path.parent), "PYTHONDONTWRITEBYTECODE": "1"}
        line, pipe = self.line(path, out), subprocess.PIPE
        return subprocess.Popen(
            line, stdout=subprocess.DEVNULL, stderr=pipe, cwd=path.parent, env=environment, start_new_session=True, **who
        )  # fmt: skip

    def undisturbed(self, path: Path, out: Path) -> float:
        """Run to the end; seconds it took."""
        start = time.monotonic()
        process = self.start(path, out)
        _, err = process.communicate()
        if process.returncode != 0:
            raise RuntimeError(f"exit {process.returncode}: {err.decode()[:500]}")
        return time.monotonic() - start


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill who writes, and then whatever it had started."""
    process.kill()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def bytes_of(out: Path) -> dict[str, str]:
    """Hash of every file but those that hold times."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name not in NOT_TABLES)
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def finished(out: Path) -> dict[str, tuple[int, int]]:
    """Records of finished parts: when each was written, and which file it is."""
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (out / "parts").glob("*.json")} if out.is_dir() else {}


def trial(times: int, cells: int, seed: int, folder: Path, tell: bool = False, runner: Runner = Runner()) -> Outcome:
    """Kill so many times; the folder is compared whenever a run ends, and at the end."""
    luck, outcome = random.Random(seed), Outcome()
    path = write_batch(folder, cells)
    if runner.nobody:
        os.chown(folder, NOBODY, NOBODY)
    runner.undisturbed(path, folder / "first")  # compiled rules are cached from here on
    whole = bytes_of(folder / "first")
    spent = runner.undisturbed(path, folder / "again")
    if bytes_of(folder / "again") != whole:
        outcome.problems.append("two undisturbed runs differ")
    round_, out = 0, folder / "round-0"
    while outcome.kills < times:
        before = finished(out)
        process = runner.start(path, out)
        try:
            _, err = process.communicate(timeout=luck.uniform(0.0, spent))
        except subprocess.TimeoutExpired:
            kill(process)
            outcome.kills += 1
            _after_kill(out, before, cells, outcome)
        else:
            if process.returncode != 0:
                outcome.problems.append(f"exit {process.returncode}: {err.decode()[:300]}")
                break
            _compare(out, whole, outcome)
            round_, out = round_ + 1, folder / f"round-{round_ + 1}"
        if tell:
            print(f"\r{outcome.kills} kills, {outcome.ended} runs ended, {len(outcome.problems)} problems", end="", file=sys.stderr, flush=True)
    runner.undisturbed(path, out)
    _compare(out, whole, outcome)
    return outcome


def _after_kill(out: Path, before: dict[str, tuple[int, int]], cells: int, outcome: Outcome) -> None:
    after = finished(out)
    lost = [name for name, state in before.items() if after.get(name) != state]
    if lost:
        outcome.problems.append(f"kill {outcome.kills}: finished parts were lost or made again: {lost}")
    tenth = len(after) * 10 // cells
    outcome.by_parts[tenth] = outcome.by_parts.get(tenth, 0) + 1
    outcome.temporaries += any(path.name.endswith(".tmp") for path in out.rglob(".writing-*")) if out.is_dir() else False


def _compare(out: Path, whole: dict[str, str], outcome: Outcome) -> None:
    outcome.ended += 1
    found = bytes_of(out)
    wrong = [name for name in sorted({*found, *whole}) if found.get(name) != whole.get(name)]
    if wrong:
        outcome.problems.append(f"after {outcome.kills} kills {len(wrong)} files differ: {wrong[:5]}")


def main() -> int:
    """The large form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--cells", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--executor", choices=["threads", "dask"], default="threads")
    parser.add_argument("--as-nobody", action="store_true", help="as a user who is not root, without a home; only by root")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        outcome = trial(given.times, given.cells, given.seed, Path(folder), tell=True, runner=Runner(given.executor, given.as_nobody))
    print(f"\n{outcome.kills} kills in {time.monotonic() - start:.0f} s; {outcome.ended} times all bytes were compared after a run that ended")
    print("kills by how much was finished: " + ", ".join(f"{tenth * 10}%: {count}" for tenth, count in sorted(outcome.by_parts.items())))
    print(f"kills that left a file half written: {outcome.temporaries}")
    print("\n".join(outcome.problems) or "every byte is that of the undisturbed run; no finished part was lost or made again")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
