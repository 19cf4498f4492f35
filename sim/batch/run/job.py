"""What is done with a part: it is made, anywhere, and kept, here. Only who holds the folder's lock keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.batch.plan.description import Batch, Part
from sim.batch.run.part import part_tables
from sim.batch.run.progress import Watch
from sim.batch.tables.folder import encoded, write_part


@dataclass(frozen=True)
class Made:
    """A part as it will be in the folder.

    Attributes:
        files: for each table its rows and its file.
        failed: rows of worlds that failed.
    """

    files: Mapping[str, tuple[int, bytes]]
    failed: int


def make_part(batch: Batch, number: int) -> Made:
    """Live a part: the same bytes wherever it runs."""
    tables = part_tables(batch, number)
    failed = len(tables["worlds"]) - tables["worlds"].column("error").null_count
    return Made({name: (table.num_rows, encoded(table)) for name, table in tables.items()}, failed)


@dataclass(frozen=True)
class Job:
    """The parts of a batch and their folder. Called with a part, it makes and keeps it; both give the rows of worlds that failed."""

    batch: Batch
    folder: Path
    watch: Watch

    def keep(self, part: Part, made: Made) -> int:
        """Write a part that has been made."""
        write_part(self.folder, part.id, self.batch.hash, made.files)
        self.watch.done(part)
        return made.failed

    def __call__(self, part: Part) -> int:
        self.watch.begin(part)
        return self.keep(part, make_part(self.batch, int(part.id)))
