"""Text on a terminal, where a Hangul syllable takes two columns."""

from __future__ import annotations

import unicodedata


def cells_of(text: str) -> int:
    """Columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def fit(text: str, width: int) -> str:
    """A text padded, or cut, to a width."""
    while cells_of(text) > width:
        text = text[:-1]
    return text + " " * (width - cells_of(text))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """A text broken at spaces into lines of at most `width` columns; `first` and `rest` begin the first and the further lines."""
    lines, line, empty = [], first, True
    for word in text.split():
        gap = "" if empty else " "
        if not empty and cells_of(line + gap + word) > width:
            lines.append(line)
            line, gap = rest, ""
        line, empty = line + gap + word, False
    return [*lines, line]
