"""A page of another site in the same browser: it can link to ours, and nothing else."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OPENING, Tab

pytestmark = pytest.mark.browser

REPORT = "/report?q=ruler%3Dyanan@1956-09:plenum&n=1000&seed=4"
FOREIGN = """<!doctype html><title>evil</title><a id="link" href="{site}/watch?m=1956-09">look</a>
<img src="{site}{report}"><script src="{site}/static/main-vuetify.js"></script><link rel="stylesheet" href="{site}{report}5">
<iframe src="{site}{report}6"></iframe><iframe src="{site}/whatif"></iframe><video src="{site}{report}7"></video>
<form id="form" method="post" action="{site}/whatif" target="frame"></form><iframe name="frame"></iframe>
<script>
window.sockets = 0;
fetch("{site}{report}8", {{mode: "no-cors", credentials: "include"}}).catch(() => 0);
navigator.sendBeacon("{site}/_solara/api/close/x?session_id=y");
document.getElementById("form").submit();
const socket = new WebSocket("{site}".replace("http", "ws") + "/jupyter/api/kernels/k/channels?session_id=s");
socket.onopen = () => window.sockets = 1;
socket.onerror = () => window.sockets = -1;
</script>"""


@pytest.fixture
def foreign(chromium: Browser, site: str) -> Iterator[tuple[Page, list[tuple[int, str]]]]:
    """A page of another site that asks ours for everything, and what it was answered.

    It lies on this machine under another name: what a browser itself forbids to pages from the internet is left to us here.
    """
    document = FOREIGN.format(site=site, report=REPORT).encode()

    class Evil(BaseHTTPRequestHandler):
        """The other site."""

        def do_GET(self) -> None:
            """Its one page."""
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, *_: object) -> None:
            """Nothing is written on the terminal."""

    answers: list[tuple[int, str]] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Evil) as evil:
        threading.Thread(target=evil.serve_forever, daemon=True).start()
        page = chromium.new_context().new_page()
        page.on("response", lambda one: answers.append((one.status, one.url)) if one.url.startswith(site) else None)
        page.goto(f"http://localhost:{evil.server_port}/")
        page.wait_for_function("window.sockets !== 0")
        yield page, answers
        page.close()
        evil.shutdown()


def test_a_foreign_page_makes_nothing_work_and_reads_nothing(foreign: tuple[Page, list[tuple[int, str]]]) -> None:
    page, answers = foreign
    page.wait_for_timeout(1000)
    assert len(answers) >= 3  # of the others the browser does not even tell
    assert [one for one in answers if one[0] < 400] == []
    assert page.evaluate("window.sockets") == -1


def test_a_link_on_a_foreign_page_opens_ours(foreign: tuple[Page, list[tuple[int, str]]]) -> None:
    page, _ = foreign
    page.click("#link")
    expect(page.locator(".controls")).to_be_visible(timeout=OPENING)
    expect(page.locator(".controls .when strong")).to_contain_text("September 1956")


def test_the_session_is_out_of_reach_of_scripts(tab: Tab) -> None:
    page = tab.open("/")
    assert page.evaluate("document.cookie") == ""
    kept = page.context.cookies()
    assert [(one["httpOnly"], one["sameSite"]) for one in kept] == [(True, "Lax")]
    assert re.fullmatch(r"counterfaction-\d+", kept[0]["name"])


def test_a_tab_that_lost_its_socket_comes_back_as_it_was(tab: Tab) -> None:
    page = tab.watch("?m=1956-09")
    page.evaluate("window.same = 1")
    tab.meant = ("DISCONNECTED", "WebSocket")
    page.evaluate("solara.debug.dropConnection()")
    expect(page.locator("#connection-lost")).to_be_hidden(timeout=30_000)
    page.click(".controls button[title='One month on']")
    expect(page.locator(".controls .when strong")).to_contain_text("October 1956")
    assert page.evaluate("window.same") == 1
