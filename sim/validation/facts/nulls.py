"""Simple guesses at the facts of the record, each a chance for every fact given those before it.

`base_rates`     what comes, comes as often as in other countries (`[[rate]]` of the pack): at constant rates, each kind by itself. A removal of the
                 ruler by his own is the rate of `vote_carried`; failed votes are the rest of `vote_held`, other ways out of office the rest of
                 `handover`. A group keeps the top post as long as nobody is removed. A purge hits one group as easily as another. What facts before
                 say did not come in some months is known not to have come in them. Where no rate is known, even chances.
`persistence`    whoever ruled rules, what was so stays so, and nothing comes. It is right as often as it is on the other facts of its kind (states
                 or events), each fact left out of its own count.
`coalition`      strength alone. Who rules is drawn in proportion to the posts that each group had at the start (`reach`; proportionality after
                 Gamson 1961), of the groups not removed by then; a vote is carried against the ruler in proportion to those of all others. The
                 ruler keeps a coalition of just enough groups for more than half of these posts, any such as likely as another, and removes whom he
                 does not need (size principle, Riker 1962). On all else it has nothing to say: even chances. How far it is to be believed where it
                 speaks, rather than even chances, is fitted to the other facts, each fact left out of its own fit.
`random`         every group as likely to rule as another, all else even chances.

Rates are of other countries and strengths those of the first month, so nothing here is fitted to the fact that is guessed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

import numpy as np

from sim.pack import Country
from sim.pack.country.facts import PREDICATES, STRENGTHS, Fact
from sim.validation.facts.surprise import softened
from sim.validation.simulated import YEAR
from sim.world.state import Array

EVEN: Final = 0.5
TRUST: Final = np.linspace(0.0, 1.0, 21)
"""How far a theory may be believed, rather than even chances."""
_PARTS: Final = {
    "rules": ("vote_carried",), "vote_carried": ("vote_carried",), "vote_held": ("vote_carried", "failed"), "handover": ("vote_carried", "left"),
}  # fmt: skip
"""Kinds of events that a predicate is about, where they are others than its own."""
_REST: Final = {"failed": "vote_held", "left": "handover"}
"""Kinds that are what a rate has beside removals by his own."""


@dataclass(frozen=True)
class Null:
    """A simple guess: its name, and for every fact the chance it gives to what is on record, given the facts before; soft as the facts are."""

    name: str
    chances: tuple[float, ...]

    @property
    def bits(self) -> tuple[float, ...]:
        """How surprising each fact is to it."""
        return tuple(-math.log2(chance) for chance in self.chances)


@dataclass
class _Before:
    """What the facts so far say: who rules and since which month that is known, which groups are gone, which kinds did not come in which months."""

    country: Country
    ruler: str
    known: int = -1
    gone: set[str] = field(default_factory=set)
    quiet: dict[str, Array] = field(default_factory=dict)
    held: tuple[int, int] | None = None

    def months_open(self, kind: str, first: int, last: int) -> Array:
        """(month,) months of a span in which the kind may have come."""
        months = np.arange(self.country.months)
        inside = (months >= first) & (months <= last)
        return np.asarray(inside & ~self.quiet.get(kind, np.zeros(self.country.months, bool)))

    def _hush(self, kinds: Sequence[str], first: int, last: int) -> None:
        months = np.arange(self.country.months)
        for kind in kinds:
            self.quiet[kind] = self.quiet.get(kind, np.zeros(len(months), bool)) | ((months >= first) & (months <= last))

    def learn(self, fact: Fact) -> None:
        """Take a fact in."""
        kinds = _kinds(fact)
        if fact.predicate == "rules":
            if self.ruler in fact.group.split("+") and fact.came:
                self._hush(kinds, self.known + 1, fact.last)
            elif fact.came:
                self.ruler = fact.group.split("+")[0]
            self.known = fact.last
        elif not PREDICATES[fact.predicate].state and not fact.came:
            self._hush(kinds, fact.first, fact.last)
        elif fact.predicate == "purged":
            self.gone |= set(fact.group.split("+")) - {self.ruler}
        elif fact.predicate == "vote_held":
            self.held = (fact.first, fact.last)


def _kinds(fact: Fact) -> tuple[str, ...]:
    """Kinds of events that a fact is about."""
    if fact.predicate == "purged":
        return tuple(f"purged.{key}" for key in fact.group.split("+"))
    return _PARTS.get(fact.predicate, (fact.predicate,))


def monthly_rates(country: Country, kind: str) -> Array | None:
    """(month,) how often a kind comes in a month; None where the pack has no rate."""
    if kind in _REST:
        whole, part = monthly_rates(country, _REST[kind]), monthly_rates(country, "vote_carried")
        return None if whole is None or part is None else np.maximum(0.0, whole - part)
    predicate, _, group = kind.partition(".")
    rates = [rate for rate in country.rates if rate.predicate == predicate]
    if not rates:
        return None
    found = np.full(country.months, math.nan)
    for rate in sorted(rates, key=lambda one: one.first is not None):
        found[slice(None) if rate.first is None or rate.last is None else slice(rate.first, rate.last + 1)] = rate.per_year / YEAR
    return np.nan_to_num(found) / (len(country.factions) if group else 1)


def _expected(country: Country, kinds: Sequence[str], before: _Before, first: int, last: int) -> float | None:
    """How many events of some kinds are to be expected in a span, as far as it is not known that none came; None where the pack has no rate."""
    total = 0.0
    for kind in kinds:
        rate = monthly_rates(country, kind)
        if rate is None:
            return None
        total += float(rate[before.months_open(kind, first, last)].sum())
    return total


def by_rates(country: Country, fact: Fact, before: _Before) -> float:
    """The chance that it came, or was so, by base rates."""
    first = before.known + 1 if fact.predicate == "rules" else fact.first
    expected = _expected(country, _kinds(fact), before, first, fact.last)
    if expected is None:
        return EVEN
    none = math.exp(-expected)
    if fact.predicate == "rules":
        named, groups = fact.group.split("+"), len(country.factions)
        others = len([key for key in named if key != before.ruler]) / max(1, groups - 1)
        return (none if before.ruler in named else 0.0) + (1.0 - none) * others
    if fact.predicate == "vote_carried" and before.held == (fact.first, fact.last):
        held = _expected(country, _PARTS["vote_held"], before, fact.first, fact.last)
        return EVEN if not held else (1.0 - none) / (1.0 - math.exp(-held))  # a vote was held: how many of them are carried
    return 1.0 - none


def by_persistence(country: Country, fact: Fact, before: _Before) -> float:
    """1 where things being as they were means that it came, or is so; else 0."""
    if fact.predicate == "rules":
        return float(before.ruler in fact.group.split("+"))
    if PREDICATES[fact.predicate].share:
        reach = {faction.key: faction.traits["reach"].start for faction in country.factions}
        share = sum(reach[key] for key in fact.group.split("+")) if fact.group else max(reach.values())
        bound = float(fact.bound or 0.0)
        return float(share > bound if fact.edge == "above" else share < bound)
    return 0.0


def by_coalition(country: Country, fact: Fact, before: _Before) -> float | None:
    """The chance by strength alone; None where the theory says nothing."""
    reach = {faction.key: faction.traits["reach"].start for faction in country.factions if faction.key not in before.gone}
    total, named = sum(reach.values()), fact.group.split("+")
    if fact.predicate == "rules":
        return sum(reach.get(key, 0.0) for key in named) / total
    if fact.predicate == "vote_carried":
        return 1.0 - reach[before.ruler] / total
    if fact.predicate == "purged" and before.ruler not in named:
        out = [not set(named) & set(reach) <= set(members) for members in coalitions(reach, before.ruler)]
        return sum(out) / len(out)
    return None


def coalitions(reach: dict[str, float], ruler: str) -> list[tuple[str, ...]]:
    """Groups that the ruler may keep: with his own more than half of all posts, and none of them to spare."""
    others, half = sorted(set(reach) - {ruler}), sum(reach.values()) / 2.0

    def wins(members: Sequence[str]) -> bool:
        return reach[ruler] + sum(reach[key] for key in members) > half

    every = [members for size in range(len(others) + 1) for members in combinations(others, size) if wins(members)]
    return [members for members in every if not any(wins([key for key in members if key != spared]) for spared in members)]


def by_even_chances(country: Country, fact: Fact, _: _Before) -> float:
    """Every group as likely as another, all else as likely as not."""
    return len(fact.group.split("+")) / len(country.factions) if fact.predicate == "rules" else EVEN


def _told(country: Country, guess: Callable[[Country, Fact, _Before], float | None]) -> list[float | None]:
    """The chance that a guess gives to what is on record, fact by fact; None where it says nothing."""
    before = _Before(country, country.first_ruler)
    found: list[float | None] = []
    for fact in country.facts:
        chance = guess(country, fact, before)
        found.append(None if chance is None else chance if fact.came else 1.0 - chance)
        before.learn(fact)
    return found


def _reliability(hits: Sequence[float | None], facts: Sequence[Fact]) -> list[float]:
    """The chance of each fact by how often the guess is right on the others of its kind (Krichevsky and Trofimov 1981)."""
    right = np.array([hit == 1.0 for hit in hits])
    state = np.array([PREDICATES[fact.predicate].state for fact in facts])
    found = []
    for n in range(len(facts)):
        others = (state == state[n]) & (np.arange(len(facts)) != n)
        chance = (float(right[others].sum()) + 0.5) / (float(others.sum()) + 1.0)
        found.append(chance if right[n] else 1.0 - chance)
    return found


def _believed(theory: Sequence[float | None], even: Sequence[float], errors: Sequence[float]) -> list[float]:
    """A theory mixed with even chances where it speaks, as far as the other facts on which it speaks bear it out."""
    spoken = [n for n, chance in enumerate(theory) if chance is not None]
    scores = {n: np.log([softened(trust * float(theory[n] or 0.0) + (1.0 - trust) * even[n], errors[n]) for trust in TRUST]) for n in spoken}
    total = sum(scores.values(), np.zeros(len(TRUST)))
    found = list(even)
    for n in spoken:
        trust = float(TRUST[int(np.argmax(total - scores[n]))])
        found[n] = trust * float(theory[n] or 0.0) + (1.0 - trust) * even[n]
    return found


def nulls(country: Country) -> tuple[Null, ...]:
    """The guesses of the head of this file, each with its chance of every fact."""
    facts, errors = country.facts, [STRENGTHS[fact.strength] for fact in country.facts]
    rates, even = ([float(chance or 0.0) for chance in _told(country, guess)] for guess in (by_rates, by_even_chances))
    found = {
        "base_rates": rates,
        "persistence": _reliability(_told(country, by_persistence), facts),
        "coalition": _believed(_told(country, by_coalition), even, errors),
        "random": even,
    }
    return tuple(
        Null(name, tuple(softened(chance, error) for chance, error in zip(chances, errors, strict=True))) for name, chances in found.items()
    )


__all__ = ["Null", "coalitions", "nulls"]
