"""Watch: one world, simulated first, then moved through month by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import solara

from sim.dashboard import panels
from sim.dashboard.address import LARGEST_SEED, Address
from sim.dashboard.changes import draw_changes
from sim.dashboard.form import Asked, draw_form, read_form
from sim.dashboard.month import Happening, Month, chronicle, month_of, neighbours, opening, so_far
from sim.dashboard.panels import Named
from sim.dashboard.parts import Controls, Markup, Panel, Panels, address, block, guarded, reader, use_job
from sim.dashboard.work import BusyError, Job
from sim.dashboard.worlds import USUAL, UnknownWorldError, served
from sim.locale import say
from sim.pack.country.dates import month_text
from sim.runs.trajectory import Trajectory

_WORDS = ("controls", "play", "pause", "month_back", "month_on", "year_back", "year_on", "event_back", "event_on", "slider")


@solara.component
def Page() -> solara.Element:
    """The page at `/watch`."""
    here, worlds = address(), served()
    _, set_beat = solara.use_state(0)

    def again() -> None:
        set_beat(lambda n: n + 1)

    try:
        first = worlds.ask_first(reader()) if here.world is None else None
        if first is not None and not first.future.done():
            return Waiting(first, "watch.choosing", here.lang, again).key("waiting for the first")
        token = first.future.result() if first is not None else str(here.world)
        job = worlds.ask(token, reader())
    except UnknownWorldError:
        return Markup(lambda: panels.bad_link(here, worlds.country))
    except BusyError:
        return Markup(lambda: panels.busy(here.lang), "busy", lambda _: again())
    with block("div", css="watch") as page:
        if job.future.done():
            Shown(job.future.result(), replace(here, world=token))
        else:
            Waiting(job, "watch.simulating", here.lang, again).key(f"waiting {token}")
    return page


@solara.component
def Waiting(job: Job[Any], key: str, lang: str, on_done: Callable[[], None]) -> solara.Element:
    """How far something has come that is run, until it is whole."""
    use_job(job, served().work.leave, on_done)
    return Markup(lambda: _waiting(job, key, lang))


def _waiting(job: Job[Any], key: str, lang: str) -> str:
    words = escape(say(lang, key if job.done else "watch.preparing", done=job.done, total=job.total))
    return f'<h1>{escape(say(lang, "page.watch"))}</h1><p class="lead" role="status">{words}</p>'


@solara.component
def Shown(trajectory: Trajectory, here: Address) -> solara.Element:
    """A world in the month of the address; one in which it had ended, or that was never its, is refused."""
    month = opening(trajectory) if here.month is None else here.month
    if "m" in dict(here.refused) or month >= trajectory.length:
        return Markup(lambda: panels.bad_month(trajectory, here))
    return World(trajectory, Address("watch", here.lang, here.world, month, here.vote)).key(str(here.world))


@solara.component
def World(trajectory: Trajectory, here: Address) -> solara.Element:
    """A world in a month."""
    lang, index = here.lang, here.month or 0
    lines = solara.use_memo(lambda: chronicle(trajectory, lang), [lang])
    month = month_of(trajectory, index, lang)
    named = Named(served().read(trajectory.token).world, USUAL if served().is_first(trajectory.token) else None)
    with block("div") as page:
        Markup(lambda: panels.heading(trajectory, lang, named))
        _controls(trajectory, month, lines, here)
        Panels(_columns(trajectory, month, lines, here), css="columns")
        Another(trajectory, here)
    return page


def _columns(trajectory: Trajectory, month: Month, lines: tuple[Happening, ...], here: Address) -> list[list[Panel]]:
    """The panels under the controls."""
    lang, country, index = here.lang, trajectory.country, month.month
    pictures = solara.use_memo(lambda: panels.offices_chart(trajectory, lang), [lang])
    opened = [one for one in lines if one.number == here.vote and one.votes]
    return [
        [
            Panel("doings", lambda: panels.doings(month, lang)),
            Panel("standings", lambda: panels.standings(month, country, lang)),
            Panel("explained", lambda: panels.explained(country, lang)),
        ],
        [
            Panel("offices", lambda: pictures, lambda: panels.mark(pictures, index, trajectory.length)),
            Panel("chronicle", lambda: panels.chronicle(so_far(lines, index), month, here, country)),
        ],
        [Panel("actions", lambda: panels.actions_chart(trajectory, month, lang))],
        [Panel("ballots", lambda: panels.vote_chart(trajectory, opened[0], here)) for _ in opened],
    ]


def _controls(trajectory: Trajectory, month: Month, lines: tuple[Happening, ...], here: Address) -> None:
    country, router = trajectory.country, solara.use_router()
    back, on = neighbours(lines, month.month)
    ruler = country.factions[int(trajectory.months[month.month]["ruler"])].phrase[here.lang]
    link = here.at(0).text(country).replace(f"m={month_text(country.first_month)}", "m=0000-00")
    Controls(
        month=month.month, last=trajectory.length - 1, first=country.first_month, here=link, when=month.when,
        ruler=say(here.lang, "watch.ruler", who=ruler), back=back, on=on, words={key: say(here.lang, f"watch.{key}") for key in _WORDS},
        event_go=guarded(router.push),
    )  # fmt: skip


@solara.component
def Another(trajectory: Trajectory, here: Address) -> solara.Element:
    """The form that asks for another world."""
    router, worlds, country = solara.use_router(), served(), trajectory.country
    asked, set_asked = solara.use_state(Asked(str(trajectory.seed), " ".join(trajectory.do)))

    def send(values: dict[str, str]) -> None:
        read, wanted = read_form(country, values, here.lang)
        set_asked(read)
        if wanted is not None:
            router.push(Address("watch", here.lang, worlds.name(*wanted)).text(country))

    def draw() -> str:
        following = Address("watch", here.lang, worlds.name((trajectory.seed + 1) % (LARGEST_SEED + 1), trajectory.do)).text(country)
        example = next((branch.do[0] for branch in country.branches if branch.headline and branch.do), "")
        return draw_form(asked, following, example, here.lang, draw_changes(country, here.lang))

    return Markup(draw, "another", send)
