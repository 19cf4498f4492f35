"""A copy of a pack in which every list is turned round: tables, arrays, rows, columns, keys joined by semicolons."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

_JOINED = ("source", "factions", "people")


def turn_round(pack: Path) -> None:
    """Rewrite every file of the pack with its lists reversed."""
    for path in pack.rglob("*.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        path.write_text("\n".join(_table(_turned(data), ())), "utf-8")
    for path in pack.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = list(csv.reader(stream))
        turned = [[_joined(name, cell) for name, cell in zip(header, row, strict=True)][::-1] for row in rows[::-1]]
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([header[::-1], *turned])


def _joined(name: str, text: str) -> str:
    return "; ".join(part.strip() for part in reversed(text.split(";"))) if name in _JOINED else text


def _turned(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: _turned(item, key) for key, item in reversed(value.items())}
    if isinstance(value, list):
        # `without` is a first and a last value, no list.
        return value if name == "without" else [_turned(item) for item in reversed(value)]
    return _joined(name, value) if isinstance(value, str) else value


def _table(table: dict[str, Any], path: tuple[str, ...]) -> list[str]:
    """Lines of TOML: plain keys first, then tables, as the format asks."""
    lines = [f"{json.dumps(key)} = {_value(item)}" for key, item in table.items() if not _is_table(item)]
    for key, item in table.items():
        here = (*path, json.dumps(key))
        if _is_table(item):
            for one in item if isinstance(item, list) else [item]:
                brackets = "[[{}]]" if isinstance(item, list) else "[{}]"
                lines += [brackets.format(".".join(here)), *_table(one, here)]
    return lines


def _is_table(item: Any) -> bool:
    if isinstance(item, list):
        return bool(item) and all(isinstance(one, dict) for one in item)
    return isinstance(item, dict) and set(item) != {"en", "ko"}


def _value(item: Any) -> str:
    if isinstance(item, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(inner)}" for key, inner in item.items()) + " }"
    if isinstance(item, list):
        return "[" + ", ".join(_value(inner) for inner in item) + "]"
    return json.dumps(item, ensure_ascii=False)
