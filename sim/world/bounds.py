"""What may be asked for: one table of bounds for commands, batch files, tokens, addresses and Python, and one way to refuse what lies outside."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.pack import Country, PackError
from sim.pack.dates import month_text, parse_month
from sim.pack.errors import shown

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

    `name` is how it is called where it was said: `seed` in Python, `--seed` on a command line; without `bounds` those of that name in the table.

    Raises:
        PackError: another type, or outside its bounds.

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
        raise PackError(None, f"{name}: not a number that fits", found=shown(value), allowed=f"a whole number from {low} to {high}")
    return number


def workers_of(value: Any) -> int | None:
    """How many threads, `None` for one a processor; refused as by `whole`."""
    return None if value is None else whole("workers", value)


def texts_of(name: str, value: Any, form: str) -> tuple[str, ...]:
    """Texts, from a list of them or from one alone; `form` says what they look like.

    Raises:
        PackError: neither a text nor a list of texts.
    """
    if isinstance(value, str):
        return (value,)
    texts = tuple(value) if isinstance(value, Iterable) and not isinstance(value, bytes | Mapping) else (value,)
    for text in texts:
        if not isinstance(text, str):
            raise PackError(None, f"{name}: not a text", found=shown(text), allowed=f"{form}, or a list of such texts")
    return texts


def changes_of(do: Any, name: str = "do") -> tuple[str, ...]:
    """The texts of changes; refused as by `texts_of`."""
    return texts_of(name, do, "WHAT=VALUE[@DATE][:ROUTE]")


def month_of(country: Country, date: Any, name: str = "until") -> int:
    """Index of a month of the horizon, from its text `YYYY-MM`.

    Raises:
        PackError: not a month, or outside the horizon.
    """
    first, last = country.first_month, country.first_month + country.months - 1
    allowed = f"a month from {month_text(first)} to {month_text(last)}"
    try:
        month = parse_month(date)
    except (TypeError, ValueError):
        raise PackError(None, f"{name}: not a month", found=shown(date), allowed=allowed) from None
    if not first <= month <= last:
        raise PackError(None, f"{name}: month outside the horizon", found=shown(date), allowed=allowed)
    return month - first
