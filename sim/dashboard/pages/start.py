"""The first page: where one can go."""

from __future__ import annotations

from html import escape

import solara

from sim.dashboard.address import Address
from sim.dashboard.parts import Markup, address
from sim.dashboard.worlds import served
from sim.locale import say


def draw(here: Address) -> str:
    """What the program is, and a link to each page with what it shows."""
    country = served().country

    def words(key: str) -> str:
        return escape(say(here.lang, key))

    ways = "".join(
        f'<li><a href="{escape(Address(page, here.lang).text(country))}">{words(f"page.{page}")}</a><p>{words(f"start.{page}")}</p></li>'
        for page in ("whatif", "watch")
    )
    return (
        f'<h1>{words("start.heading")}</h1><p class="lead">{words("start.lead")}</p>'
        f'<ul class="ways">{ways}</ul>'
        f'<p class="care">{escape(country.content_note[here.lang])}</p>'
    )


@solara.component
def Page() -> solara.Element:
    """The page at `/`."""
    here = address()
    return Markup(lambda: draw(here))
