"""What comes through a socket, how much of it, and how many there are."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from sim.dashboard import sockets
from tests.dashboard.asking import HERE, Answer, Tab, apart, ask, guard, scope

SOCKET = scope("websocket", origin=f"http://{HERE}", path="/jupyter/api/kernels/k/channels", query="session_id=page")
HEADER = {"msg_id": "1", "session": "2", "username": "", "msg_type": "comm_msg"}


def message(kind: str = "comm_msg", header: Any = None, **more: Any) -> dict[str, Any]:
    """A message as our pages send it, changed."""
    content = {"comm_id": "1", "data": {"method": "custom", "content": {"event": "go", "data": "/watch"}}}
    return {"header": {**HEADER, "msg_type": kind} if header is None else header, "channel": "shell", "parent_header": {}, "content": content, **more}


def sent(*messages: Any) -> Answer:
    """What goes back where a page sends these messages."""
    texts = [one if isinstance(one, str) else json.dumps(one) for one in messages]
    return ask(guard(), SOCKET, *({"type": "websocket.receive", "text": text} for text in texts))


def run(**changes: Any) -> dict[str, Any]:
    """The message by which a page opens."""
    args = {"path": "/watch?m=1956-09", "dark": False, "themes": {}, "appName": None, **changes}
    return message(content={"comm_id": "1", "data": {"method": "run", "args": args}})


OPEN = message("comm_open", content={"comm_id": "1", "target_name": "solara.control", "data": {}})
END = message("shutdown_request", content={"restart": False}, channel="control")
OURS = [message(), run(), message("kernel_info_request", content={}), OPEN, END]
FOREIGN = [
    "", "[", "[" * 50_000, "[]", "7", "null", '"x"', "{}", '{"header":{}}', "x" * 70_000, message("execute_request"), message("input_reply"), message(header=[]),
    message(header={"msg_type": "comm_msg"}), message(channel="stdin"), message(content=[]), message(content={"comm_id": 7}), message(content={}),
    message(parent_header=None), message(buffers=["x"]), message("comm_open", content={"comm_id": "1", "target_name": "jupyter.widget", "data": {}}),
    run(path=7), run(path="watch"), run(path=None), run(appName="other"), run(themes={"a": 1}), run(dark="x"),
    message(content={"comm_id": "1", "data": {"method": "run", "args": 7}}), message(content={"comm_id": "1", "data": {"method": "run"}}),
]  # fmt: skip


@pytest.mark.parametrize("one", OURS)
def test_messages_of_our_pages_come_through(one: dict[str, Any]) -> None:
    assert [json.loads(back["text"]) for back in sent(one).sent[1:]] == [one]


@pytest.mark.parametrize("one", FOREIGN)
def test_any_other_message_closes_the_socket_and_goes_no_further(one: Any) -> None:
    assert sent(one, message()).sent == [{"type": "websocket.accept"}, {"type": "websocket.close", "code": 1008}]


def test_bytes_close_the_socket() -> None:
    assert ask(guard(), SOCKET, {"type": "websocket.receive", "bytes": b"x"}).sent[-1] == {"type": "websocket.close", "code": 1008}


def test_a_page_opens_only_so_many_comms() -> None:
    back = sent(*[OPEN] * (sockets.MOST_OPENED + 1)).sent
    assert back[-1]["type"] == "websocket.close"
    assert len(back) == sockets.MOST_OPENED + 2


def test_who_sends_faster_than_a_reader_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "BURST", 10)
    start = time.monotonic()
    sent(*[message()] * 30)
    assert time.monotonic() - start > 19 / sockets.STEADY


@pytest.mark.parametrize("path", ["/jupyter/api/kernels/k/stdin", "/jupyter/api/kernels//channels", "/jupyter/api/kernels/a/b/channels", "/", "/jupyter/api/kernels/é/channels"])
@pytest.mark.parametrize("query", ["session_id=page", ""])
def test_a_socket_that_is_for_no_tab_is_refused(path: str, query: str) -> None:
    assert not ask(guard(), {**SOCKET, "path": path, "query_string": query.encode()}).passed


@pytest.mark.parametrize("query", ["", "session_id=", "session_id=a&session_id=b", "session_id=a/b", "session_id=" + "a" * 65, "session_id=%0d%0a"])
def test_a_tab_has_one_name_in_letters_and_digits(query: str) -> None:
    assert not ask(guard(), {**SOCKET, "query_string": query.encode()}).passed


def test_a_browser_and_all_together_have_only_so_many_tabs() -> None:
    one = guard()
    mine = one.sessions.new()
    cookie = (b"cookie", f"{one.sessions.name}={mine}".encode())
    for many, session in ((sockets.MOST_OF_SESSION, mine), (sockets.MOST, "other")):
        full = guard({f"t{n}": Tab(session) for n in range(many)})
        full.sessions = one.sessions
        assert not ask(full, {**SOCKET, "headers": [*SOCKET["headers"], cookie]}).passed
        again = {**SOCKET, "path": "/jupyter/api/kernels/t1/channels", "headers": [*SOCKET["headers"], cookie]}
        assert bool(ask(full, again).passed) == (session == mine)  # a tab that is there may come back
    assert ask(one, {**SOCKET, "headers": [*SOCKET["headers"], cookie]}).passed


def test_one_machine_has_only_so_many_sockets_and_others_have_theirs() -> None:
    one = guard()
    one.sockets._open["127.0.0.1"] = sockets.MOST_OF_ADDRESS
    assert not ask(one, SOCKET).passed
    assert ask(one, {**SOCKET, "client": ("10.0.0.7", 1)}).passed
    assert "10.0.0.7" not in one.sockets._open


def test_a_tab_that_never_comes_to_an_end_of_opening_holds_the_others_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "LONGEST_TURN", 0.05)
    opened: list[str] = []

    async def deaf(passed: Any, *_: Any) -> None:
        opened.append(passed["path"])
        await asyncio.sleep(0.4)

    async def all_at_once() -> None:
        one = guard()
        object.__setattr__(one.site, "socket", deaf)
        tabs = [asyncio.create_task(one({**SOCKET, "path": f"/jupyter/api/kernels/k{n}/channels"}, nothing, nothing)) for n in range(8)]
        await asyncio.sleep(0.35)
        assert len(opened) == 8
        await asyncio.gather(*tabs)

    async def nothing(*_: Any) -> dict[str, Any]:
        return {}

    apart(all_at_once)
