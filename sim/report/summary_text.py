"""A batch as text: every branch with the outcomes that move most, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sim.batch.plan.keys import SWITCH
from sim.batch.tables.summary import BranchSummary, Summary
from sim.counterfactual.answer import fitting
from sim.counterfactual.possible import possible
from sim.counterfactual.shares import PairedShare
from sim.locale import about, capital, say
from sim.pack import Country
from sim.pack.build.choices import parse_do
from sim.pack.country.country import Switch
from sim.pack.country.dates import month_name, parse_month
from sim.report.compare_text import count, sign
from sim.report.directions import REPORTED
from sim.report.html.origins import trait_name
from sim.report.naming import title_of
from sim.report.terminal import cells_of, command_lines, fit, width, wrap
from sim.report.terminal import heading as bold

COLUMN: Final = 9
MOST_LABEL: Final = 0.5
"""The part of a line that names of branches may take; a longer one has a line of its own."""
MOVES: Final = 10
"""Lines of what goes with the outcomes; more stand in the report and in the JSON."""


def switch_of(country: Country, key: str) -> Switch | None:
    """The switch that a key of a design names."""
    return next((switch for switch in country.switches if key == f"{SWITCH}{switch.key}"), None)


def key_name(country: Country, key: str, lang: str) -> str:
    """A key of a design in words: a trait of a group, a parameter, a switch."""
    who, _, trait = key.partition(".")
    if key.startswith(SWITCH):
        return say(lang, "summary.switch", name=trait)
    faction = next((one for one in country.factions if one.key == who), None)
    if faction is not None:
        return say(lang, "summary.trait", trait=trait_name(country, trait, lang), who=faction.phrase[lang])
    value = country.parameters.get(key)
    return key if value is None else say(lang, "summary.parameter", meaning=value.meaning)


def first_associations(associations: Sequence[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    """The largest associations, each value that varies once."""
    found: dict[str, Mapping[str, Any]] = {}
    for move in associations:
        found.setdefault(move["key"], move)
    return list(found.values())[:most]


def branch_name(country: Country, branch: BranchSummary, lang: str, *, short: bool = False) -> str:
    """What a branch is called: who took office and when, or what is changed."""
    if not branch.do:
        return say(lang, "summary.alone")
    if branch.winner is None or branch.date is None:
        return ", ".join(branch.do)
    faction = country.faction(branch.winner)
    who = capital((faction.short if short else faction.name)[lang])
    route = say(lang, f"summary.route_{branch.route}", month=month_name(parse_month(branch.date), lang))
    won = [text for text in branch.do if parse_do(text).what == "war"]
    return say(lang, "summary.branch", who=who, route=route) + (f" ({', '.join(won)})" if won and not short else "")


def heading(summary: Summary, plain: Mapping[str, Any], lang: str) -> list[str]:
    """What was simulated, and what is missing."""
    cells = len(summary.results.manifest["batch"]["cells"])
    lines = [say(
        lang, "summary.title", file=plain["file"], title=title_of(summary.country, lang), worlds=f"{plain['worlds']:,}",
        branches=len(summary.branches), cells=f"{cells:,}", seeds=", ".join(map(str, plain["seeds"])),
    )]  # fmt: skip
    if not plain["complete"]:
        lines.append(say(lang, "summary.unfinished", done=plain["parts"]["done"], parts=plain["parts"]["all"]))
    failed = sum(branch.failed for branch in summary.branches)
    return [*lines, say(lang, "summary.failed", failed=failed)] if failed else lines


def association_text(summary: Summary, move: Mapping[str, Any], lang: str) -> str:
    """A move in a sentence."""
    country = summary.country
    branch = next(branch for branch in summary.branches if branch.id == move["branch"])
    name = branch_name(country, branch, lang) if branch.do else say(lang, "compare.column_alone")
    return say(
        lang, "summary.move", outcome=say(lang, f"outcome.{move['outcome']}"), branch=name, before=about(lang, move["low_share"]),
        after=about(lang, move["high_share"]), value=key_name(country, move["key"], lang), low=side_text(move["low"], lang),
        high=side_text(move["high"], lang),
    )  # fmt: skip


def side_text(side: str, lang: str) -> str:
    """A side of a comparison: a value as it is, or `below 0.2` in words."""
    word, _, number = side.partition(" ")
    return say(lang, f"summary.{word}", number=number) if number and word in ("below", "above") else side


def most_moved(country: Country, branches: Sequence[BranchSummary]) -> list[str]:
    """Outcomes by how much their share moves in the branch in which it moves most: first those that move beyond simulation error."""
    def rank(name: str) -> tuple[bool, float]:
        cells = [cell for branch in branches if isinstance(cell := branch.outcomes[name], PairedShare)]
        return max(((cell.way != "same", abs(cell.difference)) for cell in cells if cell.difference is not None), default=(False, 0.0))

    return sorted(possible(country, REPORTED), key=rank, reverse=True)


def summary_text(summary: Summary, lang: str = "en") -> list[str]:
    """Lines as wide as the terminal, at most."""
    plain, room = summary.as_dict(), width()
    title, *more = heading(summary, plain, lang)
    out = bold(wrap(title, room)) + [line for text in more for line in wrap(text, room)]
    if not summary.results.parts:
        return out
    longest = max(cells_of(branch.id) for branch in summary.branches)
    label = min(longest + 1, int(room * MOST_LABEL))
    names = most_moved(summary.country, summary.branches)[: (room - label) // COLUMN]
    out += ["", *_heads(names, label, lang)]
    out += [line for branch in summary.branches for line in _row(branch, names, label)]
    out += ["", *wrap(say(lang, "summary.legend"), room)]
    associations = first_associations(plain["moves"], MOVES)
    if associations:
        out += ["", *wrap(say(lang, "summary.moves", compared=f"{plain['compared']:,}", found=f"{len(plain['moves']):,}"), room)]
        out += [line for one in associations for line in wrap(association_text(summary, one, lang), room, "  ", "    ")]
    elif plain["compared"]:
        out += ["", *wrap(say(lang, "summary.no_moves", compared=f"{plain['compared']:,}"), room)]
    out += ["", *wrap(say(lang, f"caveat.{fitting(summary.fitted)}", sets=len(summary.country.accepted or ())), room)]
    following = say(lang, "summary.next", folder=summary.results.folder)
    return [*out, *command_lines(following if cells_of(following) <= room else say(lang, "summary.next", folder="DIR"), room)]


def _heads(names: Sequence[str], label: int, lang: str) -> list[str]:
    words = [wrap(say(lang, f"summary.head.{name}"), COLUMN - 1) for name in names]
    lines = max(len(word) for word in words)
    return [
        (" " * label + "".join(_right(word[n - lines + len(word)] if n >= lines - len(word) else "") for word in words)).rstrip()
        for n in range(lines)
    ]


def _right(text: str) -> str:
    return " " * (COLUMN - cells_of(text)) + text


def _row(branch: BranchSummary, names: Sequence[str], label: int) -> list[str]:
    cells = []
    for name in names:
        cell = branch.outcomes[name]
        cells.append(_right(f"{count(cell.share)} {sign(cell) if isinstance(cell, PairedShare) else ' '}"))
    name, numbers = branch.id, "".join(cells)
    whole = [] if cells_of(name) < label else wrap(name, width())
    return [*whole, (fit("" if whole else name, label) + numbers).rstrip()]
