"""What Solara runs: the frame around every page, and the pages by their addresses.

A page is one file in `sim/dashboard/pages/` with a component `Page` and a line in `PAGES`; nothing else is needed for its address, its title and
its place in the navigation.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

import solara

from sim.dashboard.address import Address
from sim.dashboard.document import NAME
from sim.dashboard.pages import start, watch, whatif
from sim.dashboard.parts import Boundary, Language, Markup, address, block
from sim.dashboard.worlds import served
from sim.locale import LANGUAGES, say

PAGES = (
    # address, key of the title in the catalogue, component
    ("", "page.start", start.Page),
    ("whatif", "page.whatif", whatif.Page),
    ("watch", "page.watch", watch.Page),
)
_LANGUAGES = {"en": "EN", "ko": "한국어"}


def header(here: Address) -> str:
    """Name, pages and languages, as links."""
    country = served().country
    pages = "".join(
        _link(Address(path, here.lang).text(country), say(here.lang, title), path == here.page) for path, title, _ in PAGES if path
    )  # fmt: skip
    languages = "".join(
        f'<a href="{escape(_spoken(here, lang))}" lang="{lang}"{_current(lang == here.lang)}>{_LANGUAGES[lang]}</a>' for lang in LANGUAGES
    )
    return (
        f'<a class="skip" href="#main">{escape(say(here.lang, "page.skip"))}</a>'
        f'<header><a class="name" href="{escape(Address("", here.lang).text(country))}">{NAME}</a>'
        f'<span class="country">{escape(country.title[here.lang])}</span>'
        f'<nav aria-label="{escape(say(here.lang, "page.navigation"))}">{pages}</nav>'
        f'<nav class="languages" aria-label="{escape(say(here.lang, "page.languages"))}">{languages}</nav></header>'
    )


def _spoken(here: Address, lang: str) -> str:
    return replace(here, lang=lang).text(served().country)


def _link(href: str, text: str, current: bool) -> str:
    return f'<a href="{escape(href)}"{_current(current)}>{escape(text)}</a>'


def _current(current: bool) -> str:
    return ' aria-current="page"' if current else ""


@solara.component
def Layout(children: list[solara.Element]) -> solara.Element:
    """The frame around a page."""
    here = address()
    title = next((key for path, key, _ in PAGES if path == here.page), "page.start")
    with block("div", css="page", attributes={"lang": here.lang}) as frame:
        Language(lang=here.lang)
        solara.Title(f"{say(here.lang, title)} · {NAME}")
        Markup(lambda: header(here))
        with block("main", attributes={"id": "main", "tabindex": "-1"}):
            Boundary(children=children)
        block("footer", children=[say(here.lang, "page.foot")])
    return frame


routes = [solara.Route(path or "/", component=page, layout=Layout if not path else None, label=NAME) for path, _, page in PAGES]
