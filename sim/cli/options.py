"""Options that commands share, and progress."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from sim.files.json_text import json_text
from sim.files.unseen import visible
from sim.locale import LANGUAGES, say
from sim.pack import Argument, Country, InputError, load_pack, on_priors
from sim.report.terminal import Alert, Heading, cells_of
from sim.world.bounds import BOUNDS, whole

if TYPE_CHECKING:
    from sim.world.do import Changes

F = TypeVar("F", bound=Callable[..., Any])


class Whole(click.ParamType):  # type: ignore[type-arg, unused-ignore]
    """A whole number within bounds; a wrong one is bad input with the bounds named."""

    name = "integer"

    def __init__(self, low: int, high: int) -> None:
        self.bounds = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        with contextlib.suppress(ValueError):  # said below, with what was found
            value = int(str(value))
        return whole(str(param.name) if param is not None else "number", value, self.bounds)


def seed(function: F) -> F:
    """`--seed`: which luck."""
    text = "Seed of the random draws: the same seed gives the same worlds."
    return click.option("--seed", default=1, show_default=True, type=Whole(*BOUNDS["seed"]), help=text)(function)


def do(function: F) -> F:
    """`--do`: interventions."""
    text = "A change, WHAT=VALUE[@DATE][:ROUTE]; may be given several times."
    return click.option("--do", "do", multiple=True, metavar="CHANGE", help=text)(function)


def reading(function: F) -> F:
    """`--reading`: a rival reading of the pack."""
    return click.option("--reading", metavar="NAME", help="A rival reading of the pack instead of its own values.")(function)


def prior(function: F) -> F:
    """`--prior`: plausible values instead of accepted sets."""
    text = "Values drawn from what was believed before the fit, instead of from the pack's accepted sets."
    return click.option("--prior", is_flag=True, help=text)(function)


def lang(function: F) -> F:
    """`--lang`: language of names and sentences."""
    return click.option("--lang", default="en", show_default=True, type=click.Choice(LANGUAGES), help="Language of names and sentences.")(function)


def as_json(function: F) -> F:
    """`--json`: machine-readable answer."""
    return click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, and nothing else.")(function)


def asked_country(pack: str, reading: str | None, *, fixed: bool, prior: bool) -> Country:
    """The country asked for, with the values asked for.

    Raises:
        InputError: what `load_pack` refuses; two kinds of values at once.
    """
    if fixed and prior:
        raise InputError(Argument("prior"), "starting values and values from priors", kind="contradiction", found="--fixed", allowed="one of the two")
    country = load_pack(pack, reading)
    return on_priors(country) if prior else country


def print_json(value: Any) -> None:
    """Print plain data as JSON, in UTF-8 whatever the terminal."""
    print_pieces([json_text(value), "\n"])


def print_pieces(pieces: Iterable[str]) -> None:
    """Print a text piece by piece as it comes, in UTF-8 whatever the terminal."""
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode("utf-8"))
    sys.stdout.buffer.flush()


def coloured(stream: TextIO) -> bool:
    """Whether to use bold and colour: on a terminal that can, and where nobody asked for none (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def show(lines: Iterable[str]) -> None:
    """Print lines of text, in UTF-8 where the terminal can't say better; letters that a terminal would act on are shown as escapes."""
    encoding, bright = sys.stdout.encoding or "utf-8", coloured(sys.stdout)
    texts = [_bright(line) if bright and line and isinstance(line, Heading) else visible(line) for line in lines]
    sys.stdout.buffer.write(("\n".join(texts) + "\n").encode(encoding, errors="replace"))
    sys.stdout.buffer.flush()


def _bright(line: Heading) -> str:
    """A line that stands out, as a terminal shows it; what is wrong in red besides."""
    return click.style(visible(line), bold=True, fg="red" if isinstance(line, Alert) else None)


def tell(text: str) -> None:
    """Say a line on stderr, as `show` does on stdout."""
    print(visible(text), file=sys.stderr, flush=True)


def warn(text: str) -> None:
    """Say a warning on stderr, in colour where there is any."""
    print(click.style(visible(text), fg="yellow") if coloured(sys.stderr) else visible(text), file=sys.stderr, flush=True)


def prepare(country: Country, door: str = "run_block") -> None:
    """Say that the rules are being compiled, and get help with it, where they have not been before; `door` is the function that is needed."""
    from sim.world.compiled import is_compiled_before

    if not is_compiled_before(door):
        tell(say("en", "compare.preparing"))
        from sim.runs.ahead import start_ahead

        start_ahead(country)


def say_idle(country: Country, changes: Changes) -> None:
    """Say on stderr which changes change nothing."""
    from sim.world.build import idle

    for text in idle(country, changes):
        tell(say("en", "chronicle.idle", text=text))


class Meter:
    """Progress on stderr, where it is a terminal, with time left; a context, after which its line is gone. `words`: whose sentences it says."""

    def __init__(self, lang: str = "en", words: str = "compare") -> None:
        self.start = time.monotonic()
        self.lang, self.words = lang, words
        self.shown = sys.stderr.isatty()
        self.used = 0

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, *_: object) -> None:
        if self.used:
            self._print("")

    def __call__(self, done: int, total: int) -> None:
        """So much of it is done; of all, the answer is still to be made."""
        if not self.shown:
            return
        spent = time.monotonic() - self.start
        left = f"{spent / max(1, done) * (total - done):.0f}"
        if done >= total:
            self._print(say(self.lang, f"{self.words}.counting"))
        else:
            self._print(say(self.lang, f"{self.words}.progress", done=done, total=total, left=left))

    def clear(self) -> None:
        """Take the line away, for another to be said; what follows is timed anew."""
        if self.used:
            self._print("")
        self.start = time.monotonic()

    def _print(self, text: str) -> None:
        """Put a text in the place of the one before."""
        print(f"\r{' ' * self.used}\r{text}", end="", file=sys.stderr, flush=True)
        self.used = cells_of(text)


__all__ = [
    "Meter", "Whole", "as_json", "asked_country", "coloured", "do", "lang", "prepare", "print_json", "print_pieces", "prior", "reading", "say_idle",
    "seed", "show", "tell", "warn",
]  # fmt: skip
