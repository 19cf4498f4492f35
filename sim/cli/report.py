"""`--report`: the answer as a page of HTML besides, or to standard output instead."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from sim.pack import InputError

F = TypeVar("F", bound=Callable[..., Any])
STDOUT: Final = "-"
"""Instead of a file; a file of this name is `./-`."""


def report(function: F) -> F:
    """`--report`: where to."""
    text = "Write the answer as one page of HTML too; - writes it to standard output, instead of the answer. A device, a pipe or a link is refused."
    return click.option("--report", metavar="FILE", help=text)(function)


def check_report(report: str | None, as_json: bool) -> None:
    """Refuse, before anything runs, what can't be written.

    Raises:
        InputError: also where two answers would go to standard output.
    """
    if report == STDOUT:
        if as_json:
            raise InputError(
                None, "--report - and --json together", kind="contradiction",
                found="two answers for standard output", allowed="one of them, or a file"
            )
    elif report is not None:
        from sim.report.html.write import check_target

        check_target(report)


def print_page(page: str) -> None:
    """Print a page, in the encoding that it names itself."""
    sys.stdout.buffer.write(page.encode("utf-8"))
    sys.stdout.buffer.flush()
