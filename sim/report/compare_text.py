"""The answer of a comparison as text: one screen, or every branch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sim.counterfactual.compare import Answer
from sim.counterfactual.possible import possible
from sim.locale import about, fraction, say
from sim.pack.dates import month_name, parse_month
from sim.report.naming import argument_of, title_of
from sim.report.terminal import cells_of, fit, wrap
from sim.world.outcome import OUTCOMES

WIDTH: Final = 100
LINES: Final = 40
LABEL: Final = 21
ALONE: Final = 13
LEAST_SPREAD: Final = 0.005
SHOWN: Final = (
    "second_war", "uprising", "patron_military", "leader_replaced_under_pressure", "cultural_revolution", "aid_lost", "absorbed", "rivals_purged",
)  # fmt: skip
"""Outcomes of the first screen."""
_MOVES: Final = ("second_war", "uprising", "patron_military", "cultural_revolution", "absorbed", "rivals_purged")


def short_share(share: float | None, lang: str = "en") -> str:
    """A share in the fewest words: `1 in 11`, `half`, `10 in 11`, `rare`."""
    if share is None:
        return "?"
    if share in (0.0, 1.0):
        return say(lang, "short.none" if share == 0.0 else "short.all")
    if share < 0.01 or share > 0.99:
        return say(lang, "short.rare" if share < 0.5 else "short.nearly_all")
    m, n = fraction(share)
    if n == 2:
        return say(lang, "short.half")
    return say(lang, "short.of", m=m, n=n) if m == 1 or n <= 20 else say(lang, "short.of", m=19, n=20)


def sign(cell: dict[str, Any]) -> str:
    """`+` or `-` where the difference is larger than simulation error, `=` where it is not."""
    if cell["difference"] is None:
        return "?"
    if cell["difference_low"] > 0:
        return "+"
    return "-" if cell["difference_high"] < 0 else "="


def columns(answer: Answer) -> list[tuple[Any, dict[str, Any]]]:
    """A column for each group at its fork, in display order: (faction, branch). The recorded ruler's column is the model left alone."""
    country = answer.country
    at_fork = {branch.winner: branch.id for branch in country.branches if branch.headline and branch.winner}
    known = {branch["id"] for branch in answer.branches}
    found = []
    for faction in sorted(country.factions, key=lambda one: one.display):
        name = at_fork.get(faction.key, "baseline" if faction.key == country.first_ruler else "")
        if name in known:
            found.append((faction, answer.branch(name)))
    return found


def headline(answer: Answer, lang: str) -> list[str]:
    """The largest change that simulation error does not explain, in words, and how little is known about its size."""
    best: tuple[float, Any, dict[str, Any], str] | None = None
    for faction, branch in columns(answer):
        for name in possible(answer.country, _MOVES):
            cell = branch["outcomes"][name]
            if "difference" in cell and cell["difference"] is not None and sign(cell) in "+-" and (best is None or abs(cell["difference"]) > best[0]):
                best = (abs(cell["difference"]), faction, cell, name)
    if best is None:
        return [say(lang, "compare.headline_none")]
    _, faction, cell, name = best
    outcome = say(lang, f"outcome.{name}")
    who = faction.phrase[lang]
    before, after = about(lang, cell["reference_share"]), about(lang, cell["share"])
    low, high = about(lang, cell["spread_low"]), about(lang, cell["spread_high"])
    first = say(lang, "compare.headline", outcome=outcome, who=who, before=before, after=after)
    second = say(lang, "compare.direction", outcome=outcome, who=who, low=low, high=high)
    return wrap(first, WIDTH) + wrap(second, WIDTH)


def widths(found: list[tuple[Any, dict[str, Any]]]) -> list[int]:
    """Width of each column: what is left alone needs less room than a change."""
    alone = [branch["date"] is None for _, branch in found]
    rest = (WIDTH - LABEL - ALONE * sum(alone)) // max(1, len(found) - sum(alone))
    return [ALONE if one else min(30, rest) for one in alone]


def _row(label: str, cells: list[str], width: list[int]) -> str:
    return (fit(label, LABEL) + "".join(fit(cell, size - 1) + " " for cell, size in zip(cells, width, strict=True))).rstrip()


def _heads(answer: Answer, lang: str, width: list[int]) -> list[str]:
    """Names of the columns in two or three lines."""
    by_id = {branch.id: branch for branch in answer.country.branches}
    names, forks = [], []
    for faction, branch in columns(answer):
        names.append(faction.name[lang])
        if branch["date"] is None:
            forks.append(say(lang, "compare.column_alone"))
        else:
            won = by_id[branch["id"]].reference != "baseline"
            forks.append(f"{month_name(parse_month(branch['date']), lang)}{', ' + say(lang, 'compare.war_won') if won else ''}")
    wrapped = [wrap(name, size - 1) for name, size in zip(names, width, strict=True)]
    wrapped_forks = [wrap(fork, size - 1) for fork, size in zip(forks, width, strict=True)]
    lines = []
    for block in (wrapped, wrapped_forks):
        for n in range(max(len(cell) for cell in block)):
            lines.append(_row("", [cell[n] if n < len(cell) else "" for cell in block], width))
    return lines


def _outcome_rows(found: list[tuple[Any, dict[str, Any]]], name: str, lang: str, width: list[int]) -> list[str]:
    cells, spreads = [], []
    for _, branch in found:
        cell = branch["outcomes"][name]
        if "difference" in cell:
            cells.append(f"{short_share(cell['reference_share'], lang)} \u2192 {short_share(cell['share'], lang)} {sign(cell)}")
        else:
            cells.append(short_share(cell["share"], lang))
        low, high = cell["spread_low"] or 0.0, cell["spread_high"] or 0.0
        spreads.append(say(lang, "compare.range", low=f"{low:.0%}", high=f"{high:.0%}") if high - low >= LEAST_SPREAD else "")
    label = wrap(say(lang, f"outcome.{name}"), LABEL - 1)
    rows = [_row(label[0], cells, width)]
    return [*rows, _row(" ".join(label[1:]), spreads, width)] if any(spreads) or len(label) > 1 else rows


def _facts(found: list[tuple[Any, dict[str, Any]]], lang: str, width: list[int]) -> list[str]:
    def month(text: str | None) -> str:
        return month_name(parse_month(text), lang) if text else say(lang, "compare.never")

    picks: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
        ("compare.price", lambda b: short_share(2.0 ** -b["price_bits"], lang)),
        ("compare.applies", lambda b: short_share(b["applicable"], lang)),
        ("compare.in_office", lambda b: f"{b['ruler_years'][b['winner']] or 0:.0f}"),
        ("compare.parting", lambda b: month(b["first_divergence"]["median"])),
        ("compare.aligned", lambda b: month(b["aligned_until"])),
    )
    return [_row(say(lang, label), ["" if b["winner"] is None else pick(b) for _, b in found], width) for label, pick in picks]


def one_screen(answer: Answer, lang: str = "en") -> list[str]:
    """At most 40 lines of at most 100 columns."""
    country, found = answer.country, columns(answer)
    out = wrap(say(lang, "compare.title", title=title_of(country, lang), worlds=answer.worlds, seed=answer.seed), WIDTH)
    out += [*headline(answer, lang), ""]
    width = widths(found)
    out += [*_heads(answer, lang, width), ""]
    for name in possible(country, SHOWN):
        out += _outcome_rows(found, name, lang, width)
    out += ["", *_facts(found, lang, width), ""]
    out += wrap(say(lang, "compare.legend"), WIDTH)
    out += wrap(say(lang, "compare.cannot"), WIDTH)
    if answer.left_out:
        out += wrap(answer.sentences(lang)[-1], WIDTH)
    do = next((" ".join(f"--do {change}" for change in branch["do"]) for _, branch in reversed(found) if branch["do"]), "")
    pack = argument_of(country)
    out.append(say(lang, "compare.next", pack=pack))
    run = say(lang, "compare.next_run", pack=pack, do=do)
    return [*out, run] if cells_of(run) <= WIDTH and len(out) < LINES else out


def whole(answer: Answer, lang: str = "en") -> list[str]:
    """Every branch with every outcome."""
    out: list[str] = []
    for branch in answer.branches:
        out.append(f"{branch['id']}  {' '.join(branch['do'])}".rstrip())
        if "reference" in branch:
            price = branch["price_bits"]
            never = say(lang, "compare.never")
            facts = say(
                lang, "compare.branch_facts", reference=branch["reference"], dropped=branch["dropped"],
                applicable=short_share(branch["applicable"], lang), price="?" if price is None else short_share(2.0**-price, lang),
                parting=branch["first_divergence"]["median"] or never, aligned=branch["aligned_until"] or never,
            )  # fmt: skip
            out += wrap(facts, WIDTH, "  ", "  ")
        for name in possible(answer.country, (outcome.name for outcome in OUTCOMES)):
            out.append(_line(branch["outcomes"][name], name, lang))
        out.append("")
    out += wrap(say(lang, "compare.legend_all"), WIDTH)
    return out


def _line(cell: dict[str, Any], name: str, lang: str) -> str:
    if cell["share"] is None:
        return f"  {say(lang, f'outcome.{name}'):<32} ?"
    text = "  " + fit(say(lang, f"outcome.{name}"), 32)
    text += f" {cell['share']:.3f} [{cell['low']:.3f} {cell['high']:.3f}] ({cell['spread_low']:.3f} {cell['spread_high']:.3f})"
    if "difference" in cell:
        text += f" {cell['reference_share']:.3f} {cell['difference']:+.3f} [{cell['difference_low']:+.3f} {cell['difference_high']:+.3f}]"
    return text
