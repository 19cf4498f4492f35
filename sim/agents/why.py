"""Why an agent did what it did, in a sentence, from its record and nothing else."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.locale import capital, say
from sim.pack.country.dates import month_name
from sim.pack.country.vocabulary import NO_GROUP
from sim.world.words import NOBODY, TERMS

if TYPE_CHECKING:
    from sim.agents.actors import Cadre, Faction, Patron, Population
    from sim.agents.world import World


LEAST: Final = 0.0001
"""The smallest chance that is written in digits."""
RARE: Final = 0.05
"""A choice of a smaller chance is told as the exception that it is."""


def terms_of(record: Any) -> list[tuple[str, float]]:
    """The largest terms kept with a decision or an event, largest first."""
    found = [(int(record[f"term_{n}"]), float(record[f"value_{n}"])) for n in range(3)]
    return [(TERMS[term], value) for term, value in found if term != NOBODY]


def terms_text(lang: str, terms: list[tuple[str, float]]) -> str:
    """Terms as words: "for: ...; against: ..."."""
    for_, against = [name for name, value in terms if value > 0], [name for name, value in terms if value < 0]
    parts = []
    if for_:
        parts.append(say(lang, "why.for", terms=", ".join(say(lang, f"term.{name}") for name in for_)))
    if against:
        parts.append(say(lang, "why.against", terms=", ".join(say(lang, f"term.{name}") for name in against)))
    return "; ".join(parts)


def chance_text(lang: str, number: float) -> str:
    """A chance, or what was drawn, in two digits; with more where two would say that what happened was impossible, or certain.

    >>> [chance_text("en", p) for p in (0.0, 0.21, 0.0042, 0.996, 0.00001, 1.0)]
    ['0', '0.21', '0.004', '0.996', 'under 0.0001', '1']
    """
    if number in (0.0, 1.0):
        return f"{number:g}"
    if 0.005 <= number < 0.995:
        return f"{number:.2f}"
    gap = min(number, 1.0 - number)
    if gap < LEAST:
        return say(lang, "why.under" if number < 0.5 else "why.over", p=f"{LEAST if number < 0.5 else 1 - LEAST:g}")
    digits = f"{gap:.1g}"
    return digits if number < 0.5 else f"{1.0 - float(digits):g}"


def luck_text(lang: str, probability: float, luck: float) -> str:
    """Chance and what was drawn."""
    p = chance_text(lang, probability)
    if math.isnan(luck):
        return say(lang, "why.certain") if probability >= 1.0 else say(lang, "why.chance", p=p)
    return say(lang, "why.drawn", p=p, u=chance_text(lang, luck))


def choice_text(lang: str, probability: float, luck: float) -> str:
    """Chance of what was chosen among all that was open, and its own draw: the largest sum of gain and chance is taken, not whatever lies below."""
    if math.isnan(luck):
        return luck_text(lang, probability, luck)
    return say(lang, "why.choice_rare" if probability < RARE else "why.choice", p=chance_text(lang, probability), u=chance_text(lang, luck))


def side_names(world: World, lang: str) -> dict[str, str]:
    """Names of groups, of wings after their groups, and of no group, by key, as they stand in a sentence."""
    names = {group.key: group.phrase[lang] for group in world.country.factions}
    for wing in world.wings:
        group = int(wing.state["group"])
        of = world.country.factions[group].phrase[lang] if group != NOBODY else say(lang, "chronicle.no_group")
        names[wing.key] = say(lang, "chronicle.wing", group=of)
    return {**names, NO_GROUP: say(lang, "chronicle.no_group")}


def action_text(faction: Faction, lang: str) -> str:
    """The last action of a faction in words."""
    action = faction.action
    if action is None:
        return say(lang, "action.none")
    country = faction.model.country
    names = side_names(faction.model, lang) | {one.key: one.name[lang] for one in country.patrons}
    return say(lang, f"action.{action.name}", target=names.get(action.target or "", ""))


def why_faction(faction: Faction, lang: str) -> str:
    """Why a faction took its last action."""
    world = faction.model
    name, state = side_names(world, lang)[faction.key], faction.state
    if faction.action is None:
        return capital(say(lang, "why.no_side", name=name))
    when = month_name(world.absolute_month - 1, lang) if world.month else ""
    drawn = say(lang, "why.policy") if math.isnan(float(state["luck"])) else choice_text(lang, float(state["probability"]), float(state["luck"]))
    reasons = terms_text(lang, terms_of(state)) or say(lang, "why.no_terms")
    return say(lang, "why.faction", when=when, name=name, action=action_text(faction, lang), reasons=reasons, luck=drawn)


def why_cadre(cadre: Cadre, lang: str) -> str:
    """Why a cadre backs whom he backs."""
    country, state = cadre.model.country, cadre.state
    names = side_names(cadre.model, lang)
    who = cadre.person.name if cadre.person else say(lang, "person.unnamed")
    origin, backing = names[cadre.origin], names[cadre.backing]
    if not cadre.ever_reviewed:
        return capital(say(lang, "why.cadre_came", who=who, origin=origin, backing=backing))
    when = month_name(country.first_month + int(state["reviewed"]), lang)
    private = names[country.factions[int(state["private"])].key]
    luck = choice_text(lang, float(state["review_share"]), float(state["review_luck"]))
    text = say(lang, "why.cadre", who=who, origin=origin, backing=backing, when=when, luck=luck)
    text = capital(text)
    return text if private == backing else text + " " + say(lang, "why.cadre_hides", private=private)


def why_patron(patron: Patron, lang: str) -> str:
    """Why a patron did what it did last."""
    country, state = patron.model.country, patron.state
    name = country.patrons[patron.index].name[lang]
    reaction = ("none", "undid", "troops", "stood_by")[int(state["reaction"])]
    if reaction == "none":
        return capital(say(lang, "why.patron_none", name=name, presence=f"{float(state['presence']):.2f}"))
    when = month_name(country.first_month + int(state["reacted"]), lang)
    return say(lang, f"why.patron_{reaction}", name=name, when=when, luck=luck_text(lang, float(state["probability"]), float(state["luck"])))


def why_population(population: Population, lang: str) -> str:
    """Why so many, or so few, are out."""
    record = population.model.record
    hold = float(record["repression"])
    return say(lang, "why.population", share=f"{float(record['protest']):.1%}", hardship=f"{float(record['hardship']):.2f}", repression=f"{hold:.2f}")
