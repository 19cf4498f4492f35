"""Options that commands share, and progress."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sim.locale import LANGUAGES, say
from sim.pack import Country
from sim.pack.unseen import is_seen, visible
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
    text = "Which luck; the same seed, the same worlds."
    return click.option("--seed", default=1, show_default=True, type=Whole(*BOUNDS["seed"]), help=text)(function)


def do(function: F) -> F:
    """`--do`: interventions."""
    text = "A change, WHAT=VALUE[@DATE][:ROUTE]; may be given several times."
    return click.option("--do", "do", multiple=True, metavar="CHANGE", help=text)(function)


def reading(function: F) -> F:
    """`--reading`: a rival reading of the pack."""
    return click.option("--reading", metavar="NAME", help="A rival reading of the pack instead of its own values.")(function)


def lang(function: F) -> F:
    """`--lang`: language of names and sentences."""
    return click.option("--lang", default="en", show_default=True, type=click.Choice(LANGUAGES), help="Language of names and sentences.")(function)


def as_json(function: F) -> F:
    """`--json`: machine-readable answer."""
    return click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, and nothing else.")(function)


def json_text(value: Any) -> str:
    """Plain data as JSON; letters that a terminal would act on are escaped, which is the same text to whoever reads it."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(c if is_seen(c) or c == "\n" else f"\\u{ord(c):04x}" if c == "\x7f" else json.dumps(c)[1:-1] for c in text)


def print_json(value: Any) -> None:
    """Print plain data as JSON, in UTF-8 whatever the terminal."""
    sys.stdout.buffer.write((json_text(value) + "\n").encode("utf-8"))
    sys.stdout.buffer.flush()


def show(lines: Iterable[str]) -> None:
    """Print lines of text, in UTF-8 where the terminal can't say better; letters that a terminal would act on are shown as escapes."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.buffer.write((visible("\n".join(lines)) + "\n").encode(encoding, errors="replace"))
    sys.stdout.buffer.flush()


def tell(text: str) -> None:
    """Say a line on stderr, as `show` does on stdout."""
    print(visible(text), file=sys.stderr, flush=True)


def prepare(door: str = "run_block") -> None:
    """Say that the rules are being compiled, where they have not been before; `door` is the compiled function that is needed."""
    from sim.world.compiled import is_compiled_before

    if not is_compiled_before(door):
        tell(say("en", "compare.preparing"))


def say_idle(country: Country, changes: Changes) -> None:
    """Say on stderr which changes change nothing."""
    from sim.world.build import idle

    for text in idle(country, changes):
        tell(say("en", "chronicle.idle", text=text))


class Meter:
    """Progress on stderr, where it is a terminal, with time left."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """So much of it is done."""
        if not self.shown:
            return
        spent = time.monotonic() - self.start
        left = spent / max(1, done) * (total - done)
        text = say("en", "compare.progress", done=done, total=total)
        print(f"\r{text}, about {left:.0f} s left   ", end="", file=sys.stderr, flush=True)
        if done >= total:
            print("\r" + " " * 60 + "\r", end="", file=sys.stderr, flush=True)


__all__ = ["Meter", "Whole", "as_json", "do", "json_text", "lang", "prepare", "print_json", "reading", "say_idle", "seed", "show", "tell"]
