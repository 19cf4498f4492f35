"""The server of the pages: one process on this machine, one country, as many browsers as come."""

from __future__ import annotations

import contextlib
import errno
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn

from sim.dashboard import connection, environment, sockets
from sim.dashboard.guard import Guard
from sim.dashboard.log import log_to_file
from sim.dashboard.memory import give_back, keep_together
from sim.dashboard.questions import serve_questions
from sim.dashboard.request import LARGEST_HEADERS, NAMES
from sim.dashboard.site import site
from sim.dashboard.work import Work
from sim.dashboard.worlds import serve
from sim.pack import Argument, Country, InputError

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
_ELSEWHERE = ("192.0.2.1", 9)
"""An address nobody has: asked for the way to it, the machine says which of its own it would go out from. Nothing is sent."""


def own_addresses() -> list[str]:
    """Addresses of this machine on its networks, the one it would go out from first."""
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        way.connect(_ELSEWHERE)
        found.append(str(way.getsockname()[0]))
    with contextlib.suppress(OSError):
        found += [str(one[4][0]) for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [one for one in dict.fromkeys(found) if not one.startswith("127.")]


def listen(port: int, host: str = HOST) -> socket.socket:
    """A socket bound to a port of this machine; port 0 is any free one.

    Raises:
        InputError: the port can't be had.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio lets small messages wait for each other: 40 ms
    if sys.platform != "win32":  # there it would let two servers share a port
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        taken = error.errno in (errno.EADDRINUSE, errno.EADDRNOTAVAIL)
        problem = "the port is taken" if taken else "the port may not be used"
        raise InputError(
            Argument("port"), f"{problem}", kind="resources", found=str(port), allowed="another port, or 0 for any that is free"
        ) from None
    return found


class _Server(uvicorn.Server):
    """Says where it listens, and ends at the first signal: open pages are not waited for."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self.listening = listening
        self.watch = connection.Watch()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets=sockets)
        self.listening()

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second."""
        if counter % 10 == 0:
            self.watch.look(self.server_state.connections, time.monotonic())
        if counter % 200 == 100:
            threading.Thread(target=give_back, name="memory", daemon=True).start()  # it may take a moment in which nobody should wait
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal has come."""
        self.force_exit = True
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # that its parts are cut off is no fault
        super().handle_exit(sig, frame)


def run(country: Country, port: int, announce: Callable[[str], None], *, lan: bool = False) -> None:
    """Serve the pages of a country until a signal comes; `announce` is told the address once the server listens.

    Args:
        lan: answer to other machines of the network too, under this machine's addresses.

    Raises:
        InputError: the port can't be had, or this machine is on no network.
        KeyboardInterrupt: the user has ended it.
    """
    others = own_addresses() if lan else []
    if lan and not others:
        raise InputError(Argument("lan"), "this machine is on no network", kind="resources", allowed="pages for this machine alone")
    found = listen(port, EVERYWHERE if lan else HOST)
    port = found.getsockname()[1]
    environment.prepare()
    keep_together()
    log_to_file()
    work = Work()
    worlds = serve(country, work)
    serve_questions(country, work)
    guard: Any = Guard(site(), port, (*NAMES, *others))
    threading.Thread(target=worlds.warm, name="warm", daemon=True).start()
    server = _Server(_config(guard), lambda: announce(f"http://{others[0] if lan else HOST}:{port}/"))
    try:
        server.run(sockets=[found])
    finally:
        work.stop()


def _config(guard: Any) -> uvicorn.Config:
    """How requests are read: nobody between us and the browser is believed, and everything has a bound."""
    return uvicorn.Config(
        guard, log_config=None, access_log=False, loop="asyncio", http="h11", lifespan="on", timeout_graceful_shutdown=1,
        proxy_headers=False, server_header=False, limit_concurrency=connection.MOST, h11_max_incomplete_event_size=2 * LARGEST_HEADERS,
        ws_max_size=sockets.LARGEST, ws_per_message_deflate=False, ws_ping_interval=10, ws_ping_timeout=10,
    )  # fmt: skip
