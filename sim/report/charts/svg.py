"""SVG as text: escaping, elements, how wide words are, and the `Chart` that every function of this room returns."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from sim.files.write import write_file
from sim.locale import say

NAMESPACE: Final = "http://www.w3.org/2000/svg"
ELLIPSIS: Final = "…"

_MARKS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# Widths in em of a wide common sans serif, so that words never take more room than they were given.
_WIDTHS: Final = (
    ("ijlI.,:;'|!`·", 0.34), ("frt()[]{}/-‐– \"°", 0.44), ("ABCDEFGHKLNOPQRSTUVXYZJ&#", 0.76), ("<>+=~^", 0.85), ("mwM@%—→\ufffd", 1.05), ("W", 1.13),
)  # fmt: skip
_WIDTH_OF: Final = {letter: width for letters, width in _WIDTHS for letter in letters}
_OTHER, _FULL = 0.64, 1.0


def _allowed(letter: str) -> bool:
    """Whether XML may hold the character, and a reader sees it where it stands: no control characters, none that turn the direction."""
    return letter in "\t\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Cf", "Cn")


def escape(text: object) -> str:
    """A text that can stand between tags or in an attribute; what XML can't hold becomes the replacement character."""
    found = str(text)
    if not found.isprintable():
        found = "".join(letter if _allowed(letter) else "\ufffd" for letter in found)
    return found.translate(_MARKS)


def number(value: float) -> str:
    """A coordinate with at most one decimal.

    >>> number(12.04), number(-0.01), number(3.25)
    ('12', '0', '3.2')
    """
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def element(name: str, *children: str, **attributes: object) -> str:
    """An element; its children are XML already. `_` in an attribute's name stands for `-`; attributes that are None are left out."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = number(float(value)) if isinstance(value, (int, float)) else escape(value)
            parts.append(f'{key.replace("_", "-")}="{shown}"')
    opening = " ".join(parts)
    return f"<{opening}>{''.join(children)}</{name}>" if children else f"<{opening}/>"


@lru_cache(maxsize=4096)
def width_of(words: str, size: float) -> float:
    """Units that words take at most in one line at a font size, in a sans serif of common width."""
    total = 0.0
    for letter in words:
        wide = unicodedata.east_asian_width(letter) in "WF"
        total += _FULL if wide else _WIDTH_OF.get(letter, _OTHER)
    return total * size


def shorten(words: str, width: float, size: float) -> str:
    """The words, cut with an ellipsis where they take more than `width`."""
    if width_of(words, size) <= width:
        return words
    while words and width_of(words + ELLIPSIS, size) > width:
        words = words[:-1]
    return words.rstrip() + ELLIPSIS


def wrap(words: str, width: float, size: float, lines: int = 3) -> tuple[str, ...]:
    """Words broken at spaces into at most `lines` lines of at most `width` units; what does not fit is cut with an ellipsis."""
    found: list[str] = []
    line = ""
    for word in words.split():
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > width:
            found.append(line)
            line = word
        else:
            line = longer
    found.append(line)
    if len(found) > lines:
        found = [*found[: lines - 1], " ".join(found[lines - 1 :])]
    return tuple(shorten(line, width, size) for line in found)


@dataclass(frozen=True)
class Chart:
    """A chart in three forms that say the same: picture, sentence, table.

    Attributes:
        svg: valid XML, with title and description, that scales to the width it is given.
        title: plain text.
        sentence: what the chart shows, numbers in words.
        head: names of the table's columns.
        rows: the table; the first cell of a row names it.
        lang: language of all words in it.
    """

    svg: str
    title: str
    sentence: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lang: str = "en"

    def figure(self) -> str:
        """The chart as HTML: a figure with the picture, the sentence as its caption, and the table folded away."""
        return f'<figure class="chart" lang="{escape(self.lang)}">{self.svg}{self.caption()}</figure>'

    def _repr_html_(self) -> str:
        """How a notebook shows it."""
        return self.figure()

    def save(self, path: str) -> None:
        """Write the picture as an SVG file.

        Raises:
            OSError: it can't be written, or something else than a plain file stands there; what was there before stays.
        """
        write_file(Path(path), (self.svg + "\n").encode("utf-8"))

    def caption(self) -> str:
        """The sentence as a caption, and the table folded away: what a figure has besides its picture."""
        return f"<figcaption>{escape(self.sentence)}</figcaption>{self.table() if self.rows else ''}"

    def table(self) -> str:
        """The table as HTML, folded away; a page may let its `div` scroll sideways, so the keyboard can reach it."""
        name = escape(self.title)
        columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>" for row in self.rows
        )
        return (
            f'<details><summary>{escape(say(self.lang, "chart.table"))}</summary>'
            f'<div class="chart-table" role="region" tabindex="0" aria-label="{name}"><table><caption>{name}</caption>'
            f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div></details>"
        )
