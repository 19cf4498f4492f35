"""What a batch says, as plain data: every branch over all its pairs, cell by cell, and what its design moves."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from sim.batch.tables.associations import Associations, associate
from sim.batch.tables.counts import NAMES, BranchCounts, count_branches
from sim.batch.tables.results import Results
from sim.counterfactual.estimate import surprise, wilson
from sim.counterfactual.pairs import BASELINE
from sim.counterfactual.shares import Share, paired_share, rounded, share_of
from sim.files.json_text import SCHEMA
from sim.pack import Country, InputError, load_pack, on_priors, with_reading
from sim.pack.country.dates import month_text
from sim.world.do import Intervention, read_do

MOST_CELLS: Final = 64
"""Cells that are told one by one; of more the moves tell."""


@dataclass(frozen=True)
class BranchSummary:
    """One branch of a batch over all its pairs, in the words of a comparison (`sim.counterfactual.answer.BranchAnswer`).

    Attributes:
        pairs, failed: pairs in all, and those with a world that failed.
        price_worlds: pairs over which the price was counted: all that are there.
    """

    id: str
    winner: str | None
    route: str | None
    date: str | None
    do: tuple[str, ...]
    pairs: int
    failed: int
    outcomes: Mapping[str, Share]
    rulers: Mapping[str, Mapping[str, float | None]]
    reference: str | None = None
    dropped: int = 0
    applicable: float | None = None
    price_bits: float | None = None
    price_worlds: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """The branch as plain data."""
        found: dict[str, Any] = {
            "id": self.id, "winner": self.winner, "route": self.route, "date": self.date, "do": list(self.do), "pairs": self.pairs,
            "failed": self.failed, "outcomes": {name: share.as_dict() for name, share in self.outcomes.items()}, "rulers": dict(self.rulers),
        }  # fmt: skip
        if self.reference is None:
            return found
        return {
            **found, "reference": self.reference, "dropped": self.dropped, "applicable": self.applicable, "price_bits": self.price_bits,
            "price_worlds": self.price_worlds,
        }  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """A batch, counted.

    Attributes:
        counts: counts of each branch.
    """

    results: Results
    country: Country
    counts: dict[str, BranchCounts]

    @property
    def fitted(self) -> bool:
        """Whether the values are those that the record does not refute."""
        return bool(self.results.manifest["batch"]["priors"] == "accepted")

    @cached_property
    def branches(self) -> tuple[BranchSummary, ...]:
        """Every branch over all its pairs."""
        manifest = self.results.manifest
        return tuple(_branch(self.country, manifest, one, self.counts[one["id"]]) for one in manifest["branches"])

    @cached_property
    def associations(self) -> Associations:
        """What goes with higher and lower shares."""
        return associate(self.results, self.counts)

    def as_dict(self) -> dict[str, Any]:
        """The summary as plain data (schema 2)."""
        manifest, results = self.results.manifest, self.results
        return {
            "schema": SCHEMA, "command": "summary", "pack": manifest["pack"], "hash": manifest["hash"], "file": manifest["file"],
            "complete": results.complete, "parts": {"done": len(results.parts), "all": len(manifest["parts"])},
            "worlds": sum(counted.pairs for counted in self.counts.values()), "seeds": manifest["batch"]["seeds"],
            "until": manifest["batch"]["until"], "priors": manifest["batch"]["priors"], "varied": manifest["varied"],
            "branches": [branch.as_dict() for branch in self.branches], "cells": self.cells, "compared": self.associations.compared,
            "moves": [one.as_dict() for one in self.associations.beyond_chance],
        }  # fmt: skip

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """Outcomes of each branch in each cell, where there are several and not too many."""
        cells = self.results.manifest["batch"]["cells"]
        if not 1 < len(cells) <= MOST_CELLS:
            return []
        return [{
            "cell": n, "values": cell["values"], "switches": cell["switches"],
            "branches": {
                name: {outcome: share.as_dict() for outcome, share in _outcomes(counts, counts.cell == n, name == BASELINE).items()}
                for name, counts in self.counts.items()
            },
        } for n, cell in enumerate(cells)]  # fmt: skip


def _outcomes(counts: BranchCounts, where: Any, alone: bool) -> dict[str, Share]:
    draws = {name: counts.draws(name, where) for name in NAMES}
    return {name: share_of(one.changed, one.size) if alone else paired_share(one) for name, one in draws.items()}


def _branch(country: Country, manifest: Mapping[str, Any], one: Mapping[str, Any], counts: BranchCounts) -> BranchSummary:
    do = read_do(country, changes_of(country, manifest, one["id"]))
    ruler = next((change for change in do if change.kind == "ruler"), None)
    stay = counts.pairs - counts.failed - counts.dropped
    rulers = {year: shares for year, who in counts.rulers.items() if (shares := _rulers(country, who))}
    found = BranchSummary(
        one["id"], None if ruler is None else ruler.faction, None if ruler is None else ruler.route, _month(country, ruler),
        tuple(change.text for change in do), counts.pairs, counts.failed, _outcomes(counts, slice(None), one["reference"] is None), rulers,
    )  # fmt: skip
    if one["reference"] is None:
        return found
    return dataclasses.replace(
        found, reference=one["reference"], dropped=counts.dropped, applicable=rounded(wilson(counts.applicable, stay).value),
        price_bits=None if ruler is None or not stay else rounded(surprise(counts.alone, stay)), price_worlds=None if ruler is None else stay,
    )  # fmt: skip


def _month(country: Country, ruler: Intervention | None) -> str | None:
    return None if ruler is None or ruler.month is None else month_text(country.first_month + ruler.month)


def _rulers(country: Country, who: Mapping[str, int]) -> dict[str, float | None]:
    total = sum(who.values())
    shares = {faction.key: who.get(faction.key, 0) for faction in country.factions}
    return {key: rounded(count / total) for key, count in shares.items()} if any(shares.values()) else {}


def changes_of(country: Country, manifest: Mapping[str, Any], branch: str) -> tuple[str, ...]:
    """What is changed in a branch of a batch: one of the pack's, one of the batch's own, or an arm of a scenario (`SCENARIO.ARM`)."""
    own = {one["id"]: tuple(one["do"]) for one in manifest["batch"]["own"]}
    packs = {one.id: one.do for one in country.branches}
    arms = {f"{scenario.id}.{arm.id}": arm.do for scenario in country.scenarios for arm in scenario.arms}
    return {**arms, **packs, **own}.get(branch, ())


def country_of(results: Results, pack: str | None = None) -> Country:
    """The country a batch was simulated in, which gives the words for its keys.

    Args:
        pack: where it is; by default it is looked up by the id in the manifest.

    Raises:
        InputError: there is none, or it is another version of it.
    """
    wanted = results.manifest["pack"]
    country = load_pack(pack or wanted["id"])
    if results.manifest["batch"]["priors"] == "prior":
        country = on_priors(country)
    if "reading" in wanted:
        country = with_reading(country, wanted["reading"])
    if country.identity != wanted:
        has = f"{country.id} {country.version} ({country.hash})"
        allowed = f"{wanted['id']} {wanted['version']} ({wanted['hash']}), which the batch was run with: --pack PATH names another place"
        raise InputError(None, f"{results.folder}: the pack is another one", kind="mismatch", found=has, allowed=allowed)
    return country


def summarise(results: Results, country: Country) -> Summary:
    """Count a batch.

    Raises:
        InputError: a part is damaged.
    """
    return Summary(results, country, count_branches(results))


def shown_branches(summary: Summary, most: int = 6) -> Sequence[str]:
    """Branches that charts show: the model left alone, the headline branches of the pack that are there, then the others."""
    there = list(summary.counts)
    headline = [branch.id for branch in summary.country.branches if branch.headline and branch.id in there]
    first = [name for name in there if name == BASELINE]
    rest = [name for name in there if name not in (*first, *headline)]
    return [*first, *headline, *(rest if len(first) + len(headline) + len(rest) <= most or not headline else [])][:most]
