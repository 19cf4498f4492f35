"""The column "who writes it" of `fields.py`, against what the code writes: every store to a field, in every file of the rules and around them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.world import fields

ROOM = Path(fields.__file__).parents[1]
FILES = sorted(path for room in ("world", "runs", "agents") for path in (ROOM / room).rglob("*.py"))
ROOMS = {
    "factions": "FACTION", "ties": "TIE", "pairs": "PAIR", "patrons": "PATRON", "posts": "POST", "events": "EVENT", "noted": "TERM",
    "lanes": "LANE", "group_lanes": "GROUP_LANE", "paths": "PATH", "months": "MONTH", "rows": "MONTH_FACTION",
}  # fmt: skip
"""Arrays of a world and of the monthly table, and the table of fields of each."""
NAMES = {"world": "NATION", "worlds": "NATION", "block.worlds": "NATION", "self.model.record": "NATION", "into": "FACTION, EVENT", "own": "MONTH"}
"""What a world's record is called wherever it is handed over; `into` is either of two."""
FACES = {"Faction": "FACTION", "Cadre": "POST", "Patron": "PATRON"}
"""Agents of a watched world, and the record that each calls its state."""
WRITTEN = ("NATION", "FACTION", "TIE", "PAIR", "PATRON", "POST", "MONTH", "MONTH_FACTION", "EVENT", "TERM", "LANE", "GROUP_LANE")
"""Tables that are written field by field; the others are made as a whole before the first month."""
WHOLE = ("CALENDAR", "SWITCHES", "OVERRIDE", "COMING", "DEATH", "PERSON", "COMMON", "LAYOUT", "TRAITS", "PATH")


def pairs_of(target: ast.expr, value: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Every single target of an assignment with its value; None where the value is not written out one by one."""
    if isinstance(target, ast.Tuple):
        values = value.elts if isinstance(value, ast.Tuple) else [None] * len(target.elts)
        for one, other in zip(target.elts, values, strict=True):
            yield from pairs_of(one, other)
    else:
        yield target, value


def assignments(function: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """Every target that a function assigns to, with its value, in the order of the lines."""
    for node in sorted((n for n in ast.walk(function) if isinstance(n, ast.Assign | ast.AugAssign)), key=lambda n: n.lineno):
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            yield from pairs_of(target, node.value)


def record_of(node: ast.expr | None, known: dict[str, str]) -> str:
    """The table of fields of the record that an expression names, "" for anything else."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Subscript):
        base = node.value
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):  # block.worlds["posts"]
            return ROOMS.get(node.slice.value, "") if record_of(base, known) == "NATION" else ""
        name = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
        return ROOMS.get(name, "") or record_of(base, known)
    if isinstance(node, ast.Attribute):
        return ROOMS.get(node.attr, "") or known.get(ast.unparse(node), "")
    return ""


def functions(tree: ast.AST, face: str = "") -> Iterator[tuple[ast.FunctionDef, str]]:
    """Every function, with the record that `self.state` is in it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, face
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, FACES.get(node.name, ""))


def stores(path: Path) -> Iterator[tuple[str, str]]:
    """Every (table, field) that a file stores to."""
    for function, face in functions(ast.parse(path.read_text("utf-8"))):
        known = {**NAMES, "self.state": face, "months": "MONTH", "rows": "MONTH_FACTION"}
        for target, value in assignments(function):
            if isinstance(target, ast.Name):
                known[target.id] = record_of(value, known) if value is not None else known.get(target.id, "")
            elif isinstance(target, ast.Attribute):
                yield record_of(target.value, known), target.attr
            elif isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
                yield record_of(target.value, known), target.slice.value


def written() -> dict[tuple[str, str], set[str]]:
    """The files that store to each field: (table, field) -> names of files, as the column gives them."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in FILES:
        for tables, name in stores(path):
            for table in filter(None, tables.split(", ")):
                found[table, name].add(path.stem)
    return found


WRITERS = written()


@pytest.mark.parametrize("table", WRITTEN)
def test_the_column_of_who_writes_a_field_names_every_file_that_stores_to_it(table: str) -> None:
    rows: tuple[Any, ...] = getattr(fields, table)
    said = {name: set(who.split(", ")) for name, *_, who in rows}
    assert said == {name: WRITERS[table, name] for name in said}


@pytest.mark.parametrize("table", WHOLE)
def test_the_column_names_the_file_that_makes_the_table_where_it_is_made_as_a_whole(table: str) -> None:
    maker = ", common_dtype(" if table == "COMMON" else f"{table}_DTYPE)"
    made = {path.stem for path in FILES if maker in path.read_text("utf-8") and path.stem != "state"}
    assert {who for *_, who in getattr(fields, table)} == made


def test_every_table_of_fields_is_looked_at() -> None:
    tables = {name for name, rows in vars(fields).items() if name.isupper() and isinstance(rows, tuple) and isinstance(rows[0], tuple)}
    assert tables == {*WRITTEN, *WHOLE}


def read_somewhere() -> tuple[set[str], tuple[str, ...]]:
    """Names that the program reads, as an attribute or as text, and the beginnings of names that it puts together."""
    names, beginnings = set(), set()
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.name != "fields.py" else ():
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                names.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant) and str(node.values[0].value).endswith("_"):
                beginnings.add(str(node.values[0].value))
    return names, tuple(beginnings)


@pytest.mark.parametrize("table", [*WRITTEN, *WHOLE])
def test_every_field_is_read_by_something(table: str) -> None:
    names, beginnings = read_somewhere()
    assert [name for name, *_ in getattr(fields, table) if name not in names and not name.startswith(beginnings)] == []


def test_every_store_is_to_a_field_that_the_table_has() -> None:
    assert sorted((table, name) for table, name in WRITERS if name not in {row[0] for row in getattr(fields, table)}) == []
