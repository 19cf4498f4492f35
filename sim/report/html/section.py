"""What the report says of one change: the question, the answer, the outcomes, how far it can be trusted, and one pair of worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.batch.tables.summary import BranchSummary
from sim.counterfactual.answer import Answer, BranchAnswer
from sim.counterfactual.definitions import Definition, outcomes_defined, terms_defined
from sim.counterfactual.possible import possible
from sim.counterfactual.shares import PairedShare, Share
from sim.locale import about, say
from sim.pack import Country
from sim.pack.country.dates import month_name, month_text, parse_month
from sim.report.charts.bands import Apart, without_group
from sim.report.charts.fans import fans
from sim.report.charts.offices import offices
from sim.report.charts.outcomes import Cell, Pair, outcomes
from sim.report.charts.svg import Chart
from sim.report.compare_text import SHOWN
from sim.report.fan_text import sentence
from sim.report.headline import headline, outcomes_named
from sim.report.office_text import attributed_sentences, standing_sentence
from sim.report.pair_text import PairText, Row, pair_text, rows
from sim.report.question import question
from sim.report.record import recorded_shares
from sim.runs.fan import fan

CHARTED: Final = (*SHOWN, "opening", "ruler_ousted")
BEFORE, AFTER = 24, 120
"""Months told at once before and after the parting; the rest of two chronicles is folded away."""


@dataclass(frozen=True)
class Drawing:
    """One chart in both widths."""

    wide: Chart
    narrow: Chart


@dataclass(frozen=True)
class Section:
    """One change: what is asked, what is answered, and what it rests on.

    `token` reopens the changed world of the pair that is shown, `opens` is the month in which the two part, as `YYYY-MM`, None where they never do.
    `named` and `charted` define the outcomes of the answer's sentences and of the chart.
    """

    id: str
    question: str
    answer: tuple[str, ...]
    outcomes: Drawing
    trust: tuple[tuple[str, str], ...]
    power: Drawing
    support: Drawing
    left_alone: Drawing
    changed: Drawing
    near: tuple[Row, ...]
    rest: tuple[Row, ...]
    pair: PairText
    token: str
    opens: str | None
    named: tuple[Definition, ...]
    charted: tuple[Definition, ...]


def cell_of(share: Share) -> Cell:
    """A share with its bounds, as a chart takes it."""
    return Cell(*(math.nan if value is None else value for value in (share.share, share.low, share.high, share.spread_low, share.spread_high)))


def pairs_of(country: Country, branch: BranchAnswer | BranchSummary, lang: str) -> list[Pair]:
    """Rows of the chart of outcomes."""
    found = []
    for name in possible(country, CHARTED):
        cell = branch.outcomes[name]
        if cell.share is None:
            continue
        if isinstance(cell, PairedShare) and cell.reference_share is not None:
            words = say(lang, "report.from_to", before=about(lang, cell.reference_share), after=about(lang, cell.share))
            found.append(Pair(say(lang, f"outcome.{name}"), words, cell_of(cell.reference), cell_of(cell)))
        else:
            found.append(Pair(say(lang, f"outcome.{name}"), about(lang, cell.share), cell_of(cell), None))
    return found


def trust(answer: Answer, branch: BranchAnswer, lang: str) -> tuple[tuple[str, str], ...]:
    """How far the answer reaches, in plain words: pairs of a heading and a sentence."""
    found = []
    if branch.price_bits is not None and branch.price_worlds is not None:
        never = branch.price_bits > math.log2(branch.price_worlds)
        share = about(lang, 2.0 ** -branch.price_bits)
        text = say(lang, "report.unlikely_none", worlds=branch.price_worlds) if never else say(lang, "report.unlikely_text", share=share)
        found.append((say(lang, "report.unlikely"), text))
    stood = standing_sentence(branch, lang)
    found += [(say(lang, "office.head_stood"), stood)] if stood else []
    found += [(say(lang, f"office.head_{key}"), text) for key, text in attributed_sentences(answer.country, branch, lang)]
    if branch.applicable is not None and branch.applicable < 1.0:
        found.append((say(lang, "report.applies"), say(lang, "report.applies_text", share=about(lang, branch.applicable))))
    until = branch.aligned_until
    if until is not None:
        found.append((say(lang, "report.until", month=month_name(parse_month(until), lang)), say(lang, "report.until_text")))
    widest = max(possible(answer.country, CHARTED), key=lambda name: _width(branch.outcomes[name]))
    cell = branch.outcomes[widest]
    if cell.spread_low is not None and cell.spread_high is not None and _width(cell) > 0:
        low, high = about(lang, cell.spread_low), about(lang, cell.spread_high)
        text = say(lang, "report.unknown_text", outcome=say(lang, f"outcome.{widest}"), low=low, high=high)
        found.append((say(lang, "report.unknown"), text))
    found.append((say(lang, "report.error"), say(lang, "report.error_text", worlds=answer.worlds)))
    return tuple(found)


def _width(cell: Share) -> float:
    if cell.spread_low is None or cell.spread_high is None:
        return 0.0
    return float(cell.spread_high - cell.spread_low)


def drawn_offices(
    country: Country, shares: Any, lang: str, key: str, title: str, mark: int | None = None, apart: Sequence[Apart] = ()
) -> Drawing:  # fmt: skip
    """Top offices over the horizon, in both widths. Without `apart` the shares are those of a simulated world."""
    apart = apart or without_group(shares)
    wide, narrow = (
        offices(
            country, shares, lang=lang, key=f"{key}-{size}", title=title, apart=apart, mark=mark, until=country.months - 1, wide=size == "wide"
        )
        for size in ("wide", "narrow")
    )  # fmt: skip
    return Drawing(wide, narrow)


def drawn_record(country: Country, lang: str) -> tuple[Drawing, str]:
    """Who held the top offices in the record, and what was counted how."""
    shares = recorded_shares(country)
    apart = [Apart("other_half", shares.other_half[:, k], k) for k in range(len(country.factions))]
    apart += [Apart("left", shares.left), Apart("none", shares.none)]
    note = say(lang, "report.record_note", offices=len({tenure.post for tenure in country.tenures}))
    return drawn_offices(country, shares.groups, lang, "record", say(lang, "report.record"), apart=apart), note


def outcome_chart(country: Country, branch: BranchAnswer | BranchSummary, lang: str, key: str) -> Drawing:
    """Outcomes of a branch, left alone and changed, in both widths."""
    winner = None if branch.winner is None else country.numbers[branch.winner]
    found = pairs_of(country, branch, lang)
    title = say(lang, "report.outcomes" if any(pair.changed for pair in found) else "summary.outcomes_alone")
    wide, narrow = (
        outcomes(country, found, lang=lang, key=f"{key}-{size}", title=title, winner=winner, wide=size == "wide")
        for size in ("wide", "narrow")
    )
    return Drawing(wide, narrow)


def fan_chart(country: Country, quantiles: Any, what: str, lang: str, key: str, title: str, mark: int | None) -> Drawing:
    """Quantiles of `power` or `support` of each group, in both widths."""
    words = sentence(country, quantiles, what, mark or 0, lang)
    wide, narrow = (
        fans(country, quantiles, lang=lang, key=f"{key}-{what}-{size}", title=title, sentence=words, mark=mark, wide=size == "wide")
        for size in ("wide", "narrow")
    )
    return Drawing(wide, narrow)


def defined(country: Country, branch: BranchAnswer, lang: str) -> tuple[Definition, ...]:
    """The words of the answer's sentences: the outcomes they name, and what plausible values are."""
    return (*outcomes_defined(country, outcomes_named(country, branch), lang), *terms_defined(country, ("plausible_values",), lang))


def section(answer: Answer, branch: BranchAnswer, reference: Sequence[str], label: str | None, lang: str) -> Section:
    """The section of one branch.

    Args:
        reference: interventions of the branch's reference, beside those under all.
        label: what to call a change that sets no ruler.
    """
    country, key = answer.country, f"s-{branch.id}"
    world = branch.typical.world if branch.typical else 0
    changed = [*answer.do, *branch.do]
    all_worlds = fan(country, changed, answer.worlds, answer.seed, fixed=answer.fixed)
    pair = pair_text(country, [*answer.do, *reference], changed, answer.seed, world, fixed=answer.fixed, lang=lang)
    mark = None if branch.date is None else parse_month(branch.date) - country.first_month
    parting = pair.parting if pair.parting is not None else mark or 0
    opens = pair.parting if mark is None else mark
    lines = rows(pair, 0, country.months)
    near = tuple(row for row in lines if parting - BEFORE <= row.month <= parting + AFTER)
    rest = tuple(row for row in lines if row.month > parting + AFTER)
    titles = say(lang, "report.simulated_alone"), say(lang, "report.simulated_changed")
    token = branch.typical.token if branch.typical else branch.token
    return Section(
        branch.id, question(country, branch, label, lang), tuple(headline(country, branch, label, lang)),
        outcome_chart(country, branch, lang, f"{key}-o"),
        trust(answer, branch, lang), fan_chart(country, all_worlds.power, "power", lang, key, say(lang, "report.fan_power"), mark),
        fan_chart(country, all_worlds.support, "support", lang, key, say(lang, "report.fan_support"), mark),
        drawn_offices(country, pair.left_alone.shares, lang, f"{key}-a", titles[0], mark),
        drawn_offices(country, pair.changed.shares, lang, f"{key}-c", titles[1], mark), near, rest, pair, token,
        None if opens is None else month_text(country.first_month + opens), defined(country, branch, lang), outcomes_defined(country, CHARTED, lang),
    )  # fmt: skip


__all__ = [
    "CHARTED", "Drawing", "Section", "cell_of", "drawn_offices", "drawn_record", "fan_chart", "outcome_chart", "pairs_of", "question",
    "section", "trust",
]  # fmt: skip
