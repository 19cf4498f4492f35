"""The report on a batch: the outcomes of its branches, what goes with them, and all tables, in the look of the main report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from markupsafe import Markup

from sim.batch.tables.associations import binned, values_of
from sim.batch.tables.counts import NAMES
from sim.batch.tables.summary import BranchSummary, Summary, shown_branches
from sim.counterfactual.answer import caveat_sentences
from sim.counterfactual.definitions import Definition, groups_defined, outcomes_defined, patrons_defined
from sim.counterfactual.pairs import BASELINE
from sim.counterfactual.possible import possible
from sim.counterfactual.shares import PairedShare
from sim.locale import capital, say
from sim.pack import Country
from sim.report.charts.against import Dot, Panel, against
from sim.report.charts.svg import Chart
from sim.report.compare_text import sign
from sim.report.html.fans import fan_charts, fan_note
from sim.report.html.parts import environment, source, words
from sim.report.html.section import Drawing, outcome_chart
from sim.report.html.write import check_target, write_page
from sim.report.limits import limits_of
from sim.report.naming import title_of
from sim.report.summary_text import branch_name, first_associations, heading, key_name, side_text, switch_of

CHARTS: Final = 6
"""Charts of what goes with the outcomes."""
PANELS: Final = 4
"""Branches that are drawn."""
BINS: Final = 6
MOVES: Final = 60
"""Rows of the table of what goes with the outcomes."""


@dataclass(frozen=True)
class Branch:
    """A branch that is drawn: what it is called, what stands for it in a command, and its outcomes."""

    id: str
    name: str
    css: str
    kind: str
    note: str
    outcomes: Drawing
    fans: tuple[Drawing, ...]


@dataclass(frozen=True)
class Content:
    """A report on a batch: see the template for the order in which it is told."""

    lang: str
    country: Country
    title: str
    heading: tuple[str, ...]
    shown: tuple[Branch, ...]
    fan_note: str
    against: tuple[tuple[Drawing, str], ...]
    compared: str
    associations: tuple[tuple[str, ...], ...]
    defined: tuple[Definition, ...]
    groups: tuple[Definition, ...]
    patrons: tuple[Definition, ...]
    outcomes_head: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    rulers_head: tuple[str, ...]
    rulers: tuple[tuple[str, ...], ...]
    fitted: bool
    limits: tuple[str, ...]
    caveats: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    text: str
    commands: tuple[str, ...]
    python: str


def summary_content(summary: Summary, lang: str) -> Content:
    """The content of the report."""
    country, plain = summary.country, summary.as_dict()
    by_id = {branch.id: branch for branch in summary.branches}
    drawn = [by_id[name] for name in shown_branches(summary, PANELS)] if summary.results.parts else []
    names = possible(country, NAMES)
    file, associations = plain["file"], first_associations(plain["moves"], CHARTS)
    counted = {"compared": f"{plain['compared']:,}", "found": f"{len(plain['moves']):,}"}
    return Content(
        lang=lang, country=country, title=title_of(country, lang), heading=tuple(heading(summary, plain, lang)),
        shown=_shown(summary, drawn, lang), fan_note=fan_note(summary, lang),
        against=tuple(_against(summary, move, lang, f"g{n}") for n, move in enumerate(associations)),
        compared=say(lang, "summary.moves" if plain["moves"] else "summary.no_moves", **counted),
        associations=tuple(_move(summary, move, lang) for move in plain["moves"][:MOVES]),
        defined=outcomes_defined(country, names, lang), groups=groups_defined(country, lang), patrons=patrons_defined(country, lang),
        outcomes_head=(say(lang, "summary.branch_head"), say(lang, "summary.worlds"), *(say(lang, f"outcome.{name}") for name in names)),
        outcomes=tuple(_outcome_row(branch, names) for branch in summary.branches), **_rulers(country, summary.branches, lang),
        fitted=summary.fitted, limits=limits_of(country, summary.fitted, lang), caveats=tuple(caveat_sentences(country, summary.fitted, lang)),
        facts=_facts(summary, plain, lang), text=summary.results.manifest["text"],
        commands=(
            f"counterfaction batch {file} --out DIR", f"counterfaction summary DIR --report {Path(file).stem}.html",
            'counterfaction query DIR "select branch, arm, avg(uprising::int) as share from worlds group by all order by all"',
        ),
        python='import sim\nresults = sim.open_results("DIR")\nresults.worlds.groupby(["branch", "arm"])["uprising"].mean()',
    )  # fmt: skip


def _shown(summary: Summary, branches: Sequence[BranchSummary], lang: str) -> tuple[Branch, ...]:
    country, fans = summary.country, fan_charts(summary, branches, lang)
    found = []
    for branch in branches:
        alone, worlds = branch.reference is None, f"{branch.pairs:,}"
        kind = say(lang, "report.kind_alone" if alone else "report.kind_both")
        note = "" if alone else say(lang, f"summary.{beside(branch)}", worlds=worlds, dropped=branch.dropped, reference=branch.reference)
        chart = outcome_chart(country, branch, lang, f"o-{branch.id.replace('.', '-')}")
        css, name = "alone" if alone else "changed", branch_name(country, branch, lang)
        found.append(Branch(branch.id, name, css, kind, note, chart, fans[branch.id]))
    return tuple(found)


def beside(branch: BranchSummary) -> str:
    """The note that names what a branch stands beside, where that is not the model left alone."""
    return "note" if branch.reference == BASELINE else "note_beside"


def _against(summary: Summary, move: Mapping[str, Any], lang: str, name: str) -> tuple[Drawing, str]:
    """The chart of a move, and what its value means where that is a switch."""
    switch = switch_of(summary.country, move["key"])
    note = "" if switch is None else f"{switch.key}: {switch.meaning[lang]}"
    return Against.of(summary, move["outcome"], move["key"], lang).drawing(name), note


@dataclass(frozen=True)
class Against:
    """How often an outcome comes against a value that varies, in the branches that are drawn; counted once, drawn in any width."""

    country: Country
    lang: str
    outcome: str
    value: str
    panels: tuple[Panel, ...]
    choices: tuple[str, ...]

    @classmethod
    def of(cls, summary: Summary, outcome: str, key: str, lang: str) -> Against:
        """Of a batch."""
        country = summary.country
        by_id, switch = {branch.id: branch for branch in summary.branches}, switch_of(country, key)
        choices = () if switch is None else switch.options
        panels = []
        for branch in (by_id[one] for one in shown_branches(summary, PANELS)):
            counted = summary.counts[branch.id]
            values = values_of(summary.results, counted)
            numbers = values.numbers[key] if switch is None else np.array([choices.index(word) for word in values.words[key]])
            bins = binned(numbers, counted, outcome, BINS)
            winner = None if branch.winner is None else country.numbers[branch.winner]
            dots = tuple(Dot(one.value, one.share, one.error, one.worlds) for one in bins)
            panels.append(Panel(branch_name(country, branch, lang, short=True), winner, branch.reference is None, dots))
        return cls(country, lang, say(lang, f"outcome.{outcome}"), key_name(country, key, lang), tuple(panels), choices)

    def chart(self, name: str, *, wide: bool) -> Chart:
        """Drawn."""
        title = capital(say(self.lang, "summary.against", outcome=self.outcome, value=self.value))
        return against(
            self.country, self.panels, lang=self.lang, key=name, title=title, outcome=self.outcome, value=self.value, choices=self.choices, wide=wide
        )  # fmt: skip

    def drawing(self, name: str) -> Drawing:
        """Drawn in both widths."""
        return Drawing(self.chart(f"{name}-wide", wide=True), self.chart(f"{name}-narrow", wide=False))


def _move(summary: Summary, move: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    country = summary.country
    branch = next(one for one in summary.branches if one.id == move["branch"])
    shares = (f"{move['low_share']:.1%}", f"{move['high_share']:.1%}", f"{move['difference']:+.1%}", f"{move['error']:.1%}")
    sides = side_text(move["low"], lang), side_text(move["high"], lang)
    return say(lang, f"outcome.{move['outcome']}"), branch_name(country, branch, lang), key_name(country, move["key"], lang), *sides, *shares


def _outcome_row(branch: BranchSummary, names: Sequence[str]) -> tuple[str, ...]:
    cells = []
    for name in names:
        cell = branch.outcomes[name]
        if cell.share is None:
            cells.append("–")
        elif isinstance(cell, PairedShare):
            cells.append(f"{cell.reference_share:.1%} → {cell.share:.1%} {sign(cell)}")
        else:
            cells.append(f"{cell.share:.1%}")
    return (branch.id, f"{branch.pairs:,}", *cells)


def _rulers(country: Country, branches: Sequence[BranchSummary], lang: str) -> dict[str, Any]:
    """Who rules, in the years asked: a row a branch, a column a year and group."""
    years = sorted({year for branch in branches for year in branch.rulers})
    head = [f"{year.removeprefix('ruler_')}: {faction.short[lang]}" for year in years for faction in country.factions]
    rows = []
    for branch in branches:
        found = [branch.rulers.get(year, {}).get(faction.key) for year in years for faction in country.factions]
        rows.append((branch.id, *("–" if share is None else f"{share:.1%}" for share in found)))
    return {"rulers_head": (say(lang, "summary.branch_head"), *head), "rulers": tuple(rows)}


def _facts(summary: Summary, plain: Mapping[str, Any], lang: str) -> tuple[tuple[str, str], ...]:
    manifest, pack = summary.results.manifest, plain["pack"]
    varied = ", ".join(key_name(summary.country, key, lang) for key in plain["varied"]) or "–"
    version = ", ".join([" ".join(pack[key] for key in ("id", "version", "hash")), *([pack["reading"]] if "reading" in pack else [])])
    return (
        (say(lang, "report.fact_pack"), version),
        (say(lang, "report.fact_rules"), manifest["rules"][:12]),
        (say(lang, "summary.fact_batch"), f"{plain['file']}, {plain['hash']}"),
        (say(lang, "summary.fact_varied"), varied),
        (say(lang, "summary.fact_priors"), say(lang, f"summary.priors_{plain['priors']}")),
    )  # fmt: skip


def summary_page(summary: Summary, lang: str = "en") -> str:
    """The report as HTML; the same bytes for the same folder."""
    template = environment().get_template("summary.html.j2")
    own = {"words": lambda key: say(lang, f"summary.{key}")}
    return template.render(report=summary_content(summary, lang), style=Markup(source("report.css")), **words(summary.country, lang), **own)


def write_summary(summary: Summary, path: str | Path, lang: str = "en") -> Path:
    """Write the report on a batch as one HTML file.

    Raises:
        InputError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    return write_page(summary_page(summary, lang), target)
