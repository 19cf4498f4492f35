"""A reader of the pages without a browser: opens a tab as the pages' own scripts do, follows links, and closes it. Used by the load benchmark."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

_PATIENCE = 120.0


async def answered(port: int, *lines: str) -> bytes:
    """The answer of the server to a request of these lines."""
    incoming, outgoing = await asyncio.open_connection("127.0.0.1", port)
    outgoing.write("\r\n".join([lines[0], f"Host: 127.0.0.1:{port}", "Connection: close", *lines[1:], "", ""]).encode())
    found = await incoming.read()
    outgoing.close()
    return found


class Tab:
    """A tab of a browser of its own."""

    def __init__(self, port: int) -> None:
        self.port, self.kernel, self.name = port, str(uuid.uuid4()), str(uuid.uuid4())
        self.cookie, self.links = "", ""
        self.socket: ClientConnection
        self.idle: dict[str, asyncio.Event] = {}
        self.texts: list[str] = []
        self.come = asyncio.Event()
        self.listening: asyncio.Task[None]

    async def open(self, path: str) -> None:
        """Load a page, and show it."""
        document = (await answered(self.port, f"GET {path} HTTP/1.1")).decode()
        assert document.startswith("HTTP/1.1 200"), document[:200]
        self.cookie = document.partition("set-cookie: ")[2].partition(";")[0]
        address = f"ws://127.0.0.1:{self.port}/jupyter/api/kernels/{self.kernel}/channels?session_id={self.name}"
        self.socket = await connect(address, origin=f"http://127.0.0.1:{self.port}", additional_headers={"Cookie": self.cookie}, max_size=None)  # type: ignore[arg-type]
        self.listening = asyncio.create_task(self._listen())
        await self._send("kernel_info_request", {})
        comm = uuid.uuid4().hex
        await self._send("comm_open", {"comm_id": comm, "target_name": "solara.control", "data": {}})
        args = {"path": path, "dark": False, "themes": {}, "appName": None}
        await self._send("comm_msg", {"comm_id": comm, "data": {"method": "run", "args": args}})

    async def follow(self, path: str) -> float:
        """Follow a link; the seconds until the page is as it leads to."""
        start = time.perf_counter()
        await self._send("comm_msg", {"comm_id": self.links, "data": {"method": "custom", "content": {"event": "go", "data": path}}})
        return time.perf_counter() - start

    async def read(self, text: str) -> None:
        """Wait until something is shown."""
        async with asyncio.timeout(_PATIENCE):
            while not any(text in one for one in self.texts):
                self.come.clear()
                await self.come.wait()

    async def close(self, *, farewell: bool = True) -> None:
        """Close the tab, with the farewell that a browser sends, or without, as where its machine is switched off."""
        self.listening.cancel()
        self.socket.transport.abort()
        if farewell:
            origin = f"Origin: http://127.0.0.1:{self.port}"
            path = f"/_solara/api/close/{self.kernel}?session_id={self.name}"
            found = await answered(self.port, f"POST {path} HTTP/1.1", origin, f"Cookie: {self.cookie}", "Content-Length: 0")
            assert found.startswith(b"HTTP/1.1 204"), found[:200]

    async def _send(self, kind: str, content: dict[str, Any]) -> None:
        """Send a message, and wait until the server has done all that follows from it."""
        number = uuid.uuid4().hex
        done = self.idle[number] = asyncio.Event()
        header = {"msg_id": number, "msg_type": kind, "session": self.name, "username": "", "version": "5.2", "date": "2026-11-30T00:00:00Z"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "channel": "shell", "content": content, "buffers": []}
        await self.socket.send(json.dumps(message))
        async with asyncio.timeout(_PATIENCE):
            await done.wait()
        del self.idle[number]

    async def _listen(self) -> None:
        async for frame in self.socket:
            message = json.loads(frame)
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                if one := self.idle.get(message["parent_header"].get("msg_id", "")):
                    one.set()
            elif kind == "comm_open" and "columns" in content["data"].get("state", {}):
                self.links = self.links or content["comm_id"]  # the heads of all pages: it stays
            self.texts = [*self.texts[-40:], str(frame)]
            self.come.set()
