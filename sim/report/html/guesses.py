"""Three questions to guess before reading on: which way an outcome moves. How often it comes is not asked: directions are surer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.definitions import Definition, outcomes_defined
from sim.counterfactual.possible import possible
from sim.locale import say
from sim.pack import Country
from sim.report.directions import REPORTED

COUNT: Final = 3
WAYS: Final = ("more", "less", "same")
"""The answers of every question, in their order."""


@dataclass(frozen=True)
class Guess:
    """A question, its possible answers, the one that the model gives, that answer in a sentence, and what the outcome means."""

    question: str
    choices: tuple[str, ...]
    right: int
    answer: str
    meaning: Definition


def guesses(country: Country, branches: Sequence[tuple[str, BranchAnswer]], lang: str) -> list[Guess]:
    """Two questions about the largest differences and one about an outcome that does not move, as far as there are such; of different branches
    and outcomes as far as there are enough, in the order of the branches.

    Args:
        branches: (how the change is called in the middle of a sentence, branch).
    """
    moved, still = [], []
    for n, (_, branch) in enumerate(branches):
        for name in possible(country, REPORTED):
            cell = branch.paired[name]
            most = max(cell.share or 0.0, cell.reference_share or 0.0)
            if cell.difference is None or most == 0.0:  # what no world ever comes to, changed or not, is nothing to guess
                continue
            if cell.way == "same":
                still.append((-most, n, name))
            else:
                moved.append((-abs(cell.difference), n, name))
    chosen = _spread(sorted(moved), [], COUNT - 1)
    chosen = _spread(sorted(still), chosen, COUNT)
    chosen = _spread(sorted(moved), chosen, COUNT)
    return [_guess(country, *branches[n], name, lang) for n, name in sorted(chosen, key=lambda one: (one[0], REPORTED.index(one[1])))]


def _spread(candidates: Sequence[tuple[float, int, str]], chosen: Sequence[tuple[int, str]], count: int) -> list[tuple[int, str]]:
    """Add to what is chosen until there are so many: first other branches and other outcomes, then whatever is left."""
    out = list(chosen)
    for spare in (0, 1, 2):
        for _, n, name in candidates:
            shared = (n in {one for one, _ in out}) + (name in {one for _, one in out})
            if len(out) < count and (n, name) not in out and shared <= spare:
                out.append((n, name))
    return out


def _guess(country: Country, change: str, branch: BranchAnswer, name: str, lang: str) -> Guess:
    way, outcome = str(branch.paired[name].way), say(lang, f"outcome.{name}")
    choices = tuple(say(lang, f"report.choice_{one}") for one in WAYS)
    answer = say(lang, f"report.guess_{way}", outcome=outcome)
    (meaning,) = outcomes_defined(country, (name,), lang)
    return Guess(say(lang, "report.guess", change=change, outcome=outcome), choices, WAYS.index(way), answer, meaning)
