"""Extreme numbers that a pack may have: it is refused by its file or its month, or answers without a number outside its range."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sim
from sim.pack import InputError, load_pack
from sim.pack.country.units import bounds_of
from tests.pack.broken import copy_of_demo

GATE = 40
"""An attempt lives a dozen worlds."""
OTHERS = ("0", "1", "-1", "0.5", "2", "1e-9", "1e9", "1000", "0.999999", "-2", "50", "1600")
FILES = ("factions.toml", "pack.toml", "calendar.csv", "outside.toml")
_NUMBER = re.compile(r"(?<=[=,\[] |.[,=\[])-?[0-9]+\.?[0-9]*(?=[,\]\n ])")


@dataclass(frozen=True)
class Made:
    """A pack, its texts, and the rows of its parameters."""

    pack: Path
    texts: dict[str, str]
    rows: list[dict[str, str]]


def prepare(folder: Path) -> Made:
    """A copy of a pack; worlds have been lived once, so that what the rules and the estimates load is no attempt's memory."""
    pack = copy_of_demo(folder)
    sim.compare(load_pack(pack), 20, 1)
    texts = {name: (pack / name).read_text("utf-8") for name in (*FILES, "parameters.csv")}
    return Made(pack, texts, list(csv.DictReader(io.StringIO(texts["parameters.csv"]))))


def _number(luck: random.Random, low: float, high: float) -> str:
    return repr(luck.choice((low, high, low, high, luck.uniform(low, high), low + (high - low) * luck.random() ** 8)))


def _parameters(luck: random.Random, made: Made) -> str:
    """Some parameters at, or towards, the ends of what they can be; fixed, or drawn from all of it."""
    rows = [dict(row) for row in made.rows]
    for row in luck.sample(rows, luck.choice((1, 1, 2, 3, 5, 10, 40))):
        low, high = bounds_of(row["key"])
        if row["key"] == "second_half_posts" or luck.random() < 0.7:
            start = repr(round(luck.uniform(low, high))) if row["key"] == "second_half_posts" else _number(luck, low, high)
            row.update(start=start, low="", mode="", high="", prior="fixed", status="frozen")
        else:
            row.update(start=repr(low), low=repr(low), mode=repr(low), high=repr(high), prior="uniform", status="prior")
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, made.rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _other(luck: random.Random, text: str) -> str:
    """A number of another file replaced."""
    places = list(_NUMBER.finditer(text))
    place = luck.choice(places)
    return text[: place.start()] + luck.choice(OTHERS) + text[place.end() :]


def _walk(value: Any, name: str = "") -> None:
    """No number of an answer that is none, no share outside 0 to 1."""
    if isinstance(value, dict):
        for key, one in value.items():
            _walk(one, key)
    elif isinstance(value, list | tuple):
        for one in value:
            _walk(one, name)
    elif isinstance(value, float):
        assert math.isfinite(value), name
        if name in ("share", "low", "high", "spread_low", "spread_high", "reference_share", "applicable"):
            assert 0.0 <= value <= 1.0, f"{name} {value}"


def attempt(luck: random.Random, made: Made) -> str:
    """A pack with extreme numbers, compared over a few worlds."""
    changed = {"parameters.csv": _parameters(luck, made)}
    if luck.random() < 0.4:
        file = luck.choice(FILES)
        changed[file] = _other(luck, made.texts[file])
    try:
        for file, text in changed.items():
            (made.pack / file).write_text(text, "utf-8")
        try:
            country = load_pack(made.pack)
        except InputError as error:
            return f"refused by its file: {error.problem.rpartition(' ')[2][:40]}"
        branch = luck.choice(country.branches).id
        try:
            answer = sim.compare(country, 4, luck.randrange(1000), branches=[branch], fixed=luck.random() < 0.3)
        except InputError as error:
            if error.problem.startswith("world "):
                return f"refused by its month: {error.problem.rpartition('model, ')[2].partition('].')[2] or error.problem.rpartition('model, ')[2]}"
            return f"refused: {error.problem.rpartition(': ')[2][:50]}"
        _walk(json.loads(json.dumps(answer.as_dict(), allow_nan=False)))
        return "answered"
    finally:
        for file in changed:
            (made.pack / file).write_text(made.texts[file], "utf-8")
