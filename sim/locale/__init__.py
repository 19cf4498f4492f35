"""All words shown to people, in the languages of the program. Nothing here knows a country; names come from its pack."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from sim.locale.particles import with_particles

LANGUAGES = ("en", "ko")


@cache
def catalogue(lang: str) -> dict[str, Any]:
    """The catalogue of a language.

    Raises:
        KeyError: there is none.
    """
    if lang not in LANGUAGES:
        raise KeyError(f"no language {lang!r}; allowed: {', '.join(LANGUAGES)}")
    text = resources.files(__package__).joinpath(f"{lang}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def say(lang: str, key: str, **values: object) -> str:
    """The sentence of a dotted key, with values put in."""
    found: Any = catalogue(lang)
    for part in key.split("."):
        found = found[part]
    text = str(found).format(**values)
    return with_particles(text) if lang == "ko" else text


def hundred(share: float) -> str:
    """A share as a count of one hundred; what is neither none nor all is not rounded to them.

    >>> hundred(0.0), hundred(0.004), hundred(0.184), hundred(0.997), hundred(1.0)
    ('0', '<1', '18', '>99', '100')
    """
    if share in (0.0, 1.0):
        return "0" if share == 0.0 else "100"
    count = 100.0 * share
    return "<1" if count < 1.0 else ">99" if count > 99.0 else f"{count:.0f}"


def capital(text: str) -> str:
    """A text with its first letter large, as a sentence begins."""
    return text[:1].upper() + text[1:]


def about(lang: str, share: float, words: str = "share") -> str:
    """A share in words, always of one hundred: "18 in 100", "none". `words` names the table of the catalogue that has them."""
    count = hundred(share)
    key = {"0": "none", "100": "all", "<1": "rare", ">99": "nearly_all"}.get(count, "of")
    return say(lang, f"{words}.{key}", n=count)


__all__ = ["LANGUAGES", "about", "capital", "catalogue", "hundred", "say"]
