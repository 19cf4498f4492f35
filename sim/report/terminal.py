"""Text on a terminal, where a Hangul syllable takes two columns."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterable
from typing import Final

WIDEST: Final = 100
NARROWEST: Final = 60


class Heading(str):
    """A line that heads others: what shows it may make it stand out; to all else it is a line."""

    __slots__ = ()


class Alert(Heading):
    """A line that says what is wrong in an answer: it stands out more than a heading."""

    __slots__ = ()


def alert(lines: Iterable[str]) -> list[str]:
    """Lines as alerts."""
    return [Alert(line) for line in lines]


def heading(lines: Iterable[str]) -> list[str]:
    """Lines as a heading."""
    return [Heading(line) for line in lines]


def width() -> int:
    """Columns a text may take: those of the terminal up to 100, 80 where there is none."""
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def cells_of(text: str) -> int:
    """Columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def fit(text: str, width: int) -> str:
    """A text padded, or cut, to a width."""
    text, _ = _cut(text, width)
    return text + " " * (width - cells_of(text))


def _cut(text: str, width: int) -> tuple[str, str]:
    """As much of a text as fits a width, and the rest; in time that grows with the width alone."""
    used = 0
    for place, letter in enumerate(text[: width + 1]):
        used += cells_of(letter)
        if used > width:
            return text[:place], text[place:]
    return text[: width + 1], text[width + 1 :]


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """A text broken at spaces, and inside words longer than a line, into lines of at most `width` columns.

    `first` and `rest` begin the first and the further lines.
    """
    lines, line, empty = [], first, True
    longest = max(1, width - max(cells_of(first), cells_of(rest)))
    for word in (piece for whole in text.split() for piece in _pieces(whole, longest)):
        gap = "" if empty else " "
        if not empty and cells_of(line + gap + word) > width:
            lines.append(line)
            line, gap = rest, ""
        line, empty = line + gap + word, False
    return [*lines, line]


def command_lines(text: str, room: int) -> list[str]:
    """A line that ends in a command: broken at spaces where it is too long, so that a shell takes what is pasted as one. A word is never broken."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1].strip() and cells_of(lines[-1]) + 1 + cells_of(word) > room - 2:
            lines.append("  ")
        lines[-1] += word if not lines[-1].strip() and lines[-1] else (" " if lines[-1] else "") + word
    return [*(f"{line} \\" for line in lines[:-1]), lines[-1]] if cells_of(text) > room else [text]


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces that fit a width."""
    pieces = []
    while word:
        piece, word = _cut(word, max(width, 2))
        pieces.append(piece)
    return pieces
