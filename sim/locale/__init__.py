"""All words shown to people, in the languages of the program. Nothing here knows a country; names come from its pack."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

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
    return str(found).format(**values)


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
    if share <= 0.4:
        return say(lang, f"{words}.one_in", n=round(1 / share))
    if share < 0.6:
        return say(lang, f"{words}.half")
    if 1 - share <= 0.4:
        n = round(1 / (1 - share))
        return say(lang, f"{words}.all_but", n=n, m=n - 1)
    return say(lang, f"{words}.half")


__all__ = ["LANGUAGES", "about", "catalogue", "say"]
