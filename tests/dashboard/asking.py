"""Requests to the guard in this process, without a server: what is asked, and what goes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sim.dashboard.guard import Guard
from sim.dashboard.request import NAMES
from sim.dashboard.site import Kernel, Site

PORT = 8765
HERE, LAN, THERE = f"127.0.0.1:{PORT}", f"10.1.2.3:{PORT}", f"evil.example:{PORT}"
DOCUMENT = (
    '<!doctype html>\n<html>\n<head><meta name="viewport" content="width=device-width"><script>var a = 1</script></head>'
    '<body data-base-url="/"><script src="/c.js"></script></body></html>'
)


@dataclass
class Answer:
    """What went back for a request: messages as they were sent, and what was passed on to Solara."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    passed: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The status; 403 of a socket that was closed before it was accepted."""
        return int(self.sent[0].get("status", 403))

    @property
    def headers(self) -> dict[str, str]:
        """The headers that went back."""
        return {key.decode().lower(): value.decode("latin-1") for key, value in self.sent[0].get("headers", ())}

    @property
    def text(self) -> str:
        """The body that went back."""
        return b"".join(message.get("body", b"") for message in self.sent).decode()


@dataclass
class Tab:
    """What Solara keeps for a tab, as far as the guard looks at it."""

    session_id: str
    page_status: dict[str, object] = field(default_factory=lambda: {"page": "connected"})
    closed: list[str] = field(default_factory=list)

    def page_close(self, page_id: str) -> None:
        """Note that the tab was closed."""
        self.closed.append(page_id)


def scope(
    kind: str = "http", host: str | None = HERE, origin: str | None = None, path: str = "/", query: str = "", method: str = "GET", **more: str
) -> dict[str, Any]:
    """A request; further headers by their names with `_` for `-`."""
    headers = [(b"host", host.encode())] if host is not None else []
    if origin is not None:
        headers.append((b"origin", origin.encode()))
    headers += [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in more.items()]
    asked = {"type": kind, "path": path, "query_string": query.encode("latin-1"), "headers": headers, "client": ("127.0.0.1", 5)}
    return asked if kind == "websocket" else {**asked, "method": method}


def guard(kernels: dict[str, Kernel] | None = None, names: tuple[str, ...] = (*NAMES, "10.1.2.3")) -> Guard:
    """A guard before an application that accepts every socket and notes what it is told."""

    async def socket(_: Any, receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})
        message = await receive()
        while message["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": message["text"]})
            message = await receive()

    return Guard(Site(socket, {"/": DOCUMENT, "/watch": DOCUMENT}, {}, kernels if kernels is not None else {}), PORT, names)


def ask(to: Guard, asked: dict[str, Any], *messages: dict[str, Any]) -> Answer:
    """Ask the guard; a socket sends these messages and is closed then."""
    return apart(lambda: _ask(to, asked, list(messages)))


async def _ask(to: Guard, asked: dict[str, Any], messages: list[dict[str, Any]]) -> Answer:
    answer, app = Answer(), to.site.socket

    async def noting(passed: Any, receive: Any, send: Any) -> None:
        answer.passed.append(dict(passed))
        await app(passed, receive, send)

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop(0)
        if asked["type"] == "websocket":
            return {"type": "websocket.disconnect", "code": 1000}
        await asyncio.sleep(3600)
        return {}

    async def send(message: Any) -> None:
        answer.sent.append(dict(message))

    object.__setattr__(to.site, "socket", noting)
    try:
        await to(asked, receive, send)
    finally:
        object.__setattr__(to.site, "socket", app)
    return answer


def apart(work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Run something with a loop of its own in a thread of its own: a browser of another test may hold this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result(120)
