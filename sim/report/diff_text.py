"""What changed between two versions, as text: shares that moved side by side, then the numbers of the pack that are others."""

from __future__ import annotations

from typing import Final

from sim.counterfactual.diff import CHANCE, Cell, ChangedNumber, Diff, Moved
from sim.counterfactual.pairs import BASELINE
from sim.locale import hundred, say
from sim.pack.country.country import Value
from sim.report.terminal import cells_of, command_lines, fit, heading, width, wrap

MOST: Final = 12
"""Shares drawn on the screen."""
MOST_NUMBERS: Final = 12
BAR: Final = 40
"""Columns of a bar of all worlds."""


def cell_name(one: Moved, lang: str) -> str:
    """An outcome of a branch."""
    branch = say(lang, "compare.column_alone") if one.branch == BASELINE else one.branch
    return say(lang, "diff.row", outcome=say(lang, f"outcome.{one.outcome}"), branch=branch)


def sentences(found: Diff, lang: str) -> list[str]:
    """What was compared, and how much of it moved."""
    branches = len({one.branch for one in found.cells})
    lines = [say(lang, "diff.title", old=found.old.name, new=found.new.name)]
    lines.append(say(lang, "diff.counted", moved=len(found.beyond), all=len(found.cells), branches=branches))
    if found.beyond:
        lines += [say(lang, "diff.expected", n=round(CHANCE * len(found.cells))), say(lang, "diff.independent")]
    elif found.cells and found.cells[0].difference:
        first = found.cells[0]
        lines.append(say(
            lang, "diff.still", outcome=say(lang, f"outcome.{first.outcome}"), branch=first.branch, old=hundred(first.old.share),
            new=hundred(first.new.share),
        ))  # fmt: skip
    for key, names in (("only_old", found.only_old), ("only_new", found.only_new)):
        if names:
            lines.append(say(lang, f"diff.{key}", names=", ".join(names)))
    return lines


def number_text(one: ChangedNumber, lang: str) -> str:
    """A number of the pack, old and new."""
    return say(lang, "diff.number_changed", name=one.key, old=_value(one.old), new=_value(one.new))


def _value(value: Value) -> str:
    if value.prior == "fixed":
        return f"{value.start:g} (fixed)"
    return f"{value.start:g} ({value.low:g}–{value.high:g}, {value.prior})"


def number_lines(found: Diff, lang: str) -> list[str]:
    """The numbers that changed, a line each; where they are known."""
    numbers = found.numbers
    if numbers is None:
        return []
    lines = [number_text(one, lang) for one in numbers.changed] or [say(lang, "diff.numbers_none")]
    for key, names in (("added", numbers.added), ("removed", numbers.removed)):
        if names:
            lines.append(say(lang, f"diff.numbers_{key}", names=", ".join(names)))
    return lines


def diff_text(found: Diff, lang: str = "en", *, everything: bool = False) -> list[str]:
    """Lines as wide as the terminal, at most."""
    room = width()
    first, *more = sentences(found, lang)
    out = heading(wrap(first, room)) + [line for text in more for line in wrap(text, room)]
    shown = found.beyond if everything else found.beyond[:MOST]
    for one in shown:
        out += ["", *wrap(cell_name(one, lang), room), *_bars(one, lang)]
    hidden = len(found.beyond) - len(shown)
    if hidden:
        out += ["", *wrap(say(lang, "diff.more", n=hidden), room)]
    lines = number_lines(found, lang)
    if lines and found.numbers is not None:
        out += ["", *heading(wrap(say(lang, "diff.numbers_head", n=len(found.numbers.changed)), room))]
        out += [line for text in (lines if everything else lines[:MOST_NUMBERS]) for line in wrap(text, room, "  ", "    ")]
        rest = len(lines) - MOST_NUMBERS
        out += wrap(say(lang, "diff.more", n=rest), room) if rest > 0 and not everything else []
    pack = found.new.pack.get("id", "")
    if found.beyond and pack:
        out += ["", *command_lines(say(lang, "diff.next", pack=pack, outcome=found.beyond[0].outcome), room)]
    return out


def _bars(one: Moved, lang: str) -> list[str]:
    """Both shares as bars."""
    words = {key: say(lang, f"diff.{key}") for key in ("old", "new")}
    label = max(cells_of(word) for word in words.values()) + 2
    return [f"  {fit(words[key], label)}{_bar(cell)}" for key, cell in (("old", one.old), ("new", one.new))]


def _bar(cell: Cell) -> str:
    drawn = "#" * round(BAR * cell.share)
    return f"{hundred(cell.share):>4} {drawn:<{BAR}} [{100 * cell.low:.0f}, {100 * cell.high:.0f}]"
