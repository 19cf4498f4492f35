"""What a reader can change in a country, as it is typed and in words: a list to open beside the line to type in."""

from __future__ import annotations

from html import escape

from sim.locale import say
from sim.pack import Country
from sim.pack.country.dates import month_text
from sim.report.html.origins import trait_name


def changeable(country: Country, lang: str) -> list[tuple[str, str]]:
    """Every kind of change the country allows: (as it is typed, what it does)."""
    from sim.world.calendar import moves_something

    first, group = month_text(country.first_month), country.factions[0]
    found = [(f"ruler={group.key}@{first}:from-start", say(lang, "changes.ruler", who=group.phrase[lang]))]
    found += [(f"war={one.key}", one.name[lang]) for one in country.wars]
    movable = [one for one in country.outside if moves_something(country, one)]
    found += [(f"suppress={one.key}", say(lang, "changes.suppress", event=one.title[lang])) for one in movable]
    for switch in country.switches:
        others = [option for option in switch.options if option != switch.default]
        found += [(f"switch.{switch.key}={option}", switch.meaning[lang]) for option in others]
    names = [name for name in country.trait_names if name != "reach"]
    found += [(f"trait.{group.key}.{name}=0.5", say(lang, "changes.trait", trait=trait_name(country, name, lang))) for name in names]
    return found


def draw_changes(country: Country, lang: str) -> str:
    """The list, to be opened."""
    rows = "".join(f"<div><dt><code>{escape(text)}</code></dt><dd>{escape(words)}</dd></div>" for text, words in changeable(country, lang))
    head = escape(say(lang, "changes.head"))
    listed = f'<div class="list" tabindex="0" role="region" aria-label="{head}"><dl>{rows}</dl></div>'
    return f'<details class="changes" data-key="changes"><summary>{head}</summary>{listed}</details>'
