"""The running server: it says where it listens, answers only this machine, and ends when asked."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli.main import run
from sim.dashboard.server import listen
from sim.pack import InputError

ROOT = Path(__file__).parents[2]


def started(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """A server of the invented country, and its port."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))}
    command = [sys.executable, "-m", "sim", "dashboard", "demo", "--port", "0"]
    found = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder, env=environment)
    assert found.stdout is not None
    line = found.stdout.readline()
    return found, int(line.split("http://127.0.0.1:")[1].split("/")[0])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server that all tests ask, the last of which ends it."""
    found, port = started(tmp_path_factory.mktemp("elsewhere"))
    yield found, port
    if found.poll() is None:
        found.kill()
    found.wait()


def ask(port: int, path: str = "/", **headers: str) -> http.client.HTTPResponse:
    """An answer of the server."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


SOCKET = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="}
KERNEL = "/jupyter/api/kernels/0/channels?session_id=0"


def test_it_answers_a_browser_on_this_machine(server: tuple[subprocess.Popen[str], int]) -> None:
    answer = ask(server[1])
    assert answer.status == 200
    assert "script-src 'self' 'nonce-" in (answer.headers["content-security-policy"] or "")


def test_an_address_without_a_page_gets_a_sentence(server: tuple[subprocess.Popen[str], int]) -> None:
    answer = ask(server[1], "/nowhere?lang=ko")
    text = answer.read().decode()
    assert answer.status == 404
    assert '<html lang="ko">' in text
    assert "그런 페이지는 없다" in text


def test_it_refuses_a_foreign_name(server: tuple[subprocess.Popen[str], int]) -> None:
    assert ask(server[1], Host="evil.example").status == 403


@pytest.mark.parametrize("origin", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
def test_it_refuses_a_socket_of_another_page(server: tuple[subprocess.Popen[str], int], origin: dict[str, str]) -> None:
    assert ask(server[1], KERNEL, **SOCKET, **origin).status == 403


def test_it_accepts_a_socket_of_its_own_page(server: tuple[subprocess.Popen[str], int]) -> None:
    assert ask(server[1], KERNEL, **SOCKET, Origin=f"http://127.0.0.1:{server[1]}").status == 101


def test_it_listens_on_this_machine_only(server: tuple[subprocess.Popen[str], int]) -> None:
    others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        if not address.startswith("127."):
            with pytest.raises(OSError, match=r"."):
                socket.create_connection((address, server[1]), timeout=2)


def test_a_port_that_is_taken_is_one_message(server: tuple[subprocess.Popen[str], int], capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["dashboard", "demo", "--port", str(server[1])]) == 2
    error = capfd.readouterr().err
    assert "--port: the port is taken" in error
    assert len(error.strip().splitlines()) == 1


def test_an_unknown_file_is_missing_at_once(server: tuple[subprocess.Popen[str], int]) -> None:
    begun = time.monotonic()
    assert [ask(server[1], f"/_solara/cdn/UNKNOWN{n}").status for n in range(20)] == [404] * 20
    assert time.monotonic() - begun < 2


def test_the_address_of_a_folder_of_files_deletes_nothing(server: tuple[subprocess.Popen[str], int]) -> None:
    folder = "/_solara/cdn/@widgetti/solara-vuetify3-app@5.1.1"
    assert ask(server[1], folder).status == 404
    assert ask(server[1], f"{folder}/dist/main8.css").status == 200


def test_a_file_that_a_browser_has_is_not_sent_again(server: tuple[subprocess.Popen[str], int]) -> None:
    first = ask(server[1], "/static/main-vuetify.js")
    assert ask(server[1], "/static/main-vuetify.js", **{"If-None-Match": first.headers["etag"]}).status == 304


@pytest.mark.parametrize("name", ["X-Script-Name", "Script-Name", "X-Forwarded-Prefix", "X-Forwarded-Host", "Forwarded"])
def test_no_header_is_kept(server: tuple[subprocess.Popen[str], int], name: str) -> None:
    hostile = '/intruder"></script><script>alert(1)</script>'
    assert b"intruder" not in ask(server[1], "/", **{name: hostile}).read()
    assert b"intruder" not in ask(server[1]).read()


@pytest.mark.parametrize("path", ["/" + "a" * 100_000, "/?" + "q=%41&" * 20_000])
def test_an_address_without_end_is_refused(server: tuple[subprocess.Popen[str], int], path: str) -> None:
    assert 400 <= ask(server[1], path).status < 500


def test_headers_without_end_are_refused(server: tuple[subprocess.Popen[str], int]) -> None:
    assert 400 <= ask(server[1], **{f"X-{n}": "a" * 1000 for n in range(100)}).status < 500


@pytest.mark.parametrize("busy", [False, True])
def test_an_interruption_ends_it_within_two_seconds_with_open_sockets_and_work_under_way(
    server: tuple[subprocess.Popen[str], int], busy: bool, tmp_path: Path
) -> None:
    process, port = server if not busy else started(tmp_path)
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    for n, one in enumerate(held):
        if busy:
            asked = f"/report?q=ruler%3Dharbour@1956-09:plenum&n=1000&seed={n}" if n else KERNEL
            lines = [f"GET {asked} HTTP/1.1", f"Host: 127.0.0.1:{port}", *(f"{k}: {v}" for k, v in (SOCKET if not n else {}).items())]
            one.sendall("\r\n".join([*lines, f"Origin: http://127.0.0.1:{port}", "", ""]).encode())
    time.sleep(1)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 130
    assert time.monotonic() - begun < 2
    assert process.stderr is not None
    assert process.stderr.read().strip() == "counterfaction: interrupted; the pages are closed"
    for one in held:
        one.close()


def test_port_0_is_any_that_is_free() -> None:
    with listen(0) as first, listen(0) as second:
        assert first.getsockname()[1] != second.getsockname()[1]
        first.listen()
        with pytest.raises(InputError, match="taken"):
            listen(first.getsockname()[1])
