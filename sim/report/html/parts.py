"""Pieces of an answer as HTML: what the report and the pages share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sim.counterfactual.definitions import Definition, groups_defined, patrons_defined
from sim.locale import say
from sim.pack import Country
from sim.pack.country.dates import month_name
from sim.report.charts.style import colour
from sim.report.html.content import Judged
from sim.report.html.section import Section


def source(name: str) -> str:
    """The text of a file of this room."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """The templates of this room. Whatever is put in is escaped, but for charts, which escape their own words."""
    loader = FunctionLoader(lambda name: source(name))
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def words(country: Country, lang: str) -> dict[str, Any]:
    """What templates call: words of the catalogue, months in words, and the mark of what is HTML already."""
    return {
        "say": lambda key, **values: say(lang, f"report.{key}", **values),
        "month": lambda index: month_name(country.first_month + index, lang),
        "word": lambda key: say(lang, f"word.{key}"),
        "colour": colour,
        "safe": Markup,
    }


def pieces(country: Country, section: Section, lang: str) -> dict[str, Any]:
    """A section in pieces: its answer, the chart of outcomes, the box of trust, both worlds' offices, and the two chronicles."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    kinds = {name: say(lang, f"report.kind_{name}") for name in ("both", "alone", "changed", "changed_all")}
    return {
        "question": section.question,
        "answer": str(module.answer(section)),
        "outcomes": str(module.layer(kinds["both"], "changed", section.outcomes, "", section.charted, f"{section.id}-charted")),
        "trust": str(module.trust(section)),
        "fans": "".join(str(module.layer(kinds["changed_all"], "changed", one, "")) for one in (section.power, section.support)),
        "left_alone": str(module.layer(kinds["alone"], "alone", section.left_alone, say(lang, "report.typical_pair"))),
        "changed": str(module.layer(kinds["changed"], "changed", section.changed, "")),
        "chronicles": str(module.chronicles(section)),
        "token": section.token,
        "opens": section.opens,
    }


def meanings(country: Country, definitions: Sequence[Definition], key: str, lang: str) -> str:
    """Words to open, each with its definition; `key` tells them from the same words elsewhere on the page."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    return str(module.meanings(definitions, key, say(lang, "word.open")))


def people(country: Country, lang: str, *, key: str = "") -> str:
    """Who the groups and the patrons are; with a key, to be opened. Nothing where the pack says nothing of them."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    groups, patrons = groups_defined(country, lang), patrons_defined(country, lang)
    if key:
        return str(module.people_to_open(groups, patrons, key))
    return str(module.people(groups, patrons)) if groups or patrons else ""


def judgement(country: Country, judged: Judged, lang: str) -> str:
    """The verdict on a sentence."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    return str(module.judgement(judged))
