"""The folder of a batch: which parts are done, which are damaged, and how a part gets there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.batch import disk, manifest
from sim.batch.columns import TABLES
from sim.batch.lock import LOCK
from sim.pack import PackError
from sim.pack.errors import is_text, listed, shown

if TYPE_CHECKING:
    import pyarrow as pa

PARTS: Final = "parts"
PROGRESS: Final = "progress.json"
FOLDERS: Final = (PARTS, *TABLES)
KNOWN: Final = (manifest.NAME, LOCK, PROGRESS, *FOLDERS)


@dataclass(frozen=True)
class Damage:
    """What is wrong with one part that was done."""

    part: str
    what: str

    def __str__(self) -> str:
        return f"part {self.part}: {self.what}"


def encoded(table: pa.Table) -> bytes:
    """A table as a Parquet file; the same bytes for the same table."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", compression_level=3)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def check_name(folder: Path, what: str) -> None:
    """Refuse a folder that Arrow could not open.

    Raises:
        PackError: its name is not text.
    """
    if not is_text(str(folder)):
        raise PackError(None, f"{what}: a name that is not text", found=shown(str(folder)), allowed="a name in UTF-8")


def write_part(folder: Path, part: str, batch: str, tables: Mapping[str, tuple[int, bytes]]) -> int:
    """Write the tables of a part (rows and file of each), and after them its record: only then is it done. Returns the bytes written.

    Raises:
        OSError: a file can't be written.
    """
    files, total = {}, 0
    for name, (rows, data) in tables.items():
        path = folder / name / f"{part}.parquet"
        disk.write_file(path, data)
        files[name] = {"name": f"{name}/{path.name}", "rows": rows, "sha256": hashlib.sha256(data).hexdigest()}
        total += len(data)
    record = {"part": part, "batch": batch, "files": files}
    disk.write_file(folder / PARTS / f"{part}.json", (json.dumps(record, indent=1) + "\n").encode("utf-8"))
    return total


def check_part(folder: Path, part: str, batch: str, tables: Sequence[str] = TABLES) -> Damage | None:
    """What is wrong with a part that has a record; `None` if its files, or those of some tables, are what they were when it was done."""
    try:
        record = json.loads((folder / PARTS / f"{part}.json").read_bytes())
        if record["part"] != part or set(record["files"]) != set(TABLES) or not isinstance(record["batch"], str):
            raise ValueError
        wanted = {name: str(record["files"][name]["sha256"]) for name in TABLES}
    except (ValueError, KeyError, TypeError):
        return Damage(part, f"{PARTS}/{part}.json is damaged")
    if record["batch"] != batch:
        return Damage(part, f"{PARTS}/{part}.json is of another batch")
    for name in tables:
        path = folder / name / f"{part}.parquet"
        if not path.is_file():
            return Damage(part, f"{name}/{path.name} is missing")
        if disk.sha256_of(path) != wanted[name]:
            return Damage(part, f"{name}/{path.name} is damaged: its hash is another one")
    return None


def records(folder: Path) -> list[str]:
    """Ids of parts that have a record; none where there is no folder of them."""
    try:
        names = os.listdir(folder / PARTS)
    except OSError:
        return []
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def check_strangers(folder: Path, parts: Sequence[str]) -> None:
    """Refuse a folder with files that no batch puts there; what was being written when a batch was killed is taken away.

    Raises:
        PackError: a foreign file, or a part this batch has not.
    """
    for path in strangers(folder, parts):
        _only_temporary(folder, path)


def strangers(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Files in a folder of results that belong to none of its parts: foreign ones, and those that were being written when a batch was killed."""
    known = set(parts)
    for path in sorted(folder.iterdir()):
        if path.name not in KNOWN or (path.name in FOLDERS and not path.is_dir()):
            yield path
        elif path.name in FOLDERS:
            ending = ".json" if path.name == PARTS else ".parquet"
            yield from (inner for inner in sorted(path.iterdir()) if inner.suffix != ending or inner.stem not in known)


def _only_temporary(folder: Path, path: Path) -> None:
    if not (disk.is_temporary(path) and path.is_file()):
        raise _foreign(folder, path)
    path.unlink()


def _foreign(folder: Path, path: Path) -> PackError:
    allowed = f"a new or empty folder, or one of this batch with nothing in it but {listed(KNOWN)}"
    return PackError(None, "--out: a file that is not of this batch", found=shown(str(path.relative_to(folder))), allowed=allowed)


def check_folder(folder: Path) -> list[str]:
    """All that is wrong in a folder of results, for `check`: every hash is verified, and what is missing is named."""
    found = manifest.from_bytes((folder / manifest.NAME).read_bytes())
    if found is None:
        return [f"{manifest.NAME} is damaged; the command of its batch mends it"]
    parts = [part["id"] for part in found["parts"]]
    there = records(folder)
    wrong = [str(damage) for part in there if part in parts and (damage := check_part(folder, part, found["hash"]))]
    missing = [part for part in parts if part not in there]
    if missing:
        wrong.append(f"unfinished: {len(missing)} of {len(parts)} parts are missing ({listed(missing)}); the same command goes on with them")
    foreign = [path.relative_to(folder) for path in strangers(folder, parts) if not disk.is_temporary(path)]
    return [*wrong, *(f"{path}: not a file of this batch" for path in foreign)]
