"""The report of a question, as a file to keep: `/report?q=CHANGE`."""

from __future__ import annotations

import asyncio
import logging

from sim.dashboard.address import Address, read_address
from sim.dashboard.questions import questions, read_question
from sim.pack import PackError

log = logging.getLogger("counterfaction.pages")
PATH = "/report"


def made(here: Address) -> tuple[int, str, bytes]:
    """Status, name of the file, and its bytes."""
    from sim.report.html.content import content
    from sim.report.html.write import page

    asked = questions()
    try:
        question = read_question(asked.country, here)
        text = page(content(asked.answer(question), here.lang))
    except PackError as error:
        return 404, "", f"{error}\n".encode()
    return 200, f"counterfaction-{asked.country.id}-{here.lang}.html", text.encode("utf-8")


async def download(query: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """The answer to a request: status, headers, body. The answer itself is made in a thread where nobody has asked it yet."""
    here = read_address(questions().country, PATH, query)
    try:
        status, name, body = await asyncio.to_thread(made, here)
    except Exception:
        log.exception("a report could not be made")
        status, name, body = 500, "", b"This report could not be made.\n"
    if status != 200:
        return status, [(b"content-type", b"text/plain; charset=utf-8")], body
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-disposition", f'attachment; filename="{name}"'.encode())]
    return status, headers, body
