"""A report as a file: the template filled, and the file put in its place only when it is whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from sim.counterfactual.answer import Answer
from sim.files import write
from sim.files.plain import kind_of
from sim.pack import Argument, InputError
from sim.pack.country.errors import shown
from sim.report.html.content import Content, content
from sim.report.html.parts import environment, source, words


def page(report: Content) -> str:
    """The report as HTML; the same bytes for the same content."""
    template = environment().get_template("report.html.j2")
    return template.render(report=report, style=Markup(source("report.css")), **words(report.country, report.lang))


def check_target(path: str | Path) -> Path:
    """The file a report is to be written to, before anything is run.

    Raises:
        InputError: its folder is missing or can't be written to, or something else than a plain file stands there.
    """
    target = Path(path)
    try:
        write.check_target(target)
    except OSError as error:
        raise _unwritten(target, error) from None
    return target


def _unwritten(target: Path, error: OSError) -> InputError:
    if os.path.isdir(target):
        return InputError(Argument("report"), "a folder", kind="file", found=shown(str(target)), allowed="the name of a file, such as report.html")
    try:
        missing = kind_of(target.parent) is None
    except OSError:
        missing = False
    if missing or isinstance(error, NotADirectoryError):
        return InputError(Argument("report"), "no such folder", kind="file", found=shown(str(target.parent)), allowed="a folder that exists")
    allowed = "a new file or a plain one, in a place that may be written to"
    return InputError(Argument("report"), f"can't be written ({error.strerror})", kind="file", found=shown(str(target)), allowed=allowed)


def write_report(answer: Answer, path: str | Path, lang: str = "en", sentences: Sequence[Answer] = ()) -> Path:
    """Write the report of an answer as one HTML file.

    Args:
        sentences: answers to scenarios of the pack, told beside it.

    Raises:
        InputError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    return write_page(report_page(answer, lang, sentences), target)


def report_page(answer: Answer, lang: str = "en", sentences: Sequence[Answer] = ()) -> str:
    """The report of an answer as HTML; see `write_report`."""
    return page(content(answer, lang, sentences))


def write_page(text: str, target: Path) -> Path:
    """Put a page in its place, whole.

    Raises:
        InputError: it can't be written; what was there before stays.
    """
    try:
        write.write_file(target, text.encode("utf-8"))
    except OSError as error:
        raise _unwritten(target, error) from None
    return target
