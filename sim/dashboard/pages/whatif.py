"""What if: a question put to many worlds, and its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import solara

from sim.dashboard import answers
from sim.dashboard.address import WORLDS, Address
from sim.dashboard.parts import Markup, Panel, Panels, address, block, reader, use_job
from sim.dashboard.questions import SEED, Question, questions, read_question, refusal
from sim.dashboard.sentence import draw_sentence, read_sentence, sentence_of
from sim.dashboard.work import BusyError, Job
from sim.locale import say
from sim.pack import InputError


@solara.component
def Page() -> solara.Element:
    """The page at `/whatif`."""
    here, asked = address(), questions()
    country = asked.country
    wrong = refusal(here)
    if wrong is not None:
        return Markup(lambda: f"<h1>{escape(say(here.lang, 'page.whatif'))}</h1>{answers.refused(wrong, here, country)}")
    try:
        question = read_question(country, here)
    except InputError as error:
        message = str(error)
        return Markup(lambda: f"<h1>{escape(say(here.lang, 'page.whatif'))}</h1>{answers.failed(message, here, country)}")
    here = replace(here, page="whatif")
    with block("div", css="whatif") as page:
        Markup(lambda: answers.heading(country, question, here.lang))
        Ask(question, here).key(f"ask {question}")
        Markup(lambda: answers.shortcuts(country, here))
        Answered(question, here).key(f"{question} {here.lang}")
    return page


@solara.component
def Ask(question: Question, here: Address) -> solara.Element:
    """The question as a sentence one edits."""
    router, country = solara.use_router(), questions().country
    sentence, set_sentence = solara.use_state(sentence_of(country, question))

    def send(values: dict[str, str]) -> None:
        read, wanted = read_sentence(country, values, here.lang)
        set_sentence(read)
        if wanted is not None:
            router.push(address_of(wanted, here).text(country))

    return Markup(lambda: draw_sentence(country, sentence, here.lang), "ask", send)


def address_of(question: Question, here: Address) -> Address:
    """Where a question is asked."""
    return Address(
        "whatif", here.lang, changes=question.changes, worlds=None if question.worlds == WORLDS[0] else question.worlds,
        seed=None if question.seed == SEED else question.seed, guess=answers.guess_kept(here),
    )  # fmt: skip


@solara.component
def Answered(question: Question, here: Address) -> solara.Element:
    """The answer; until it is there, how far the run has come."""
    asked, who = questions(), reader()
    attempt, set_attempt = solara.use_state(0)
    stopped, set_stopped = solara.use_state(-1)
    _, set_beat = solara.use_state(0)

    def ask() -> Job[dict[str, Any]] | None:
        try:
            return asked.ask(question, here.lang, who)
        except BusyError:
            return None

    def again(_: dict[str, str]) -> None:
        set_attempt(lambda n: n + 1)

    run = solara.use_memo(ask, [question, here.lang, attempt])
    if run is None:
        return Markup(lambda: answers.busy(here.lang), "run", again)
    if stopped == attempt or run.cancelled:
        return Markup(lambda: answers.stopped(here.lang), "run", again)
    if not run.future.done():
        return Running(run, here.lang, lambda: set_beat(lambda n: n + 1), lambda: set_stopped(attempt)).key(f"running {id(run)}")
    error = run.future.exception()
    if isinstance(error, InputError):
        return Markup(lambda: answers.failed(str(error), here, asked.country))
    if error is not None:
        raise error
    return Shown(run.future.result(), here)


@solara.component
def Running(run: Job[dict[str, Any]], lang: str, on_done: Callable[[], None], on_stop: Callable[[], None]) -> solara.Element:
    """A run under way. Who stops it waits no longer; it goes on where somebody else does."""
    use_job(run, questions().work.leave, on_done)
    return Markup(lambda: answers.running(run, lang), "run", lambda _: on_stop())


@solara.component
def Shown(answer: dict[str, Any], here: Address) -> solara.Element:
    """An answer: hidden until a guess is made, or until the reader asks for it without."""
    router, country = solara.use_router(), questions().country

    def send(values: dict[str, str]) -> None:
        made = answers.read_guesses(values, len(answer["guesses"]))
        router.push(replace(here, guess=made).text(country))

    if answers.hidden(answer, here.guess):
        return Markup(lambda: answers.guesses(answer, here, country), "guessing", send)
    return Panels(_panels(answer, here), css="answers")


def _panels(answer: dict[str, Any], here: Address) -> list[list[Panel]]:
    country, lang = questions().country, here.lang
    column = [Panel("verdicts", lambda: answers.verdicts(answer)), Panel("forecast", lambda: answers.compared(answer, here.guess, lang))]
    for n, piece in enumerate(answer["sections"]):
        column += _section(piece, n, here)
    column.append(Panel("links", lambda: answers.links(answer, here, country)))
    return [column]


def _section(piece: dict[str, Any], n: int, here: Address) -> list[Panel]:
    """The panels of one change, in the order in which they are read."""
    asked = questions()
    repeated = ' class="hidden"' if here.scenario is None and len(here.changes) < 2 else ""  # the form above says it already
    return [
        Panel(f"question{n}", lambda: f"<h2{repeated}>{escape(piece['question'])}</h2>"),
        Panel(f"answer{n}", lambda: piece["answer"]),
        *([Panel("record", lambda: asked.record(here.lang))] if n == 0 else []),
        Panel(f"changed{n}", lambda: piece["changed"]),
        Panel(f"outcomes{n}", lambda: piece["outcomes"]),
        Panel(f"trust{n}", lambda: piece["trust"]),
        Panel(f"fans{n}", lambda: piece["fans"]),
        Panel(f"alone{n}", lambda: piece["left_alone"]),
        Panel(f"chronicles{n}", lambda: piece["chronicles"]),
        Panel(f"watch{n}", lambda: answers.watch(piece, here, asked.country)),
    ]
