"""Fans over the months of a batch: how strong and how popular each group is, over all worlds of a branch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.batch.tables.fans import fans
from sim.batch.tables.summary import BranchSummary, Summary
from sim.locale import say
from sim.pack import Country
from sim.pack.country.dates import parse_month
from sim.report.html.section import Drawing, fan_chart
from sim.world.state import Array

MEASURES: Final = ("power", "support")


def fan_charts(summary: Summary, branches: Sequence[BranchSummary], lang: str) -> dict[str, tuple[Drawing, ...]]:
    """The fans of some branches, by id; none where no months were kept, or none that worlds can be counted in."""
    ids = [branch.id for branch in branches]
    found: dict[str, tuple[Drawing, ...]] = dict.fromkeys(ids, ())
    for measure, by_branch in fans(summary.results, summary.country, MEASURES, ids).items():
        for branch in branches:
            quantiles = between(by_branch[branch.id].quantiles)
            if quantiles.shape[2]:
                found[branch.id] += (_drawn(summary.country, quantiles, measure, branch, lang),)
    return found


def fan_note(summary: Summary, lang: str) -> str:
    """How exact the fans are."""
    keep = summary.results.manifest["batch"]["keep"]
    notes = []
    if keep["months"] != "whole" and keep["every"] > 1:
        notes.append(say(lang, "summary.course_every", every=keep["every"]))
    if keep["months"] == "quantiles":
        notes.append(say(lang, "summary.course_quantiles"))
    return " ".join(notes)


def _drawn(country: Country, quantiles: Array, measure: str, branch: BranchSummary, lang: str) -> Drawing:
    mark = None if branch.date is None else parse_month(branch.date) - country.first_month
    key, title = f"m-{branch.id.replace('.', '-')}", say(lang, f"summary.course_{measure}")
    return fan_chart(country, quantiles, measure, lang, key, title, mark)


def between(quantiles: Array) -> Array:
    """(k, 5, month) with months that were not kept on the straight line between those that were; cut off after the last one."""
    known = np.flatnonzero(np.isfinite(quantiles).any(axis=(0, 1)))
    if not len(known):
        return quantiles[:, :, :0]
    filled = quantiles[:, :, : known[-1] + 1].copy()
    months = np.arange(filled.shape[2])
    for line in filled.reshape(-1, filled.shape[2]):
        there = np.flatnonzero(np.isfinite(line))
        if len(there):
            inside = (months >= there[0]) & (months <= there[-1])
            line[inside] = np.interp(months[inside], there, line[there])
    return filled
