"""Words of a sentence that the model can be asked, and what each of them asks for, fixed before anything is run.

Source of the table: the project's method, section 3.4 ("Modal words -> estimand"); "likely" after the calibrated words of the IPCC guidance note
(2010). The bars are readings of words, not parameters of the model: no rule knows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Modal:
    """What a word asks for.

    Attributes:
        asks: `level`, the share of worlds in which it comes; `difference`, that share less the reference's; `necessity`, of the reference
            worlds in which it comes, the share that lose it with the change, by its lower bound.
        bar: what has to be reached, or exceeded where `strict`.
    """

    asks: str
    bar: float
    strict: bool = True


MODALS: Final[dict[str, Modal]] = {
    "could": Modal("level", 0.10),
    "might": Modal("level", 0.10),
    "every_chance": Modal("level", 0.50),
    "would": Modal("level", 0.50),
    "likely": Modal("level", 0.66),
    "certainly": Modal("level", 0.99, strict=False),
    "more_likely": Modal("difference", 0.10, strict=False),
    "because": Modal("necessity", 0.50, strict=False),
    "saved": Modal("necessity", 0.50, strict=False),
}
"""Words of sentences. `because` and `saved` are asked by taking the cause away: the change is the world without it."""

TOGETHER: Final = ("any", "all", "unweighed")
"""How several outcomes of one sentence go together: one of them is enough, all are needed, or the sentence weighs them against each other."""

OUTCOME_NAMES: Final = (
    "second_war", "uprising", "patron_military", "patron_political", "leader_replaced_under_pressure", "campaign", "cultural_revolution", "aid_lost",
    "opening", "absorbed", "ruler_ousted", "rivals_purged", "collective", "personalist", "dynasty", "satellite", "bloc_rule", "standing_1994",
    "standing_1999", "challenge",
)  # fmt: skip
"""Outcomes that a scenario may name, beside `ruler_YEAR:GROUP`; `sim/world/outcome.py` says what each means."""
