"""Requests from elsewhere are refused before anything else sees them."""

from __future__ import annotations

from typing import Any

import pytest

from sim.dashboard.guard import Guard, policy, refused

HERE, THERE = "127.0.0.1:8765", "evil.example:8765"


def scope(kind: str = "http", host: str | None = HERE, origin: str | None = None, path: str = "/", query: str = "") -> dict[str, Any]:
    """A request."""
    headers = [(b"host", host.encode())] if host else []
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    return {"type": kind, "path": path, "query_string": query.encode(), "headers": headers}


OURS = [
    scope(), scope(host="localhost:8765"), scope(host="LOCALHOST:8765"), scope(origin="http://127.0.0.1:8765"),
    scope("websocket", origin="http://127.0.0.1:8765"), scope("websocket", host="localhost:8765", origin="http://localhost:8765"),
]  # fmt: skip
FOREIGN = [
    scope(host=None), scope(host=THERE), scope(host="127.0.0.1"), scope(host="127.0.0.1:80"), scope(host="127.0.0.1.evil.example:8765"),
    scope(origin="http://evil.example"), scope(origin="null"), scope(origin="https://127.0.0.1:8765"), scope("websocket"),
    scope("websocket", origin="http://evil.example"), scope("websocket", origin="null"), scope("websocket", origin="http://127.0.0.1:9999"),
    scope("websocket", host=THERE, origin="http://127.0.0.1:8765"), scope("websocket", origin=""),
]  # fmt: skip


@pytest.mark.parametrize("asked", OURS)
def test_a_browser_on_this_machine_is_let_in(asked: dict[str, Any]) -> None:
    assert not refused(asked, 8765)


@pytest.mark.parametrize("asked", FOREIGN)
def test_whoever_comes_from_elsewhere_is_refused(asked: dict[str, Any]) -> None:
    assert refused(asked, 8765)


def test_on_the_network_this_machines_own_names_are_let_in_and_no_others() -> None:
    names = ("127.0.0.1", "localhost", "10.1.2.3")
    socket = scope("websocket", host="10.1.2.3:8765", origin="http://10.1.2.3:8765")
    assert not refused(socket, 8765, names)
    assert refused(socket, 8765)
    assert refused(scope(host="10.9.9.9:8765"), 8765, names)
    assert refused(scope("websocket", host="10.1.2.3:8765", origin="http://evil.example"), 8765, names)


def answer(asked: dict[str, Any], body: bytes = b"<html><body></body></html>", kind: bytes = b"text/html; charset=utf-8") -> list[dict[str, Any]]:
    """What goes back for a request, from an application that sends `body` in two parts."""
    sent: list[dict[str, Any]] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind), (b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body[:3], "more_body": True})
        await send({"type": "http.response.body", "body": body[3:]})

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    with pytest.raises(StopIteration):  # nothing in it waits, so it runs through without a loop
        Guard(app, 8765)(asked, receive, send).send(None)
    return sent


def test_a_refusal_is_403_and_reaches_no_page() -> None:
    sent = answer(scope(host=THERE))
    assert sent[0]["status"] == 403
    assert b"<html" not in sent[1]["body"]


def test_a_refused_socket_is_closed_before_it_is_accepted() -> None:
    assert answer(scope("websocket", origin="http://evil.example")) == [{"type": "websocket.close", "code": 1008}]


def test_a_document_goes_out_whole_in_its_language_with_its_policy() -> None:
    sent = answer(scope(query="lang=ko"))
    headers = dict(sent[0]["headers"])
    assert len(sent) == 2
    assert b'<html lang="ko">' in sent[1]["body"]
    assert headers[b"content-length"] == str(len(sent[1]["body"])).encode()
    assert b"frame-ancestors 'none'" in headers[b"content-security-policy"]
    assert headers[b"x-content-type-options"] == b"nosniff"


def test_two_documents_have_two_nonces() -> None:
    first, second = (dict(answer(scope())[0]["headers"])[b"content-security-policy"] for _ in range(2))
    assert first != second


def test_what_is_no_document_passes_as_it_is() -> None:
    sent = answer(scope(), b"\x00\x01\x02\x03\x04", b"font/woff2")
    assert b"".join(message.get("body", b"") for message in sent) == b"\x00\x01\x02\x03\x04"


def test_what_solara_tells_of_the_machine_is_closed() -> None:
    assert answer(scope(path="/resourcez"))[0]["status"] == 404


def test_scripts_are_not_run_because_they_are_inline() -> None:
    scripts = next(part for part in policy("n").split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'nonce-n'" in scripts
    assert "http" not in policy("n")
