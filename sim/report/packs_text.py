"""The packs that are installed, as text."""

from __future__ import annotations

from collections.abc import Iterable

from sim.pack import InputError
from sim.pack.build.installed import Installed


def packs_text(packs: Iterable[Installed], lang: str) -> list[str]:
    """A line for each pack: its id and its title."""
    return [_line(pack, lang) for pack in packs]


def _line(pack: Installed, lang: str) -> str:
    if isinstance(pack.country, InputError):
        return f"{pack.id}: can't be read: {pack.country}"
    return f"{pack.id:<14} {pack.country.title[lang]}"
