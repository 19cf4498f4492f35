"""The one way in which input can be wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sim.files.unseen import is_seen
from sim.pack.country.country import Place

_LONGEST_FOUND = 60
_LONGEST_LIST = 12


Kind = Literal["unknown", "missing", "malformed", "range", "duplicate", "contradiction", "file", "mismatch", "damaged", "resources"]
"""What is wrong with an input, for programs: a name that is none of those known; something left out; not of its form; outside its bounds; given
twice, or taken; at odds with something else; no plain file or folder that can be read or written; of another pack, version or batch; no longer as
it was written; what the machine can't give."""


@dataclass(frozen=True)
class Argument:
    """The place of what was given in a call: an argument in Python, an option on the command line."""

    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def option(self) -> str:
        """What it is called on the command line."""
        return f"--{self.name.replace('_', '-')}"


class InputError(Exception):
    """Bad input: what kind of mistake, where it stands, what was found, what is allowed, and the nearest valid name.

    `str(error)` is one line of plain text, whatever the file held. `place` is `None` where neither a file nor an argument is concerned (an
    unknown pack, a damaged token). Programs act on `kind`, never on the words.
    """

    def __init__(
        self, place: Place | Argument | None, problem: str, *, kind: Kind, found: str = "", allowed: str = "", nearest: str = ""
    ) -> None:  # fmt: skip
        super().__init__(place, problem, kind, found, allowed, nearest)
        self.place = place
        self.problem = problem
        self.kind: Kind = kind
        self.found = found
        self.allowed = allowed
        self.nearest = nearest

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, *, options: bool = False) -> str:
        """The error as one line; with `options` an argument is called as on the command line."""
        place = self.place.option if options and isinstance(self.place, Argument) else self.place
        parts = [f"{place}: {self.problem}" if place else self.problem]
        if self.found:
            parts.append(f"found {self.found}")
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.nearest:
            parts.append(f"nearest: {self.nearest}")
        return as_line("; ".join(parts))

    def at(self, place: Place | Argument | None, before: str = "") -> InputError:
        """The same mistake told of another place, with words put before it."""
        return InputError(place, before + self.problem, kind=self.kind, found=self.found, allowed=self.allowed, nearest=self.nearest)

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.place, self.problem, self.kind, self.found, self.allowed, self.nearest)


def _again(place: Place | Argument | None, problem: str, kind: Kind, found: str, allowed: str, nearest: str) -> InputError:
    return InputError(place, problem, kind=kind, found=found, allowed=allowed, nearest=nearest)


def as_line(text: str) -> str:
    """The text with everything a terminal would act on, or could not encode, made visible instead."""
    return "".join(c if c.isprintable() and is_seen(c) else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


def is_text(words: str) -> bool:
    """Whether words are text: a command line may hold bytes that are none, and Arrow and DuckDB take no such."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def shown(value: object) -> str:
    """A found value, quoted and cut to a length that fits a message."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of thousands of digits has no decimal form in Python
        text = f"a {type(value).__name__} too long to show"
    return text if len(text) <= _LONGEST_FOUND else text[: _LONGEST_FOUND - 3] + "..."


def in_order(names: Iterable[str]) -> list[str]:
    """Names in their order; a set has none of its own (that of Python changes from run to run), so it is sorted."""
    return sorted(names) if isinstance(names, set | frozenset) else list(names)


def listed(names: Iterable[str]) -> str:
    """Names in their order, joined by commas; a long list is cut and says how many there are."""
    every = in_order(names)
    if not every:
        return "none"
    if len(every) <= _LONGEST_LIST:
        return ", ".join(every)
    return f"{', '.join(every[:_LONGEST_LIST])}, ... ({len(every)} in all)"


def nearest_to(name: object, names: Iterable[str]) -> str:
    """The valid name most like `name`, or the empty text when none is close."""
    if not isinstance(name, str) or len(name) > 200:
        return ""
    found = difflib.get_close_matches(name.strip().lower(), sorted(set(names)), n=1, cutoff=0.6)
    return found[0] if found else ""


def unknown_name(place: Place | Argument | None, what: str, name: object, names: Iterable[str]) -> InputError:
    """The error for a name that is not one of `names`."""
    every = in_order(names)
    return InputError(place, f"unknown {what}", kind="unknown", found=shown(name), allowed=listed(every), nearest=nearest_to(name, every))
