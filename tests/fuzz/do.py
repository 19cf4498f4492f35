"""Hostile texts of `--do`: each is a change that a world can live, or is refused in one sentence."""

from __future__ import annotations

import random
from pathlib import Path

from sim.pack import Country, InputError, load_pack
from sim.runs.ensemble import DrawnValues, begin_block, run_months
from sim.world.build import compile_scenario
from sim.world.do import read_do

from .frame import command, refused

SOUND = (
    "ruler=harbour@1956-09:plenum", "ruler=returnees@1945-10:start", "war=won@1950-09", "war=none", "trait.harbour.support=0.45@1947-01",
    "trait.uplanders.adventurism=rivals", "swap=harbour,uplanders:support,tie.keldon@1946-02", "suppress=border_rising", "force=border_rising@1960-01",
    "remove=dessa_milk", "keep=dessa_milk", "switch.patron_veto=off", "switch.war=none", "trait.returnees.ideology=-1", "trait.harbour.reach=0.9",
)  # fmt: skip
PIECES = (
    "", "=", "@", ":", ",", ".", " ", "\n", "\t", "\0", "\x1b[31m", "\u202e", "\u200d", "가", "\udcff", "nan", "inf", "1e999", "-0", "0x1", "1_0", "٣", "½", "9" * 400,
    "harbour", "HARBOUR", "rivals", "start", "fiat", "death", "plenum", "1945-10", "1999-12", "0000-00", "2200-01", "1945-1", "trait.", "switch.", "ruler=",
    "a" * 300, "%s%n", "../..", "$(id)", "'", '"', "\\", "support", "reach", "tie.keldon", "tie.", "war", "none", "won",
)  # fmt: skip


def prepare(_: Path) -> Country:
    """A country."""
    return load_pack("demo")


def _hostile(luck: random.Random) -> str:
    text = luck.choice(SOUND)
    for _ in range(luck.randrange(0, 3)):
        start = luck.randrange(len(text) + 1)
        stop = min(len(text), start + luck.randrange(0, 9))
        text = text[:start] + luck.choice(PIECES) + text[stop:]
    return text


def _refused(luck: random.Random, texts: list[str], error: InputError) -> str:
    assert str(error).isprintable()
    assert len(str(error)) < 600
    if luck.random() < 0.1:
        refused(command("run", "demo", *(word for text in texts for word in ("--do", text))))
    return error.problem.rpartition(": ")[2][:50]


def attempt(luck: random.Random, country: Country) -> str:
    """One to four changes, read; what is refused by the command too, what is not is lived for two years."""
    texts = [_hostile(luck) for _ in range(luck.choice((1, 1, 2, 4)))]
    try:
        found = read_do(country, texts)
    except InputError as error:
        return _refused(luck, texts, error)
    canonical = [one.text for one in found]
    assert [one.text for one in read_do(country, canonical)] == canonical, "a canonical text is its own"
    draws = DrawnValues.of(country, 1, [0], fixed=True)
    run_months(begin_block(compile_scenario(country, found), 1, [0], draws, fixed=True), 0, 24)
    return "lived"
