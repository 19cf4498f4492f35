"""What the model gets wrong, told of a country: what it has no part for is left out."""

from __future__ import annotations

from typing import Final

from sim.counterfactual.answer import fitting
from sim.counterfactual.possible import can_happen
from sim.locale import say
from sim.pack import Country

LIMITS: Final = ("choices", "victory", "purges", "heirs", "one_block", "economy", "war", "absorption", "labels", "length")
"""What the model gets wrong: keys of sentences under `limit`."""
_ON: Final = {"victory": "second_war", "war": "second_war", "absorption": "absorbed"}
"""Limits that are about an outcome, by that outcome."""
ARTICLE: Final = "article"
"""Key of the reading of a text whose sentences a pack puts to the model."""


def limits_of(country: Country, fitted: bool, lang: str) -> tuple[str, ...]:
    """What the model gets wrong, in sentences; `fitted`: whether its values are accepted sets."""
    keys = (fitting(fitted), *(key for key in LIMITS if key not in _ON or can_happen(country, _ON[key])))
    return tuple(say(lang, f"limit.{key}", sets=len(country.accepted or ())) for key in keys)


def faults_of(country: Country, fitted: bool, lang: str, most: int | None = None) -> str:
    """The same in one sentence, for a screen; at most so many of them."""
    keys = [fitting(fitted), "choices", *(["war"] if can_happen(country, "second_war") else [])]
    return say(lang, "compare.cannot", faults="; ".join(say(lang, f"compare.fault_{key}", sets=len(country.accepted or ())) for key in keys[:most]))


def sentences_key(country: Country, key: str) -> str:
    """The key of a text about the sentences of a pack: of an article, where the pack has a reading of one, else the pack's own."""
    return key if any(one.key == ARTICLE for one in country.readings) else f"{key}_own"
