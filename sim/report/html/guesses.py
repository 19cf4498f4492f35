"""Three questions to guess before reading on: what the answer says about its largest changes, with four answers to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.locale import about, say
from sim.report.compare_text import SHOWN

COUNT: Final = 3
_EDGES: Final = (0.05, 0.2, 0.5)
"""Shares that part the four answers of a question."""


@dataclass(frozen=True)
class Guess:
    """A question, its possible answers, the one that the model gives, and the rest of the answer in a sentence."""

    question: str
    choices: tuple[str, ...]
    right: int
    answer: str


def choice_of(share: float) -> int:
    """Which of the four answers a share falls into."""
    return sum(share >= edge for edge in _EDGES)


def guesses(branches: Sequence[tuple[str, Mapping[str, Any]]], lang: str) -> list[Guess]:
    """Questions about the largest differences, of different branches and outcomes as far as there are enough.

    Args:
        branches: (how the change is called in the middle of a sentence, branch).
    """
    found: list[tuple[float, int, str]] = []
    for n, (_, branch) in enumerate(branches):
        for name in SHOWN:
            cell = branch["outcomes"][name]
            if cell["difference"] is not None and cell["reference_share"] is not None:
                found.append((-abs(cell["difference"]), n, name))
    chosen: list[tuple[int, str]] = []
    for spare in (0, 1, 2):  # first other branches and other outcomes, then whatever is left
        for _, n, name in sorted(found):
            shared = (n in {one for one, _ in chosen}) + (name in {one for _, one in chosen})
            if len(chosen) < COUNT and (n, name) not in chosen and shared <= spare:
                chosen.append((n, name))
    return [_guess(branches[n][0], branches[n][1]["outcomes"][name], name, lang) for n, name in chosen]


def _guess(change: str, cell: Mapping[str, Any], name: str, lang: str) -> Guess:
    outcome = say(lang, f"outcome.{name}")
    choices = tuple(say(lang, f"report.choice_{n}") for n in range(len(_EDGES) + 1))
    right = choice_of(cell["share"])
    answer = say(lang, "report.guess_answer", after=about(lang, cell["share"]), before=about(lang, cell["reference_share"]))
    return Guess(say(lang, "report.guess", change=change, outcome=outcome), choices, right, answer)
