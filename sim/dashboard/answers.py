"""The panels of the What if page as markup. Plain functions from an answer to text; everything that comes from a pack or a user is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any, Final

from sim.dashboard.address import Address
from sim.dashboard.questions import Question
from sim.dashboard.work import Job
from sim.locale import say
from sim.pack import Country
from sim.report.html.parts import environment, words
from sim.report.html.section import drawn_record

ASK: Final = "ask"
"""What an address holds where guesses come first."""


def heading(country: Country, question: Question, lang: str) -> str:
    """What the page is about; for a scenario, its sentence."""
    out = f'<h1 class="hidden">{escape(say(lang, "page.whatif"))}</h1>'
    if question.scenario is None:
        return out
    scenario = next(one for one in country.scenarios if one.id == question.scenario)
    claims = escape(", ".join(scenario.claims))
    return f'{out}<p class="paraphrase">{escape(scenario.sentence[lang])} <span class="claim">{claims}</span></p>'


def shortcuts(country: Country, here: Address) -> str:
    """The pack's own questions, a click away, and the wish to guess first."""
    lang = here.lang
    links = "".join(
        f'<li><a href="{escape(Address("whatif", lang, scenario=one.id).text(country))}"{_current(one.id == here.scenario)}>'
        f"{escape(one.title[lang])}</a></li>"
        for one in country.scenarios
    )
    toggled = replace(here, page="whatif", guess=None if here.guess == ASK else ASK)
    wish = escape(say(lang, "whatif.unguess" if here.guess == ASK else "whatif.guess"))
    guess = f'<a data-key="guess" href="{escape(toggled.text(country))}">{wish}</a>'
    return (
        f'<p class="first">{guess}</p><details class="shortcuts" data-key="shortcuts"{" open" if here.scenario else ""}>'
        f'<summary>{escape(say(lang, "whatif.sentences"))}</summary><ul class="sentences">{links}</ul></details>'
    )


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
    first = escape(Address("whatif", here.lang).text(country))
    lead = escape(say(here.lang, "whatif.bad"))
    return f'<p class="failed" role="alert">{lead} {escape(message)} <a href="{first}">{escape(say(here.lang, "whatif.first"))}</a></p>'


def guesses(found: Mapping[str, Any], lang: str) -> str:
    """The questions to guess before the answer is shown."""
    fields = "".join(
        f'<fieldset><legend>{escape(one["question"])}</legend>'
        + "".join(
            f'<label><input type="radio" name="guess{n}" value="{c}" required> {escape(choice)}</label>'
            for c, choice in enumerate(one["choices"])
        )
        + "</fieldset>"
        for n, one in enumerate(found["guesses"])
    )
    send = f'<button type="submit" class="run" data-key="reveal">{escape(say(lang, "whatif.reveal"))}</button>'
    head = f'<h2>{escape(say(lang, "report.guess_head"))}</h2><p>{escape(say(lang, "report.guess_intro"))}</p>'
    return f'{head}<form class="guesses">{fields}<p>{send}</p></form>'


def read_guesses(values: Mapping[str, str], count: int) -> str:
    """Guesses as an address holds them, `0,3,1`; while one is missing, the wish to be asked."""
    chosen = [str(values.get(f"guess{n}", "")) for n in range(count)]
    return ",".join(chosen) if all(one in ("0", "1", "2", "3") for one in chosen) else ASK


def compared(found: Mapping[str, Any], guess: str | None, lang: str) -> str:
    """The guesses beside the answer; nothing where none was made."""
    made = (guess or "").split(",")
    asked: Sequence[Mapping[str, Any]] = found["guesses"]
    if guess in (None, "", ASK) or len(made) != len(asked) or not all(one in ("0", "1", "2", "3") for one in made):
        return ""
    lines = "".join(
        f'<li><p>{escape(one["question"])}</p><p>{escape(say(lang, "whatif.guessed", guess=one["choices"][int(mine)]))} '
        f'<strong>{escape(say(lang, "whatif.model_says", right=one["choices"][one["right"]]))}</strong> {escape(one["answer"])}</p></li>'
        for one, mine in zip(asked, made, strict=True)
    )
    return f'<h2>{escape(say(lang, "whatif.your_guesses"))}</h2><ol class="guessed">{lines}</ol>'


def record(country: Country, lang: str) -> str:
    """Who held the top offices in the record."""
    module: Any = environment().get_template("parts.html.j2").make_module(words(country, lang))
    drawing, note = drawn_record(country, lang)
    return str(module.layer(say(lang, "report.kind_record"), "record", drawing, note))


def verdicts(found: Mapping[str, Any]) -> str:
    """What the model says of a scenario's sentence."""
    return "".join(found["judged"])


def links(found: Mapping[str, Any], here: Address, country: Country) -> str:
    """This view again: as a link, on the command line, in Python, as a report."""
    lang = here.lang
    link, command, python = here.text(country), found["command"], found["python"]
    report = escape(replace(here, page="report", guess=None).text(country))
    download = f'<a class="report" href="{report}" download>{escape(say(lang, "whatif.download_text"))}</a>'
    return (
        f'<h2>{escape(say(lang, "whatif.again_head"))}</h2><dl class="again">'
        f'<div><dt>{escape(say(lang, "whatif.link"))}</dt><dd><a href="{escape(link)}">{escape(link)}</a></dd></div>'
        f'<div><dt>{escape(say(lang, "whatif.download"))}</dt><dd>{download}</dd></div>'
        f'<div><dt>{escape(say(lang, "whatif.command"))}</dt><dd><pre tabindex="0"><code>{escape(command)}</code></pre></dd></div>'
        f'<div><dt>{escape(say(lang, "whatif.python"))}</dt><dd><pre tabindex="0"><code>{escape(python)}</code></pre></dd></div></dl>'
    )


def watch(piece: Mapping[str, str], here: Address, country: Country) -> str:
    """The world that is told, to be watched month by month."""
    href = escape(Address("watch", here.lang, piece["token"]).text(country))
    return f'<p><a href="{href}">{escape(say(here.lang, "whatif.watch"))}</a></p>'
