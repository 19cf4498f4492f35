"""The real server and a real browser: Debian's Chromium, found on the PATH. Skipped with a reason where there is none; in `.ci/run` that fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.harness.first_page import NAMES, chromium_path

ROOT = Path(__file__).parents[2]
WIDE, NARROW = (1280, 720), (375, 812)
OPENING = 60_000
"""Milliseconds a page may take to show a world: the rules may have to be compiled first."""


def missing(reason: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("COUNTERFACTION_NO_SKIP"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    path = chromium_path()
    if path is None:
        missing(f"no Chromium on the PATH (looked for {', '.join(NAMES)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a running server, started from another folder."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    command = [sys.executable, "-m", "sim", "dashboard", "korea-1945", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": path}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path_factory.mktemp("elsewhere"), env=environment)
    assert server.stdout is not None
    line = server.stdout.readline()
    assert "http://127.0.0.1:" in line, line
    yield line[line.index("http://") :].split("/ ")[0]
    server.send_signal(signal.SIGINT)
    server.wait(60)


@dataclass
class Tab:
    """A page of the browser on the site, and everything that went wrong in it."""

    page: Page
    site: str
    problems: list[str] = field(default_factory=list)
    meant: tuple[str, ...] = ()
    """Parts of problems that a test brings about on purpose."""

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.problems.append(f"error in the page: {error}"))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site, self.site.replace("http:", "ws:"), "data:", "blob:")):
            self.problems.append(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what the browser itself gives up when a page is left: its farewell, an icon on the way
            self.problems.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def open(self, address: str) -> Page:
        """Open an address of the site and wait for its heading."""
        self.page.goto(self.site + address)
        self.page.wait_for_selector("main h1", timeout=OPENING)
        return self.page

    def watch(self, query: str = "") -> Page:
        """Open the Watch page and wait for its world."""
        self.page.goto(f"{self.site}/watch{query}")
        self.page.wait_for_selector(".controls", timeout=OPENING)
        return self.page


def _tab(windows: dict[tuple[int, int], BrowserContext], site: str, size: tuple[int, int]) -> Iterator[Tab]:
    page = windows[size].new_page()
    page.set_default_timeout(10_000)
    tab = Tab(page, site)
    yield tab
    page.close()
    assert [one for one in tab.problems if not any(part in one for part in tab.meant)] == []


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> dict[tuple[int, int], BrowserContext]:
    """A window of each size; like a reader's, it keeps the scripts it has loaded."""
    return {size: chromium.new_context(viewport={"width": size[0], "height": size[1]}) for size in (WIDE, NARROW)}


@pytest.fixture
def tab(windows: dict[tuple[int, int], BrowserContext], site: str) -> Iterator[Tab]:
    """A page of a screen's size."""
    yield from _tab(windows, site, WIDE)


@pytest.fixture(params=[WIDE, NARROW], ids=["1280x720", "375x812"])
def any_tab(windows: dict[tuple[int, int], BrowserContext], site: str, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A page of each size."""
    yield from _tab(windows, site, request.param)
