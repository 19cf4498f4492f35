"""What the text of the program itself must keep to: no names, no numbers in rules, no other randomness."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sim
from sim.pack import Country, list_packs, load_pack

ROOM = Path(sim.__file__).parent
CODE = sorted(path for path in ROOM.rglob("*") if path.suffix in (".py", ".toml", ".md") and "_packs" not in path.parts)
RULES = sorted((ROOM / "world" / "rules").glob("*.py"))
GENERIC = {
    "south", "north", "other", "party", "record", "capital", "committee", "state", "central committee", "the central committee", "the south", "home", "western",
    "reform",
}
"""Words of packs that are plain English."""


def names_of(country: Country) -> set[str]:
    """Names that belong to a case: groups, people, patrons, places, outside events."""
    found = {country.id, *country.title.values()}
    for faction in country.factions:
        found |= {faction.key, faction.uid, *faction.aliases, *faction.name.values(), *faction.short.values()}
    for cadre in country.cadres:
        found |= {cadre.key, cadre.name, cadre.hangul}
    for patron in country.patrons:
        found |= {patron.key, *patron.name.values(), *patron.seat.values()}
    for key in ("place", "rival", "capital", "party"):
        found |= set(country.words[key].values()) if key in country.words else set()
    found |= {event.key for event in country.outside}
    return {name.lower() for name in found if len(name) > 2} - GENERIC


@pytest.mark.parametrize("pack", [name for name in list_packs() if name != "demo"])
def test_no_name_of_the_case_stands_under_sim(pack: str) -> None:
    names = names_of(load_pack(pack))
    pattern = re.compile(r"(?<![\w'])(" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")(?![\w'])", re.IGNORECASE)
    found = []
    for path in CODE:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found += [f"{path.relative_to(ROOM)}:{number}: {match.group(0)}" for match in pattern.finditer(line)]
    assert found == []


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_every_number_of_a_rule_comes_from_the_table(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = [node for node in tree.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TINY"]
    constants = {id(node.value) for node in named}  # a share put for none, so that its logarithm exists
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool) and id(node) not in constants:
            assert node.value in (0, 1, 2, 12), f"{path.name}:{node.lineno}: {node.value}"


SEARCHES = {"fit", "ranks.py", "sensitivity"}
"""Where sets of values are sought and held against each other: the luck of a search is no world's. It is seeded, and a generator of its own."""


def test_luck_is_the_only_source_of_randomness() -> None:
    forbidden = {"random", "secrets", "uuid"}
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert not {alias.name.split(".")[0] for alias in node.names} & forbidden, path
            if isinstance(node, ast.ImportFrom) and node.module:
                assert node.module.split(".")[0] not in forbidden, path
            if isinstance(node, ast.Attribute):
                assert node.attr not in ("default_rng", "RandomState", "shuffle", "shuffle_do"), path
                drawn = node.attr == "random" and isinstance(node.value, ast.Name) and node.value.id in ("np", "numpy", "self")
                assert not drawn or SEARCHES & set(path.parts), path


def test_a_search_takes_its_luck_from_generators_that_are_seeded() -> None:
    for path in (path for path in ROOM.rglob("*.py") if SEARCHES & set(path.parts)):
        used = re.findall(r"np\.random\.(\w+)(?=\()(?:\((\)?))", path.read_text(encoding="utf-8"))
        assert {name for name, _ in used} <= {"Generator", "PCG64", "SeedSequence"}, path
        assert not any(empty for _, empty in used), path


def test_modules_are_named_by_imports_that_the_linter_sees() -> None:
    """A module looked up by a text at run time may stand in a room above. Only the public names and the commands, which stand above all, are found so."""
    doors = {ROOM / "__init__.py", ROOM / "cli" / "main.py"}
    found = {path for path in ROOM.rglob("*.py") if re.search(r"\b(import_module|__import__)\b", path.read_text(encoding="utf-8"))}
    assert found == doors


def test_every_file_can_be_read_in_one_sitting() -> None:
    long = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in ROOM.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}
