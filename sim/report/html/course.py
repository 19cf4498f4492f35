"""Fans over the months of a batch: how strong and how popular each group is, over all worlds of a branch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.batch.course import Course, courses
from sim.batch.summary import Summary
from sim.locale import say
from sim.pack import Country
from sim.pack.dates import parse_month
from sim.report.charts.fans import fans
from sim.report.crowd import sentence
from sim.report.html.section import Drawing
from sim.world.state import Array

MEASURES: Final = ("power", "support")


def course_charts(summary: Summary, branches: list[Mapping[str, Any]], lang: str) -> dict[str, tuple[Drawing, ...]]:
    """The fans of some branches, by id; none where no months were kept."""
    ids = [branch["id"] for branch in branches]
    found: dict[str, tuple[Drawing, ...]] = dict.fromkeys(ids, ())
    for measure in MEASURES:
        told = courses(summary.results, summary.country, measure, ids)
        for branch in branches:
            if branch["id"] in told:
                found[branch["id"]] += (_drawn(summary.country, told[branch["id"]], measure, branch, lang),)
    return found


def course_note(summary: Summary, lang: str) -> str:
    """How exact the fans are."""
    keep = summary.results.manifest["batch"]["keep"]
    notes = []
    if keep["months"] != "whole" and keep["every"] > 1:
        notes.append(say(lang, "summary.course_every", every=keep["every"]))
    if keep["months"] == "quantiles":
        notes.append(say(lang, "summary.course_quantiles"))
    return " ".join(notes)


def _drawn(country: Country, course: Course, measure: str, branch: Mapping[str, Any], lang: str) -> Drawing:
    mark = None if branch.get("date") is None else parse_month(branch["date"]) - country.first_month
    table = between(course.quantiles)
    words = sentence(country, table, measure, mark or 0, lang)
    name, title = f"m-{branch['id'].replace('.', '-')}-{measure}", say(lang, f"summary.course_{measure}")
    wide, narrow = (
        fans(country, table, lang=lang, key=f"{name}-{size}", title=title, sentence=words, mark=mark, wide=size == "wide")
        for size in ("wide", "narrow")
    )
    return Drawing(wide, narrow)


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
