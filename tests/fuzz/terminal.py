"""Letters that nobody sees, planted in every text of a pack: none of them reaches the terminal, in any command and language.

Half of the attempts let them pass at the file's edge, as if that did not refuse them: what prints has to hold by itself.
"""

from __future__ import annotations

import contextlib
import random
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from sim.files.unseen import is_seen
from tests.pack.broken import copy_of_demo

from .frame import command

GATE = 100
UNSEEN = "\x07\x1b\x7f\x85\x9b\u00ad\u061c\u200b\u200d\u200e\u200f\u2028\u202a\u202e\u2060\u2066\u2069\u3164\ufeff\U000e0041"
WRAPS = ("{}", "{}[31m", "{}]0;owned\x07", "{}[2J{}[H", "a{}b")
COMMANDS = (
    ("check",), ("sources",), ("scenarios",), ("run", "--until", "1946-06", "--why"), ("compare", "--worlds", "1", "--fixed"),
    ("compare", "--worlds", "1", "--fixed", "--all"), ("compare", "--worlds", "1", "--scenario", "harbour-rising"), ("sources", "turnover"),
    ("scenarios", "--json"), ("sources", "--json"), ("compare", "--worlds", "1", "--what-if", "switch.reform=off"), ("sources", "harbour.support"),
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A pack, and what its files of text hold when they are whole."""

    pack: Path
    texts: dict[Path, str]


def prepare(folder: Path) -> Made:
    """A copy of a pack; every command has been run on it once, so that what is imported is no attempt's memory."""
    pack = copy_of_demo(folder)
    for name, *options in COMMANDS:
        assert command(name, str(pack), *options).code == 0
    return Made(pack, {path: path.read_text("utf-8") for path in sorted(pack.rglob("*")) if path.suffix in (".toml", ".csv")})


def _nothing_unseen(*_: object, **__: object) -> str:
    """In the place of the edge's own; a mock would take a fifth of the time with its notes on each call."""
    return ""


def _planted(luck: random.Random, path: Path, text: str) -> str:
    """The file with something unseen inside one of its texts; in TOML mostly written as an escape, as TOML wants it."""
    letter = luck.choice(UNSEEN)
    toml = path.suffix == ".toml"
    shown = (f"\\U{ord(letter):08x}" if luck.random() < 0.8 else letter) if toml else letter
    hostile = luck.choice(WRAPS).replace("{}", shown).replace("\x07", "\\u0007" if toml else "\x07")
    places = [n + 1 for n, c in enumerate(text[:-1]) if c == '"' and text[n + 1].isalpha()] if toml else [n for n, c in enumerate(text) if c.isalpha()]
    place = luck.choice(places)
    return text[:place] + hostile + text[place:]


def attempt(luck: random.Random, made: Made) -> str:
    """One file, one command."""
    path = luck.choice(list(made.texts))
    path.write_text(_planted(luck, path, made.texts[path]), "utf-8", newline="")
    name, *options = luck.choice(COMMANDS)
    place = [str(made.pack)]
    try:
        with mock.patch("sim.pack.text.fields.first_unseen", _nothing_unseen) if luck.random() < 0.5 else contextlib.nullcontext():
            said = command(name, *place, *options, *(() if name in ("check",) else ("--lang", luck.choice(("en", "ko")))))
    finally:
        path.write_text(made.texts[path], "utf-8", newline="")
    for text in (said.out.decode("utf-8"), said.err):
        assert all(is_seen(letter) or letter == "\n" for letter in text), repr(text[:300])
    assert said.code in (0, 2), f"exit code {said.code}: {said.err[:300]}"
    return f"{name}: {'answered' if said.code == 0 else 'refused'}"
