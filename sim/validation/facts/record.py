"""The dated facts of a pack held against worlds left alone: how often each comes, and how surprising it is after those before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sim.counterfactual.estimate import Interval
from sim.counterfactual.shares import rounded
from sim.files.json_text import SCHEMA
from sim.pack import Country, InputError
from sim.pack.country.country import Text
from sim.pack.country.dates import month_text
from sim.pack.country.facts import STRENGTHS, Fact
from sim.pack.country.notebook import html_table
from sim.validation.asked import check_values, with_values
from sim.validation.facts.filter import islands
from sim.validation.facts.predicates import matches
from sim.validation.facts.surprise import ENOUGH, Surprises, surprises
from sim.validation.simulate import Question, simulate
from sim.validation.simulated import YEAR
from sim.world.bounds import whole, workers_of
from sim.world.draws import GROUP

WORLDS: Final = 1000
DIGITS: Final = 4
"""Of bits, after the point; those of all facts add up to the total as they are told."""


@dataclass(frozen=True)
class FactScore:
    """A fact and how surprising it is.

    Attributes:
        share: in how many of the worlds it comes, 0-1.
        bits: -log2 of that share, half a world added (Krichevsky and Trofimov 1981).
        bits_given_before: the same given the facts before it (`sim.validation.facts.surprise`).
        effective: on how many first ancestors that rests.
        enough: whether these are enough to say.
    """

    fact: Fact
    month: str
    share: float
    bits: float
    bits_given_before: float
    effective: float
    enough: bool

    @property
    def statement(self) -> Text:
        """The fact in words, by language."""
        return self.fact.statement

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        fact = self.fact
        return {
            "id": fact.id, "statement": dict(fact.statement), "month": self.month, "strength": fact.strength, "source": fact.source,
            "predicate": fact.predicate, "came": fact.came, "share": rounded(self.share), "bits": self.bits,
            "bits_given_before": self.bits_given_before, "effective": round(self.effective, 1), "enough": self.enough,
        }  # fmt: skip


@dataclass(frozen=True)
class Record:
    """All facts of a pack in the order of their months, under which values, over how many worlds of which seed.

    Attributes:
        total: bits of all facts together, with the 95 % interval of simulation error.
        left: effective first ancestors of the worlds that have all facts.
    """

    country: Country
    values: str
    worlds: int
    seed: int
    facts: tuple[FactScore, ...]
    left: float
    total: Interval

    def __repr__(self) -> str:
        """One line."""
        found = f"{len(self.facts)} facts, {self.total_bits:.1f} bits"
        return f"Record({self.country.id!r}: {found}, worlds={self.worlds}, seed={self.seed}, values={self.values!r})"

    def _repr_html_(self) -> str:
        rows = [(f"{one.fact.id}, {one.month}", f"{one.statement['en']}: {one.bits_given_before:.2f} bits") for one in self.facts]
        return html_table(f"The record: {self.country.title['en']}", [*rows, ("all", f"{self.total_bits:.1f} bits"), ("worlds", self.worlds)])

    @property
    def total_bits(self) -> float:
        """Bits of all facts together: the sum of those of each given the ones before."""
        return round(sum(one.bits_given_before for one in self.facts), DIGITS)

    @property
    def thin(self) -> tuple[FactScore, ...]:
        """Facts of which too few worlds have the facts before."""
        return tuple(one for one in self.facts if not one.enough)

    def fact(self, name: str) -> FactScore:
        """A fact by its id."""
        return next(one for one in self.facts if one.fact.id == name)

    def as_dict(self) -> dict[str, Any]:
        """The record as plain data (schema 2)."""
        return {
            "schema": SCHEMA, "command": "record", "pack": self.country.identity, "values": self.values, "worlds": self.worlds, "seed": self.seed,
            "strengths": dict(STRENGTHS), "facts": [one.as_dict() for one in self.facts], "total_bits": self.total_bits,
            "total_low": round(self.total.low, DIGITS), "total_high": round(self.total.high, DIGITS),
            "effective": round(self.left, 1), "enough": ENOUGH,
        }  # fmt: skip


def check_record(country: Country, values: str) -> None:
    """Refuse what can't be answered, before anything is run.

    Raises:
        InputError: other values; a pack without dated facts.
    """
    check_values(country, values)
    if not country.facts:
        raise InputError(None, f"dated facts of pack {country.id}", kind="missing", found="none", allowed="at least one [[fact]] in record.toml")


def record(
    country: Country, *, worlds: int = WORLDS, seed: int = 1, values: str = "fixed", workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Record:  # fmt: skip
    """Ask worlds left alone for every dated fact of a pack.

    Args:
        worlds: how many left alone, and as many again that are filtered by the facts.
        values: `fixed`, starting values; or, drawn for every two worlds, `accepted` sets or `prior`, plausible values.
        workers: threads; the answer doesn't depend on it.
        progress: told simulated years done and in all.

    Raises:
        InputError: other values; a pack without record.toml; a number outside its bounds.

    Example:
        >>> import sim
        >>> found = sim.record(sim.load_pack("demo"), worlds=40, seed=5)
        >>> [one.fact.id for one in found.facts][:2], found.worlds
        (['R1', 'R2'], 40)
    """
    check_record(country, values)
    country = with_values(country, values)
    worlds, seed, workers = whole("worlds", worlds), whole("seed", seed), workers_of(workers)
    facts = country.facts
    question = Question((), values != "fixed", worlds, GROUP, max(fact.last for fact in facts) + 1)
    total, done = 2 * worlds * question.months, 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(done // YEAR, total // YEAR)

    alone = simulate(country, question, seed, [], workers, lambda more: tell(more * question.months))
    matched = np.concatenate([np.stack([matches(them, fact) for fact in facts], axis=1) for them in alone])
    found = surprises(matched, islands(country, question, seed, workers, tell))
    return Record(country, values, worlds, seed, _scores(country, found), float(found.resting_on[-1]), found.total)


def _scores(country: Country, found: Surprises) -> tuple[FactScore, ...]:
    return tuple(
        FactScore(
            fact, month_text(country.first_month + fact.last), float(found.shares[n]), round(float(found.bits[n]), DIGITS) + 0.0,
            round(float(found.given_before[n]), DIGITS) + 0.0, float(found.resting_on[n]), bool(found.resting_on[n] >= ENOUGH),
        )
        for n, fact in enumerate(country.facts)
    )  # fmt: skip


__all__ = ["DIGITS", "WORLDS", "FactScore", "Record", "check_record", "record"]
