"""The state of a page, which lives in its address: `/watch?w=TOKEN&m=1956-09&vote=12&lang=ko`, `/whatif?q=CHANGE&q=CHANGE&guess=0,2,1`.

What an address leaves out has a default. What it says wrongly of a month, of how many worlds or of which is kept as refused: to show another month,
or other worlds, unasked would pass them off for those that were meant. All else that is wrong is dropped, so that a page always opens.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, urlencode

from sim.locale import LANGUAGES
from sim.pack import Country
from sim.pack.country.dates import month_text, parse_month
from sim.world.bounds import BOUNDS

WORLDS: Final = (200, 500, 1000)
"""How many worlds a page runs; the first is the usual number."""
LARGEST_SEED: Final = BOUNDS["seed"][1]
_LONGEST: Final = 4000
_LONGEST_REFUSED: Final = 20
_DIGITS: Final = 12
"""Most digits that are read as a number."""


@dataclass(frozen=True)
class Address:
    """Where a reader is: page and language.

    Attributes:
        world, month, vote: on Watch, the world's token, the month (index from the first of the horizon), and the event whose vote is open.
        changes, scenario: on What if, the changes that are asked about, or the id of a scenario file.
        worlds, seed: how many worlds, and which; None for the usual ones.
        guess: the directions guessed, one a question, or `no` to see the answer without.
        refused: by its key, what the address says of a month (`m`), of how many worlds (`n`) or of which (`seed`) where that can't be.
    """

    page: str = ""
    lang: str = LANGUAGES[0]
    world: str | None = None
    month: int | None = None
    vote: int | None = None
    changes: tuple[str, ...] = ()
    scenario: str | None = None
    worlds: int | None = None
    seed: int | None = None
    guess: str | None = None
    refused: tuple[tuple[str, str], ...] = ()

    def text(self, country: Country) -> str:
        """The address as a link."""
        query: dict[str, str | tuple[str, ...]] = {}
        if self.world is not None:
            query["w"] = self.world
        if self.month is not None:
            query["m"] = month_text(country.first_month + self.month)
        if self.vote is not None:
            query["vote"] = str(self.vote)
        if self.changes:
            query["q"] = self.changes
        for key, value in (("s", self.scenario), ("n", self.worlds), ("seed", self.seed), ("guess", self.guess)):
            if value is not None:
                query[key] = str(value)
        query.update(self.refused)
        if self.lang != LANGUAGES[0]:
            query["lang"] = self.lang
        return f"/{self.page}" + (f"?{urlencode(query, doseq=True, safe=':=@,')}" if query else "")

    def at(self, month: int) -> Address:
        """The same world in another month."""
        return replace(self, month=month)


def read_address(country: Country, path: str | None, search: str | None) -> Address:
    """The state an address holds."""
    everything = parse_qs((search or "")[:_LONGEST].removeprefix("?"))
    query = {key: values[-1] for key, values in everything.items()}
    lang = query.get("lang", LANGUAGES[0])
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    read = {"m": _month(country, query.get("m", "")), "n": worlds_of(query.get("n", "")), "seed": seed_of(query.get("seed", ""))}
    refused = tuple((key, query[key][:_LONGEST_REFUSED]) for key, value in read.items() if value is None and key in query)
    return Address(
        (path or "").strip("/"), lang, query.get("w"), read["m"], _number(query.get("vote", "")),
        tuple(everything.get("q", ())), query.get("s"), read["n"], read["seed"], query.get("guess"), refused,
    )  # fmt: skip


def worlds_of(text: str) -> int | None:
    """How many worlds a text asks for; `None` where no page runs so many."""
    return number if (number := _number(text)) in WORLDS else None


def seed_of(text: str) -> int | None:
    """The seed that a text says, in an address or a form; `None` where it is none."""
    number = _number(text)
    return number if number is not None and number <= LARGEST_SEED else None


def _month(country: Country, text: str) -> int | None:
    """A month of the horizon, as its index."""
    try:
        month = parse_month(text) - country.first_month
    except ValueError:
        return None
    return month if 0 <= month < country.months else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
