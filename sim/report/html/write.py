"""A report as a file: the template filled, and the file put in its place only when it is whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from jinja2 import BaseLoader, Environment, StrictUndefined
from markupsafe import Markup

from sim.counterfactual.compare import Answer
from sim.locale import say
from sim.pack import PackError
from sim.pack.dates import month_name
from sim.report.html.content import Content, content


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def page(told: Content) -> str:
    """The report as HTML; the same bytes for the same content."""
    environment = Environment(loader=BaseLoader(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    lang = told.lang

    def words(key: str, **values: object) -> str:
        return say(lang, f"report.{key}", **values)

    def month(index: int) -> str:
        return month_name(told.country.first_month + index, lang)

    template = environment.from_string(_text("report.html.j2"))
    return template.render(
        told=told, say=words, month=month, style=Markup(_text("report.css")),
        safe=Markup,  # charts escape their own words
    )  # fmt: skip


def check_target(path: str | Path) -> Path:
    """The file a report is to be written to, before anything is run.

    Raises:
        PackError: its folder is missing or can't be written to, or it is a folder itself.
    """
    target = Path(path)
    if target.is_dir():
        raise PackError(None, "--report: a folder", found=repr(str(path)), allowed="the name of a file, such as report.html")
    if not target.parent.is_dir():
        raise PackError(None, "--report: no such folder", found=repr(str(target.parent)), allowed="a folder that exists")
    if not os.access(target.parent, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise PackError(None, "--report: can't be written", found=repr(str(path)), allowed="a place that may be written to")
    return target


def write_report(answer: Answer, path: str | Path, lang: str = "en", sentences: Sequence[Answer] = ()) -> Path:
    """Write the report of an answer as one HTML file.

    Args:
        sentences: answers to scenarios of the pack, told beside it.

    Raises:
        PackError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    text = page(content(answer, lang, sentences))
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(name)
        found = f"{str(path)!r}: {error.strerror}"
        raise PackError(None, "--report: can't be written", found=found, allowed="a place that may be written to") from None
    return target
