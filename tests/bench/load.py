"""Fifty readers at once: what they wait, what is computed, what they take of memory, and that it comes back when they go.

The readers are clients of the sockets on this machine, beside the server, on the same processors.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import quantiles

from tests.bench.load_reader import Tab
from tests.bench.measure import row

READERS, ASKING = 50, 30
QUESTION = "/whatif?q=ruler%3Dsoviet@1955-03:death&n=500&guess=no&seed="
PACE = (2.0, 6.0)
"""Seconds between two clicks of a reader."""
DEAF, HALF = 10, 100
"""Clients that read nothing of what is sent to them, and that send half a request."""
_BACK = 60


@dataclass
class Server:
    """The server, watched from outside."""

    process: subprocess.Popen[str]
    port: int
    computed: int = 0
    tabs: str = ""

    def listen(self) -> None:
        """Note each computation, and for how many tabs something is kept."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.computed += line.startswith("computed")
            self.tabs = line.split()[1] if line.startswith("tabs") else self.tabs

    def megabytes(self) -> float:
        """What it holds of memory."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


    def processor(self) -> float:
        """Seconds of processor it has taken."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            user, system = file.read().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(pack: str) -> Iterator[Server]:
    """A server of a pack."""
    command = [sys.executable, "-m", "tests.bench.load_server", pack]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    found = Server(process, int(process.stdout.readline().rpartition(":")[2].strip("/\n")))
    threading.Thread(target=found.listen, daemon=True).start()
    try:
        yield found
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)


async def _held(port: int, text: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection that sends this, and then neither sends nor reads."""
    incoming, outgoing = await asyncio.open_connection("127.0.0.1", port, limit=1)
    outgoing.write(text.encode())
    return incoming, outgoing


def _cut(incoming: asyncio.StreamReader) -> bool:
    """Whether the server has ended a connection."""
    return incoming.at_eof() or incoming.exception() is not None


async def _months(tab: Tab, luck: random.Random) -> float:
    return await tab.follow(f"/watch?m={luck.randrange(1946, 1990)}-{luck.randrange(1, 13):02d}")


async def _languages(tab: Tab, luck: random.Random) -> float:
    return await tab.follow(luck.choice(("/", "/?lang=ko", "/whatif", "/watch?m=1956-09")))


async def _click(tab: Tab, click: Callable[[Tab, random.Random], Awaitable[float]], luck: random.Random, until: float) -> list[float]:
    """Click at a reader's pace."""
    waits = []
    await asyncio.sleep(luck.uniform(0, PACE[1]))
    while time.perf_counter() < until:
        waits.append(await click(tab, luck))
        await asyncio.sleep(luck.uniform(*PACE))
    return waits


def _spread(waits: list[float]) -> str:
    cut = quantiles(waits, n=20)
    return f"median {1000 * cut[9]:,.0f} ms, p95 {1000 * cut[18]:,.0f} ms, longest {1000 * max(waits):,.0f} ms of {len(waits):,}"


async def _warm(port: int) -> None:
    """One reader comes and goes: the rules are compiled, a world is lived, a question as large as the others is answered."""
    first = Tab(port)
    await first.open("/watch")
    await first.read("controls")
    await first.follow(f"{QUESTION}1")
    await first.read('class=\\"trust')
    await first.close()
    await asyncio.sleep(5)


async def _load(server: Server, seconds: float, seed: int) -> None:
    luck = random.Random(seed)
    await _warm(server.port)
    alone, before = server.megabytes(), server.computed
    tabs = [Tab(server.port) for _ in range(READERS)]
    start = time.perf_counter()
    await asyncio.gather(*(tab.open("/watch") for tab in tabs[ASKING:]))
    row(f"{READERS - ASKING} tabs opened at once", f"{time.perf_counter() - start:.1f} s")
    held = [await _held(server.port, "GET / HTTP/1.1\r\nHost: 127") for _ in range(HALF)]
    asked = f"GET /static/main-vuetify.js HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n"
    held += [await _held(server.port, asked * 40) for _ in range(DEAF)]
    until = time.perf_counter() + seconds
    watching = [asyncio.create_task(_click(tab, _months, random.Random(luck.random()), until)) for tab in tabs[ASKING:]]

    start, question = time.perf_counter(), f"{QUESTION}{luck.randrange(1000, 10**6)}"
    await asyncio.gather(*(tab.open(question) for tab in tabs[:ASKING]))
    await asyncio.gather(*(tab.read('class=\\"trust') for tab in tabs[:ASKING]))
    row(f"{ASKING} readers ask the same what-if at once", f"all answered after {time.perf_counter() - start:.1f} s; computed {server.computed - before} time(s)")
    clicking = [asyncio.create_task(_click(tab, _languages, random.Random(luck.random()), until)) for tab in tabs[:ASKING]]
    begun, taken = time.perf_counter(), server.processor()
    waits = [wait for task in (*watching, *clicking) for wait in await task]
    share = (server.processor() - taken) / (time.perf_counter() - begun)
    row("the machine meanwhile", f"{share:.2f} processors for the server; load average {os.getloadavg()[0]:.1f} with all else that runs on it")
    row(f"a click, {READERS} readers, one in {PACE[0]:.0f}-{PACE[1]:.0f} s each", _spread(waits))
    cut = sum(_cut(incoming) for incoming, _ in held[:HALF])
    row(f"meanwhile {HALF} clients with half a request, {DEAF} that read nothing", f"{cut} of the former cut")
    await _given_back(server, tabs, alone)


async def _given_back(server: Server, tabs: list[Tab], alone: float) -> None:
    full = server.megabytes()
    row("memory: when one reader has been there; with all", f"{alone:.0f} MB; {full:.0f} MB: {(full - alone) / len(tabs):.1f} MB a reader, answers included")
    await asyncio.gather(*(tab.close(farewell=n % 2 == 0) for n, tab in enumerate(tabs)))
    left = []
    for _ in range(_BACK // 10):
        await asyncio.sleep(9)
        server.process.send_signal(signal.SIGUSR1)
        await asyncio.sleep(1)
        left.append(f"{server.megabytes():.0f} MB for {server.tabs}")
    row("all tabs closed, every other without a farewell: each 10 s", ", ".join(left))
    more = [Tab(server.port) for _ in range(READERS)]
    await asyncio.gather(*(tab.open(("/watch", "/whatif")[n % 2]) for n, tab in enumerate(more)))
    await asyncio.gather(*(tab.close() for tab in more))
    await asyncio.sleep(10)
    row(f"another {READERS} have come and gone", f"{server.megabytes():.0f} MB")


def load(times: int) -> None:
    """Print the table; `times` is how many tens of seconds the readers click."""
    print("fifty readers")
    with served("korea-1945") as server:
        asyncio.run(_load(server, 10.0 * times, 1))
