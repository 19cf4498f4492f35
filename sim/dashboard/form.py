"""The form that asks for another world: its number, and a change. What a reader types is read here, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from sim.dashboard.address import LARGEST_SEED, seed_of
from sim.locale import say
from sim.pack import Country, InputError

LONGEST: Final = 600
"""Most characters that are read of a field."""


@dataclass(frozen=True)
class Asked:
    """What stands in the form, as typed, and what is wrong with it, empty where nothing is.

    `seed_error` is in the reader's language, `do_error` in English, as on the command line.
    """

    seed: str
    do: str
    seed_error: str = ""
    do_error: str = ""


def read_form(country: Country, values: Mapping[str, str], lang: str) -> tuple[Asked, tuple[int, tuple[str, ...]] | None]:
    """The form as it was sent, and the world it asks for: its number and its changes. None where something in it is wrong."""
    from sim.world.do import read_do

    seed, do = str(values.get("seed", ""))[:LONGEST].strip(), str(values.get("do", ""))[:LONGEST].strip()
    number = seed_of(seed)
    seed_error = "" if number is not None else say(lang, "watch.seed_bad", most=LARGEST_SEED)
    do_error, texts = "", tuple(do.split())
    try:
        read_do(country, texts)
    except InputError as error:
        do_error = f"{error}."
    asked = Asked(seed, do, seed_error, do_error)
    return asked, None if number is None or do_error else (number, texts)


def draw_form(asked: Asked, following: str, example: str, lang: str, changes: str = "") -> str:
    """The form; `following` is the address of the next world, `example` a change that could be typed,
    `changes` the markup of all that can be changed."""
    seed_error, do_error = escape(asked.seed_error), ""
    if asked.do_error:
        do_error = f'{escape(say(lang, "watch.change_bad"))} <span lang="en">{escape(asked.do_error)}</span>'
    seed = _field("seed", say(lang, "watch.seed"), say(lang, "watch.seed_hint", most=LARGEST_SEED), asked.seed, seed_error, 'inputmode="numeric"')
    do = _field("do", say(lang, "watch.change"), say(lang, "watch.change_hint", example=example), asked.do, do_error, 'spellcheck="false"')
    send = f'<button type="submit">{escape(say(lang, "watch.go"))}</button>'
    after = f'<a data-key="next" href="{escape(following)}">{escape(say(lang, "watch.next_seed"))}</a>'
    return f'<h2>{escape(say(lang, "watch.other_heading"))}</h2><form novalidate>{seed}{do}<p class="send">{send} {after}</p></form>{changes}'


def _field(name: str, label: str, hint: str, value: str, error: str, more: str) -> str:
    """A labelled line to type in; `error` and `more` are markup."""
    invalid = f' aria-invalid="true" aria-errormessage="{name}-error"' if error else ""
    return (
        f'<div class="field {name}"><label for="{name}">{escape(label)}</label>'
        f'<input id="{name}" name="{name}" data-key="{name}" type="text" value="{escape(value)}" autocomplete="off" {more} '
        f'aria-describedby="{name}-hint"{invalid}><p class="hint" id="{name}-hint">{escape(hint)}</p>'
        f'<p class="error" id="{name}-error" role="alert">{error}</p></div>'
    )
