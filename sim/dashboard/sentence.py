"""The question as a sentence whose parts are choices: who takes the top post, when, and how."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from sim.dashboard.address import LARGEST_SEED, WORLDS, seed_of, worlds_of
from sim.dashboard.changes import changeable, draw_changes
from sim.dashboard.form import LONGEST
from sim.dashboard.questions import SEED, Question
from sim.locale import say
from sim.pack import Country, InputError
from sim.pack.build.choices import parse_do
from sim.pack.country.dates import MONTHS, month_name, month_text
from sim.pack.country.vocabulary import ROUTES

_MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True)
class Sentence:
    """What stands in the form: the group, the month (absolute), the route, other changes as typed, worlds, seed; and what is wrong with it."""

    who: str
    month: int
    route: str
    also: str
    worlds: str
    seed: str
    error: str = ""


def sentence_of(country: Country, question: Question) -> Sentence:
    """The form for a question, or for the first way in which a scenario's change comes about."""
    scenario = next((one for one in country.scenarios if one.id == question.scenario), None)
    changes = question.changes if scenario is None else scenario.arms[0].do
    ruler = next((text for text in changes if parse_do(text).what == "ruler"), None)
    others = " ".join(text for text in changes if text != ruler)
    if ruler is None:
        return Sentence("", country.first_month, ROUTES[0], others, str(question.worlds), str(question.seed))
    change = parse_do(ruler)
    month = country.first_month if change.month is None else change.month
    return Sentence(change.value, month, change.route or ROUTES[0], others, str(question.worlds), str(question.seed))


def read_sentence(country: Country, values: Mapping[str, str], lang: str) -> tuple[Sentence, Question | None]:
    """The form as it was sent, and the question it asks; None where something in it is wrong, whatever it is."""
    from sim.world.do import read_do

    sent = {key: str(values.get(key, ""))[:LONGEST].strip() for key in ("who", "month", "year", "route", "also", "worlds", "seed")}
    last = country.first_month + country.months - 1
    year, number = (int(sent[key]) if sent[key].isascii() and sent[key].isdigit() and len(sent[key]) < 5 else 0 for key in ("year", "month"))
    month = year * _MONTHS_A_YEAR + number - 1
    route = sent["route"] if sent["route"] in ROUTES else ROUTES[0]
    if route == "start":
        month = country.first_month
    read = Sentence(sent["who"], month, route, sent["also"], sent["worlds"], sent["seed"])
    if not (1 <= number <= _MONTHS_A_YEAR and country.first_month <= month <= last):
        return replace(read, error=say(lang, "whatif.month_refused", first=month_name(country.first_month, lang), last=month_name(last, lang))), None
    seed = seed_of(sent["seed"])
    if seed is None:
        return replace(read, error=say(lang, "watch.seed_bad", most=LARGEST_SEED)), None
    ruler = [f"ruler={sent['who']}@{month_text(month)}:{route}"] if sent["who"] else []
    try:
        changes = tuple(one.text for one in read_do(country, [*ruler, *sent["also"].split()]))
    except InputError as error:
        return replace(read, error=f"{say(lang, 'watch.change_bad')} {error}."), None
    if not changes:
        return replace(read, error=say(lang, "whatif.nothing")), None
    return read, Question(changes, None, worlds_of(sent["worlds"]) or WORLDS[0], seed)


def draw_sentence(country: Country, sentence: Sentence, lang: str) -> str:
    """The form."""
    groups = [(faction.key, faction.phrase[lang]) for faction in (country.factions[k] for k in country.displayed)]
    groups.append(("", say(lang, "whatif.nobody")))
    first, last = country.first_month // _MONTHS_A_YEAR, (country.first_month + country.months - 1) // _MONTHS_A_YEAR
    years = [(str(year), say(lang, "whatif.year", year=year)) for year in range(first, last + 1)]
    months = [(str(n + 1), name) for n, name in enumerate(MONTHS[lang])]
    date = (
        _choice("month", say(lang, "whatif.month"), months, str(sentence.month % _MONTHS_A_YEAR + 1)),
        _choice("year", say(lang, "whatif.year_label"), years, str(sentence.month // _MONTHS_A_YEAR)),
    )
    routes = [(route, say(lang, f"whatif.route_{route}", assembly=country.words["assembly"][lang])) for route in ROUTES]
    words = escape(say(lang, "whatif.sentence", who="\0", when="\1", route="\2"))
    parts = {
        "\0": _choice("who", say(lang, "whatif.who"), groups, sentence.who),
        "\1": " ".join(date if lang == "en" else date[::-1]),
        "\2": _choice("route", say(lang, "whatif.how"), routes, sentence.route),
    }
    for mark, html in parts.items():
        words = words.replace(mark, html)
    error = f'<p class="error" role="alert" id="question-error">{escape(sentence.error)}</p>'
    run = f'<button type="submit" class="run" data-key="run">{escape(say(lang, "whatif.run"))}</button>'
    return f'<form novalidate class="question"><p class="sentence">{words}</p>{_more(country, sentence, lang)}<p class="send">{run}</p>{error}</form>'


def _more(country: Country, sentence: Sentence, lang: str) -> str:
    """Other changes, how many worlds, and which: a click away."""
    opened = " open" if sentence.also or sentence.error or sentence.seed != str(SEED) or sentence.worlds != str(WORLDS[0]) else ""
    example = " ".join(_examples(country, lang))
    also = (
        f'<div class="field also"><label for="also">{escape(say(lang, "whatif.also"))}</label><input id="also" name="also" type="text" '
        f'value="{escape(sentence.also)}" autocomplete="off" spellcheck="false" aria-describedby="also-hint">'
        f'<p class="hint" id="also-hint">{escape(say(lang, "whatif.also_hint", example=example))}</p>{draw_changes(country, lang)}</div>'
    )
    counts = [(str(count), say(lang, "whatif.count", n=count)) for count in WORLDS]
    worlds = f'<div class="field"><label for="worlds">{escape(say(lang, "whatif.worlds"))}</label>{_select("worlds", counts, sentence.worlds)}</div>'
    seed = (
        f'<div class="field"><label for="seed">{escape(say(lang, "whatif.seed"))}</label><input id="seed" name="seed" type="text" '
        f'inputmode="numeric" value="{escape(sentence.seed)}" autocomplete="off"></div>'
    )
    return f'<details class="assumptions" data-key="more"{opened}><summary>{escape(say(lang, "whatif.more"))}</summary>{also}{worlds}{seed}</details>'


def _examples(country: Country, lang: str) -> list[str]:
    """A change of the two kinds that are asked for most, where the country has them."""
    found: dict[str, str] = {}
    for text, _ in changeable(country, lang):
        found.setdefault(re.split("[=.]", text)[0], text)
    return [found[kind] for kind in ("suppress", "switch") if kind in found]


def _choice(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    return f'<label class="choice"><span class="hidden">{escape(label)}</span>{_select(name, list(options), chosen)}</label>'


def _select(name: str, options: Sequence[tuple[str, str]], chosen: str) -> str:
    inside = "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(text)}</option>' for value, text in options
    )
    return f'<select id="{name}" name="{name}" data-key="{name}">{inside}</select>'
