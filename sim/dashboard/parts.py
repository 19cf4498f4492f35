"""The few parts that pages are made of: markup with links, controls, and the boundary that keeps a fault to its own panel."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import ipyvue
import solara

from sim.dashboard.address import Address, read_address
from sim.dashboard.work import Job, Reader
from sim.dashboard.worlds import served
from sim.locale import say

log = logging.getLogger("counterfaction.pages")
_TURNS = threading.Semaphore(2)
"""Tabs that are drawn at a time where many wait for the same: who clicks meanwhile has to share with these only."""
_PATIENCE = 1.0
_BEAT = 0.5
"""Seconds between two looks at what is computed; its end is seen at once."""


@dataclass(frozen=True)
class Panel:
    """A panel of a page: its name (a class for the style sheet), what draws it, and what draws a layer that lies over it."""

    name: str
    draw: Callable[[], str]
    over: Callable[[], str] | None = None


@solara.component_vue("vue/markup.vue", vuetify=False)
def _Markup(
    look: str, columns: list[list[dict[str, str]]], event_go: Callable[[str], None], event_submit: Callable[[dict[str, str]], None]
) -> None:  # fmt: skip
    """Panels of markup in columns, whose links stay within the pages."""


@solara.component_vue("vue/language.vue", vuetify=False)
def Language(lang: str) -> None:
    """The language of the document."""


@solara.component_vue("vue/controls.vue", vuetify=False)
def Controls(
    month: int, last: int, first: int, here: str, when: str, ruler: str, back: int | None, on: int | None, words: dict[str, str],
    event_go: Callable[[str], None],
) -> None:  # fmt: skip
    """Play, pause, steps, and a slider over the months."""


def block(tag: str, *, css: str = "", attributes: dict[str, str] | None = None, children: list[solara.Element] | None = None) -> solara.Element:
    """An element of HTML around parts of a page."""
    return ipyvue.Html.element(tag=tag, class_=css, attributes=attributes or {}, children=children or [])


def address() -> Address:
    """Where the reader is; for use within a component."""
    router = solara.use_router()
    return read_address(served().country, router.path, router.search)


def reader() -> Reader:
    """Who looks at the page; for use within a component."""
    return Reader(str(solara.get_session_id()), str(solara.get_kernel_id()))


@contextmanager
def _turn() -> Iterator[None]:
    """A turn at drawing; who waits for it too long, because a tab takes nothing of what is sent to it, draws without."""
    had = _TURNS.acquire(timeout=_PATIENCE)
    try:
        yield
    finally:
        if had:
            _TURNS.release()


def use_job(job: Job[Any], leave: Callable[[Job[Any], Reader], None], on_done: Callable[[], None]) -> None:
    """Wait for a job as long as the component is shown: draw it anew as it goes on, say when it is done, and leave it when the component goes."""
    who = reader()
    _, set_beat = solara.use_state(0)

    def watch(gone: threading.Event) -> None:
        seen = job.done
        while not job.future.done() and not gone.is_set():
            wait([job.future], timeout=_BEAT)
            if job.done != seen and not gone.is_set():
                seen = job.done
                with _turn():
                    set_beat(lambda n: n + 1)
        if not gone.is_set():
            with _turn():
                on_done()

    def stay() -> Callable[[], None]:
        return lambda: leave(job, who)

    solara.use_thread(watch, dependencies=[id(job)])
    solara.use_effect(stay, [id(job)])


def guarded(handler: Callable[..., None]) -> Callable[..., None]:
    """A handler whose faults are written to the log and go no further."""

    def handle(*arguments: Any) -> None:
        try:
            handler(*arguments)
        except Exception:
            log.exception("a handler failed")

    return handle


def _nothing(_: dict[str, str]) -> None:
    """What a panel without a form does with one."""


def failure(lang: str, here: str) -> str:
    """What stands in the place of a panel that could not be shown."""
    again = f'<a href="{escape(here)}">{escape(say(lang, "page.again"))}</a>'
    return f'<p class="failed" role="alert">{escape(say(lang, "page.failed"))} {again}</p>'


@solara.component
def Panels(columns: Sequence[Sequence[Panel]], css: str = "", submit: Callable[[dict[str, str]], None] | None = None) -> solara.Element:
    """Panels in columns, all in one message to the browser. Where drawing one of them fails, one sentence stands in its place."""
    router, here = solara.use_router(), address()
    drawn = [[_drawn(panel, here) for panel in column] for column in columns]
    return _Markup(look=css, columns=drawn, event_go=guarded(router.push), event_submit=guarded(submit or _nothing))


def _drawn(panel: Panel, here: Address) -> dict[str, str]:
    try:
        return {"name": panel.name, "html": panel.draw(), "over": panel.over() if panel.over else ""}
    except Exception:
        log.exception("the panel %s could not be drawn", panel.name)
        return {"name": panel.name, "html": failure(here.lang, here.text(served().country)), "over": ""}


def Markup(draw: Callable[[], str], name: str = "", submit: Callable[[dict[str, str]], None] | None = None) -> solara.Element:
    """One panel by itself."""
    return Panels([[Panel(name, draw)]], submit=submit)


@solara.component
def Boundary(children: list[solara.Element]) -> solara.Element:
    """Around a page: where a part of it fails outside its own panel, one sentence takes the page's place."""
    error, clear = solara.use_exception()
    router, here = solara.use_router(), address()

    def again(href: str) -> None:
        clear()
        router.push(href)

    if error is None:
        return block("div", children=children)
    log.error("a page failed", exc_info=error)
    html = failure(here.lang, here.text(served().country))
    failed = [[{"name": "fault", "html": html, "over": ""}]]
    return _Markup(look="", columns=failed, event_go=guarded(again), event_submit=guarded(_nothing))
