"""The answer of a comparison, typed: what is read of it has a name, and becomes plain data only where it leaves as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from sim.counterfactual.attribution import Attribution, Standing
from sim.counterfactual.possible import caveats_of
from sim.counterfactual.scenarios import scenario_dict
from sim.counterfactual.shares import PairedShare, Share
from sim.counterfactual.verdict import Verdict, judge
from sim.files.json_text import SCHEMA, json_text
from sim.locale import say
from sim.pack import Country, ScenarioFile
from sim.pack.country.dates import month_text
from sim.pack.country.notebook import html_table

CAVEATS: Final = ("levels", "war_ends", "horizon", "assumptions")


def fitting(fitted: bool) -> str:
    """Key of the sentence about whether values are fitted."""
    return "fitted" if fitted else "not_fitted"


def caveat_sentences(country: Country, fitted: bool, lang: str) -> list[str]:
    """What an answer can't say, in sentences."""
    return [say(lang, f"caveat.{key}", sets=len(country.accepted or ())) for key in caveats_of(country, (fitting(fitted), *CAVEATS))]


@dataclass(frozen=True)
class Typical:
    """The world, or the pair, that shares most outcomes with the others of its branch."""

    world: int
    token: str


@dataclass(frozen=True)
class AskedShare(PairedShare):
    """What a sentence asks as a whole. `draws`: by draw, pairs, and those in which it comes with the change, without it, in both."""

    draws: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class BranchAnswer:
    """One branch: the model left alone, or changed and held against its reference.

    Attributes:
        winner, route, date: of the change of ruler, where there is one; `date` is the month from which outcomes count (`YYYY-MM`).
        do: the changes, in canonical texts.
        token: reopens world 0 of the branch.
        outcomes: an outcome's share, paired with that of the reference where there is one.
        rulers: for each year asked about (`ruler_1956`), the share of each group.
        reference: id of the branch it is held against; `None` for the model left alone, and then nothing below is known.
        applicable: share of the pairs in which the change could be made.
        dropped: pairs that had ended by the date.
        price_bits: how rarely the reference comes to the same ruler by itself, over `price_worlds` worlds of its own.
        asked: of a sentence, what it asks as a whole.
        ruler_years: mean years each group rules after the date.
        parting: first month in which the median pair differs, `None` where it never does.
        aligned_until: last month in which, in the median pair, half of the posts have the same holder in both worlds.
        attributed: under whose rule each outcome came; empty where the change names no group.
        standing: how the winner stood with the committee, and how long he ruled.
        placebo: outcomes of a handover inside the group in office at the same date by the same route; empty where there is none.
    """

    id: str
    winner: str | None
    route: str | None
    date: str | None
    do: tuple[str, ...]
    token: str
    typical: Typical | None
    outcomes: Mapping[str, Share]
    rulers: Mapping[str, Mapping[str, float | None]]
    reference: str | None = None
    applicable: float | None = None
    dropped: int = 0
    price_bits: float | None = None
    price_worlds: int | None = None
    asked: AskedShare | None = None
    ruler_years: Mapping[str, float | None] = field(default_factory=dict)
    parting: str | None = None
    aligned_until: str | None = None
    attributed: Mapping[str, Attribution] = field(default_factory=dict)
    standing: Standing | None = None
    placebo: Mapping[str, PairedShare] = field(default_factory=dict)

    @cached_property
    def paired(self) -> Mapping[str, PairedShare]:
        """Its outcomes that are held against a reference: all of them, or, of the model left alone, none."""
        return {name: share for name, share in self.outcomes.items() if isinstance(share, PairedShare)}

    def as_dict(self) -> dict[str, Any]:
        """The branch as plain data (CONTRACT 4)."""
        found: dict[str, Any] = {
            "id": self.id, "winner": self.winner, "route": self.route, "date": self.date, "do": list(self.do), "token": self.token,
            "typical": None if self.typical is None else dataclasses.asdict(self.typical),
        }  # fmt: skip
        outcomes = {name: share.as_dict() | self._attributed(name) for name, share in self.outcomes.items()}
        rulers = {year: dict(shares) for year, shares in self.rulers.items()}
        if self.reference is None:
            return {**found, "outcomes": outcomes, "rulers": rulers}
        asked = {} if self.asked is None else {"asked": self.asked.as_dict()}
        return {
            **found, "applicable": self.applicable, "reference": self.reference, "dropped": self.dropped, "price_bits": self.price_bits,
            "price_worlds": self.price_worlds, "outcomes": outcomes, **asked, "rulers": rulers, "ruler_years": dict(self.ruler_years),
            "first_divergence": {"median": self.parting}, "aligned_until": self.aligned_until,
            "support": None if self.standing is None else self.standing.support,
            "standing": None if self.standing is None else dataclasses.asdict(self.standing),
            "placebo": {name: share.as_dict() for name, share in self.placebo.items()} or None,
        }  # fmt: skip

    def _attributed(self, name: str) -> dict[str, Any]:
        """What is known of an outcome beside its share: of the model left alone nothing."""
        if self.reference is None:
            return {}
        return self.attributed[name].as_dict() if name in self.attributed else dict.fromkeys(field.name for field in dataclasses.fields(Attribution))


@dataclass(frozen=True)
class Answer:
    """The answer of a comparison.

    Attributes:
        branches: the model left alone first, each branch after its reference.
        left_out: ids of branches that contradict `do`.
        scenario: the sentence that was asked, if one was; the branches are then its reference and its arms.
    """

    country: Country
    worlds: int
    seed: int
    fixed: bool
    do: tuple[str, ...]
    branches: tuple[BranchAnswer, ...]
    left_out: tuple[str, ...] = ()
    scenario: ScenarioFile | None = None

    def __repr__(self) -> str:
        """One line: the whole is a book."""
        do = f", do={list(self.do)}" if self.do else ""
        return f"Answer({self.country.id!r}: {len(self.branches)} branches, worlds={self.worlds}, seed={self.seed}{do})"

    def _repr_html_(self) -> str:
        names = ", ".join(branch.id for branch in self.branches)
        rows = [("worlds a branch", self.worlds), ("seed", self.seed), ("changed in all", ", ".join(self.do) or "nothing"), ("branches", names)]
        return html_table(f"Comparison: {self.country.title['en']}", rows)

    def branch(self, name: str) -> BranchAnswer:
        """A branch by its id."""
        return next(branch for branch in self.branches if branch.id == name)

    def sentences(self, lang: str) -> list[str]:
        """What the answer can't say, in sentences."""
        found = caveat_sentences(self.country, self.fitted, lang)
        return [*found, say(lang, "caveat.left_out", names=", ".join(self.left_out))] if self.left_out else found

    @property
    def values(self) -> str:
        """What the worlds' values are: `accepted`, `prior` or `fixed`."""
        return "fixed" if self.fixed else self.country.values

    @property
    def fitted(self) -> bool:
        """Whether the values are those that the record does not refute."""
        return self.values == "accepted"

    @property
    def caveats(self) -> tuple[str, ...]:
        """Keys of sentences about what the answer can't say."""
        return (fitting(self.fitted), *CAVEATS)

    @property
    def verdict(self) -> Verdict | None:
        """What the answer says of its scenario's sentence."""
        if self.scenario is None:
            return None
        return judge(self.scenario, self.branches, fixed=self.fixed, fitted=self.fitted)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data (schema 2)."""
        country = self.country
        last = country.first_month + country.months - 1
        verdict = self.verdict
        asked = {} if self.scenario is None or verdict is None else {"scenario": scenario_dict(country, self.scenario), "verdict": verdict.as_dict()}
        return {
            "schema": SCHEMA, "command": "compare", "pack": country.identity,
            "worlds": self.worlds, "seed": self.seed, "values": self.values, "do": list(self.do),
            "horizon": [month_text(country.first_month), month_text(last)], **asked, "branches": [branch.as_dict() for branch in self.branches],
            "caveats": self.sentences("en"),
        }  # fmt: skip

    def to_json(self) -> str:
        """The answer as JSON text; the same bytes for the same question."""
        return json_text(self.as_dict())
