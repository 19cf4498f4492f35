"""Where pydantic ends: its errors become `InputError`s with file and line, and nothing else of it goes further in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, get_args

from pydantic import ValidationError

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError, nearest_to, shown
from sim.pack.text.columns import columns_of
from sim.pack.text.csv_text import CsvRow
from sim.pack.text.fields import Refused
from sim.pack.text.schema import Table
from sim.pack.text.toml_text import TomlFile

T = TypeVar("T", bound=Table)

Loc = tuple[str | int, ...]

MOST_ERRORS: Final = 100
"""Of one file: enough to mend it by, and ten thousand would take minutes to describe."""

_BUILT_IN = {"list_type": "a list", "dict_type": "a table", "model_type": "a table", "model_attributes_type": "a table"}


def from_toml(model: type[T], file: TomlFile) -> tuple[T | None, list[InputError]]:
    """The file as that model, or `None` and what is wrong with it."""
    return _validated(model, file.data, lambda path: file.at(*path))


def from_row(model: type[T], row: CsvRow) -> tuple[T | None, list[InputError]]:
    """The row as that model, or `None` and what is wrong with it."""
    return _validated(model, row.cells, lambda _: row.place)


def _validated(model: type[T], data: object, locate: Callable[[Loc], Place]) -> tuple[T | None, list[InputError]]:
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        items: list[dict[str, Any]] = [dict(item) for item in error.errors(include_url=False)]
        # A misspelt key is both unknown and missing; the first of these messages is the one that helps.
        items.sort(key=lambda item: item["type"] != "extra_forbidden")
        del items[MOST_ERRORS:]
        mended = {_likely(model, item["loc"]) for item in items if item["type"] == "extra_forbidden"}
        return None, [_translated(model, item, locate) for item in items if item["type"] != "missing" or item["loc"] not in mended]


def _likely(model: type[Table], path: Loc) -> Loc:
    """The path of the key that an unknown key was meant to be."""
    return (*path[:-1], nearest_to(path[-1], _keys_at(model, path[:-1])))


def _translated(model: type[Table], item: dict[str, Any], locate: Callable[[Loc], Place]) -> InputError:
    path: Loc = item["loc"]
    name = _path_text(path)
    kind: str = item["type"]
    place = locate(path)
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        return InputError(
            place, f"unknown key {name}", kind="unknown", found=shown(path[-1]), allowed=", ".join(known), nearest=nearest_to(path[-1], known)
        )
    if kind == "missing":
        known = _keys_at(model, path[:-1])
        return InputError(locate(path[:-1]), f"key missing: {name}", kind="missing", found=f"no {shown(path[-1])}", allowed=", ".join(known))
    cause = item.get("ctx", {}).get("error")
    if isinstance(cause, Refused):
        return InputError(place, name, kind="malformed", found=shown(item["input"]), allowed=cause.allowed, nearest=cause.nearest)
    return InputError(place, name, kind="malformed", found=shown(item["input"]), allowed=_BUILT_IN.get(kind, str(item["msg"])))


def _path_text(path: Loc) -> str:
    """`faction[2].traits.support`, counted from 1 as people count."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "file"


def _keys_at(model: type[Table], path: Loc) -> list[str]:
    """Keys of the table that stands at `path`."""
    for part in path:
        if isinstance(part, str):
            annotation = next((f.annotation for n, f in model.model_fields.items() if part in (n, f.alias)), None)
            inner = _table_in(annotation)
            model = inner or model
    return list(columns_of(model))


def _table_in(annotation: object) -> type[Table] | None:
    """The model inside `list[...]`, `dict[str, ...]` or `... | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    for inner in get_args(annotation):
        found = _table_in(inner)
        if found:
            return found
    return None
