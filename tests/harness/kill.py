"""Kill a batch at random moments, again and again: `python -m tests.harness.kill --times 100`.

Each time the batch is started by its command, in a process of its own, and gets SIGKILL after a random while. Then it is started again on what
is left. Whenever it ends by itself the folder has to be, byte for byte, that of a run nobody disturbed; then it begins anew in an empty folder.
Nothing that was finished may be made again: the records of finished parts must be untouched by the next run.
"""

from __future__ import annotations

import argparse
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

ROOT = Path(__file__).resolve().parents[2]
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


def command(path: Path, out: Path) -> list[str]:
    """The batch as a user starts it."""
    return [sys.executable, "-m", "sim", "batch", str(path), "--out", str(out), "--workers", "2"]


def bytes_of(out: Path) -> dict[str, str]:
    """Hash of every file but those that hold times."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and path.name not in NOT_TABLES)
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def finished(out: Path) -> dict[str, tuple[int, int]]:
    """Records of finished parts: when each was written, and which file it is."""
    return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (out / "parts").glob("*.json")} if out.is_dir() else {}


def run_undisturbed(path: Path, out: Path) -> float:
    """Run to the end; seconds it took."""
    start = time.monotonic()
    subprocess.run(command(path, out), check=True, capture_output=True, cwd=ROOT)
    return time.monotonic() - start


def trial(times: int, cells: int, seed: int, folder: Path, tell: bool = False) -> Outcome:
    """Kill so many times; the folder is compared whenever a run ends, and at the end."""
    luck, outcome = random.Random(seed), Outcome()
    path = write_batch(folder, cells)
    run_undisturbed(path, folder / "first")  # compiled rules are cached from here on
    whole = bytes_of(folder / "first")
    spent = run_undisturbed(path, folder / "again")
    if bytes_of(folder / "again") != whole:
        outcome.problems.append("two undisturbed runs differ")
    round_, out = 0, folder / "round-0"
    while outcome.kills < times:
        before = finished(out)
        process = subprocess.Popen(command(path, out), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
        try:
            _, err = process.communicate(timeout=luck.uniform(0.0, spent))
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
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
    run_undisturbed(path, out)
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
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = time.monotonic()
        outcome = trial(given.times, given.cells, given.seed, Path(folder), tell=True)
    print(f"\n{outcome.kills} kills in {time.monotonic() - start:.0f} s; {outcome.ended} times all bytes were compared after a run that ended")
    print("kills by how much was finished: " + ", ".join(f"{tenth * 10}%: {count}" for tenth, count in sorted(outcome.by_parts.items())))
    print(f"kills that left a file half written: {outcome.temporaries}")
    print("\n".join(outcome.problems) or "every byte is that of the undisturbed run; no finished part was lost or made again")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
