"""The manifest of a folder: what the batch is. Written first, never changed; it holds no times and no names of machines."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from sim.batch.plan.description import Batch
from sim.batch.tables.columns import columns_of
from sim.batch.tables.form import Manifest, contradiction
from sim.files.json_text import SCHEMA, Malformed, check_form, plain_data
from sim.files.plain import read_bytes

NAME: Final = "manifest.json"
MOST: Final = 256 * 1024 * 1024
"""Bytes of a manifest: one of half a million parts has about a third of it."""
_CHECK: Final = "sha256"


def _bytes_of(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


def manifest_of(batch: Batch) -> dict[str, Any]:
    """The manifest as plain data."""
    import pyarrow as pa

    canonical = batch.canonical()
    value = {
        "schema": SCHEMA, "file": batch.file, "text": batch.text, "hash": batch.hash, "pack": canonical.pop("pack"),
        "rules": canonical.pop("rules"), "noise": canonical.pop("noise"), "format": {"parquet": "zstd", "pyarrow": pa.__version__},
        "batch": canonical, "varied": list(batch.varied),
        "branches": [{"id": name, "reference": reference} for name, reference in batch.arms],
        "columns": columns_of(batch),
        "parts": [
            {"id": part.id, "branch": None, "cell": part.cell, "seed": part.seed, "worlds": [part.first, part.stop], "row": part.row}
            for part in batch.parts
        ],
    }  # fmt: skip
    return {**value, _CHECK: hashlib.sha256(_bytes_of(value)).hexdigest()}


def to_bytes(manifest: dict[str, Any]) -> bytes:
    """The manifest as it is written."""
    return _bytes_of(manifest)


def of_folder(folder: Path) -> dict[str, Any]:
    """The manifest of a folder.

    Raises:
        OSError: it is missing, can't be read, is no plain file, or is larger than any batch's.
        Malformed: it is damaged.
    """
    return from_bytes(read_bytes(folder / NAME, MOST))


def from_bytes(data: bytes) -> dict[str, Any]:
    """A manifest as it was written; of one in another form only that is certain.

    Raises:
        Malformed: it is damaged.
    """
    value = plain_data(data)
    if not isinstance(value, dict):
        raise Malformed("no table of keys")
    try:
        right = hashlib.sha256(_bytes_of({key: item for key, item in value.items() if key != _CHECK})).hexdigest()
    except (ValueError, RecursionError):
        raise Malformed("a value that no batch writes") from None
    if value.get(_CHECK) != right:
        raise Malformed("its hash is another one")
    if value.get("schema") == SCHEMA:
        check_form(Manifest, value)
        if what := contradiction(value):
            raise Malformed(what)
    return value


def difference(found: dict[str, Any], wanted: dict[str, Any]) -> tuple[str, str, str] | None:
    """In what a folder's manifest is another one: what, what it has, what this batch has; `None` where it is the same batch."""
    def pack(manifest: dict[str, Any]) -> str:
        identity = manifest["pack"]
        return f"{identity['id']} {identity['version']} ({identity['hash']}{', ' + identity['reading'] if 'reading' in identity else ''})"

    for key, what in (("schema", "form of results"), ("rules", "version of the rules"), ("noise", "noise scheme")):
        if found.get(key) != wanted[key]:
            return f"another {what}", str(found.get(key))[:60], str(wanted[key])
    if found["pack"] != wanted["pack"]:
        return "another pack or version of it", pack(found), pack(wanted)
    if found["format"] != wanted["format"]:
        return "another version of pyarrow, which writes other bytes", found["format"]["pyarrow"], wanted["format"]["pyarrow"]
    if found["hash"] != wanted["hash"]:
        return "another batch", f"{found['file']} ({found['hash']})", f"{wanted['file']} ({wanted['hash']})"
    return None
