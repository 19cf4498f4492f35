"""The sockets of open tabs: how many, whose, and what may come through them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs

from sim.dashboard.request import Message, Receive, RefusedError, Request, Send
from sim.dashboard.site import Kernel, Site

SOLARAS_COOKIE: Final = "solara-session-id"
MOST: Final = 200
"""Sockets at a time, and tabs that something is kept for. One tab takes about two megabytes."""
MOST_OF_ADDRESS: Final = 100
"""Sockets of one machine of the network."""
MOST_OF_SESSION: Final = 60
"""Tabs of one browser."""
LARGEST: Final = 65_536
"""Bytes of a message; a form that is full has less than two thousand."""
OPENING: Final = 2
"""Tabs that are opened at a time; who clicks meanwhile has to share with these only."""
LONGEST_TURN: Final = 1.0
STEADY, BURST = 50, 300
"""Messages a second that a tab may send for long, and at once."""
MOST_OPENED: Final = 300
"""Comms that a tab may open over one socket; a page opens two or three."""
_PATH = re.compile(r"/jupyter/api/kernels/([A-Za-z0-9-]{1,64})/channels")
_NAME = re.compile(r"[A-Za-z0-9-]{1,64}")
_KINDS: Final = ("kernel_info_request", "comm_info_request", "comm_open", "comm_msg", "comm_close", "shutdown_request")
_CHANNELS: Final = ("shell", "control")
_TARGETS: Final = ("solara.control", "jupyter.widget.control")
"""What a browser may open; widgets are made on this side only."""


class Sockets:
    """The sockets that are open, by the machines they come from."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self._open: Counter[str] = Counter()
        self._turns = asyncio.Semaphore(OPENING)

    def ask(self, request: Request, session: str) -> tuple[str, str]:
        """The kernel and the tab that a socket is for.

        Raises:
            RefusedError: it is for no tab, for one of another session, or there are too many.
        """
        path, tabs = _PATH.fullmatch(request.path), parse_qs(request.query).get("session_id", [])
        if path is None or len(tabs) != 1 or not _NAME.fullmatch(tabs[0]):
            raise RefusedError(404, "page.missing")
        kernels = dict(self.site.kernels)
        known = kernels.get(path[1])
        if known is not None and known.session_id != session:
            raise RefusedError(403, "page.refused_elsewhere")
        full = self._open.total() >= MOST or self._open[request.address] >= MOST_OF_ADDRESS
        if full or (known is None and not _room(kernels, session)):
            raise RefusedError(503, "page.refused_full")
        return path[1], tabs[0]

    async def carry(self, request: Request, session: str, receive: Receive, send: Send) -> None:
        """Carry a socket to Solara, with nothing of the request but what was checked.

        Raises:
            RefusedError: see `ask`.
        """
        kernel, tab = self.ask(request, session)
        path = f"/jupyter/api/kernels/{kernel}/channels"
        name, _, port = request.host.partition(":")
        headers = [(b"host", request.host.encode()), (b"cookie", f"{SOLARAS_COOKIE}={session}".encode())]
        scope = {
            "type": "websocket", "asgi": {"version": "3.0", "spec_version": "2.4"}, "http_version": "1.1", "scheme": "ws", "root_path": "",
            "server": (name, int(port)), "client": (request.address, 0), "path": path, "raw_path": path.encode(),
            "query_string": f"session_id={tab}".encode(), "headers": headers, "subprotocols": [], "state": {},
        }  # fmt: skip
        self._open[request.address] += 1
        try:
            await self._turns.acquire()
            incoming = _Incoming(receive, send, self._turns)
            try:
                await self.site.socket(scope, incoming, send)
            finally:
                incoming.end_turn()
        finally:
            self._open[request.address] -= 1
            self._open += Counter()  # without those that have none open

    def close(self, request: Request, session: str | None, kernel: str) -> None:
        """A tab says that it is closed: what was kept for it is given back. From another session it changes nothing."""
        found = dict(self.site.kernels).get(kernel)
        tab = parse_qs(request.query).get("session_id", [""])[0]
        if found is not None and found.session_id == session and tab in found.page_status:
            found.page_close(tab)


def _room(kernels: Mapping[str, Kernel], session: str) -> bool:
    return len(kernels) < MOST and sum(one.session_id == session for one in kernels.values()) < MOST_OF_SESSION


class _Incoming:
    """What comes through a socket: messages that a page of ours sends, no faster than a reader makes them. Any other message closes it."""

    def __init__(self, receive: Receive, send: Send, turns: asyncio.Semaphore) -> None:
        self.receive, self.send, self.turns = receive, send, turns
        self._take_turn()
        self.left, self.since = float(BURST), time.monotonic()
        self.opened = 0
        self.over = False

    async def __call__(self) -> Message:
        """The next message; Solara asks for it when it is done with the one before."""
        self.end_turn()
        message: Message = {"type": "websocket.disconnect", "code": 1008} if self.over else await self.receive()
        if message["type"] != "websocket.receive":
            return message
        await self._pace()
        text = message.get("text")
        kind = _kind(text) if text is not None else None
        self.opened += kind == "comm_open"
        if kind is None or self.opened > MOST_OPENED:
            self.over = True
            with contextlib.suppress(OSError):  # it may be gone by itself
                await self.send({"type": "websocket.close", "code": 1008})
            return {"type": "websocket.disconnect", "code": 1008}
        if '"run"' in message["text"]:
            await self.turns.acquire()
            self._take_turn()
        return message

    def _take_turn(self) -> None:
        self.turn = True
        asyncio.get_running_loop().call_later(LONGEST_TURN, self.end_turn)  # one that takes nothing of what is sent to it holds nobody

    def end_turn(self) -> None:
        """The tab has been opened: another one may be."""
        if self.turn:
            self.turn = False
            self.turns.release()

    async def _pace(self) -> None:
        now = time.monotonic()
        self.left, self.since = min(BURST, self.left + (now - self.since) * STEADY) - 1, now
        if self.left < 0:
            await asyncio.sleep(-self.left / STEADY)


def _kind(text: str) -> str | None:
    """The kind of a message; None where no page of ours sends such a one."""
    if len(text) > LARGEST:
        return None
    try:
        message: Any = json.loads(text)
        kind, channel, content = message["header"]["msg_type"], message["channel"], message["content"]
        fitting = kind in _KINDS and channel in _CHANNELS and isinstance(content, dict) and _fits(kind, content)
        named = all(isinstance(message["header"].get(key), str) for key in ("msg_id", "session", "username"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return str(kind) if fitting and named and isinstance(message.get("parent_header"), dict) and message.get("buffers", []) == [] else None


def _fits(kind: str, content: Mapping[str, Any]) -> bool:
    if kind == "comm_info_request":
        return isinstance(content.get("target_name", ""), str)
    if not kind.startswith("comm"):
        return True
    if not isinstance(content["comm_id"], str) or not isinstance(content.get("data", {}), dict):
        return False
    if kind == "comm_open":
        return content["target_name"] in _TARGETS
    data = content.get("data", {})
    return data.get("method") != "run" or _runs(data["args"])


def _runs(args: Mapping[str, Any]) -> bool:
    """Whether a page is opened as our pages open themselves."""
    path, app = args["path"], args.get("appName")
    return isinstance(path, str) and path.startswith("/") and app is None and args.get("themes", {}) == {} and isinstance(args.get("dark"), bool)
