"""All computation has one place, with bounds; what nobody waits for ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from sim.dashboard.work import MOST, MOST_OF_ONE, QUESTIONS, SERVER, WORLDS, BusyError, CancelledError, Job, JobCache, Reader, Work


class Slow:
    """Work that goes on until it is let go."""

    def __init__(self) -> None:
        self.work, self.go, self.ran = Work(), threading.Event(), 0
        self.kept: JobCache[int] = JobCache(self.work, QUESTIONS, 5)

    def ask(self, key: str, reader: Reader) -> Job[int]:
        """Ask for something slow."""
        return self.kept.ask(key, reader, self._slow)

    def _slow(self, job: Job[int]) -> int:
        self.ran += 1
        while not self.go.wait(0.01):
            job.progress(job.done + 1, 9)
        return self.ran


@pytest.fixture
def slow() -> Iterator[Slow]:
    """Slow work, let go at the end."""
    made = Slow()
    yield made
    made.go.set()
    made.work.stop()


def reader(session: str, tab: str = "tab") -> Reader:
    """A tab of a session."""
    return Reader(session, tab)


def test_what_many_ask_for_is_computed_once(slow: Slow) -> None:
    jobs = {id(slow.ask("same", reader(f"session {n}"))) for n in range(100)}
    slow.go.set()
    assert len(jobs) == 1
    assert slow.ask("same", SERVER).future.result(10) == 1
    assert slow.ran == 1


def test_it_goes_on_as_long_as_somebody_waits_and_no_longer(slow: Slow) -> None:
    one, other = reader("one"), reader("other")
    job = slow.ask("same", one)
    assert slow.ask("same", other) is job
    slow.work.leave(job, one)
    assert not job.cancelled
    slow.work.leave(job, other)
    assert isinstance(job.future.exception(10), CancelledError)
    assert slow.ask("same", one) is not job


def test_one_session_has_only_so_much_under_way_in_all_its_tabs(slow: Slow) -> None:
    jobs = [slow.ask(f"{n}", reader("one", f"tab {n}")) for n in range(MOST_OF_ONE)]
    with pytest.raises(BusyError):
        slow.ask("more", reader("one", "another tab"))
    assert slow.ask("more", reader("another"))
    slow.work.leave(jobs[2], reader("one", "tab 2"))
    assert slow.ask("again", reader("one"))


def test_all_together_have_only_so_much_under_way(slow: Slow) -> None:
    for n in range(MOST):
        slow.ask(f"{n}", reader(f"{n}"))
    with pytest.raises(BusyError):
        slow.ask("more", reader("more"))
    assert slow.ask("0", reader("more"))  # what is under way is joined by as many as come


def test_a_world_waits_for_no_question(slow: Slow) -> None:
    slow.ask("slow", SERVER)
    worlds: JobCache[int] = JobCache(slow.work, WORLDS, 5)
    assert worlds.ask("quick", SERVER, lambda _: 7).future.result(10) == 7


def test_only_the_latest_are_kept_and_none_that_is_under_way_is_forgotten(slow: Slow) -> None:
    under_way = slow.ask("slow", SERVER)
    quick: JobCache[int] = JobCache(slow.work, WORLDS, 5)
    for n in range(20):
        assert quick.ask(n, SERVER, lambda _: 7).future.result(10) == 7
    assert quick.ask(19, SERVER, lambda _: 8).future.result(10) == 7
    assert list(quick.jobs) == [15, 16, 17, 18, 19]
    assert slow.ask("slow", SERVER) is under_way


def test_the_end_of_the_server_ends_what_is_under_way_and_what_waits(slow: Slow) -> None:
    jobs = [slow.ask(f"{n}", reader(f"{n}")) for n in range(4)]
    slow.work.stop()
    ended: list[Future[Any]] = [job.future for job in jobs]
    assert isinstance(ended[0].exception(10), CancelledError)
    assert all(future.cancelled() for future in ended[1:])
