"""Questions that are put to many worlds: each is answered once, one after the other, and kept for all who ask it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sim.dashboard.address import Address
from sim.pack import Country

if TYPE_CHECKING:
    from sim.counterfactual.compare import Answer

KEPT: Final = 40
"""Answers kept; one takes about a megabyte with its pictures."""
WORLDS: Final = (200, 500, 1000)
"""How many worlds may be asked for."""
SEED: Final = 1


class CancelledError(Exception):
    """The reader has stopped the run."""


@dataclass(frozen=True)
class Question:
    """What is asked: changes, or a scenario; of how many worlds, and which."""

    changes: tuple[str, ...]
    scenario: str | None
    worlds: int
    seed: int


@dataclass
class Run:
    """A question that is being answered in a language, or has been."""

    question: Question
    lang: str
    future: Future[dict[str, Any]] = field(default_factory=Future)
    done: int = 0
    cancelled: bool = False

    def progress(self, done: int, _: int) -> None:
        """So many worlds of it have been lived; a run that was cancelled ends here."""
        if self.cancelled:
            raise CancelledError
        self.done = done


def read_question(country: Country, here: Address) -> Question:
    """The question of an address, its changes in their canonical texts.

    Raises:
        PackError: a change or a scenario is not one of the pack's.
    """
    from sim.counterfactual.scenarios import find_scenario
    from sim.world.do import read_do

    worlds = here.worlds if here.worlds in WORLDS else WORLDS[0]
    seed = here.seed if here.seed is not None and here.seed < 2**32 else SEED
    if here.scenario is not None:
        return Question((), find_scenario(country, here.scenario).id, worlds, seed)
    changes = tuple(one.text for one in read_do(country, here.changes))
    return Question(changes or first_changes(country), None, worlds, seed)


def first_changes(country: Country) -> tuple[str, ...]:
    """What is asked where nothing else is: the latest of the changes that the pack puts first."""
    from sim.report.results import headline_changes

    found = headline_changes(country)
    return max(found, key=lambda changes: max(text.partition("@")[2] for text in changes)) if found else ()


class Questions:
    """The questions put to one country."""

    def __init__(self, country: Country) -> None:
        self.country = country
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="questions")  # each run takes all processors itself
        self._runs: OrderedDict[tuple[Question, str], Run] = OrderedDict()
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, question: Question, lang: str) -> Run:
        """The run of a question, begun if nobody has asked it before, or if it was cancelled or has failed."""
        with self._lock:
            run = self._runs.get((question, lang))
            if run is None or (run.future.done() and run.future.exception() is not None):
                run = Run(question, lang)
                self._runs[question, lang] = run
                self._pool.submit(self._answer, run)
            self._runs.move_to_end((question, lang))
            while len(self._runs) > KEPT:
                self._runs.popitem(last=False)
        return run

    def known(self, question: Question, lang: str) -> Run | None:
        """The run of a question, if somebody has asked it."""
        return self._runs.get((question, lang))

    def answer(self, question: Question, run: Run | None = None) -> Answer:
        """The answer itself, made if it is not there.

        Raises:
            CancelledError: the run was cancelled.
            PackError: the question contradicts itself.
        """
        from sim.counterfactual.compare import compare

        if question not in self._answers:
            progress = run.progress if run is not None else None
            self._answers[question] = compare(
                self.country, question.worlds, question.seed, scenario=question.scenario, what_if=question.changes, progress=progress,
            )  # fmt: skip
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return self._answers[question]

    def _answer(self, run: Run) -> None:
        from sim.report.results import answered, shipped

        try:
            question = run.question
            usual = question.scenario is None and (question.worlds, question.seed) == (WORLDS[0], SEED)
            found = shipped(self.country, question.changes, run.lang) if usual else None
            run.progress(run.done, question.worlds)
            run.future.set_result(found or answered(self.answer(question, run), run.lang))
        except BaseException as error:
            run.future.set_exception(error)


_served: list[Questions] = []


def serve_questions(country: Country) -> Questions:
    """Let the pages of this process answer questions about a country."""
    _served[:] = [Questions(country)]
    return _served[0]


def questions() -> Questions:
    """The questions this process answers."""
    return _served[0]


__all__ = [
    "SEED",
    "WORLDS",
    "CancelledError",
    "Question",
    "Questions",
    "Run",
    "first_changes",
    "questions",
    "read_question",
    "serve_questions",
]
