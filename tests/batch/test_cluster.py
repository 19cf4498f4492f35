"""Batches on Dask: real processes, one of which is killed; a scheduler that is lost; workers that would make other bytes."""

from __future__ import annotations

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.batch.plan.description import Batch, Part
from sim.batch.plan.read import read_batch
from sim.batch.run.run import run_batch
from sim.cli.main import run as command
from sim.pack import InputError
from tests.harness.kill import ROOT, bytes_of, write_batch

pytest.importorskip("distributed")
PARTS = 24


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of some parts."""
    return write_batch(tmp_path_factory.mktemp("batch"), PARTS)


@pytest.fixture(scope="module")
def batch(file: Path) -> Batch:
    return read_batch(file)


@pytest.fixture(scope="module")
def whole(batch: Batch, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Hash of every file, as threads make them."""
    out = tmp_path_factory.mktemp("threads")
    run_batch(batch, out, 2, tell=lambda _: None)
    return bytes_of(out)


class Processes:
    """A scheduler and workers, each a process of its own, as they are started on other machines."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.started = folder, []
        self.scheduler = self._start("scheduler", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.address = self._said("scheduler", r"Scheduler at:\s+(tcp://\S+)")

    def worker(self, name: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        """A worker of one thread and no nanny: who kills it kills what computes."""
        line = [self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--name", name, "--local-directory", str(self.folder)]
        process = self._start(name, "distributed.cli.dask_worker", *line, path=path)
        self._said(name, r"(Registered to):")
        return process

    def _start(self, name: str, module: str, *line: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        with open(self.folder / f"{name}.log", "wb") as log:
            environment = {**os.environ, "PYTHONPATH": str(path), "DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD": "spawn"}
            process = subprocess.Popen([sys.executable, "-m", module, *line], stdout=log, stderr=log, cwd=self.folder, env=environment)
        self.started.append(process)
        return process

    def _said(self, name: str, pattern: str) -> str:
        for _ in range(300):
            if found := re.search(pattern, (self.folder / f"{name}.log").read_text()):
                return found[1]
            time.sleep(0.1)
        raise AssertionError((self.folder / f"{name}.log").read_text())

    def end(self) -> None:
        for process in self.started:
            process.kill()
            process.wait()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    (tmp_path / "dask").mkdir()
    found = Processes(tmp_path / "dask")
    yield found
    found.end()


def after(out: Path, records: int, then: Callable[[], Any]) -> threading.Thread:
    """Do something when so many parts are finished."""
    def wait() -> None:
        while len(list((out / "parts").glob("*.json"))) < records:
            time.sleep(0.005)
        then()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread


def test_parts_are_worked_out_one_by_one(batch: Batch) -> None:
    import dataclasses

    some = dataclasses.replace(batch, worlds=470, seeds=(3, 8))
    found, row = [], 0
    for seed in some.seeds:
        for cell in some.cells:
            for first in range(0, some.worlds, some.part_size):
                part = Part(f"{len(found):05d}", cell.number, seed, first, min(first + some.part_size, some.worlds), row)
                found.append(part)
                row += len(part) * some.rows_a_pair
    assert list(some.parts) == found
    assert some.pairs == sum(map(len, found))
    assert some.parts[5:7] == found[5:7]


def test_a_batch_can_be_sent(batch: Batch) -> None:
    assert pickle.loads(pickle.dumps(batch)) == batch


def test_the_cluster_of_this_machine_makes_the_bytes_of_threads(file: Path, whole: dict[str, str], tmp_path: Path) -> None:
    assert command(["batch", str(file), "--out", str(tmp_path / "out"), "--executor", "dask", "--workers", "2"]) == 0
    assert bytes_of(tmp_path / "out") == whole


def test_a_killed_worker_costs_what_it_had_in_work(
    batch: Batch, whole: dict[str, str], tmp_path: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = processes.worker("first"), processes.worker("second")
    lived = processes.folder / "lived"
    lived.mkdir()
    out = tmp_path / "out"
    killer = after(out, 4, lambda: os.kill(first.pid, signal.SIGKILL))
    from sim.batch.run import cluster, run

    def counting(*given: Any) -> Any:
        return cluster.on_cluster(*given, task=Counted(str(lived)))

    monkeypatch.setattr(run, "dask", lambda job, parts, workers, scheduler, tell: counting(job, parts, workers, scheduler, tell))
    report = run_batch(batch, out, None, "dask", lambda _: None, scheduler=processes.address)
    killer.join()
    assert first.wait() == -signal.SIGKILL
    assert report.made == PARTS
    assert bytes_of(out) == whole
    begun = [path.name.split("-")[0] for path in lived.iterdir()]
    assert set(begun) == {part.id for part in batch.parts}
    again = len(begun) - PARTS
    print(f"parts begun more than once: {again}")
    assert again <= cluster.AHEAD  # no more than it can have had: in work, waiting for it, or not yet fetched


class Counted:
    """The real task, which leaves a file for each time it is begun."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, run: str, number: int) -> Any:
        from sim.batch.run.worker import part_there

        Path(self.folder, f"{number:05d}-{os.getpid()}-{time.monotonic_ns()}").touch()
        return part_there(run, number)


def test_a_lost_scheduler_ends_it_with_one_message_and_threads_go_on(
    file: Path, whole: dict[str, str], tmp_path: Path, processes: Processes, capfd: pytest.CaptureFixture[str]
) -> None:
    processes.worker("first")
    out = tmp_path / "out"
    killer = after(out, 3, processes.scheduler.kill)
    assert command(["batch", str(file), "--out", str(out), "--executor", "dask", "--scheduler", processes.address]) == 2
    killer.join()
    err = capfd.readouterr().err.strip()
    assert "the connection to it was lost" in err
    assert len(err.splitlines()) == 1
    kept = len(list((out / "parts").glob("*.json")))
    assert 3 <= kept < PARTS
    assert command(["batch", str(file), "--out", str(out)]) == 0
    assert f"{kept} parts were there" in " ".join(capfd.readouterr().out.split())  # wherever the line breaks
    assert bytes_of(out) == whole


def test_a_worker_of_another_version_is_refused(file: Path, tmp_path: Path, processes: Processes, capfd: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "sim", other / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    with open(other / "sim" / "world" / "month.py", "a", encoding="utf-8") as stream:
        stream.write("# another version\n")
    processes.worker("other", other)
    assert command(["batch", str(file), "--out", str(tmp_path / "out"), "--executor", "dask", "--scheduler", processes.address]) == 2
    err = capfd.readouterr().err.strip()
    assert "another version of rules than where the batch was started" in err
    assert len(err.splitlines()) == 1


def test_a_worker_without_the_program_is_refused(file: Path, tmp_path: Path, processes: Processes, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sim.py").write_text("raise ModuleNotFoundError('not here')\n", encoding="utf-8")  # hides an installed one
    processes.worker("bare", tmp_path)
    assert command(["batch", str(file), "--out", str(tmp_path / "out"), "--executor", "dask", "--scheduler", processes.address]) == 2
    err = capfd.readouterr().err.strip()
    assert "counterfaction in the same version for the scheduler and every worker" in err
    assert len(err.splitlines()) == 1


def test_a_part_that_kills_its_workers_is_named_and_the_rest_is_kept(batch: Batch, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.batch.run import cluster, run

    monkeypatch.setattr(cluster, "FAILURES", 0)
    monkeypatch.setattr(run, "dask", lambda job, parts, workers, scheduler, tell: cluster.on_cluster(job, parts, workers, scheduler, tell, task=deadly))
    out = tmp_path / "out"
    with pytest.raises(InputError, match="died again and again; found 00007;"):
        run_batch(batch, out, 2, "dask", lambda _: None)
    assert len(list((out / "parts").glob("*.json"))) == PARTS - 1
    monkeypatch.undo()
    run_batch(batch, out, 2, tell=lambda _: None)
    assert bytes_of(out) == whole


def deadly(run: str, number: int) -> Any:
    """The real task, but for one part."""
    from sim.batch.run.worker import part_there

    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return part_there(run, number)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_it_within_two_seconds(file: Path, whole: dict[str, str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    line = [sys.executable, "-m", "sim", "batch", str(file), "--out", str(out), "--executor", "dask", "--workers", "2"]
    process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    after(out, 3, lambda: None).join(30)
    start = time.monotonic()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    process.wait(timeout=20)
    spent = time.monotonic() - start
    _, err = process.communicate(timeout=20)  # its workers hold the pipe until they have seen that it is gone
    assert process.returncode == 130, err
    assert spent < 2, err
    assert re.search(rf"\d+ of {PARTS} parts are kept", err)
    assert len(err.strip().splitlines()) == 1
    assert command(["batch", str(file), "--out", str(out)]) == 0
    assert bytes_of(out) == whole


BAD: list[tuple[list[str], str]] = [
    (["--executor", "threads", "--scheduler", "127.0.0.1:8786"], "--scheduler: only Dask has one"),
    (["--executor", "dask", "--scheduler", "cluster"], "--scheduler: not an address; found 'cluster'"),
    (["--executor", "dask", "--scheduler", "tcp://h:99999"], "--scheduler: not an address; found 'tcp://h:99999'"),
    (["--executor", "dask", "--scheduler", "inproc://1/2/3"], "--scheduler: not an address"),
    (["--executor", "dask", "--scheduler", "127.0.0.1:8786", "--workers", "2"], "--workers: not with a scheduler"),
]


@pytest.mark.parametrize(("line", "said"), BAD)
def test_what_does_not_go_together_is_refused_before_anything_is_written(
    line: list[str], said: str, file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert command(["batch", str(file), "--out", str(tmp_path / "out"), *line]) == 2
    assert said in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def test_without_dask_one_message_says_how_to_get_it(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from sim.batch.run import address

    monkeypatch.setattr(address, "find_spec", lambda _: None)
    assert command(["batch", str(file), "--out", str(tmp_path / "out"), "--executor", "dask"]) == 2
    assert "pip install 'counterfaction[cluster]'" in capfd.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_scheduler_that_does_not_answer_is_refused_in_time(file: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as silent:  # takes connections and says nothing
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        start = time.monotonic()
        assert command(["batch", str(file), "--out", str(tmp_path / "out"), "--executor", "dask", "--scheduler", address]) == 2
    assert time.monotonic() - start < 11
    assert "nothing of Dask answers within" in capfd.readouterr().err


def test_dask_is_imported_only_when_it_is_used() -> None:
    script = "import sys; import sim.batch.run.run, sim.cli.batch; sys.exit('dask' in sys.modules or 'distributed' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
