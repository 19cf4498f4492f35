"""Pieces of an answer as HTML: what the report and the pages share."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from sim.locale import say
from sim.pack import Country
from sim.pack.dates import month_name
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
        "safe": Markup,
    }


def pieces(country: Country, section: Section, lang: str) -> dict[str, str]:
    """A section in pieces: its answer, the chart of outcomes, the box of trust, both worlds' offices, and the two chronicles."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    kinds = {name: say(lang, f"report.kind_{name}") for name in ("both", "alone", "changed", "changed_all")}
    return {
        "question": section.question,
        "answer": str(module.answer(section)),
        "outcomes": str(module.layer(kinds["both"], "changed", section.outcomes, "")),
        "trust": str(module.trust(section)),
        "fans": "".join(str(module.layer(kinds["changed_all"], "changed", one, "")) for one in (section.power, section.support)),
        "left_alone": str(module.layer(kinds["alone"], "alone", section.left_alone, say(lang, "report.typical_pair"))),
        "changed": str(module.layer(kinds["changed"], "changed", section.changed, "")),
        "chronicles": str(module.chronicles(section)),
        "token": section.token,
    }


def judgement(country: Country, judged: Judged, lang: str) -> str:
    """The verdict on a sentence."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    return str(module.judgement(judged))
