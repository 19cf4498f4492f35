"""A scoreboard as text: how many targets are met, then every part of every target, then the guards."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sim.locale import capital, say
from sim.report.compare_text import arrow
from sim.report.facts_text import scores_lines
from sim.report.naming import argument_of, title_of
from sim.report.ranks_text import ranks_sentences
from sim.report.terminal import alert, cells_of, command_lines, fit, heading, width, wrap
from sim.validation.scoreboard import Knockout, PartScore, Scoreboard, TargetScore

MOST_DIGITS: Final = 6
MOST_MOVED: Final = 4
"""Outcomes named for a variant."""
GAP: Final = "  "


@dataclass(frozen=True)
class Row:
    """A part of a target in words: the first part of a target bears its title."""

    id: str
    passes: bool
    word: str
    simulated: str
    bounds: str
    observed: str
    title: str
    statement: str


def digits_of(score: PartScore) -> int:
    """Digits after the point: three of the largest number in all, and so many more that what is shown passes where the value does."""
    value, low, high = score.simulated.value, score.simulated.low, score.simulated.high
    largest = max(abs(value), abs(low), abs(high))
    if all(number == round(number) for number in (value, low, high)):
        return 0
    least = min(MOST_DIGITS, max(0, 2 - math.floor(math.log10(largest))))
    return next((digits for digits in range(least, MOST_DIGITS) if score.within(round(value, digits)) == score.passes), MOST_DIGITS)


def simulated_text(score: PartScore, lang: str) -> str:
    """What the model gives, with its interval."""
    if math.isnan(score.simulated.value):
        return say(lang, "validate.nothing")
    digits = digits_of(score)
    value, low, high = (f"{number:.{digits}f}" for number in (score.simulated.value, score.simulated.low, score.simulated.high))
    return f"{value} [{low}, {high}]"


def bounds_text(score: PartScore, lang: str) -> str:
    """The bounds within which a part passes."""
    low, high = ("" if bound is None else f"{bound:g}" for bound in (score.part.low, score.part.high))
    return say(lang, f"validate.bounds_{'both' if low and high else 'low' if low else 'high'}", low=low, high=high)


def rows(board: Scoreboard, lang: str) -> Iterator[Row]:
    """Every part of every target."""
    for target in board.targets:
        for place, score in enumerate(target.parts):
            yield _row(target, score, lang, first=place == 0)


def _row(target: TargetScore, score: PartScore, lang: str, *, first: bool) -> Row:
    part = score.part
    word = say(lang, "validate.met" if score.passes else "validate.missed")
    observed = part.observed if part.observed.strip(" -–") else ""
    return Row(
        f"{target.target.id}{part.key}", score.passes, word, simulated_text(score, lang), bounds_text(score, lang), observed,
        target.target.title if first else "", capital(part.statement),
    )  # fmt: skip


def sentences(board: Scoreboard, lang: str) -> list[str]:
    """How many targets are met, in which worlds; then which are missed."""
    values = say(lang, f"validate.values_{board.values}")
    first = say(
        lang, "validate.title", met=board.met, all=len(board.targets), title=title_of(board.country, lang), worlds=board.worlds, values=values,
        seed=board.seed,
    )  # fmt: skip
    missed = ", ".join(one.target.id for one in board.missed)
    return [first, say(lang, "validate.names_missed", names=missed) if missed else say(lang, "validate.none_missed")]


def next_command(board: Scoreboard, lang: str) -> str:
    """What to ask next: after starting values how far the answer hangs on them, then where a target comes from."""
    pack = argument_of(board.country)
    if board.values == "fixed":
        return say(lang, "validate.next_prior", pack=pack)
    first = (*board.missed, *board.targets)[0].target.id
    return say(lang, "validate.next_source", pack=pack, target=first)


def validation_text(board: Scoreboard, lang: str = "en") -> list[str]:
    """Lines as wide as the terminal, at most."""
    room, found = width(), list(rows(board, lang))
    first, *more = sentences(board, lang)
    out = heading(wrap(first, room)) + [line for text in (*more, say(lang, "validate.legend")) for line in wrap(text, room)] + [""]
    label = max(cells_of(row.id) for row in found) + len(GAP)
    word = max(cells_of(row.word) for row in found) + len(GAP)
    for row in found:
        out += _lines(row, label, word, room, lang)
    out += ["", *heading(wrap(say(lang, "validate.guards"), room))]
    for guard in board.guards:
        text = f"{say(lang, 'validate.holds' if guard.passes else 'validate.fails')}: {guard.evidence(lang)}"
        lines = wrap(f"{guard.id}: {text}", room, "", "  ")
        out += lines if guard.passes else alert(lines)
    if board.facts is not None:
        out += ["", *scores_lines(board.facts, lang, room)]
    if board.knockouts is not None:
        out += ["", *heading(wrap(say(lang, "knockouts.head"), room)), *wrap(say(lang, "knockouts.legend"), room)]
        for row_ in knockout_rows(board.knockouts, lang):
            out += wrap(f"{row_.name}: {row_.targets} {row_.moved}", room, "", "  ")
    if board.ranks is not None:
        out += ["", *heading(wrap(say(lang, "ranks.head"), room))]
        out += [line for text in ranks_sentences(board.ranks, lang) for line in wrap(text, room)]
    return [*out, "", *command_lines(next_command(board, lang), room)]


@dataclass(frozen=True)
class KnockoutRow:
    """One variant in words."""

    kind: str
    name: str
    targets: str
    moved: str


def knockout_rows(found: Sequence[Knockout], lang: str) -> list[KnockoutRow]:
    """What hangs on each mechanism, choice and reading; outcomes that move most first."""
    rows_ = []
    for one in found:
        lost = [say(lang, f"knockouts.{key}", names=" ".join(names)) for key, names in (("lost", one.lost), ("gained", one.gained)) if names]
        order = sorted(one.moved.items(), key=lambda item: -abs(item[1].difference or 0.0))[:MOST_MOVED]
        cells = [say(lang, "knockouts.cell", outcome=say(lang, f"outcome.{name}"), cell=arrow(cell)) for name, cell in order]
        moved = say(lang, "knockouts.moved", cells="; ".join(cells)) if cells else say(lang, "knockouts.none_moved")
        name = say(lang, f"knockouts.{one.kind}", id=one.id, setting=one.setting)
        rows_.append(KnockoutRow(say(lang, f"knockouts.kind_{one.kind}"), name, " ".join(lost) or say(lang, "knockouts.none_lost"), moved))
    return rows_


def _lines(row: Row, label: int, word: int, room: int, lang: str) -> list[str]:
    """A part: its verdict in one line where there is room, then what was measured and what is on record."""
    before = f"{fit(row.id, label)}{fit(row.word, word)}"
    verdict = wrap(f"{row.simulated}, {say(lang, 'validate.allowed', bounds=row.bounds)}", room, before, " " * (label + word))
    text = ". ".join(part for part in (row.title, row.statement) if part)
    if row.observed:
        text = f"{text}. {say(lang, 'validate.observed', observed=row.observed)}"
    return [*(verdict if row.passes else alert(verdict)), *wrap(text, room, " " * label, " " * label)]
