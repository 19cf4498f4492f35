"""Where the numbers of the groups come from: each trait with its range, its sources, and whoever disputes it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.locale import say
from sim.pack import Country
from sim.pack.country.country import Faction, Source


@dataclass(frozen=True)
class Origin:
    """A trait of a group: its name in words, its value and range, and what it rests on."""

    name: str
    value: str
    basis: str
    sources: str
    confidence: str
    disputed: str


@dataclass(frozen=True)
class Cited:
    """A source as it is listed."""

    key: str
    text: str
    read: str


def trait_name(country: Country, trait: str, lang: str) -> str:
    """A trait in words."""
    kind, _, patron = trait.partition(".")
    if kind != "tie":
        return say(lang, f"trait.{trait}")
    return say(lang, "trait.tie", patron=next(one.name[lang] for one in country.patrons if one.key == patron))


def origins(country: Country, faction: Faction, lang: str) -> list[Origin]:
    """All traits of a group."""
    found = []
    for trait, value in faction.traits.items():
        shown = f"{value.start:g} ({value.low:g} – {value.high:g})" if value.low != value.high else f"{value.start:g}"
        found.append(Origin(
            trait_name(country, trait, lang), shown, value.basis, value.source, say(lang, f"confidence.{value.confidence}"), value.disputed_by,
        ))  # fmt: skip
    return found


def cited(country: Country, lang: str) -> list[Cited]:
    """Sources of the groups' traits, in the order of their keys; what is a judgement has none."""
    keys = {key.strip() for faction in country.factions for value in faction.traits.values() for key in value.source.split(";")}
    return [_cited(country.sources[key], lang) for key in sorted(keys) if key in country.sources]


def _cited(source: Source, lang: str) -> Cited:
    text = ". ".join(part for part in (source.author, source.title, source.year) if part)
    return Cited(source.key, text, say(lang, f"report.read_{source.read}"))
