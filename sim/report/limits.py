"""What the model gets wrong, told of a country: what it has no part for is left out."""

from __future__ import annotations

from typing import Final

from sim.counterfactual.possible import can_happen
from sim.locale import say
from sim.pack import Country

LIMITS: Final = ("fitted", "choices", "victory", "purges", "heirs", "one_block", "economy", "war", "absorption", "labels", "length")
"""What the model gets wrong: keys of sentences under `limit`."""
_ON: Final = {"victory": "second_war", "war": "second_war", "absorption": "absorbed"}
"""Limits that are about an outcome, by that outcome."""
ARTICLE: Final = "article"
"""Key of the reading of a text whose sentences a pack puts to the model."""


def limits_of(country: Country, lang: str) -> tuple[str, ...]:
    """What the model gets wrong, in sentences."""
    return tuple(say(lang, f"limit.{key}") for key in LIMITS if key not in _ON or can_happen(country, _ON[key]))


def faults_of(country: Country, lang: str) -> str:
    """The same in one sentence, for a screen."""
    return say(lang, "compare.cannot" if can_happen(country, "second_war") else "compare.cannot_no_war")


def sentences_key(country: Country, key: str) -> str:
    """The key of a text about the sentences of a pack: of an article, where the pack has a reading of one, else the pack's own."""
    return key if any(one.key == ARTICLE for one in country.readings) else f"{key}_own"
