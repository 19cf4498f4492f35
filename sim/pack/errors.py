"""The one way in which a pack can be wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from sim.pack.country import Place
from sim.pack.unseen import is_seen

_LONGEST_FOUND = 60
_LONGEST_LIST = 12


class PackError(Exception):
    """Bad input: where it stands, what was found, what is allowed, and the nearest valid name.

    `str(error)` is one line of plain text, whatever the file held. `place` is `None` only when no file is
    concerned (an unknown pack, an unknown key asked for).
    """

    def __init__(self, place: Place | None, problem: str, *, found: str = "", allowed: str = "", nearest: str = "") -> None:
        super().__init__(place, problem, found, allowed, nearest)
        self.place = place
        self.problem = problem
        self.found = found
        self.allowed = allowed
        self.nearest = nearest

    def __str__(self) -> str:
        parts = [f"{self.place}: {self.problem}" if self.place else self.problem]
        if self.found:
            parts.append(f"found {self.found}")
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.nearest:
            parts.append(f"nearest: {self.nearest}")
        return as_line("; ".join(parts))

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.place, self.problem, self.found, self.allowed, self.nearest)


def _again(place: Place | None, problem: str, found: str, allowed: str, nearest: str) -> PackError:
    return PackError(place, problem, found=found, allowed=allowed, nearest=nearest)


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


def unknown_name(place: Place | None, what: str, name: object, names: Iterable[str]) -> PackError:
    """The error for a name that is not one of `names`."""
    every = in_order(names)
    return PackError(place, f"unknown {what}", found=shown(name), allowed=listed(every), nearest=nearest_to(name, every))
