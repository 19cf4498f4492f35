"""Connections in which nothing moves are cut; those in which something does, and those that wait for us, are not."""

from __future__ import annotations

from typing import Any

import h11
import pytest

from sim.dashboard.connection import MANY, PATIENCE, SHORT, Watch


class Connection:
    """A connection of the server, as far as it is looked at; `request` is what has come of one."""

    def __init__(self, request: bytes = b"", waiting: int = 0, closing: bool = False, client: str = "127.0.0.1") -> None:
        self.conn: Any = h11.Connection(h11.SERVER)
        self.take(request)
        self.cycle: object = None
        self.client = (client, 7)
        self.transport = self
        self.waiting, self.closing, self.cut = waiting, closing, False

    def take(self, data: bytes) -> None:
        """More of a request comes."""
        if data:
            self.conn.receive_data(data)
            while self.conn.next_event() not in (h11.NEED_DATA, h11.PAUSED):
                pass

    def is_closing(self) -> bool:
        """Whether it is closed as soon as everything is taken."""
        return self.closing

    def get_write_buffer_size(self) -> int:
        """How much waits to be taken."""
        return self.waiting

    def abort(self) -> None:
        """Cut it."""
        self.cut = True


def cut(connection: Connection, seconds: float, watch: Watch | None = None) -> bool:
    """Whether a connection is cut in so many seconds."""
    watch = watch or Watch()
    for second in range(int(seconds) + 1):
        watch.look([connection], float(second))
    return connection.cut


STUCK = {
    "asks nothing": Connection(), "asks half": Connection(b"GET / HT"), "sends no body": Connection(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"),
    "takes nothing": Connection(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", waiting=9), "does not close": Connection(closing=True),
}  # fmt: skip


@pytest.mark.parametrize("name", STUCK)
def test_who_does_nothing_is_cut(name: str) -> None:
    assert cut(STUCK[name], PATIENCE)


def test_who_sends_a_request_letter_by_letter_is_cut_too() -> None:
    slow, watch = Connection(), Watch()
    for second, letter in enumerate(b"GET /watch HTTP/1.1"):
        slow.take(bytes([letter]))
        watch.look([slow], float(second))
    assert slow.cut


def test_who_waits_for_an_answer_is_not_cut() -> None:
    assert not cut(Connection(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"), 100)


def test_who_takes_a_large_answer_slowly_is_not_cut() -> None:
    slow, watch = Connection(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", waiting=100), Watch()
    for second in range(99):
        slow.waiting -= 1
        watch.look([slow], float(second))
    assert not slow.cut


def test_who_asks_again_and_again_is_not_cut() -> None:
    busy, watch = Connection(), Watch()
    for second in range(100):
        busy.cycle = object() if second % 3 == 0 else busy.cycle
        watch.look([busy], float(second))
    assert not busy.cut


def test_an_open_socket_is_cut_only_where_it_does_not_take_what_is_sent() -> None:
    quiet, deaf = Connection(), Connection(waiting=5)
    quiet.conn = deaf.conn = object()
    assert not cut(quiet, 1000)
    assert cut(deaf, PATIENCE)


@pytest.mark.parametrize("machine", ["127.0.0.1", "10.0.0.7"])
def test_where_connections_are_many_patience_is_short(machine: str) -> None:
    many, watch = [Connection(client=machine) for _ in range(MANY + 1)], Watch()
    watch.look(many, 0.0)
    watch.look(many, SHORT)
    assert all(one.cut for one in many)
