"""All words shown to people, in the languages of the program. Nothing here knows a country; names come from its pack."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from sim.locale.particles import with_particles

LANGUAGES = ("en", "ko")
_TWO_FIFTHS, _HALF = 0.365, 0.45


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


def fraction(share: float) -> tuple[int, int]:
    """The plain fraction nearest to a share between 0 and 1: 1 in n, 2 or 3 in 5, or all but 1 in n.

    >>> fraction(0.09), fraction(0.4), fraction(0.5), fraction(0.9)
    ((1, 11), (2, 5), (1, 2), (9, 10))
    """
    if share > 1 / 2:
        m, n = fraction(1 - share)
        return n - m, n
    if share >= _HALF:
        return 1, 2
    return (2, 5) if share >= _TWO_FIFTHS else (1, round(1 / share))


def about(lang: str, share: float, words: str = "share") -> str:
    """A share in words: "about 1 in 11", "about half", "none of them". `words` names the table of the catalogue that has them."""
    if share <= 0.0:
        return say(lang, f"{words}.none")
    if share >= 1.0:
        return say(lang, f"{words}.all")
    if share < 1 / 300:
        return say(lang, f"{words}.rare")
    if share > 1 - 1 / 300:
        return say(lang, f"{words}.nearly_all")
    m, n = fraction(share)
    if n == 2:
        return say(lang, f"{words}.half")
    return say(lang, f"{words}.one_in", n=n) if m == 1 else say(lang, f"{words}.all_but", m=m, n=n)


__all__ = ["LANGUAGES", "about", "catalogue", "fraction", "say"]
