"""The state of a page, which lives in its address: `/watch?w=TOKEN&m=1956-09&vote=12&lang=ko`, `/whatif?q=CHANGE&q=CHANGE&guess=0,2,1`.

What an address leaves out has a default; what it says wrongly is dropped, so that a page always opens, but for a month: to show another one
unasked would pass it off for the one that was meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode

from sim.locale import LANGUAGES
from sim.pack import Country
from sim.pack.country.dates import month_text, parse_month

_LONGEST = 4000
_LONGEST_MONTH = 20


@dataclass(frozen=True)
class Address:
    """Where a reader is: page and language.

    Attributes:
        world, month, vote: on Watch, the world's token, the month (index from the first of the horizon), and the event whose vote is open.
        refused: what the address says of a month where that is none of the horizon.
        changes, scenario: on What if, the changes that are asked about, or the id of a scenario file.
        worlds, seed: how many worlds, and which; None for the usual ones.
        guess: the directions guessed, one a question, or `no` to see the answer without.
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
    refused: str | None = None

    def text(self, country: Country) -> str:
        """The address as a link."""
        query: dict[str, str | tuple[str, ...]] = {}
        if self.world is not None:
            query["w"] = self.world
        if self.month is not None:
            query["m"] = month_text(country.first_month + self.month)
        elif self.refused is not None:
            query["m"] = self.refused
        if self.vote is not None:
            query["vote"] = str(self.vote)
        if self.changes:
            query["q"] = self.changes
        for key, value in (("s", self.scenario), ("n", self.worlds), ("seed", self.seed), ("guess", self.guess)):
            if value is not None:
                query[key] = str(value)
        if self.lang != LANGUAGES[0]:
            query["lang"] = self.lang
        return f"/{self.page}" + (f"?{urlencode(query, doseq=True, safe=':=@,')}" if query else "")

    def at(self, month: int) -> Address:
        """The same world in another month."""
        return replace(self, month=month)


def read_address(country: Country, path: str | None, search: str | None) -> Address:
    """The state an address holds. What it says of a vote, or of how many worlds, that can't be is dropped; of a month, kept as refused."""
    everything = parse_qs((search or "")[:_LONGEST].removeprefix("?"))
    query = {key: values[-1] for key, values in everything.items()}
    lang = query.get("lang", LANGUAGES[0])
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    month, refused = _month(country, query.get("m"))
    return Address(
        (path or "").strip("/"), lang, query.get("w"), month, _number(query.get("vote")),
        tuple(everything.get("q", ())), query.get("s"), _number(query.get("n")), _number(query.get("seed"), 10), query.get("guess"), refused,
    )  # fmt: skip


def _month(country: Country, text: str | None) -> tuple[int | None, str | None]:
    """A month of the horizon, or what stands in its place."""
    if text is None:
        return None, None
    try:
        month = parse_month(text) - country.first_month
    except ValueError:
        return None, text[:_LONGEST_MONTH]
    return (month, None) if 0 <= month < country.months else (None, text)


def _number(text: str | None, digits: int = 5) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= digits else None
