"""Hostile methods, headers and bodies put to the pages: refused or answered, and nothing of them is found in this or any later document.

The guard is asked in this process, before the documents and the files that Solara has made; sockets end at what would be passed on to it.
"""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.dashboard import environment
from sim.dashboard.guard import Guard
from sim.dashboard.questions import serve_questions
from sim.dashboard.request import NAMES
from sim.dashboard.site import Site, site
from sim.dashboard.work import Work
from sim.dashboard.worlds import serve
from sim.pack import load_pack
from tests.dashboard.asking import HERE, LAN, PORT, THERE, Answer, ask

MARK = "intruder"
KERNEL = "/jupyter/api/kernels/3a341e7e-8293-4412-a1e1-d702e35e43b1/channels"
CLOSE = "/_solara/api/close/3a341e7e-8293-4412-a1e1-d702e35e43b1"
PATHS = ("/", "/watch", "/whatif", "/watch/", "/nowhere", "/report", "/static/main-vuetify.js", "/_solara/cdn/UNKNOWN", CLOSE, KERNEL, "/readyz", "/resourcez")
QUERIES = ("", "lang=ko", "session_id=page", "q=war%3Dwon", "s=none", f"q={MARK}")
METHODS = (*["GET"] * 20, "HEAD", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", MARK.upper(), "")
NAMES_OF_HEADERS = (
    "x-script-name", "script-name", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix", "x-forwarded-port", "forwarded",
    "x-real-ip", "x-original-url", "x-rewrite-url", "x-http-method-override", "referer", "user-agent", "accept", "accept-language", "accept-encoding",
    "range", "if-range", "if-none-match", "if-modified-since", "cookie", "authorization", "content-type", "content-length", "transfer-encoding", "te",
    "expect", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version", "sec-websocket-protocol", "sec-websocket-extensions", "origin",
    "host", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-user", "via", "x-nonce", "service-worker", "access-control-request-method",
)  # fmt: skip
VALUES = (
    f'/{MARK}"></script><script>alert(1)</script>', f"{MARK}\r\nSet-Cookie: {MARK}=1", f"{MARK}\0", f"{MARK}" * 500, f"{MARK}é\xff", f"http://{MARK}.example",
    "", " ", "0", "-1", "9" * 400, "chunked", "gzip, chunked", "websocket", "Upgrade", "none", "same-origin", "same-site", "cross-site", "navigate", "no-cors",
    "document", "iframe", "image", f"http://{HERE}", f"http://{LAN}", "null", HERE, LAN, THERE, f"{HERE}.{MARK}", f"{MARK}@{HERE}", "bytes=0-" + ",0-" * 300,
    f"solara-session-id={MARK}", f'counterfaction-{PORT}={MARK}.{MARK}', f"counterfaction-{PORT}=\"{MARK}", "; ; =;" * 200, f'W/"{MARK}"', "*",
    f"{MARK}%0d%0a", f"permessage-deflate; {MARK}", "\x1b[31m" + MARK, "for=" + MARK,
)  # fmt: skip


@dataclass
class Made:
    """The guard, and how many scripts each document has of its own."""

    guard: Guard
    scripts: dict[str, int]


def prepare(_: Path) -> Made:
    """The guard before the real documents and files."""
    environment.prepare()
    country, work = load_pack("demo"), Work()
    serve(country, work)
    serve_questions(country, work)
    real: Site = replace(site(), socket=_end, kernels={})
    guard = Guard(real, PORT, (*NAMES, "10.1.2.3"))
    asked = {"type": "http", "path": "/report", "query_string": b"", "method": "GET", "headers": [(b"host", HERE.encode())], "client": ("127.0.0.1", 5)}
    assert ask(guard, asked).status == 200  # what a report needs is there, and no attempt has to load it
    return Made(guard, {path: len(re.findall(r"<script[\s>]", text)) for path, text in real.documents.items()})


async def _end(*_: Any) -> None:
    """Where a socket ends: what is passed on is noted by `ask`."""


def attempt(luck: random.Random, made: Made) -> str:
    """One request, and after it a plain one."""
    asked = request(luck)
    answer = ask(made.guard, asked)
    if asked["type"] == "websocket":
        assert MARK not in str(answer.passed)
        return "passed on" if answer.passed else "refused"
    _answered(answer, made)
    later = ask(made.guard, {**asked, "method": "GET", "path": "/", "query_string": b"", "headers": [(b"host", HERE.encode())]})
    assert later.status == 200
    _answered(later, made)
    return f"{answer.status}"


def request(luck: random.Random) -> dict[str, Any]:
    """A request with what it needs to be answered, or nearly, and hostile headers."""
    socket = luck.random() < 0.2
    headers = [("host", luck.choice((HERE, HERE, HERE, HERE, LAN, THERE)))] if luck.random() < 0.95 else []
    if socket or luck.random() < 0.3:
        headers.append(("origin", luck.choice((f"http://{HERE}", f"http://{HERE}", f"http://{THERE}"))))
    for _ in range(luck.choice((1, 1, 2, 3, 8, 90))):
        name = luck.choice(NAMES_OF_HEADERS) if luck.random() < 0.9 else "".join(luck.choices(string.ascii_letters + "-_", k=luck.randrange(1, 30)))
        headers.append((name, luck.choice(VALUES)))
    luck.shuffle(headers)
    path = KERNEL if socket and luck.random() < 0.8 else luck.choice(PATHS)
    return {
        "type": "websocket" if socket else "http", "path": path, "query_string": luck.choice(QUERIES).encode(), "method": luck.choice(METHODS),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers], "client": ("127.0.0.1", 5),
    }  # fmt: skip


def _answered(answer: Answer, made: Made) -> None:
    """No fault, and nothing of the request in what goes back; a document has its own scripts and no others."""
    start, kind = answer.sent[0], answer.headers.get("content-type", "")
    assert answer.status < 500, answer.text
    assert not any(b"\r" in part or b"\n" in part or MARK.encode() in part for pair in start["headers"] for part in pair)
    if kind.startswith("text/plain"):
        assert answer.text.count("\n") == 1
        assert answer.text.strip().isprintable()
    if "nonce-" in answer.headers.get("content-security-policy", ""):
        assert MARK not in answer.text
        assert answer.text.count("<script nonce=") == len(re.findall(r"<script[\s>]", answer.text)) in made.scripts.values()
