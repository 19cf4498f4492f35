"""The first page: where one can go."""

from __future__ import annotations

from html import escape

import solara

from sim.counterfactual.definitions import terms_defined
from sim.dashboard.address import Address
from sim.dashboard.parts import Markup, address
from sim.dashboard.worlds import served
from sim.locale import say
from sim.report.html.parts import meanings, people


def draw(here: Address) -> str:
    """What the program is, and a link to each page with what it shows."""
    country = served().country

    def words(key: str) -> str:
        return escape(say(here.lang, key))

    terms = terms_defined(country, ("top_post", "patron", "left_alone"), here.lang)
    ways = "".join(
        f'<li><a href="{escape(Address(page, here.lang).text(country))}">{words(f"page.{page}")}</a><p>{words(f"start.{page}")}</p></li>'
        for page in ("whatif", "watch")
    )
    return (
        f'<h1>{words("start.heading")}</h1><p class="lead">{words("start.lead")}</p>'
        f'<ul class="ways">{ways}</ul>{meanings(country, terms, "start", here.lang)}{groups(here.lang)}'
        f'<p class="care">{escape(country.content_note[here.lang])}</p>'
    )


def groups(lang: str) -> str:
    """Who the groups are; nothing where the pack does not say."""
    found = people(served().country, lang)
    return f'<section class="groups"><h2>{escape(say(lang, "word.groups_head"))}</h2>{found}</section>' if found else ""


@solara.component
def Page() -> solara.Element:
    """The page at `/`."""
    here = address()
    return Markup(lambda: draw(here))
