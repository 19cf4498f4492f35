"""The chronicle of one world: its ledger as dated lines in plain language, each with its why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sim.agents.why import choice_text, luck_text, terms_of, terms_text
from sim.locale import LANGUAGES, capital, say
from sim.pack import Country
from sim.pack.country.dates import month_name, month_text
from sim.world.words import HOW, KINDS, NOBODY

LEAST_PERCENT = 0.005
HALF = 0.5
CHOICES = ("purge", "war", "campaign")
"""Events that a ruler chose among all that was open to him."""


@dataclass(frozen=True)
class Line:
    """One line: its month, what happened, and why. `given`: it comes from the calendar of the outside world, and is no doing of the model."""

    month: str
    kind: str
    text: str
    why: str
    imposed: bool
    given: bool = False


def phrase(country: Country, faction: int, lang: str) -> str:
    """A faction's name as it stands in a sentence."""
    return country.factions[faction].phrase[lang]


def side(country: Country, event: Any, role: str, lang: str) -> str:
    """The faction that acts (`actor`) or is acted upon (`target`), or a wing of it, as it stands in a sentence; empty where there is none."""
    faction = int(event[role])
    if faction == NOBODY:
        return ""
    name = phrase(country, faction, lang)
    return say(lang, "chronicle.wing", group=name) if int(event[f"{role}_wing"]) else name


def _percent(amount: float, lang: str) -> str:
    """A share in whole per cent; what would be rounded to none is said to be less than one."""
    return f"{abs(amount):.0%}" if abs(amount) >= LEAST_PERCENT or amount == 0.0 else say(lang, "chronicle.less_than_one")


def names_of(country: Country, event: Any, lang: str) -> dict[str, str]:
    """Names that a sentence about an event may use; empty where there is none."""
    patron, name = int(event["patron"]), int(event["name"])
    outside = int(event["outside"])
    person = leader = ""
    if name != NOBODY:
        cadre = country.cadres[name]
        own = cadre.name if lang == "en" or not cadre.hangul else cadre.hangul
        person = own if own == cadre.name else f"{own}({cadre.name})"
        leader = say(lang, "chronicle.led_by", name=own)  # in brackets already, so without the other script
    words = {key: text[lang] for key, text in country.words.items()}
    return {
        **words,
        "by": side(country, event, "actor", lang),
        "of": side(country, event, "target", lang),
        "patron": country.patrons[patron].name[lang] if patron != NOBODY else "",
        "leader": leader,
        "person": person or say(lang, "person.unnamed"),
        "event": country.outside[outside].title[lang] if outside != NOBODY else "",
        "share": _percent(float(event["amount"]), lang),
        "months": f"{int(event['amount'])}",
    }


def event_text(country: Country, event: Any, lang: str = "en") -> str:
    """What happened, in a sentence."""
    kind, how = KINDS[int(event["kind"])], HOW[int(event["how"])]
    same = int(event["actor"]) == int(event["target"])
    key = kind
    if kind in ("succession", "endorsement", "death", "outside", "purge", "reversal") and how:
        key = f"{kind}_{how}"
    elif kind == "absorption" and int(event["imposed"]):
        key = "absorption_war"
    elif kind == "opening" and math.isnan(float(event["luck"])):
        key = "opening_negotiated"
    elif kind == "intervention" and same:
        key = "intervention_same"
    if kind == "succession" and how == "successor" and same:
        key = "succession_same"
    if kind == "death" and how != "member":
        key = "death" if int(event["name"]) != NOBODY else "death_unnamed"
    elif kind == "death" and int(event["actor"]) == NOBODY:
        key = "death_ungrouped"
    elif kind == "purge" and same:  # a wing of its own
        key = f"{key}_wing"
    elif kind == "challenge" and float(event["amount"]) > HALF:
        key = "challenge_short"
    text = say(lang, f"event.{key}", **names_of(country, event, lang))
    return capital(text)


def recorded_why(country: Country, event: Any, lang: str) -> str:
    """Of an event that is taken from the record, that it is, and where it is told; empty for all others."""
    kind, how = KINDS[int(event["kind"])], HOW[int(event["how"])]
    if int(event["imposed"]):
        return ""
    if kind == "endorsement" and how == "record":
        return say(lang, "chronicle.recorded")
    if kind != "death" or not math.isnan(float(event["luck"])) or int(event["name"]) == NOBODY:
        return ""  # a death of the model's own has its draw
    sources = [key for key in country.cadres[int(event["name"])].source.split("; ") if key in country.sources]
    titles = "; ".join(country.sources[key].title for key in sources)
    return say(lang, "chronicle.recorded_in", titles=titles) if titles else say(lang, "chronicle.recorded")


def event_why(country: Country, event: Any, lang: str = "en") -> str:
    """Why: largest terms, chance, luck."""
    if int(event["imposed"]):
        return say(lang, "chronicle.imposed")
    if int(event["outside"]) != NOBODY:
        return say(lang, "chronicle.given")
    recorded = recorded_why(country, event, lang)
    if recorded:
        return recorded
    reasons = terms_text(lang, terms_of(event))
    chosen = KINDS[int(event["kind"])] in CHOICES and HOW[int(event["how"])] != "expelled"  # an expulsion follows from a lost vote
    describe = choice_text if chosen else luck_text
    drawn = describe(lang, float(event["probability"]), float(event["luck"]))
    return f"{reasons}; {drawn}" if reasons else drawn


def lines(country: Country, events: Any, lang: str = "en") -> list[Line]:
    """The ledger as lines; it is kept in the order of what happened."""
    return [
        Line(
            month_name(country.first_month + int(event["month"]), lang), KINDS[int(event["kind"])], event_text(country, event, lang),
            event_why(country, event, lang), bool(event["imposed"]), int(event["outside"]) != NOBODY,
        )
        for event in events
    ]  # fmt: skip


def event_dict(country: Country, event: Any) -> dict[str, Any]:
    """An event as the JSON of `run` has it."""
    actors = {}
    for role, field in (("by", "actor"), ("of", "target")):
        if int(event[field]) != NOBODY:
            actors[role] = country.factions[int(event[field])].key
    if int(event["patron"]) != NOBODY:
        actors["patron"] = country.patrons[int(event["patron"])].key
    name, luck = int(event["name"]), float(event["luck"])
    wings = [role for role, field in (("by", "actor_wing"), ("of", "target_wing")) if int(event[field])]
    return {
        "month": month_text(country.first_month + int(event["month"])), "kind": KINDS[int(event["kind"])], "actors": actors, "wings": wings,
        "people": [country.cadres[name].key] if name != NOBODY else [], "rule": _rule(event), "how": HOW[int(event["how"])],
        "imposed": bool(event["imposed"]), "probability": round(float(event["probability"]), 9), "luck": None if math.isnan(luck) else luck,
        "amount": round(float(event["amount"]), 9), "terms": [{"name": term, "value": round(value, 9)} for term, value in terms_of(event)],
        "text": {lang: event_text(country, event, lang) for lang in LANGUAGES},
    }  # fmt: skip


_RULES = {
    "endorsement": "start", "purge": "purge", "reversal": "purge", "challenge": "vote", "fall": "vote", "war": "war", "campaign": "campaign",
    "uprising": "protest", "intervention": "patrons", "breakdown": "ending", "opening": "ending", "absorption": "ending", "death": "succession",
    "succession": "succession", "outside": "outside",
}  # fmt: skip


def _rule(event: Any) -> str:
    if int(event["imposed"]):
        return "interventions"
    return "appeal" if HOW[int(event["how"])] in ("appeal", "expelled") else _RULES[KINDS[int(event["kind"])]]


__all__ = ["Line", "event_dict", "event_text", "event_why", "lines", "names_of", "recorded_why"]
