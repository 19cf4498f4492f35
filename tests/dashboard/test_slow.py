"""A real server and clients that hold it: they are cut, and nobody waits for them."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sim.dashboard import connection
from sim.dashboard.guard import Guard
from sim.dashboard.server import _config, _Server, listen
from sim.dashboard.sockets import LARGEST
from tests.dashboard.asking import guard

LARGE = "/static/large.js"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server in a thread of this process, with little patience."""
    large = tmp_path_factory.mktemp("files") / "large.js"
    large.write_bytes(b"a" * 8_000_000)
    with pytest.MonkeyPatch.context() as patch, listen(0) as listening:
        patch.setattr(connection, "PATIENCE", 1.0)
        found = listening.getsockname()[1]
        server = _Server(_config(Guard(replace(guard().site, files={LARGE: Path(large)}), found)), lambda: None)
        server.config.lifespan = "off"
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield found
        server.force_exit = server.should_exit = True
        thread.join(10)


def asked(port: int, path: str = "/") -> tuple[int, float]:
    """The status of an answer, and the seconds it took."""
    begun, one = time.monotonic(), http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    one.request("GET", path)
    status = one.getresponse().status
    one.close()
    return status, time.monotonic() - begun


def cut(one: socket.socket, seconds: float) -> bool:
    """Whether the server ends a connection in this time."""
    one.settimeout(seconds)
    try:
        while one.recv(65_536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def received(one: socket.socket) -> int:
    """How much comes until a connection ends, one way or the other."""
    got = 0
    with contextlib.suppress(ConnectionError):
        while part := one.recv(65_536):
            got += len(part)
    return got


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "])
def test_half_a_request_is_cut_and_holds_nobody(port: int, sent: bytes) -> None:
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    for one in held:
        one.sendall(sent)
    status, seconds = asked(port)
    assert status == 200
    assert seconds < 1
    assert all(cut(one, 5) for one in held)


def test_who_takes_nothing_of_an_answer_is_cut(port: int) -> None:
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    deaf.connect(("127.0.0.1", port))
    deaf.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    time.sleep(4)
    assert asked(port)[1] < 1
    assert received(deaf) < 8_000_000


def told(port: int, text: str) -> str | bytes:
    """What comes back where a socket is told something."""
    address = f"ws://127.0.0.1:{port}/jupyter/api/kernels/k/channels?session_id=page"
    with connect(address, origin=f"http://127.0.0.1:{port}") as one:  # type: ignore[arg-type]
        one.send(text)
        return one.recv(5)


def test_a_message_without_end_closes_its_socket(port: int) -> None:
    with pytest.raises(ConnectionClosed):
        told(port, "x" * (LARGEST + 1))
    assert asked(port)[0] == 200


def test_compression_is_not_spoken(port: int) -> None:
    address = f"ws://127.0.0.1:{port}/jupyter/api/kernels/k/channels?session_id=page"
    with connect(address, origin=f"http://127.0.0.1:{port}", compression="deflate") as one:  # type: ignore[arg-type]
        assert one.response is not None
        assert "Sec-WebSocket-Extensions" not in one.response.headers


def test_too_many_connections_are_told_so(port: int) -> None:
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(connection.MOST)]
    time.sleep(0.1)
    assert asked(port)[0] == 503
    for one in held:
        one.close()
    time.sleep(0.5)
    assert asked(port)[0] == 200
