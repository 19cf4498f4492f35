"""Running a batch into a folder: what is there is kept, what is missing or damaged is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from sim.batch.plan.description import Batch, Part
from sim.batch.run.job import Job
from sim.batch.run.progress import Watch
from sim.batch.tables import dictionary, manifest
from sim.batch.tables.columns import TABLES
from sim.batch.tables.folder import FOLDERS, PARTS, Damage, check_name, check_part, check_strangers, check_top, records
from sim.batch.tables.lock import locked
from sim.files import write
from sim.files.json_text import SCHEMA, Malformed
from sim.files.plain import LINK, Unfit, is_folder, kind_of, read_bytes
from sim.pack import Argument, InputError
from sim.pack.country.errors import listed, shown
from sim.runs.ensemble import in_threads

Tell = Callable[[str], None]
Executor = Callable[[Job, Sequence[Part], int | None], Iterable[int]]
"""Sees to it that every part is made and kept: job, parts, workers. Gives the rows of failed worlds of each."""


@dataclass(frozen=True)
class Report:
    """What a run did: parts that were there, parts it made, what it repaired, and rows of worlds that failed in what it made."""

    parts: int
    kept: int
    made: int
    repaired: tuple[str, ...]
    failed: int

    def as_dict(self, batch: Batch, folder: Path) -> dict[str, Any]:
        """What it did, and to which folder, as plain data (schema 2)."""
        return {
            "schema": SCHEMA, "command": "batch", "pack": batch.country.identity, "hash": batch.hash, "folder": str(folder), "parts": self.parts,
            "kept": self.kept, "made": self.made, "repaired": list(self.repaired), "failed": self.failed, "rows": batch.rows,
            "worlds": batch.simulated, "left_out": list(batch.left_out), "complete": True,
        }  # fmt: skip


class Interrupted(KeyboardInterrupt):
    """The batch was stopped; `kept` parts of `parts` are in the folder."""

    def __init__(self, kept: int, parts: int) -> None:
        super().__init__()
        self.kept, self.parts = kept, parts


def threads(job: Job, parts: Sequence[Part], workers: int | None) -> Iterable[int]:
    """The executor of one machine: whoever has made a part also writes it."""
    return in_threads(job, parts, workers)


def dask(job: Job, parts: Sequence[Part], workers: int | None, scheduler: str | None = None, tell: Tell = print) -> Iterable[int]:
    """The executor of many machines; Dask is imported only here."""
    from sim.batch.run.cluster import on_cluster

    return on_cluster(job, parts, workers, scheduler, tell)


EXECUTORS: Final[dict[str, Executor]] = {"threads": threads, "dask": dask}


def _executor(name: str, workers: int | None, scheduler: str | None, tell: Tell) -> Executor:
    """The executor of a name, before anything is written.

    Raises:
        InputError: Dask is not installed, or the scheduler does not go with the rest.
    """
    if name == "dask":
        from sim.batch.run.address import check_dask

        check_dask(workers, scheduler)
        return partial(dask, scheduler=scheduler, tell=tell)
    if scheduler is not None:
        raise InputError(
            Argument("scheduler"), "only Dask has one", kind="contradiction", found=f"{name} as executor", allowed="dask as executor, or no scheduler"
        )
    return EXECUTORS[name]


def run_batch(
    batch: Batch, folder: Path, workers: int | None = None, executor: str = "threads", tell: Tell = print, lang: str = "en",
    scheduler: str | None = None,
) -> Report:  # fmt: skip
    """Make all parts of a batch that are not in the folder yet.

    Args:
        folder: new, empty, or of this very batch.
        workers: threads, or processes of a Dask cluster of this machine.
        tell: called with a sentence for each thing that is repaired.
        scheduler: address of a Dask scheduler; its workers are used.

    Raises:
        InputError: the folder is another batch's, another batch is at work in it, its name is not text, or it can't be written; what is done is kept.
        Interrupted: Ctrl-C.
    """
    _check_out(folder)
    chosen = _executor(executor, workers, scheduler, tell)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        check_top(folder)
        with locked(folder):
            return _run(batch, folder, workers, chosen, tell, lang)
    except OSError as error:
        if _is_complete(batch, folder):  # on a disk that is only read there is nothing to write
            return Report(len(batch.parts), len(batch.parts), 0, (), 0)
        raise _unwritable(folder, error) from None


def _check_out(folder: Path) -> None:
    """Refuse what is no folder before anything runs.

    Raises:
        InputError: its name is not text, or something else than a folder stands there; a link too, wherever it leads.
    """
    check_name(folder, "out")
    try:
        is_folder(folder)
    except OSError as error:
        allowed = "a folder that can be written: new, empty, or of this very batch"
        if isinstance(error, Unfit) and kind_of(folder) == LINK:
            allowed += "; for a link, the folder it leads to"
        raise InputError(Argument("out"), f"cannot be written ({error.strerror})", kind="file", found=shown(str(folder)), allowed=allowed) from None


def _is_complete(batch: Batch, folder: Path) -> bool:
    """Whether a folder holds this very batch, whole and sound."""
    try:
        if manifest.of_folder(folder) != manifest.manifest_of(batch):
            return False
        return all(part.id in there and check_part(folder, part.id, batch.hash) is None for there in [set(records(folder))] for part in batch.parts)
    except (OSError, Malformed):
        return False


def _unwritable(folder: Path, error: OSError) -> InputError:
    kept = len(records(folder))
    allowed = f"a folder that can be written and has room; {kept} finished parts are kept, and the same command goes on"
    what = error.strerror or "no reason given"
    if isinstance(error, Unfit):
        what = f"{os.path.relpath(error.filename, folder)}: {what}"
    return InputError(Argument("out"), f"cannot be written ({what})", kind="file", found=shown(str(folder)), allowed=allowed)


def _run(batch: Batch, folder: Path, workers: int | None, executor: Executor, tell: Tell, lang: str) -> Report:
    done, repaired = _opened(batch, folder, tell)
    missing = [part for part in batch.parts if part.id not in done]
    watch = Watch(folder, batch, len(done), lang)
    watch.before = sum(len(part) for part in batch.parts if part.id in done) * len(batch.arms)
    watch.tell("begun")
    try:
        failed = list(executor(Job(batch, folder, watch), missing, workers))
        if len(failed) != len(missing):
            raise RuntimeError(f"{len(missing)} parts were to be made, {len(failed)} came back")
    except KeyboardInterrupt:
        watch.tell("interrupted")
        raise Interrupted(len(records(folder)), len(batch.parts)) from None
    except BaseException:
        watch.tell("stopped")
        raise
    watch.tell("done")
    return Report(len(batch.parts), len(done), len(missing), repaired, sum(failed))


def _opened(batch: Batch, folder: Path, tell: Tell) -> tuple[set[str], tuple[str, ...]]:
    """Ids of parts that are done, and what had to be repaired; the manifest is in its place."""
    ids = [part.id for part in batch.parts]
    repair = _check_manifest(batch, folder)
    check_strangers(folder, ids)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    wanted = manifest.manifest_of(batch)
    if repair is not None:
        write.write_file(folder / manifest.NAME, manifest.to_bytes(wanted))
    repaired = [sentence for sentence in (repair, _write_dictionary(batch, folder)) if sentence]
    done: set[str] = set()
    for part in records(folder):
        damage = check_part(folder, part, batch.hash)
        if damage is None:
            done.add(part)
        else:
            _forget(folder, damage)
            repaired.append(f"{damage}; the part is made again")
    for sentence in repaired:
        tell(sentence)
    return done, tuple(repaired)


def _write_dictionary(batch: Batch, folder: Path) -> str:
    """Put the dictionary of columns in its place; what is repaired, empty where nothing was."""
    wanted, path = dictionary.to_csv(dictionary.dictionary(batch)), folder / dictionary.NAME
    try:
        if read_bytes(path, dictionary.MOST) == wanted:
            return ""
        said = f"{dictionary.NAME} was another one; it is written again"
    except FileNotFoundError:
        said = f"{dictionary.NAME} was missing; it is written again" if records(folder) else ""
    write.write_file(path, wanted)
    return said


def _check_manifest(batch: Batch, folder: Path) -> str | None:
    """Whether a manifest has to be written: `None` if not, empty for a new folder, and what is repaired for a damaged or missing one.

    Raises:
        InputError: the folder is another batch's.
    """
    damaged = False
    try:
        found, own = manifest.of_folder(folder), manifest.manifest_of(batch)
        if found == own:
            return None
        other = manifest.difference(found, own)
        if other is not None:
            what, has, wanted = other
            raise InputError(
                Argument("out"), f"the folder holds {what}", kind="mismatch", found=has, allowed=f"{wanted}, or a new folder; nothing was changed"
            )
        damaged = True  # of this batch by its own account, but not as it writes it
    except FileNotFoundError:
        pass
    except Malformed:
        damaged = True
    there = records(folder)
    foreign = [part for part in there if (damage := check_part(folder, part, batch.hash)) and damage.kind == "mismatch"]
    if foreign:
        allowed = "a new folder; nothing was changed"
        raise InputError(
            Argument("out"), "the folder holds parts of another batch and no sound manifest", kind="mismatch", found=listed(foreign), allowed=allowed
        )
    if not damaged:
        return f"{manifest.NAME} was missing; it is written again" if there else ""
    return f"{manifest.NAME} was damaged; it is written again"


def _forget(folder: Path, damage: Damage) -> None:
    """Take a damaged part's record away first, then its files: a part without a record is not done."""
    (folder / PARTS / f"{damage.part}.json").unlink()
    for name in TABLES:
        (folder / name / f"{damage.part}.parquet").unlink(missing_ok=True)
