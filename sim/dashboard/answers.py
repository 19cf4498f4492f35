"""The panels of the What if page as markup. Plain functions from an answer to text; everything that comes from a pack or a user is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, Final

from sim.counterfactual.definitions import terms_defined
from sim.dashboard.address import Address
from sim.dashboard.questions import Question
from sim.dashboard.work import Job
from sim.locale import say
from sim.pack import Country
from sim.pack.country.dates import parse_month
from sim.report.html.guesses import WAYS
from sim.report.html.parts import environment, meanings, people, words
from sim.report.html.section import drawn_record
from sim.report.limits import sentences_key

UNGUESSED: Final = "no"
"""What an address holds where the answer is shown without a guess."""


def heading(country: Country, question: Question, lang: str) -> str:
    """What the page is about; for a scenario, its sentence."""
    out = f'<h1 class="hidden">{escape(say(lang, "page.whatif"))}</h1>'
    if question.scenario is None:
        return out
    scenario = next(one for one in country.scenarios if one.id == question.scenario)
    claims = escape(", ".join(scenario.claims))
    return f'{out}<p class="paraphrase">{escape(scenario.sentence[lang])} <span class="claim">{claims}</span></p>'


def shortcuts(country: Country, here: Address) -> str:
    """What stands under the question, each a click away: the pack's own questions, who the groups are, what the words of the question mean."""
    lang = here.lang
    links = "".join(
        f'<li><a href="{escape(Address("whatif", lang, scenario=one.id, guess=guess_kept(here)).text(country))}"{_current(one.id == here.scenario)}>'
        f"{escape(one.title[lang])}</a></li>"
        for one in country.scenarios
    )
    sentences = (
        f'<details class="shortcuts" data-key="shortcuts">'
        f'<summary>{escape(say(lang, sentences_key(country, "whatif.sentences")))}</summary><ul class="sentences">{links}</ul></details>'
    )
    terms = terms_defined(country, ("top_post", "patron", "left_alone"), lang)
    who = people(country, lang, key="people")
    return f'<div class="explained">{sentences if links else ""}{who}{meanings(country, terms, "question", lang)}{_guess_first(country, here)}</div>'


def _guess_first(country: Country, here: Address) -> str:
    """The way back to guessing for who has chosen to see answers without."""
    if guess_kept(here) is None:
        return ""
    href = escape(replace(here, page="whatif", guess=None).text(country))
    return f'<p class="first"><a data-key="guess" href="{href}">{escape(say(here.lang, "whatif.guess"))}</a></p>'


def guess_kept(here: Address) -> str | None:
    """What the next question keeps of the wish to guess: who sees answers without guessing goes on so, who has guessed is asked again."""
    return UNGUESSED if here.guess == UNGUESSED else None


def _current(current: bool) -> str:
    return ' aria-current="true"' if current else ""


def running(run: Job[Any], lang: str) -> str:
    """How far a run has come, and the wish to stop it."""
    total = run.total
    key = "whatif.running" if run.done else "whatif.waiting"
    stop = _button("stop", say(lang, "whatif.stop"))
    bar = f'<progress max="{total}" value="{run.done}" aria-label="{escape(say(lang, "whatif.progress"))}"></progress>'
    return f'<div class="running" role="status"><p>{escape(say(lang, key, done=run.done, total=total))}</p>{bar}</div>{stop}'


def stopped(lang: str) -> str:
    """In place of an answer whose run was cancelled."""
    again = _button("again", say(lang, "whatif.again"))
    return f'<p class="stopped" role="status">{escape(say(lang, "whatif.stopped"))}</p>{again}'


def busy(lang: str) -> str:
    """In place of an answer that is not begun: too much is under way."""
    return f'<p class="stopped" role="status">{escape(say(lang, "page.busy"))}</p>{_button("again", say(lang, "page.again"))}'


def _button(name: str, text: str) -> str:
    return f'<form><input type="hidden" name="{name}" value="1"><button type="submit" data-key="{name}">{escape(text)}</button></form>'


def failed(message: str, here: Address, country: Country) -> str:
    """In place of an answer to a question that the pack can't be asked."""
    lang = here.lang
    again = f'<a href="{escape(Address("whatif", lang).text(country))}">{escape(say(lang, "whatif.first"))}</a>'
    return f'<p class="failed" role="alert">{escape(say(lang, "whatif.bad"))} <span lang="en">{escape(message)}.</span> {again}</p>'


def refused(wrong: str, here: Address, country: Country) -> str:
    """In place of an answer by worlds that can't be run; the same question can be put to the usual ones."""
    usual = escape(replace(here, page="whatif", worlds=None, seed=None, refused=()).text(country))
    return f'<p class="failed" role="alert">{escape(wrong)} <a href="{usual}">{escape(say(here.lang, "whatif.usual_worlds"))}</a></p>'


def guesses(answer: Mapping[str, Any], here: Address, country: Country) -> str:
    """The questions to guess before the answer is shown, and the way to it without."""
    lang = here.lang
    fields = "".join(
        f'<fieldset><legend>{escape(one["question"])}</legend>'
        + "".join(
            f'<label><input type="radio" name="guess{n}" value="{c}" required> {escape(choice)}</label>'
            for c, choice in enumerate(one["choices"])
        )
        + f"{one['meaning']}</fieldset>"
        for n, one in enumerate(answer["guesses"])
    )
    send = f'<button type="submit" class="run" data-key="reveal">{escape(say(lang, "whatif.reveal"))}</button>'
    href = escape(replace(here, guess=UNGUESSED).text(country))
    without = f'<a data-key="unguessed" href="{href}">{escape(say(lang, "report.unguessed"))}</a>'
    head = f'<h2>{escape(say(lang, "report.guess_head"))}</h2><p>{escape(say(lang, "report.guess_intro"))}</p>'
    return f'{head}<form class="guesses">{fields}<p class="reveal">{send} {without}</p></form>'


def read_guesses(values: Mapping[str, str], count: int) -> str | None:
    """Guesses as an address holds them, `0,2,1`; None while one is missing."""
    chosen = ",".join(str(values.get(f"guess{n}", "")) for n in range(count))
    return chosen if guessed(chosen, count) else None


def guessed(guess: str | None, count: int) -> tuple[int, ...]:
    """The guesses that an address holds, one a question; none where it holds no such."""
    made = (guess or "").split(",")
    allowed = {str(n) for n in range(len(WAYS))}
    return tuple(int(one) for one in made) if len(made) == count and set(made) <= allowed else ()


def hidden(answer: Mapping[str, Any], guess: str | None) -> bool:
    """Whether the answer waits for a guess."""
    return bool(answer["guesses"]) and guess != UNGUESSED and not guessed(guess, len(answer["guesses"]))


def compared(answer: Mapping[str, Any], guess: str | None, lang: str) -> str:
    """The guesses beside the answer; nothing where none was made."""
    asked: Sequence[Mapping[str, Any]] = answer["guesses"]
    made = guessed(guess, len(asked))
    if not made:
        return ""
    lines = "".join(
        f'<li>{escape(say(lang, "whatif.guessed", outcome=one["outcome"], guess=one["choices"][mine]))} '
        f'<strong>{escape(say(lang, "whatif.model_says", right=one["choices"][one["right"]]))}</strong></li>'
        for one, mine in zip(asked, made, strict=True)
    )
    return f'<h2>{escape(say(lang, "whatif.your_guesses"))}</h2><ol class="guessed">{lines}</ol>'


def record(country: Country, lang: str) -> str:
    """Who held the top offices in the record."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    drawing, note = drawn_record(country, lang)
    return str(module.layer(say(lang, "report.kind_record"), "record", drawing, note))


def verdicts(answer: Mapping[str, Any]) -> str:
    """What the model says of a scenario's sentence."""
    return "".join(answer["judged"])


def links(answer: Mapping[str, Any], here: Address, country: Country) -> str:
    """This view again: as a link, on the command line, in Python, as a report."""
    lang = here.lang
    link, command, python = here.text(country), answer["command"], answer["python"]
    report = escape(replace(here, page="report", guess=None).text(country))
    download = f'<a class="report" href="{report}" download>{escape(say(lang, "whatif.download_text"))}</a>'
    return (
        f'<h2>{escape(say(lang, "whatif.again_head"))}</h2><dl class="again">'
        f'<div><dt>{escape(say(lang, "whatif.link"))}</dt><dd><a href="{escape(link)}">{escape(link)}</a></dd></div>'
        f'<div><dt>{escape(say(lang, "whatif.download"))}</dt><dd>{download}</dd></div>'
        f'<div><dt>{escape(say(lang, "whatif.command"))}</dt><dd><pre tabindex="0"><code>{escape(command)}</code></pre></dd></div>'
        f'<div><dt>{escape(say(lang, "whatif.python"))}</dt><dd><pre tabindex="0"><code>{escape(python)}</code></pre></dd></div></dl>'
    )


def watch(piece: Mapping[str, Any], here: Address, country: Country) -> str:
    """The world that is told, to be watched month by month from the month of the change on."""
    month = None if piece["opens"] is None else parse_month(piece["opens"]) - country.first_month
    href = escape(Address("watch", here.lang, piece["token"], month).text(country))
    return f'<p><a href="{href}">{escape(say(here.lang, "whatif.watch"))}</a></p>'
