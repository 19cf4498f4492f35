"""A report as a file: the template filled, and the file put in its place only when it is whole."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from sim.counterfactual.compare import Answer
from sim.pack import PackError
from sim.pack.errors import shown
from sim.report.html.content import Content, content
from sim.report.html.parts import environment, source, words


def page(told: Content) -> str:
    """The report as HTML; the same bytes for the same content."""
    template = environment().get_template("report.html.j2")
    return template.render(told=told, style=Markup(source("report.css")), **words(told.country, told.lang))


def check_target(path: str | Path) -> Path:
    """The file a report is to be written to, before anything is run.

    Raises:
        PackError: its folder is missing or can't be written to, or it is a folder itself.
    """
    target = Path(path)
    if os.path.isdir(target):
        raise PackError(None, "--report: a folder", found=shown(str(path)), allowed="the name of a file, such as report.html")
    if not os.path.isdir(target.parent):
        raise PackError(None, "--report: no such folder", found=shown(str(target.parent)), allowed="a folder that exists")
    if not os.access(target.parent, os.W_OK) or not _may_be_written(target):
        raise PackError(None, "--report: can't be written", found=shown(str(path)), allowed="a place that may be written to")
    return target


def _may_be_written(target: Path) -> bool:
    """Whether a file may be written anew, or over what is there."""
    try:
        os.stat(target)
    except FileNotFoundError:
        return True
    except (OSError, ValueError):  # a name that is too long, or none at all
        return False
    return os.access(target, os.W_OK)


def write_report(answer: Answer, path: str | Path, lang: str = "en", sentences: Sequence[Answer] = ()) -> Path:
    """Write the report of an answer as one HTML file.

    Args:
        sentences: answers to scenarios of the pack, told beside it.

    Raises:
        PackError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    return write_page(page(content(answer, lang, sentences)), target)


def write_page(text: str, target: Path) -> Path:
    """Put a page in its place, whole.

    Raises:
        PackError: it can't be written; what was there before stays.
    """
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
        found = f"{str(target)!r}: {error.strerror}"
        raise PackError(None, "--report: can't be written", found=found, allowed="a place that may be written to") from None
    return target
