"""Who may talk to the pages, and what they get: an ASGI application in front of Solara, which itself sees open sockets only."""

from __future__ import annotations

import asyncio
import base64
import os
import re
from collections.abc import Sequence
from typing import Final

from starlette.staticfiles import StaticFiles

from sim.dashboard.document import missing, rewritten, sentence
from sim.dashboard.download import PATH, download
from sim.dashboard.request import NAMES, Receive, RefusedError, Request, Scope, Send, language, read_request
from sim.dashboard.session import Sessions
from sim.dashboard.site import Site
from sim.dashboard.sockets import Sockets
from sim.dashboard.work import Reader

READING: Final = ("GET", "HEAD")
_CLOSE = re.compile(r"/_solara/api/close/([A-Za-z0-9-]{1,64})")
_KERNEL = re.compile(r"/jupyter/api/kernels/[A-Za-z0-9-]{1,64}")
"""Asked by the scripts of a page that has lost its socket; all that matters is that there is an answer."""
_VERSION = re.compile(r"@\d+\.\d+\.\d+/")
_OWN: Final = re.compile(r"(?:^|[&;])(?:kernelid|modelid|solara-no-close-beacon)(?:[=&;]|$)", re.IGNORECASE)
"""Words in an address by which Solara's own scripts would take over what is kept for another tab."""
_FILES: Final = StaticFiles()
_ALWAYS: Final = [
    (b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"), (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]  # fmt: skip
_CLOSED: Final = [(b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"), (b"cache-control", b"no-store")]
_HTML: Final = (b"content-type", b"text/html; charset=utf-8")
Headers = list[tuple[bytes, bytes]]


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


class Guard:
    """Answers requests, and lets sockets of our own pages through."""

    def __init__(self, site: Site, port: int, names: Sequence[str] = NAMES) -> None:
        self.site, self.port, self.names = site, port, names
        self.sessions, self.sockets = Sessions(port), Sockets(site)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or carry one socket."""
        if scope["type"] == "lifespan":
            await self.site.socket(scope, receive, send)
            return
        try:
            request = read_request(scope, self.port, self.names)
            if scope["type"] == "websocket":
                session = self.sessions.read(request.cookie) or self.sessions.new()  # a new one after a new start: the page then opens itself anew
                await self.sockets.carry(request, session, receive, send)
            else:
                await self._answer(request, receive, send)
        except RefusedError as refusal:
            await _refuse(scope, send, refusal)

    async def _answer(self, request: Request, receive: Receive, send: Send) -> None:
        closing = _CLOSE.fullmatch(request.path)
        page = self._page(request.path)
        if request.foreign and not (request.navigation and request.method in READING and page is not None):
            raise RefusedError(403, "page.refused_elsewhere")
        if request.method not in (("POST",) if closing else READING):
            raise RefusedError(405, "page.refused_method")
        if closing:
            await self._close(request, closing[1], send)
        elif _KERNEL.fullmatch(request.path):
            await _send(send, 200, [(b"content-type", b"application/json"), *_CLOSED], b'{"id": "kernel", "name": "kernel"}')
        elif request.path == PATH:
            await self._report(request, receive, send)
        elif request.path in self.site.files:
            await self._file(request, receive, send)
        elif page is not None:
            await self._document(request, page, send)
        else:
            await _send(send, 404, [_HTML, *_CLOSED], missing(request.lang).encode("utf-8"))

    def _page(self, path: str) -> str | None:
        """The page at a path; a slash too many at its end does no harm."""
        bare = path.removesuffix("/")
        return path if path in self.site.documents else bare if bare != "/" and bare in self.site.documents else None

    async def _document(self, request: Request, page: str, send: Send) -> None:
        if _OWN.search(request.query):
            raise RefusedError(400, "page.refused_words")
        nonce = base64.b64encode(os.urandom(16)).decode()
        text = rewritten(self.site.documents[page], request.lang, nonce)
        headers = [_HTML, (b"content-security-policy", policy(nonce).encode()), (b"cache-control", b"no-store")]
        if self.sessions.read(request.cookie) is None:
            headers.append((b"set-cookie", self.sessions.cookie(self.sessions.new())))
        await _send(send, 200, headers, text.encode("utf-8"))

    async def _file(self, request: Request, receive: Receive, send: Send) -> None:
        path, seen = self.site.files[request.path], [(b"if-none-match", request.seen.encode("latin-1"))] if request.seen else []
        try:
            response = _FILES.file_response(path, path.stat(), {"type": "http", "method": request.method, "headers": seen})
        except OSError:
            raise RefusedError(404, "page.missing") from None
        named = _VERSION.search(request.path) or request.query  # documents ask for a file by its version or its digest
        response.headers["cache-control"] = "max-age=31536000, immutable" if named else "max-age=600"
        response.raw_headers.extend(_ALWAYS)
        await response({"type": "http", "method": request.method, "headers": []}, receive, send)

    async def _report(self, request: Request, receive: Receive, send: Send) -> None:
        session = self.sessions.read(request.cookie)
        if session is None and request.unknown:
            raise RefusedError(403, "page.refused_first")
        reader = Reader(session or request.address, f"report {id(request)}")
        status, headers, body = await download(request, reader, receive)
        await _send(send, status, [*headers, *_CLOSED], body)

    async def _close(self, request: Request, kernel: str, send: Send) -> None:
        if not request.origin:
            raise RefusedError(403, "page.refused_elsewhere")
        await asyncio.to_thread(self.sockets.close, request, self.sessions.read(request.cookie), kernel)
        await _send(send, 204, [], None)


async def _refuse(scope: Scope, send: Send, refusal: RefusedError) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before it is accepted: the browser reads 403
        return
    lang = language(scope["query_string"][:2000].decode("latin-1"))
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_CLOSED]
    if refusal.status == 405:
        headers.append((b"allow", b"GET, HEAD"))
    if refusal.status == 413:
        headers.append((b"connection", b"close"))  # its body is not waited for
    await _send(send, refusal.status, headers, sentence(lang, refusal.why))


async def _send(send: Send, status: int, headers: Headers, body: bytes | None) -> None:
    length = [(b"content-length", str(len(body)).encode())] if body is not None else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length, *_ALWAYS]})
    await send({"type": "http.response.body", "body": body or b""})
