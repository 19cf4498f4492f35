"""The folder of a batch: which parts are done, which are damaged, and how a part gets there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sim.batch.tables import dictionary, manifest
from sim.batch.tables.columns import TABLES
from sim.batch.tables.form import Record
from sim.batch.tables.lock import LOCK
from sim.files import write
from sim.files.json_text import SCHEMA, Malformed, check_form, plain_data
from sim.files.plain import DIRECTORY, FILE, Unfit, is_folder, kind_of, read_bytes, sha256_of
from sim.pack import InputError
from sim.pack.country.errors import Argument, Kind, is_text, listed, shown

if TYPE_CHECKING:
    import pyarrow as pa

PARTS: Final = "parts"
PROGRESS: Final = "progress.json"
FOLDERS: Final = (PARTS, *TABLES)
MOST_RECORD: Final = 64 * 1024
MOST_TABLE: Final = 1024**3
"""Bytes of one table of a part: a hundred times what the largest has. A file without end would be hashed without end."""
KNOWN: Final = (manifest.NAME, dictionary.NAME, LOCK, PROGRESS, *FOLDERS)


@dataclass(frozen=True)
class Damage:
    """What is wrong with one part that was done, in words, and its kind: `mismatch` where it is of another batch."""

    part: str
    what: str
    kind: Kind

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
        InputError: its name is not text.
    """
    if not is_text(str(folder)):
        raise InputError(Argument(what), "a name that is not text", kind="file", found=shown(str(folder)), allowed="a name in UTF-8")


def write_part(folder: Path, part: str, batch: str, tables: Mapping[str, tuple[int, bytes]]) -> int:
    """Write the tables of a part (rows and file of each), and after them its record: only then is it done. Returns the bytes written.

    Raises:
        OSError: a file can't be written.
    """
    files, total = {}, 0
    for name, (rows, data) in tables.items():
        path = folder / name / f"{part}.parquet"
        write.write_file(path, data)
        files[name] = {"name": f"{name}/{path.name}", "rows": rows, "sha256": hashlib.sha256(data).hexdigest()}
        total += len(data)
    record = {"part": part, "batch": batch, "files": files}
    write.write_file(folder / PARTS / f"{part}.json", (json.dumps(record, indent=1) + "\n").encode("utf-8"))
    return total


def check_part(folder: Path, part: str, batch: str, tables: Sequence[str] = TABLES) -> Damage | None:
    """What is wrong with a part that has a record; `None` if its files, or those of some tables, are what they were when it was done.

    Raises:
        OSError: a file is there and can't be read.
    """
    try:
        record = plain_data(read_bytes(folder / PARTS / f"{part}.json", MOST_RECORD))
        check_form(Record, record)
        if record["part"] != part:
            raise Malformed("the record of another part")
    except (Malformed, Unfit) as error:
        return Damage(part, f"{PARTS}/{part}.json is damaged: {error.strerror if isinstance(error, Unfit) else error}", "damaged")
    if record["batch"] != batch:
        return Damage(part, f"{PARTS}/{part}.json is of another batch", "mismatch")
    for name in tables:
        path = folder / name / f"{part}.parquet"
        try:
            there = is_folder(folder / name) and kind_of(path) is not None
            found = sha256_of(path, MOST_TABLE) if there else ""
        except Unfit as error:
            return Damage(part, f"{name}/{path.name} is damaged: {error.strerror}", "damaged")
        if not there:
            return Damage(part, f"{name}/{path.name} is missing", "missing")
        if found != record["files"][name]["sha256"]:
            return Damage(part, f"{name}/{path.name} is damaged: its hash is another one", "damaged")
    return None


def records(folder: Path) -> list[str]:
    """Ids of parts that have a record; none where there is no folder of them, or a link to one."""
    try:
        names = os.listdir(folder / PARTS) if is_folder(folder / PARTS) else []
    except OSError:
        return []
    return sorted(name.removesuffix(".json") for name in names if name.endswith(".json"))


def check_top(folder: Path) -> None:
    """Refuse a folder that holds anything else than a batch's, before a lock is written into it.

    Raises:
        InputError: a foreign file or folder.
    """
    for path in sorted(folder.iterdir()):
        if path.name not in KNOWN and not write.is_temporary(path):
            raise _foreign(folder, path)


def check_strangers(folder: Path, parts: Sequence[str]) -> None:
    """Refuse a folder with files that no batch puts there; what was being written when a batch was killed is taken away.

    Raises:
        InputError: a foreign file, or a part this batch has not.
    """
    for path in strangers(folder, parts):
        _only_temporary(folder, path)


def strangers(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    """Files in a folder of results that belong to none of its parts: foreign ones, and those that were being written when a batch was killed.

    A link, a pipe or a folder is foreign whatever its name.
    """
    known = set(parts)
    for path in sorted(folder.iterdir()):
        if path.name not in KNOWN or kind_of(path) != (DIRECTORY if path.name in FOLDERS else FILE):
            yield path
        elif path.name in FOLDERS:
            ending = ".json" if path.name == PARTS else ".parquet"
            with os.scandir(path) as entries:
                plain = {entry.name: entry.is_file(follow_symlinks=False) for entry in entries}
            names = [Path(name) for name in sorted(plain)]
            yield from (path / one for one in names if one.suffix != ending or one.stem not in known or not plain[one.name])


def _only_temporary(folder: Path, path: Path) -> None:
    if not (write.is_temporary(path) and kind_of(path) == FILE):
        raise _foreign(folder, path)
    path.unlink()


def _foreign(folder: Path, path: Path) -> InputError:
    allowed = f"a new or empty folder, or one of this batch with nothing in it but {listed(KNOWN)}"
    found = f"{shown(str(path.relative_to(folder)))}, {kind_of(path)}"
    return InputError(Argument("out"), "a file that is not of this batch", kind="file", found=found, allowed=allowed)


def _check_dictionary(folder: Path, described: Mapping[str, Any]) -> str:
    """What is wrong with the dictionary of columns; empty where it tells of the tables that are there."""
    try:
        dictionary.of_folder(folder, described["columns"])
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else f"damaged: {error}"
        return f"{dictionary.NAME}: {said}; the command of its batch writes it anew"
    return ""


def check_folder(folder: Path) -> list[InputError]:
    """All that is wrong in a folder of results, for `check`: every hash is verified, and what is missing is named."""
    try:
        found = manifest.of_folder(folder)
    except Malformed as error:
        return [_wrong(f"{manifest.NAME} is damaged ({error}); the command of its batch mends it", "damaged")]
    except OSError as error:
        return [_wrong(f"{manifest.NAME}: {error.strerror}; the command of its batch writes it anew where there is none", "file")]
    if found.get("schema") != SCHEMA:
        return [_wrong(f"{manifest.NAME}: another form of results ({shown(found.get('schema'))}); this program reads {SCHEMA}", "mismatch")]
    parts = [part["id"] for part in found["parts"]]
    there = records(folder)
    unsaid = _check_dictionary(folder, found)
    wrong = [_wrong(unsaid, "damaged")] if unsaid else []
    wrong += [_wrong(str(damage), damage.kind) for part in there if part in parts and (damage := check_part(folder, part, found["hash"]))]
    missing = [part for part in parts if part not in there]
    if missing:
        said = f"unfinished: {len(missing)} of {len(parts)} parts are missing ({listed(missing)}); the same command goes on with them"
        wrong.append(_wrong(said, "missing"))
    foreign = [path.relative_to(folder) for path in strangers(folder, parts) if not write.is_temporary(path)]
    return [*wrong, *(_wrong(f"{path}: not a file of this batch", "file") for path in foreign)]


def _wrong(problem: str, kind: Kind) -> InputError:
    return InputError(None, problem, kind=kind)
