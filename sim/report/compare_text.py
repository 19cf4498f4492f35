"""The answer of a comparison as text: one screen, or every branch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Final

from sim.counterfactual.answer import Answer, BranchAnswer
from sim.counterfactual.definitions import groups_defined
from sim.counterfactual.possible import possible
from sim.counterfactual.shares import PairedShare, Share
from sim.locale import about, hundred, say
from sim.pack import Country
from sim.pack.country.dates import month_name, parse_month
from sim.report.directions import REPORTED, safe_directions
from sim.report.headline import headline, left_alone
from sim.report.limits import faults_of
from sim.report.naming import argument_of, title_of
from sim.report.office_text import attributed_sentences, standing_sentence
from sim.report.terminal import WIDEST, cells_of, fit, heading, width, wrap
from sim.world.outcome import OUTCOMES

LINES: Final = 40
LABEL: Final = 36
ALONE: Final = 11
SHOWN: Final = (
    "second_war", "uprising", "patron_military", "leader_replaced_under_pressure", "cultural_revolution", "aid_lost", "absorbed", "rivals_purged",
)  # fmt: skip
"""Outcomes of the first screen."""


def count(share: float | None) -> str:
    """A share of one hundred, for a table."""
    return "?" if share is None else hundred(share)


def from_to(cell: PairedShare) -> str:
    """Of one hundred worlds left alone and changed, with the sign of the difference: `38 → 17 -`."""
    return f"{arrow(cell)} {sign(cell)}"


def arrow(cell: PairedShare) -> str:
    """Of one hundred worlds left alone and changed: `38 → 17`."""
    return f"{count(cell.reference_share)} \u2192 {count(cell.share)}"


def sign(cell: PairedShare) -> str:
    """`+` or `-` where the difference is larger than simulation error, `=` where it is not."""
    return "?" if cell.way is None else {"more": "+", "less": "-", "same": "="}[cell.way]


def columns(answer: Answer) -> list[tuple[Any, BranchAnswer]]:
    """A column for each group at its fork, in display order: (faction, branch). The recorded ruler's column is the model left alone."""
    country = answer.country
    at_fork = {branch.winner: branch.id for branch in country.branches if branch.headline and branch.winner}
    known = {branch.id for branch in answer.branches}
    found = []
    for faction in (country.factions[k] for k in country.displayed):
        name = at_fork.get(faction.key, "baseline" if faction.key == country.first_ruler else "")
        if name in known:
            found.append((faction, answer.branch(name)))
    return found


def widths(columns: list[tuple[Any, BranchAnswer]], room: int) -> list[int]:
    """Width of each column: what is left alone needs less room than a change."""
    alone = [branch.date is None for _, branch in columns]
    rest = (room - LABEL - ALONE * sum(alone)) // max(1, len(columns) - sum(alone))
    return [ALONE if one else min(26, rest) for one in alone]


def _row(label: str, cells: list[str], width: list[int]) -> str:
    return (fit(label, LABEL) + "".join(fit(cell, size - 1) + " " for cell, size in zip(cells, width, strict=True))).rstrip()


def _heads(answer: Answer, lang: str, width: list[int]) -> list[str]:
    """Names of the columns in some lines, and left of them how the table is read."""
    by_id = {branch.id: branch for branch in answer.country.branches}
    names, forks = [], []
    for faction, branch in columns(answer):
        names.append(faction.name[lang])
        if branch.date is None:
            forks.append(say(lang, "compare.column_alone"))
        else:
            won = by_id[branch.id].reference != "baseline"
            forks.append(f"{branch.date}{', ' + say(lang, 'compare.war_won') if won else ''}")
    wrapped = [wrap(name, size - 1) for name, size in zip(names, width, strict=True)]
    wrapped_forks = [wrap(fork, size - 1) for fork, size in zip(forks, width, strict=True)]
    heads = [
        [cell[n] if n < len(cell) else "" for cell in block]
        for block in (wrapped, wrapped_forks) for n in range(max(len(cell) for cell in block))
    ]  # fmt: skip
    corner = wrap(say(lang, "compare.corner"), LABEL - 2)
    return [_row(label or "", cells or [""] * len(width), width) for label, cells in zip_longest(corner, heads)]


def _outcome_rows(columns: list[tuple[Any, BranchAnswer]], name: str, lang: str, size: list[int]) -> list[str]:
    cells = [branch.outcomes[name] for _, branch in columns]
    texts = [from_to(cell) if isinstance(cell, PairedShare) else count(cell.share) for cell in cells]
    first, *rest = wrap(say(lang, f"outcome.{name}"), LABEL - 1)
    return [_row(first, texts, size), *(f"  {line}" for line in rest)]


def _standing_rows(columns: list[tuple[Any, BranchAnswer]], lang: str, size: list[int]) -> list[str]:
    """How the winners stood on the committee, and how many were in office five years later, by whether most of it was with them."""
    texts: dict[str, list[str]] = {"stood": [], "after": []}
    for _, branch in columns:
        found = branch.standing
        texts["stood"].append(count(found.support) if found else "")
        texts["after"].append(f"{count(found.with_majority.after_5)} | {count(found.without_majority.after_5)}" if found else "")
    if not any(texts["stood"]):
        return []
    out = []
    for key, cells in texts.items():
        first, *rest = wrap(say(lang, f"office.row_{key}"), LABEL - 1)
        out += [_row(first, cells, size), *(f"  {line}" for line in rest)]
    return out


def rows_of(answer: Answer, branches: Sequence[BranchAnswer]) -> list[str]:
    """Outcomes a table shows: the usual ones, and the one whose share moves most beyond simulation error, where it is none of them."""
    usual = possible(answer.country, SHOWN)
    moved = [
        (abs(cell.difference), name) for branch in branches for name in possible(answer.country, REPORTED)
        if (cell := branch.paired.get(name)) is not None and cell.difference is not None and cell.way != "same"
    ]  # fmt: skip
    most = max(moved)[1] if moved else usual[0]
    return [*usual, *([most] if most not in usual else [])]


def one_screen(answer: Answer, lang: str = "en") -> list[str]:
    """At most 40 lines: a sentence or two for each change, what is known to be wrong, then the table.

    Where these are more, as under a reading with a long title, first only the first fault is told, then nothing of the recorded ruler.
    """
    found = _screen(answer, lang)
    for alone in (True, False):
        if len(found) > LINES:
            found = _screen(answer, lang, 1, alone)
    return found


def _screen(answer: Answer, lang: str, faults: int | None = None, alone: bool = True) -> list[str]:
    country, found, columns_ = answer.country, columns(answer), width()
    out = heading(wrap(say(lang, "compare.title", title=title_of(country, lang), worlds=answer.worlds, seed=answer.seed), columns_))
    for _, branch in found:
        if branch.reference is not None:
            out += wrap(" ".join(headline(country, branch, None, lang)), columns_, "", "  ")
    for text in left_alone(country, [branch for _, branch in found], lang) if alone else ():
        out += wrap(text, columns_, "", "  ")
    out += [*wrap(faults_of(country, answer.fitted, lang, faults), columns_), ""]
    size = widths(found, columns_)
    out += _heads(answer, lang, size)
    rest: list[str] = []
    for name in rows_of(answer, [branch for _, branch in found]):
        rest += _outcome_rows(found, name, lang, size)
    rest += [""]
    if answer.left_out:
        rest += wrap(answer.sentences(lang)[-1], columns_)
    room = LINES - 1 - sum(1 for line in (*out, *rest) if line)  # what is left of the screen, without blank lines and with one command
    out += [*_standing_rows(found, lang, size)[: max(0, room)], *rest]
    do = next((" ".join(f"--do {change}" for change in branch.do) for _, branch in reversed(found) if branch.do), "")
    pack = argument_of(country)
    run = say(lang, "compare.next_run", pack=pack, do=do)
    last = [say(lang, "compare.next", pack=pack), run]
    if len(out) >= LINES:  # a long title, or a narrow terminal
        out = [line for line in out if line]
    return [*out, *last] if cells_of(run) <= columns_ and len(out) + 2 <= LINES else [*out, last[0]]


def whole(answer: Answer, lang: str = "en") -> list[str]:
    """Who the groups are, then every branch with every outcome."""
    columns_, out = width(), []
    for group in groups_defined(answer.country, lang):
        out += wrap(say(lang, "compare.group", name=group.name, about=group.text), columns_, "", "  ")
    out += [""] if out else []
    for branch in answer.branches:
        name = f"{branch.id}  {' '.join(branch.do)}".rstrip()
        out += heading([name] if cells_of(name) <= columns_ else wrap(name, columns_, "", "    "))
        if branch.reference is not None:
            out += wrap(" ".join(facts(answer.country, branch, lang)), columns_, "  ", "  ")
        for name in possible(answer.country, (outcome.name for outcome in OUTCOMES)):
            out += _line(branch.outcomes[name], name, lang, columns_)
            out += _attributed(branch, name, lang, columns_)
        out.append("")
    safe, clear, cells = safe_directions(answer)
    out += wrap(say(lang, "compare.safe", safe=safe, all=cells, open=cells - clear), columns_) if cells and not answer.fixed else []
    return out + wrap(say(lang, "compare.legend_all"), columns_)


def facts(country: Country, branch: BranchAnswer, lang: str) -> list[str]:
    """What else there is to know of a change, in sentences."""
    out = [say(lang, "compare.fact_reference", reference=branch.reference)]
    if branch.price_bits is not None:
        out.append(say(lang, "compare.fact_price", share=about(lang, 2.0 ** -branch.price_bits)))
    if branch.applicable is not None:
        out.append(say(lang, "compare.fact_applies", share=about(lang, branch.applicable), dropped=branch.dropped))
    out += [text for text in [standing_sentence(branch, lang)] if text]
    out += [text for key, text in attributed_sentences(country, branch, lang) if key != "under"]
    parting, aligned = branch.parting, branch.aligned_until
    if parting is None:
        out.append(say(lang, "compare.fact_same"))
    elif aligned is not None:
        months = {"parting": month_name(parse_month(parting), lang), "aligned": month_name(parse_month(aligned), lang)}
        out.append(say(lang, "compare.fact_parting", **months))
    return out


def _attributed(branch: BranchAnswer, name: str, lang: str, columns_: int) -> list[str]:
    """Under whose rule an outcome came, in a line of its own."""
    one = branch.attributed.get(name)
    if one is None or one.under_winner is None:
        return []
    said = [say(lang, "office.short_under", share=f"{one.under_winner:.3f}")]
    if one.per_decade is not None and one.per_decade["winner"] is not None and one.per_decade["reference"] is not None:
        said.append(say(lang, "office.short_decade", rate=f"{one.per_decade['winner']:.2f}", alone=f"{one.per_decade['reference']:.2f}"))
    if one.censored is not None:
        said.append(say(lang, "office.short_censored", share=f"{one.censored:.3f}"))
    for key, part in (("itself", one.by_itself), ("with", one.with_majority), ("without", one.without_majority)):
        if part.share is not None:
            said.append(say(lang, f"office.short_{key}", share=f"{part.share:.3f}", n=part.n))
    if name in branch.placebo and (share := branch.placebo[name].share) is not None:
        said.append(say(lang, "office.short_placebo", share=f"{share:.3f}"))
    return wrap("; ".join(said), columns_, "    ", "    ")


def _line(cell: Share, name: str, lang: str, columns_: int) -> list[str]:
    label = say(lang, f"outcome.{name}")
    if cell.share is None:
        return [f"  {label} ?"]
    text, beside = f"{cell.share:.3f} [{cell.low:.3f} {cell.high:.3f}]", ""
    if cell.spread_low is not None:
        text += f" ({cell.spread_low:.3f} {cell.spread_high:.3f})"
    if isinstance(cell, PairedShare) and cell.reference_share is not None:
        difference = round(cell.share, 3) - round(cell.reference_share, 3)
        beside = f"{cell.reference_share:.3f} {difference:+.3f} [{cell.difference_low:+.3f} {cell.difference_high:+.3f}]"
    whole_ = f"{text} {beside}".rstrip()
    if columns_ >= WIDEST:
        return [f"  {fit(label, 32)} {whole_}"]
    return [f"  {label}", *(f"    {line}" for line in ([whole_] if cells_of(whole_) + 4 <= columns_ else [text, beside]))]
