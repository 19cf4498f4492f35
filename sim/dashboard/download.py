"""The report of a question, as a file to keep: `/report?q=CHANGE`."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

from sim.dashboard.address import read_address
from sim.dashboard.document import sentence
from sim.dashboard.questions import questions, read_question, refusal
from sim.dashboard.request import Receive, Request
from sim.dashboard.work import BusyError, Reader
from sim.pack import InputError

log = logging.getLogger("counterfaction.pages")
PATH: Final = "/report"
Answer = tuple[int, list[tuple[bytes, bytes]], bytes | None]


async def download(request: Request, reader: Reader, receive: Receive) -> Answer:
    """The answer to a request: status, headers, body. It is made in the one queue, as long as the reader waits; HEAD begins nothing."""
    asked = questions()
    here = read_address(asked.country, PATH, request.query)
    name = f"counterfaction-{asked.country.id}-{here.lang}.html"
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-disposition", f'attachment; filename="{name}"'.encode())]
    wrong = refusal(here)
    if wrong is not None:
        return _said(404, f"{wrong}\n".encode())
    try:
        question = await asyncio.to_thread(read_question, asked.country, here)
        if request.method == "HEAD":
            return 200, headers, None
        job = asked.ask_report(question, here.lang, reader)
    except InputError as error:
        return _said(404, f"{error}\n".encode())
    except BusyError:
        return _said(503, sentence(here.lang, "page.busy"))
    gone = asyncio.ensure_future(_gone(receive))
    waiting: set[asyncio.Future[Any]] = {asyncio.shield(asyncio.wrap_future(job.future)), gone}
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if not job.future.done():
            return _said(503, sentence(here.lang, "page.busy"))  # nobody reads it
        return 200, headers, job.future.result()
    except InputError as error:
        return _said(404, f"{error}\n".encode())
    except Exception:
        log.exception("a report could not be made")
        return _said(500, sentence(here.lang, "page.report_failed"))
    finally:
        gone.cancel()
        asked.work.leave(job, reader)


def _said(status: int, text: bytes) -> Answer:
    return status, [(b"content-type", b"text/plain; charset=utf-8")], text


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
