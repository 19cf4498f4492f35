"""Questions that are put to many worlds: each is answered once, one after the other, and kept for all who ask it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.dashboard.address import LARGEST_SEED, WORLDS, Address
from sim.dashboard.work import QUESTIONS, Job, JobCache, Reader, Work
from sim.locale import say
from sim.pack import Country
from sim.pack.build.choices import parse_do
from sim.pack.country.errors import as_line

if TYPE_CHECKING:
    from sim.counterfactual.answer import Answer

KEPT: Final = 40
"""Answers kept; one takes about a megabyte with its pictures."""
REPORTS: Final = 10
"""Reports kept; one takes about a quarter of a megabyte."""
SEED: Final = 1


@dataclass(frozen=True)
class Question:
    """What is asked: changes, or a scenario; of how many worlds, and which."""

    changes: tuple[str, ...]
    scenario: str | None
    worlds: int
    seed: int


def read_question(country: Country, here: Address) -> Question:
    """The question of an address, its changes in their canonical texts.

    Raises:
        InputError: a change or a scenario is not one of the pack's.
    """
    from sim.counterfactual.scenarios import find_scenario
    from sim.world.do import read_do

    worlds = WORLDS[0] if here.worlds is None else here.worlds
    seed = SEED if here.seed is None else here.seed
    if here.scenario is not None:
        return Question((), find_scenario(country, here.scenario).id, worlds, seed)
    changes = tuple(one.text for one in read_do(country, here.changes))
    return Question(changes or first_changes(country), None, worlds, seed)


def refusal(here: Address) -> str | None:
    """In the reader's language, what is wrong with the number of worlds that an address asks for, or with its seed; `None` where nothing is."""
    said = {key: as_line(text) for key, text in here.refused}
    if "n" in said:
        return say(here.lang, "whatif.worlds_refused", found=said["n"], allowed=", ".join(map(str, WORLDS)))
    return say(here.lang, "whatif.seed_refused", found=said["seed"], most=LARGEST_SEED) if "seed" in said else None


def first_changes(country: Country) -> tuple[str, ...]:
    """What is asked where nothing else is: the latest of the changes that the pack puts first."""
    from sim.report.results import headline_changes

    found = headline_changes(country)
    return max(found, key=lambda changes: max(parse_do(text).month or 0 for text in changes)) if found else ()


class Questions:
    """The questions put to one country."""

    def __init__(self, country: Country, work: Work | None = None) -> None:
        self.country, self.work = country, work or Work()
        self._pages: JobCache[dict[str, Any]] = JobCache(self.work, QUESTIONS, KEPT)
        self._reports: JobCache[bytes] = JobCache(self.work, QUESTIONS, REPORTS)
        self._records: dict[str, str] = {}
        self._drawing = threading.Lock()
        self._answers: OrderedDict[Question, Answer] = OrderedDict()  # touched by the one thread of questions only

    def ask(self, question: Question, lang: str, reader: Reader) -> Job[dict[str, Any]]:
        """The answer to a question as the page shows it, begun if nobody has asked it before, or if it was cancelled or has failed.

        Raises:
            BusyError: too much is under way.
        """
        return self._pages.ask((question, lang), reader, lambda job: self._page(job, question, lang), question.worlds)

    def ask_report(self, question: Question, lang: str, reader: Reader) -> Job[bytes]:
        """The answer to a question as a file.

        Raises:
            BusyError: too much is under way.
        """
        return self._reports.ask((question, lang), reader, lambda job: self._report(job, question, lang), question.worlds)

    def record(self, lang: str) -> str:
        """Who held the top offices in the record: drawn once for all readers of a language."""
        from sim.dashboard.answers import record

        with self._drawing:
            if lang not in self._records:
                self._records[lang] = record(self.country, lang)
        return self._records[lang]

    def _page(self, job: Job[Any], question: Question, lang: str) -> dict[str, Any]:
        from sim.report.results import answered, shipped

        usual = question.scenario is None and (question.worlds, question.seed) == (WORLDS[0], SEED)
        found = shipped(self.country, question.changes, lang) if usual else None
        return found or answered(self._answer(job, question), lang)

    def _report(self, job: Job[Any], question: Question, lang: str) -> bytes:
        from sim.report.html.content import content
        from sim.report.html.write import page

        return page(content(self._answer(job, question), lang)).encode("utf-8")

    def _answer(self, job: Job[Any], question: Question) -> Answer:
        from sim.counterfactual.compare import compare

        if question not in self._answers:
            self._answers[question] = compare(
                self.country, question.worlds, question.seed, scenario=question.scenario, what_if=question.changes,
                progress=lambda done, _: job.progress(done, question.worlds),
            )  # fmt: skip
            while len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return self._answers[question]


_served: list[Questions] = []


def serve_questions(country: Country, work: Work | None = None) -> Questions:
    """Let the pages of this process answer questions about a country."""
    _served[:] = [Questions(country, work)]
    return _served[0]


def questions() -> Questions:
    """The questions this process answers."""
    return _served[0]


__all__ = [
    "SEED",
    "Question",
    "Questions",
    "first_changes",
    "questions",
    "read_question",
    "refusal",
    "serve_questions",
]
