"""How well packs written from a handful of facts say which regimes stood at the end of 1991: `python -m tests.bench.regimes [--worlds N]`.

Each row of `regimes.csv` becomes a pack as the chapter on countries has it (`scenarios/README.md`): the skeleton's groups by what they were, a
patron's presence, Europe or not; nothing else of a country is known to it. Printed are the share of worlds that stand at the end, the Brier score over
all of them, and that of single facts, each regime predicted from the others. Prints; never a verdict. Ends of regimes after Geddes, Wright and Frantz
(Albania: June 1991, though its party governed into 1992); kinds of groups and presences are judgements.
"""

from __future__ import annotations

import argparse
import csv
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

import sim
from sim.pack import Country, load_pack
from sim.pack.build.new_pack import new_pack
from sim.pack.country.dates import month_text, parse_month

FACTS = Path(__file__).with_name("regimes.csv")
LAST = "1991-12"
Row = Mapping[str, str]
Stretch = tuple[str, str, float, float]
ONE_ROW = {
    "posts.csv": "none,None on record,기록 없음,state,3,1,,nobody,external,,1946,1948,judgement,low,",
    "events.csv": "N01,1980,,year,Nothing,없음,,all,,none,judgement,low",
    "targets.csv": "N1,,validation,Uprisings,uprisings begun per year,uprisings_a_year,,,none,,0.03,judgement,low",
}
"""What a pack has to have, and no rule reads."""


def presence(row: Row) -> list[Stretch]:
    """The patron's presence: a level, another from some month on, a third of it at the end of 1989, none at the end of 1991."""
    level, then = float(row["presence"]), float(row["presence_then"] or row["presence"])
    before: list[Stretch] = [("1945-01", "1984-12", then, then)]
    if row["changed"]:
        before = [("1945-01", month_text(parse_month(row["changed"]) - 1), level, level), (row["changed"], "1984-12", then, then)]
    third = round(then / 3, 4)
    return [*before, ("1985-01", "1989-12", then, third), ("1990-01", LAST, third, 0.0)]


def calendar(row: Row) -> str:
    """calendar.csv of a regime."""
    fallen: list[Stretch] = [("1945-01", "1989-05", 0, 0), ("1989-06", "1989-11", 0.125, 0.125), ("1989-12", "1990-02", 0.4, 0.4), ("1990-03", LAST, 0.7, 0.7)]
    series: dict[str, tuple[str, list[Stretch]]] = {
        "patron_presence": ("0-1", presence(row)),
        "patron_line": (
            "-1..1",
            [
                ("1945-01", "1953-03", 0.3, 0.3), ("1953-04", "1956-01", 0.3, 0.0), ("1956-02", "1984-12", -0.5, -0.5),
                ("1985-01", "1988-01", -0.5, -1.0), ("1988-02", LAST, -1.0, -1.0),
            ],
        ),
        "patron_quarrel": ("0-1", [("1945-01", LAST, 0, 0)]),
        "outside_guarantee": ("0-1", [("1945-01", LAST, 0, 0)]),
        "neighbours_fallen": ("0-1", fallen if row["europe"] == "1" else [("1945-01", LAST, 0, 0)]),
        "patron_appetite": (
            "0-1",
            [
                ("1945-01", "1956-09", 1, 1), ("1956-10", "1968-08", 0.8, 0.8), ("1968-09", "1984-12", 0.35, 0.35),
                ("1985-01", "1989-12", 0.35, 0.0), ("1990-01", LAST, 0, 0),
            ],
        ),
    }
    lines = ["series,use,from,to,value_from,value_to,unit,interpolation,source,confidence,note"]
    for name, (unit, stretches) in series.items():
        for first, last, start, end in stretches:
            first = max(first, row["from"])
            if first <= last:
                how = "constant" if start == end else "linear"
                lines.append(f"{name},model,{first},{last},{start},{end},{unit},{how},judgement,low,")
    return "\n".join(lines) + "\n"


def tables(path: Path, keep: Iterable[str] | None, what: str = "faction") -> str:
    """A file of TOML with the tables of one list that are about the groups to be kept, or without that list."""
    head, *rest = re.split(r"(?m)^(?=\[\[)", path.read_text("utf-8"))
    kept = set(keep or ())
    return head + "".join(one for one in rest if not one.startswith(f"[[{what}]]") or re.findall(r'(?m)^key = "(\w+)"', one)[:1] in [[key] for key in kept])


def country_of(row: Row, folder: Path) -> Country:
    """The pack of a regime, laid down in a folder and read."""
    place = new_pack(row["regime"], folder, groups=6)
    kept = [row["ruler"], *row["others"].split(";")]
    (place / "factions.toml").write_text(tables(place / "factions.toml", kept), "utf-8")
    for what in ("branch", "juncture"):
        (place / "pack.toml").write_text(tables(place / "pack.toml", None, what), "utf-8")
    own = (place / "pack.toml").read_text("utf-8").replace('income_ratio = "neighbour_income"', 'income_ratio = ""')
    own = own.replace('from = "1945-01"', f'from = "{row["from"]}"').replace('to = "1990-12"', f'to = "{LAST}"')
    (place / "pack.toml").write_text(own.replace('first_ruler = "exiles"', f'first_ruler = "{row["ruler"]}"'), "utf-8")
    head, *people = (place / "cadres.csv").read_text("utf-8").splitlines()
    alive = [re.sub(r",\d{4},year,natural,", ",,,,", line).replace("died_natural,19", "unknown,19") for line in people if line.split(",")[4] in kept]
    (place / "cadres.csv").write_text("\n".join([head, *alive]) + "\n", "utf-8")
    for name, line in ONE_ROW.items():
        head = (place / name).read_text("utf-8").splitlines()[0]
        (place / name).write_text(f"{head}\n{line}\n", "utf-8")
    for name in ("readings", "scenarios"):
        shutil.rmtree(place / name)
    (place / "outside.toml").write_text("event = []\n", "utf-8")
    (place / "calendar.csv").write_text(calendar(row), "utf-8")
    return load_pack(place)


def brier(said: Sequence[float], came: Sequence[float]) -> float:
    """Mean squared distance of what was said from what came."""
    return float(((np.asarray(said) - np.asarray(came)) ** 2).mean())


def by_fact(fact: Sequence[object], came: Sequence[float]) -> list[float]:
    """Each predicted from the others that share a fact: their share that stood, half a case added on either side (Jeffreys)."""
    found = []
    for n, mine in enumerate(fact):
        same = [came[m] for m, one in enumerate(fact) if one == mine and m != n]
        found.append((sum(same) + 0.5) / (len(same) + 1))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.regimes", description=__doc__)
    parser.add_argument("--worlds", type=int, default=100)
    worlds = parser.parse_args().worlds
    rows = list(csv.DictReader(FACTS.read_text("utf-8").splitlines()))
    said: dict[str, list[float]] = {"starting values": [], "plausible values": []}
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            country = country_of(row, Path(folder))
            for name, fixed in zip(said, (True, False), strict=True):
                said[name].append(float(sim.ensemble(country, worlds, 1, fixed=fixed).outcomes["standing_1994"].mean()))
            print(f"{row['regime']:<16} stood {row['stood_1991']}  " + "  ".join(f"{name} {told[-1]:.2f}" for name, told in said.items()), flush=True)
    came = [float(row["stood_1991"]) for row in rows]
    facts = {"nothing": [0] * len(rows), "Europe": [row["europe"] for row in rows], "first leader a rebel": [row["rebel"] for row in rows]}
    facts["thirty years old in 1985"] = [row["since"] <= "1955" for row in rows]
    print("\nBrier score, less is better:")
    for name, told in {**said, **{fact: by_fact(values, came) for fact, values in facts.items()}}.items():
        print(f"  {name:<26} {brier(told, came):.3f}")


if __name__ == "__main__":
    main()
