"""Damaged batch files and their files of draws: a sound one is lived where it is small, any other is refused in one sentence."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.batch.plan.read import survey_batch

from .frame import command, refused
from .pack import DAMAGES

GATE: Final = 150
FILES: Final = {
    "grid": """pack = "demo"
branches = ["war-won"]
worlds = 10
seeds = [1, 2]
until = "1950-12"
do = ["trait.harbour.support=0.5"]
priors = "fixed"
[[branch]]
id = "mine"
do = ["ruler=harbour@1947-03:plenum"]
[[grid]]
key = "turnover"
values = [0.004, 0.006]
[[grid]]
key = "switch.purge"
values = ["on", "off"]
[keep]
months = "thinned"
every = 6
events = true
""",
    "sample": """pack = "demo"
branches = []
worlds = 10
seed = 7
until = "1947-12"
[sample]
method = "sobol"
count = 4
over = ["turnover", { key = "harbour.support", low = 0.2, high = 0.4 }]
[keep]
months = "quantiles"
""",
    "csv": """pack = "demo"
branches = []
worlds = 10
until = "1947-12"
[sample]
method = "csv"
file = "draws.csv"
""",
}  # fmt: skip
DRAWS: Final = "turnover,harbour.support\n0.004,0.3\n0.005,0.4\n0.006,0.2\n"
TOKENS: Final = (
    b"0", b"-1", b"1e9", b"10000001", b"4294967296", b"9" * 4000, b"nan", b"inf", b"1e400", b'""', b'"\\u001b[31m"', b'"../../etc/passwd"', b'"/proc/self/environ"',
    b'"demo"', b'"korea-1945"', b"[]", b"[" * 5000, b"{}", b'["all"]', b'"default"', b'"baseline"', b'"1945-10"', b'"1999-12"', b'"9999-99"', b"true", b"1979-05-27",
    b"[0.0]", b"[1, 1]", b'"csv"', b'"sobol"', b'"latin_hypercube"', b'"whole"', b"3", b"8192", b"1048576", b'"' + b"x" * 4000 + b'"', b'"switch.purge"', b'"\xff"',
)  # fmt: skip
SMALL: Final = 400
"""Worlds of a batch that an attempt lives."""


@dataclass(frozen=True)
class Made:
    """Where batch files are broken."""

    folder: Path


def prepare(folder: Path) -> Made:
    """Sound files, which have to be sound."""
    for name, text in FILES.items():
        (folder / "draws.csv").write_text(DRAWS, encoding="utf-8")
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        problems = survey_batch(folder / f"{name}.toml")[1]
        assert not problems, str(problems[0])
    return Made(folder)


def _damaged(luck: random.Random, data: bytes, other: bytes) -> bytes:
    """Noise, or another value for a key, which gets further."""
    if luck.random() < 0.5:
        return luck.choice(DAMAGES)(luck, data, other)
    lines = data.split(b"\n")
    n = luck.randrange(len(lines))
    key, sign, _ = lines[n].partition(b" = ")
    if sign:
        lines[n] = key + sign + luck.choice(TOKENS)
    elif b"," in lines[n]:
        cells = lines[n].split(b",")
        cells[luck.randrange(len(cells))] = luck.choice(TOKENS)
        lines[n] = b",".join(cells)
    return b"\n".join(lines)


def attempt(luck: random.Random, made: Made) -> str:
    """One file, damaged once or twice, or something else in its place."""
    name = luck.choice(list(FILES))
    file, draws, out = made.folder / f"{name}.toml", made.folder / "draws.csv", made.folder / "out"
    texts = {path: (FILES[name] if path is file else DRAWS).encode() for path in (file, draws)}
    for path in texts:
        path.unlink(missing_ok=True)
        path.write_bytes(texts[path])
    path = file if name != "csv" or luck.random() < 0.5 else draws
    if luck.random() < 0.03:
        path.unlink()
        luck.choice([os.mkfifo, lambda place: place.symlink_to(place), lambda place: place.symlink_to("/proc/self/environ"), str])(path)
    for _ in range(luck.randrange(1, 3)) if path.is_file() and not path.is_symlink() else ():
        path.write_bytes(_damaged(luck, path.read_bytes(), FILES[luck.choice(list(FILES))].encode()))
    try:
        return _met(luck, file, out)
    finally:
        shutil.rmtree(out, ignore_errors=True)


def _met(luck: random.Random, file: Path, out: Path) -> str:
    batch, problems = survey_batch(file)
    for problem in problems:
        assert str(problem).isprintable()
        assert str(problem)
    if batch is None:
        if luck.random() < 0.2:
            refused(command("batch", file, "--out", out))
        assert not out.exists(), "refused, and yet a folder was made"
        return f"refused: {problems[0].problem[:40]}"
    if batch.simulated > SMALL or luck.random() < 0.8:
        return "sound"
    said = command("batch", file, "--out", out, "--workers", "1")
    assert said.code == 0, said.err[:300]
    return "lived"
