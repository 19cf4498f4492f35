"""Letters that nobody sees and a terminal acts on: refused in the texts of files, made visible wherever else they come from.

Unseen are controls (the escape of terminals among them), marks that turn the direction of writing, letters without width, separators of lines, and
the fillers of Hangul. Joiners (U+200D) are among them: neither language of the program needs one, and two names that differ by one look alike.
Every space of a width passes.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
_LINES: Final = "\n\t"


def is_seen(letter: str) -> bool:
    """Whether a letter shows as itself."""
    return (letter.isprintable() and letter not in _FILLERS) or unicodedata.category(letter) == "Zs"


def first_unseen(text: str, *, lines: bool) -> str:
    """The first unseen letter of a text, by number and name; the empty text if there is none. `lines`: it may have line breaks and tabs."""
    if text.isascii() and text.isprintable():  # most texts
        return ""
    for letter in text:
        if not is_seen(letter) and not (lines and letter in _LINES):
            name = unicodedata.name(letter, "a line break or tab" if letter in _LINES else "a control character")
            return f"U+{ord(letter):04X} ({name})"
    return ""


def visible(text: str) -> str:
    """A text of one or more lines with its unseen letters written as escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if is_seen(c) or c == "\n" else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)
