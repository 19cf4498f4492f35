"""Who may talk to the pages: browsers on this machine that show a page of ours.

A server on this machine is within reach of every site its user visits: by a socket opened from a foreign page, or by a foreign name that
resolves to this machine. Hosts and origins that are not ours are refused with 403, and each document carries the policy that keeps its own
scripts from asking anything of anybody else.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qs

from sim.dashboard.document import missing, rewritten
from sim.dashboard.download import PATH, download
from sim.locale import LANGUAGES

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES: Final = ("127.0.0.1", "localhost")
CLOSED: Final = ("/resourcez",)
"""Addresses of Solara that tell about the machine."""


def policy(nonce: str) -> str:
    """The content-security policy of a document whose own scripts carry a nonce; nothing else inline is run.

    Vue compiles its templates in the browser, which takes 'unsafe-eval', and the loader of modules goes by blob:. Vuetify and the widgets write
    style elements and attributes of their own, which takes 'unsafe-inline' for styles, and only there.
    """
    return (
        f"default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def header(scope: Scope, name: str) -> str | None:
    """A header of a request, None where it is missing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name.encode()), None)


def refused(scope: Scope, port: int, names: Sequence[str] = NAMES) -> bool:
    """Whether a request comes from somewhere else: a foreign or missing host, a foreign origin, a socket without one."""
    hosts = {f"{name}:{port}" for name in names}
    if (header(scope, "host") or "").lower() not in hosts:
        return True
    origin = header(scope, "origin")
    if origin is None:
        return bool(scope["type"] == "websocket")
    return origin.lower() not in {f"http://{host}" for host in hosts}


class Guard:
    """An ASGI application around another: refuses what comes from elsewhere, and rewrites documents on their way out."""

    def __init__(self, app: App, port: int, names: Sequence[str] = NAMES) -> None:
        self.app, self.port, self.names = app, port, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or carry one socket."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif refused(scope, self.port, self.names):
            await _answer(scope, send, 403, b"This page answers only to a browser that shows it.\n")
        elif scope["path"] in CLOSED:
            await _answer(scope, send, 404, b"There is no such page.\n")
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        elif scope["path"] == PATH:
            status, headers, body = await download(scope["query_string"].decode("latin-1"))
            await send({"type": "http.response.start", "status": status, "headers": [*headers, *_ALWAYS]})
            await send({"type": "http.response.body", "body": body})
        else:
            await self.app(scope, receive, _Outgoing(scope, send))


async def _answer(scope: Scope, send: Send, status: int, text: bytes) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser reads 403
        return
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain; charset=utf-8"), *_ALWAYS]})
    await send({"type": "http.response.body", "body": text})


_ALWAYS: Final = [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"), (b"cross-origin-opener-policy", b"same-origin")]


class _Outgoing:
    """What goes back for one request; documents are held until they are whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [LANGUAGES[0]])[0]
        self.lang = asked if asked in LANGUAGES else LANGUAGES[0]
        self.file = "." in scope["path"].rpartition("/")[2]
        self.missing = False
        self.send = send
        self.start: Message = {}
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Pass one message on."""
        if message["type"] == "http.response.start":
            self.start = message
            headers = message.get("headers", [])
            self.missing = message["status"] == 404 and not self.file
            if self.missing:
                headers = [(b"content-type", b"text/html; charset=utf-8")]
            message["headers"] = [*headers, *_ALWAYS]
            if not self._is_document():
                await self.send(message)
        elif message["type"] == "http.response.body" and self._is_document():
            self.parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_document()
        else:
            await self.send(message)

    def _is_document(self) -> bool:
        return any(key.lower() == b"content-type" and value.startswith(b"text/html") for key, value in self.start["headers"])

    async def _send_document(self) -> None:
        nonce = base64.b64encode(os.urandom(16)).decode()
        text = missing(self.lang) if self.missing else rewritten(b"".join(self.parts).decode("utf-8"), self.lang, nonce)
        body = text.encode("utf-8")
        kept = [(key, value) for key, value in self.start["headers"] if key.lower() != b"content-length"]
        added = [(b"content-length", str(len(body)).encode()), (b"content-security-policy", policy(nonce).encode()), (b"cache-control", b"no-store")]
        await self.send({**self.start, "headers": [*kept, *added]})
        await self.send({"type": "http.response.body", "body": body})
