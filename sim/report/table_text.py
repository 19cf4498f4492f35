"""A table of anything as text: as many columns as fit, the rest named; a number of rows, the rest counted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sim.files.unseen import is_seen
from sim.locale import say
from sim.report.terminal import cells_of, fit, heading, width, wrap

ROWS: Final = 40
WIDEST: Final = 60
"""Columns of the screen that one cell may take."""
GAP: Final = "  "


def table_text(head: Sequence[str], rows: Sequence[Sequence[Any]], total: int, lang: str = "en", more: str = "", counted: bool = True) -> list[str]:
    """Lines as wide as the terminal, at most.

    Args:
        rows: at most as many as are to be shown.
        total: how many there are; at least so many where they were not `counted` to the end.
        more: how to get what is not shown.
    """
    room = width()
    head = [cell_text(name) for name in head]
    texts = [[cell_text(cell) for cell in row] for row in rows]
    right = [all(_is_number(row[n]) for row in rows if row[n] is not None) and any(row[n] is not None for row in rows) for n in range(len(head))]
    widths = [min(WIDEST, max(cells_of(text) for text in [name, *(row[n] for row in texts)])) for n, name in enumerate(head)]
    count, used = 0, 0
    while count < len(head) and (count == 0 or used + len(GAP) + widths[count] <= room):
        used += widths[count] + (len(GAP) if count else 0)
        count += 1
    lines = [_line(row, widths[:count], right) for row in [list(head), *texts]]
    lines[:1] = heading(lines[:1])
    lines.insert(1, GAP.join("-" * one for one in widths[:count]))
    if total > len(rows):
        lines.append(say(lang, "table.rows" if counted else "table.rows_at_least", shown=len(rows), total=f"{total:,}"))
    if count < len(head):
        lines += wrap(say(lang, "table.columns", names=", ".join(head[count:])), room)
    return [*lines, more] if more and (total > len(rows) or count < len(head)) else lines


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = []
    for text, room, to_right in zip(row, widths, right, strict=False):
        cut = text if cells_of(text) <= room else _short(text, room - 1) + "…"
        cells.append(" " * (room - cells_of(cut)) + cut if to_right else fit(cut, room))
    return GAP.join(cells).rstrip()


def _short(text: str, room: int) -> str:
    """As many words of a text as fit; of one long word, as much of it as fits."""
    line = fit(text, room).rstrip()
    return line.rsplit(" ", 1)[0].rstrip() if " " in line and not text[len(line):].startswith(" ") else line


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def cell_text(value: Any) -> str:
    """A value on the screen: six digits of a number, nothing for what is not there, no line breaks, and of a text what a cell can show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else ""
    return printable(str(value)[: WIDEST + 1])


def printable(text: str) -> str:
    """A text without letters that a terminal acts on, each of them a space."""
    return "".join(letter if is_seen(letter) else " " for letter in text)


def dictionary_text(rows: Iterable[Mapping[str, str]], lang: str) -> list[str]:
    """A dictionary of columns, table by table: each column with its type, its unit and what it can be, then what it means."""
    out: list[str] = []
    table = None
    for row in rows:
        if row["table"] != table:
            table = row["table"]
            out += ([""] if out else []) + heading([printable(table)])
        kind = ", ".join(part for part in (row["type"], row["unit"]) if part)
        said = ": ".join(part for part in (kind, row["range"]) if part)
        meaning = row["meaning" if lang == "en" else f"meaning_{lang}"]
        out += wrap(printable(f"{row['column']} ({said})"), width(), "  ", "      ")
        out += wrap(printable(meaning), width(), "      ", "      ")
    return out
