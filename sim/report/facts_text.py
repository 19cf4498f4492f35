"""Dated facts as text: how often each comes in the model and how surprising it is, and what simple guesses make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import capital, say
from sim.report.naming import argument_of, title_of
from sim.report.terminal import cells_of, command_lines, fit, heading, width, wrap
from sim.validation.facts.record import FactScore, Record
from sim.validation.facts.scores import LogScores

GAP: Final = "  "
MARK: Final = "*"
"""Behind the id of a disputed fact."""


def digits(bits: float) -> str:
    """Bits with one digit; those told add up as well as one digit lets them."""
    return f"{bits + 0.0:.1f}"


def _right(text: str, room: int) -> str:
    return " " * (room - cells_of(text)) + text


def fact_name(score: FactScore) -> str:
    """Id of a fact, marked where it is disputed."""
    return score.fact.id + (MARK if score.fact.strength == "disputed" else "")


def sentences(found: Record, lang: str) -> list[str]:
    """What was counted, the sum, and how it is told."""
    total, low, high = (digits(bits) for bits in (found.total_bits, found.total.low, found.total.high))
    title, values = title_of(found.country, lang), say(lang, f"validate.values_{found.values}")
    facts, worlds = len(found.facts), f"{found.worlds:,}"
    first = say(lang, "record.title", title=title, facts=facts, worlds=worlds, values=values, seed=found.seed, total=total, low=low, high=high)
    out = [first, say(lang, "record.legend")]
    if any(one.fact.strength == "disputed" for one in found.facts):
        out.append(say(lang, "record.disputed"))
    if found.thin:
        out.append(say(lang, "record.thin", names=" ".join(one.fact.id for one in found.thin)))
    if found.values != "prior":
        out.append(say(lang, "record.tuned"))
    return out


def record_text(found: Record, lang: str = "en") -> list[str]:
    """Lines as wide as the terminal, at most."""
    room = width()
    first, *more = sentences(found, lang)
    out = heading(wrap(first, room)) + [line for text in more for line in wrap(text, room)] + [""]
    names = [say(lang, f"record.column_{key}") for key in ("fact", "month", "share", "alone", "after")]
    rows = [[fact_name(one), one.month, f"{one.share:.2f}", digits(one.bits), _after(one)] for one in found.facts]
    widths = [max(cells_of(row[n]) for row in [names, *rows]) for n in range(len(names))]
    indent = " " * (sum(widths) + len(GAP) * len(widths))
    out += heading(wrap(say(lang, "record.column_statement"), room, _cells(names, widths), indent))
    for row, one in zip(rows, found.facts, strict=True):
        out += wrap(capital(one.statement[lang]), room, _cells(row, widths), indent)
    last = found.facts[-1].fact.id
    return [*out, "", *command_lines(say(lang, "record.next", pack=argument_of(found.country), fact=last), room)]


def _after(score: FactScore) -> str:
    return digits(score.bits_given_before) if score.enough else f"({digits(score.bits_given_before)})"


def _cells(row: Sequence[str], widths: Sequence[int]) -> str:
    """Cells of a line: names on the left, figures on the right."""
    return "".join((fit(text, room) if n < 2 else _right(text, room)) + GAP for n, (text, room) in enumerate(zip(row, widths, strict=True)))


@dataclass(frozen=True)
class ScoresTable:
    """The model beside the guesses in words: heads of the columns, a row a fact and one of the sums, and what follows from them."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sentences: tuple[str, ...]


def scores_table(scores: LogScores, lang: str) -> ScoresTable:
    """The table of the log scores."""
    facts = scores.record.facts
    heads = [say(lang, "record.column_fact"), say(lang, "record.column_month"), say(lang, "nulls.model")]
    heads += [say(lang, f"nulls.{null.name}") for null in scores.nulls]
    rows = [(fact_name(one), one.month, _after(one), *(digits(null.bits[n]) for null in scores.nulls)) for n, one in enumerate(facts)]
    sums = (say(lang, "nulls.sum"), "", digits(scores.record.total_bits), *(digits(scores.total(null)) for null in scores.nulls))
    return ScoresTable(tuple(heads), (*rows, sums), tuple(_verdicts(scores, lang)))


def _verdicts(scores: LogScores, lang: str) -> list[str]:
    """Against each guess: whether the model is better in sum, and where the guess is."""
    out = []
    own = digits(scores.record.total_bits)
    for null in scores.nulls:
        key = "open" if not scores.surely(null) else "better" if scores.beaten(null) else "worse"
        lost = scores.lost(null)
        where = say(lang, "nulls.lost", names=" ".join(lost)) if lost else say(lang, "nulls.lost_none")
        name = say(lang, f"nulls.long_{null.name}")
        out.append(f"{capital(say(lang, f'nulls.{key}', name=name, own=own, other=digits(scores.total(null))))} {where}")
    if scores.record.thin:
        out.append(say(lang, "record.thin", names=" ".join(one.fact.id for one in scores.record.thin)))
    if scores.record.values != "prior":
        out.append(say(lang, "record.tuned"))
    return out


def scores_lines(scores: LogScores, lang: str, room: int) -> list[str]:
    """The same as lines of text."""
    table = scores_table(scores, lang)
    widths = [max(cells_of(row[n]) for row in [table.heads, *table.rows]) for n in range(len(table.heads))]
    out = [*heading(wrap(say(lang, "nulls.head"), room)), *wrap(say(lang, "nulls.legend", worlds=f"{scores.record.worlds:,}"), room)]
    out += heading([_cells(table.heads, widths).rstrip()])
    out += [_cells(row, widths).rstrip() for row in table.rows]
    return [*out, *(line for text in table.sentences for line in wrap(text, room, "", "  "))]


__all__ = ["ScoresTable", "fact_name", "record_text", "scores_lines", "scores_table", "sentences"]
