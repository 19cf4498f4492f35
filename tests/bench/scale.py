"""What a batch takes when it is large: `python -m tests.bench.scale` prints the figures of `sim/batch/SCALE.md`.

Every figure is measured on this machine. `parts`: one part, by what is kept. `graph`: all parts of a large batch through the real executor, with
a task that returns bytes of real size and lives nothing. `manifest`, `folder`: what our own files take at many parts. `run`: a real batch.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from sim.batch.plan.description import Batch
from sim.batch.plan.read import read_batch
from sim.batch.run.job import Job, Made, make_part
from sim.batch.run.progress import Watch
from sim.batch.tables import manifest
from sim.batch.tables.folder import FOLDERS, check_part, check_strangers, records, write_part

PACK = "korea-1945"
TEXT = 'pack = "{pack}"\nworlds = {worlds}\nseeds = [{seeds}]\n[keep]\nmonths = "{months}"\n{every}events = {events}\n'
KEEPS = (("none", "", "false"), ("none", "", "true"), ("quantiles", "", "false"), ("thinned", "every = 12\n", "true"), ("whole", "", "true"))
WORLDS = 10**9
MOST_WRITTEN = 50_000
"""Parts of a graph that are also written: 5 GB."""
SIZES = (42_538, 4_596, 2_479, 43_122)
"""Bytes of the four tables of a part in `graph`: those that `parts` prints where no months and events are kept."""


def text_of(worlds: int, seeds: int = 1, months: str = "none", every: str = "", events: str = "false") -> str:
    """A batch file of the default branches."""
    return TEXT.format(pack=PACK, worlds=worlds, seeds=", ".join(map(str, range(1, seeds + 1))), months=months, every=every, events=events)


def batch_of(**given: Any) -> Batch:
    """A batch of the default branches."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scale.toml"
        path.write_text(text_of(**given), encoding="utf-8")
        return read_batch(path)


def large(lived: int) -> Batch:
    """A batch of about so many lived worlds, over as many seeds as it needs."""
    few = batch_of(worlds=1000)
    pairs = -(-lived // len(few.arms))
    seeds = max(1, -(-pairs // 1_000_000))
    return batch_of(worlds=-(-pairs // seeds), seeds=seeds)


def parts() -> None:
    """Seconds and bytes of a part, by what is kept. Seconds of the processor, which others on the machine disturb least."""
    print("one part, one thread; seconds of the processor: median of 3")
    for months, every, events in KEEPS:
        batch = batch_of(worlds=1000, months=months, every=every, events=events)
        make_part(batch, 0)
        spent = []
        for number in range(3):
            start = time.process_time()
            made = make_part(batch, number)
            spent.append(time.process_time() - start)
        lived = len(batch.parts[0]) * len(batch.arms)
        sizes = {name: len(data) for name, (_, data) in made.files.items()}
        total = sum(sizes.values())
        print(f"  months={months:9} events={events:5}: {len(batch.parts[0]):3} pairs, {lived} worlds, {median(spent):.2f} s = "
              f"{median(spent) / lived * 1000:.3f} ms a world; {total:,} bytes = {total / lived:.0f} a world; {sizes}")  # fmt: skip
    print(f"  most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def fake(_run: str, _number: int) -> Made:
    """A task that lives nothing: bytes that can't be compressed, as many as a real part has."""
    return Made({name: (1, os.urandom(size)) for name, size in zip(FOLDERS[1:], SIZES, strict=True)}, 0)


class Thrown(Job):
    """Keeps nothing, so that only Dask is measured."""

    def keep(self, part: Any, made: Made) -> int:
        """Throw it away."""
        self.watch.done(part)
        return made.failed


def graph(count: int, workers: int, threads: int, write: bool) -> None:
    """So many parts of the billion through the real executor, with as many given out at a time as so many threads would get."""
    from sim.batch.run import cluster

    cluster.FEWEST = max(cluster.FEWEST, cluster.AHEAD * threads)
    batch = large(WORLDS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for inner in FOLDERS:
            (folder / inner).mkdir()
        job = (Job if write else Thrown)(batch, folder, Watch(folder, batch, 0))
        start, busy = time.perf_counter(), time.process_time()
        times: list[float] = []
        for _ in cluster.on_cluster(job, batch.parts[:count], workers, None, print, task=fake):
            times.append(time.perf_counter())
        busy = time.process_time() - busy
        spent, tenth = times[-1] - times[0], max(2, len(times) // 10)
        first, last = (tenth - 1) / (times[tenth - 1] - times[0]), (tenth - 1) / (times[-1] - times[-tenth])
        print(f"graph: {len(times):,} of {len(batch.parts):,} parts, {workers} workers, as many given out as for {threads} threads, {'written' if write else 'thrown away'}: {spent:.0f} s, "
              f"{len(times) / spent:.0f} parts a second (first tenth {first:.0f}, last tenth {last:.0f}); start {times[0] - start:.1f} s; "
              f"processor of client and scheduler {busy:.0f} s = {busy / len(times) * 1000:.2f} ms a part; "
              f"memory of both {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")  # fmt: skip


def manifests() -> None:
    """Size of the manifest and seconds to make, write and read it."""
    for lived in (WORLDS // 100, WORLDS // 10, WORLDS):
        batch = large(lived)
        clock = [time.perf_counter()]
        value = manifest.manifest_of(batch)
        clock.append(time.perf_counter())
        data = manifest.to_bytes(value)
        clock.append(time.perf_counter())
        assert manifest.from_bytes(data) is not None
        clock.append(time.perf_counter())
        made, written, read = (after - before for before, after in itertools.pairwise(clock))
        print(f"manifest: {len(batch.parts):,} parts, {len(data) / 1e6:.1f} MB; made {made:.1f} s, as bytes {written:.1f} s, read and checked {read:.1f} s; "
              f"most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")  # fmt: skip


def folders(counts: tuple[int, ...]) -> None:
    """What a folder of many parts takes: to write, to go on with, to ask."""
    import duckdb

    batch = large(WORLDS)
    made = make_part(batch, 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for inner in FOLDERS:
            (folder / inner).mkdir()
        there = 0
        for count in counts:
            start = time.perf_counter()
            for part in batch.parts[there:count]:
                write_part(folder, part.id, batch.hash, made.files)
            wrote = (time.perf_counter() - start) / (count - there)
            there = count
            start = time.perf_counter()
            found = records(folder)
            listing = time.perf_counter() - start
            start = time.perf_counter()
            check_strangers(folder, found)
            strangers = time.perf_counter() - start
            start = time.perf_counter()
            assert not any(check_part(folder, part, batch.hash) for part in found)
            checked = time.perf_counter() - start
            start = time.perf_counter()
            rows = duckdb.sql(f"select count(*), avg(cast(seed as double)) from read_parquet('{folder}/worlds/*.parquet')").fetchall()[0][0]
            asked = time.perf_counter() - start
            print(f"folder: {count:,} parts: {wrote * 1000:.1f} ms to write one; names {listing:.2f} s, strangers {strangers:.2f} s, hashes {checked:.1f} s; "
                  f"a query over one column, {rows:,} rows: {asked:.2f} s")  # fmt: skip


def real(lived: int, workers: int) -> None:
    """A real batch by its command, on a Dask cluster of this machine."""
    with tempfile.TemporaryDirectory() as name:
        folder, few = Path(name), batch_of(worlds=1000)
        path = folder / "scale.toml"
        path.write_text(text_of(worlds=-(-lived // len(few.arms))), encoding="utf-8")
        line = [sys.executable, "-m", "sim", "batch", str(path), "--out", str(folder / "out"), "--executor", "dask", "--workers", str(workers)]
        start = time.perf_counter()
        said = subprocess.run(line, check=True, capture_output=True, text=True).stdout
        spent = time.perf_counter() - start
        size = sum(one.stat().st_size for one in (folder / "out").rglob("*") if one.is_file())
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"run: {said.split(':')[0]}; {workers} workers, {spent:.0f} s, {(used.ru_utime + used.ru_stime):.0f} s of processor, {size:,} bytes; "
              f"largest process {used.ru_maxrss / 1024:.0f} MiB")  # fmt: skip


def main() -> None:
    """Print what is asked for; everything but the long ones without a name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=["parts", "graph", "manifest", "folder"], help="parts, graph, manifest, folder, run")
    parser.add_argument("--graph", type=int, default=5_000, help="Parts of the graph.")
    parser.add_argument("--threads", type=int, default=100, help="Threads for which the graph gives out parts.")
    parser.add_argument("--lived", type=int, default=100_000, help="Worlds of the real run.")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    batch = large(WORLDS)
    print(f"a billion: {batch.simulated:,} worlds, {len(batch.parts):,} parts of {len(batch.parts[0])} pairs and {len(batch.arms)} branches")
    if "parts" in given.what:
        parts()
    if "graph" in given.what:
        for write in (False, True) if given.graph <= MOST_WRITTEN else (False,):
            graph(given.graph, given.workers, given.threads, write)
    if "manifest" in given.what:
        manifests()
    if "folder" in given.what:
        folders((1_000, 10_000))
    if "run" in given.what:
        real(given.lived, given.workers)


if __name__ == "__main__":
    main()
