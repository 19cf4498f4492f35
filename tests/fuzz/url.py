"""Hostile paths and queries put to the pages: each opens a page or gets one sentence, never a traceback.

An address is asked for over HTTP as a browser does, and drawn as the page draws itself once its socket is open. Worlds and answers are ready, so
that nothing is computed.
"""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sim.dashboard import environment
from sim.dashboard.address import Address
from sim.dashboard.guard import Guard
from sim.dashboard.questions import read_question, serve_questions
from sim.dashboard.site import site
from sim.dashboard.work import SERVER, Work
from sim.dashboard.worlds import serve
from sim.pack import load_pack
from tests.dashboard.asking import HERE, PORT, ask

GATE = 100
PATHS = ("/", *["/watch", "/whatif"] * 6, "/watch/", "/report", "/nowhere", "//", "/static/", "/static/../../etc/passwd", "/_solara/cdn/@widgetti", "/jupyter/")
KEYS = ("w", "m", "vote", "q", "q", "s", "n", "seed", "guess", "lang", "kernelid", "modelid", "session_id", "")
VALUES = (
    "", "0", "-1", "1", "99999", "9" * 300, "1e9", "NaN", "inf", "1956-09", "1956-13", "0000-00", "9999-12", "1956-09-01", "٣", "en", "ko", "xx", "ask", "no",
    "0,1,2", "0,0,0", "2,1", "4,4,4", ",,,", "ruler=harbour@1956-09:plenum", "ruler=harbour@1956-09", "ruler=nobody@1956-09:plenum", "war=won", "war=lost", "a=b@c:d",
    "=", "@", ":", "none", "poets-heard", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "' OR 1=1 --", "../../../etc/passwd", "\0", "\r\nX: y", "\x1b[31m", "\u202e", "\ud55c\uae00", "\U0001f600", "a" * 3900, "A" * 2001, "a=b " * 500, "%", "%zz", "%00",
    "[" * 2000, "x.y" * 1000,
)  # fmt: skip


@dataclass
class Made:
    """The guard, and a token that opens a world."""

    guard: Guard
    token: str


def prepare(_: Path) -> Made:
    """Real documents and pages; one world and one answer for whatever is asked."""
    environment.prepare()
    country, work = load_pack("demo"), Work()
    worlds, asked = serve(country, work), serve_questions(country, work)
    token = worlds.name(1, ())
    question = read_question(country, Address("whatif"))
    lived, found = worlds.ask(token, SERVER).future.result(300), asked.ask(question, "en", SERVER).future.result(300)
    report = asked.ask_report(question, "en", SERVER).future.result(300)
    vars(worlds)["_simulate"] = lambda *_: lived
    vars(asked).update(_page=lambda *_: found, _report=lambda *_: report)
    return Made(Guard(site(), PORT), token)


def attempt(luck: random.Random, made: Made) -> str:
    """One address, asked for and drawn."""
    path, query = address(luck, made.token)
    asked = {
        "type": "http", "method": luck.choice(("GET", "GET", "GET", "HEAD")), "path": unquote(path), "query_string": query.encode("ascii"),
        "headers": [(b"host", HERE.encode())], "client": ("127.0.0.1", 5),
    }  # fmt: skip
    answer = ask(made.guard, asked)
    assert answer.status < 500, answer.text
    if answer.headers.get("content-type", "").startswith("text/plain"):
        assert answer.text.count("\n") == 1
        assert answer.text.strip().isprintable(), repr(answer.text)
        assert "Traceback" not in answer.text
    if "nonce-" not in answer.headers.get("content-security-policy", ""):
        return f"{answer.status}"
    return f"{answer.status}, {drawn(f'{path}?{query}')}"


def address(luck: random.Random, token: str) -> tuple[str, str]:
    """A path and a query, whole or damaged."""
    pairs = []
    for _ in range(luck.choice((0, 1, 1, 2, 3, 5, 40))):
        key, value = luck.choice(KEYS), luck.choice(VALUES)
        if key == "w" and luck.random() < 0.7:
            place = luck.randrange(len(token))
            value = token if luck.random() < 0.3 else token[:place] + luck.choice(string.printable) + token[place + luck.randrange(2) :]
        pairs.append(f"{quote(key)}={quote(value, errors='surrogatepass') if luck.random() < 0.8 else _ascii(value)}")
    path = luck.choice(PATHS) if luck.random() < 0.9 else "/" + "".join(luck.choices(string.ascii_letters + "/.%;:@-_~", k=luck.randrange(1, 600)))
    return path, luck.choice(("&", "&", "&", ";", "&&")).join(pairs)


def _ascii(value: str) -> str:
    """A value as it would come unquoted: what a request line can't hold is left out."""
    return "".join(letter for letter in value if "!" <= letter <= "~")


class Harmless(HTMLParser):
    """Markup without scripts, with links that stay within the pages."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One tag."""
        assert tag not in ("script", "img", "iframe", "object", "embed", "base", "meta"), tag
        assert not any(name.startswith("on") for name, _ in attrs), attrs
        assert all((value or "").startswith(("/", "#")) and not (value or "").startswith("//") for name, value in attrs if name == "href"), attrs


def drawn(link: str) -> str:
    """Draw the page of an address as Solara does; how it ended."""
    import ipyvuetify
    from solara.server import app, kernel_context

    context: Any = kernel_context.create_dummy_context()
    try:
        with context:
            context.container = ipyvuetify.Html(tag="div")
            app.load_app_widget(None, app.apps["__default__"], link)
            widgets = list(context.widgets.values())
        html = "".join(panel["html"] for one in widgets if "columns" in one.keys for column in one.columns for panel in column)
        said = str([one.value for one in widgets if "value" in one.keys])
        assert "Traceback" not in html + said, said[-500:]
        Harmless().feed(html)
        assert "could not be shown" not in html, html[-2000:]
        assert "<h1" in html or 'class="failed"' in html, html[:300]
        return "a sentence" if 'class="failed"' in html else "a page"
    finally:
        context.close()
