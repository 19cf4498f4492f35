"""What words mean: outcomes and the terms of the model, a sentence or two each, and who the groups of a country are.

The sentences stand in the catalogues; the numbers in them are those of the rules that decide (`sim.world.outcome`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sim.counterfactual.possible import possible
from sim.locale import capital, say
from sim.pack import Country, Entry, InputError, Place, explain, listing
from sim.pack.country.modal import OUTCOME_NAMES
from sim.world import outcome as rules

NUMBERS: Final = {
    "turnover": f"{rules.CAMPAIGN_TURNOVER:.0%}", "rival": f"{rules.CAMPAIGN_RIVAL:.0%}", "aid": f"{rules.AID_LOST:.0%}",
    "purged": f"{rules.PURGED_SHARE:.0%}", "collective": f"{rules.COLLECTIVE:g}", "personal": f"{rules.PERSONAL:g}",
    "alignment": f"{rules.SATELLITE_ALIGNMENT:g}", "dependence": f"{rules.SATELLITE_DEPENDENCE:g}",
}  # fmt: skip


@dataclass(frozen=True)
class Definition:
    """A word and what it means. `group`: number of the group it names, None where it names none."""

    key: str
    name: str
    text: str
    group: int | None = None


def definition(name: str, lang: str) -> str:
    """What an outcome, or a term, means."""
    return say(lang, f"definition.{name}", **NUMBERS)


def outcomes_defined(country: Country, names: Iterable[str], lang: str) -> tuple[Definition, ...]:
    """Outcomes with their definitions, each once; those the country can't have are left out."""
    return tuple(Definition(name, say(lang, f"outcome.{name}"), definition(name, lang)) for name in possible(country, dict.fromkeys(names)))


def terms_defined(country: Country, names: Iterable[str], lang: str) -> tuple[Definition, ...]:
    """Terms of the model with their definitions; where there are no patrons, nobody asks what one is."""
    wanted = [name for name in names if name != "patron" or country.patrons]
    return tuple(Definition(name, say(lang, f"word.{name}"), definition(name, lang)) for name in wanted)


def groups_defined(country: Country, lang: str) -> tuple[Definition, ...]:
    """Who the groups are, in the order in which they are shown; those of which the pack says nothing are left out."""
    shown = [(k, country.factions[k]) for k in country.displayed]
    return tuple(Definition(one.key, capital(one.name[lang]), one.about[lang], k) for k, one in shown if one.about)


def patrons_defined(country: Country, lang: str) -> tuple[Definition, ...]:
    """What states the patrons are; those of which the pack says nothing are left out."""
    return tuple(Definition(one.key, capital(one.name[lang]), one.about[lang]) for one in country.patrons if one.about)


def explained(country: Country, key: str) -> list[Entry]:
    """All that a key stands for, in the pack and among the outcomes.

    Raises:
        InputError: it stands for nothing; the nearest keys are named.
    """
    outcomes = [_outcome_entry(key)] if key in OUTCOME_NAMES else []
    try:
        return [*outcomes, *explain(country, key)]
    except InputError:
        if outcomes:
            return outcomes
        raise


def keys_of(country: Country) -> dict[str, list[str]]:
    """All keys that can be explained, by kind: those of the pack, and the outcomes."""
    return {**listing(country), "outcome": sorted(OUTCOME_NAMES)}


def _outcome_entry(name: str) -> Entry:
    """What an outcome means, as an entry beside those of the pack: a definition of the program, the same for every pack."""
    outcome = next(one for one in (*rules.OUTCOMES, *rules.ASKED_ONLY) if one.name == name)
    place = Place("sim/world/outcome.py", outcome.holds.__code__.co_firstlineno)
    basis = "counted from the month of the change on, after it was applied, to the horizon"
    return Entry(name, "outcome", definition(name, "en"), say("en", f"outcome.{name}"), "", "", "", basis, (), False, "", "", place)
