"""What may be asked for: one table of bounds for commands, batch files, tokens, addresses and Python, and one way to refuse what lies outside."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.pack import Country, InputError
from sim.pack.country.dates import month_text, parse_month
from sim.pack.country.errors import Argument, shown

BOUNDS: Final = {
    "seed": (0, 2**32 - 1),
    "worlds": (1, 10_000_000),  # a year of one machine
    "pairs": (1, 100_000),  # an answer holds them in memory, about 3 kB each; a batch holds none
    "world": (0, 10**9),
    "draw": (0, 10**9),
    "workers": (1, 1024),
}
"""Lowest and highest whole number of each thing that is counted."""


def whole(name: str, value: Any, bounds: tuple[int, int] | None = None) -> int:
    """A whole number of the table, whatever type of whole number it came as.

    `name` is the argument's; without `bounds` those of that name in the table.

    Raises:
        InputError: another type, or outside its bounds.

    Example:
        >>> whole("seed", 7)
        7
    """
    low, high = BOUNDS[name] if bounds is None else bounds
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or not low <= number <= high:
        raise InputError(Argument(name), "not a number that fits", kind="range", found=shown(value), allowed=f"a whole number from {low} to {high}")
    return number


def workers_of(value: Any) -> int | None:
    """How many threads, `None` for one a processor; refused as by `whole`."""
    return None if value is None else whole("workers", value)


def texts_of(name: str, value: Any, form: str) -> tuple[str, ...]:
    """Texts, from a list of them or from one alone; `form` says what they look like.

    Raises:
        InputError: neither a text nor a list of texts.
    """
    if isinstance(value, str):
        return (value,)
    texts = tuple(value) if isinstance(value, Iterable) and not isinstance(value, bytes | Mapping) else (value,)
    for text in texts:
        if not isinstance(text, str):
            raise InputError(Argument(name), "not a text", kind="malformed", found=shown(text), allowed=f"{form}, or a list of such texts")
    return texts


def changes_of(do: Any, name: str = "do") -> tuple[str, ...]:
    """The texts of changes; refused as by `texts_of`."""
    return texts_of(name, do, "WHAT=VALUE[@DATE][:ROUTE]")


def month_of(country: Country, date: Any, name: str = "until") -> int:
    """Index of a month of the horizon, from its text `YYYY-MM`.

    Raises:
        InputError: not a month, or outside the horizon.
    """
    first, last = country.first_month, country.first_month + country.months - 1
    allowed = f"a month from {month_text(first)} to {month_text(last)}"
    try:
        month = parse_month(date)
    except (TypeError, ValueError):
        raise InputError(Argument(name), "not a month", kind="malformed", found=shown(date), allowed=allowed) from None
    if not first <= month <= last:
        raise InputError(Argument(name), "month outside the horizon", kind="range", found=shown(date), allowed=allowed)
    return month - first
