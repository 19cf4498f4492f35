"""Kinds of cell and value a pack is made of, for pydantic at the file's edge.

Each kind says itself what it allows (`Refused`), so that a message never speaks pydantic.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import BeforeValidator

from sim.files.unseen import first_unseen
from sim.pack.country.dates import DATE_FORM, MONTH_FORM, parse_date, parse_month
from sim.pack.country.errors import listed, nearest_to
from sim.pack.country.frozen import Frozen
from sim.pack.country.vocabulary import CONFIDENCE, JUDGEMENT, LANGUAGES

_KEY = re.compile(r"[a-z][a-z0-9_]{0,79}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
_LONGEST = 4000
_LONGEST_LABEL = 80
_LONGEST_HEADING = 200
_LONGEST_SENTENCE = 320
_LARGEST_WHOLE = 2**32 - 1  # seeds of batch files go so far


class Refused(ValueError):
    """A value of the wrong kind: what is allowed instead, and the nearest name."""

    def __init__(self, allowed: str, nearest: str = "") -> None:
        super().__init__(allowed)
        self.allowed = allowed
        self.nearest = nearest


def _text(value: object, longest: int, *, lines: bool) -> str:
    """Any text, also none: it goes to terminals and pages."""
    if not isinstance(value, str):
        raise Refused("text")
    if len(value) > longest:
        raise Refused(f"text of at most {longest} characters")
    unseen = first_unseen(value.strip(), lines=lines)
    if unseen:
        raise Refused(f"text without {unseen}")
    return value.strip()


def _not_empty(text: str) -> str:
    if not text:
        raise Refused("text, not empty")
    return text


def note(value: object) -> str:
    """Any text, also none; it may have lines."""
    return _text(value, _LONGEST, lines=True)


def words(value: object) -> str:
    """Any text but none; it may have lines."""
    return _not_empty(note(value))


def label(value: object) -> str:
    """A name, or a word in sentences: it stands in tables and under lines of a chart."""
    return _not_empty(_text(value, _LONGEST_LABEL, lines=False))


def heading(value: object) -> str:
    """A title: a line of its own."""
    return _not_empty(_text(value, _LONGEST_HEADING, lines=False))


def sentence(value: object) -> str:
    """A sentence, or two short ones: it stands beside a name on a page and on a terminal."""
    return _not_empty(_text(value, _LONGEST_SENTENCE, lines=False))


def cell_label(value: object) -> str:
    """A name, or none."""
    return _text(value, _LONGEST_LABEL, lines=False)


def key(value: object) -> str:
    """A key: `[a-z][a-z0-9_]*`."""
    text = note(value)
    if not _KEY.fullmatch(text):
        raise Refused("a key of small letters, digits and _, beginning with a letter")
    return text


def name(value: object) -> str:
    """A name of the record, as `E001`."""
    text = note(value)
    if not _NAME.fullmatch(text):
        raise Refused("a name of letters, digits, _ . -, beginning with a letter")
    return text


def slug(value: object) -> str:
    """An id that may have a hyphen, as `war-won`."""
    text = note(value)
    if not _SLUG.fullmatch(text):
        raise Refused("small letters, digits, - and _")
    return text


def version(value: object) -> str:
    """A version of a pack."""
    text = note(value)
    if not _VERSION.fullmatch(text):
        raise Refused('a version such as "0.1.0"')
    return text


def number(value: object) -> float:
    """A finite number of TOML."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused("a number, without quotation marks")
    try:
        result = float(value)
    except OverflowError:
        result = math.inf
    if not math.isfinite(result):
        raise Refused("a finite number")
    return result


def whole(value: object) -> int:
    """A whole number of TOML, not too large for a seed."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("a whole number, without quotation marks")
    if abs(value) > _LARGEST_WHOLE:
        raise Refused(f"a whole number of at most {_LARGEST_WHOLE:,}")
    return value


def cell_number(value: object) -> float:
    """A finite number of CSV."""
    text = note(value)
    if not _NUMBER.fullmatch(text):
        raise Refused("a finite number")
    return number(float(text))


def cell_whole(value: object) -> int:
    """A whole number of CSV."""
    text = note(value)
    if not _WHOLE.fullmatch(text):
        raise Refused("a whole number")
    return int(text)


def flag(value: object) -> bool:
    """`true` or `false` of TOML."""
    if not isinstance(value, bool):
        raise Refused("true or false")
    return value


def month(value: object) -> int:
    """`YYYY-MM` as an absolute month."""
    text = note(value) if isinstance(value, str) else ""
    try:
        return parse_month(text)
    except ValueError:
        raise Refused(f"{MONTH_FORM}, as text") from None


def date(value: object) -> str:
    """A date of the record, kept as text."""
    text = note(value) if isinstance(value, str) else ""
    try:
        parse_date(text)
    except ValueError:
        raise Refused(f"{DATE_FORM}, as text") from None
    return text


def in_languages(kind: Callable[[object], str]) -> BeforeValidator:
    """The same words in every language, each of that kind."""

    def check(value: object) -> Frozen[str, str]:
        if not isinstance(value, dict) or set(value) != set(LANGUAGES):
            raise Refused("{ " + ", ".join(f'{language} = "..."' for language in LANGUAGES) + " }")
        return Frozen({language: kind(value[language]) for language in LANGUAGES})

    return BeforeValidator(check)


def source(value: object) -> tuple[str, ...]:
    """`judgement`, or keys of sources.toml joined by `;`: sorted, `judgement` last, so that their order says nothing."""
    text = note(value)
    allowed = "'judgement' or keys of sources.toml joined by ';'"
    parts = [part.strip() for part in text.split(";")]
    if not all(_KEY.fullmatch(part) for part in parts) or len(set(parts)) < len(parts):
        raise Refused(allowed)
    return tuple(sorted(parts, key=lambda part: (part == JUDGEMENT, part)))


def cell_keys(value: object) -> tuple[str, ...]:
    """Keys joined by `;`, sorted; none for a blank cell."""
    text = note(value)
    parts = [part.strip() for part in text.split(";")] if text else []
    if not all(_KEY.fullmatch(part) for part in parts) or len(set(parts)) < len(parts):
        raise Refused("different keys joined by ';'")
    return tuple(sorted(parts))


def one_of(names: Sequence[str]) -> BeforeValidator:
    """Exactly one of these words."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise Refused(listed(shown or "(blank)" for shown in names), nearest_to(value, [shown for shown in names if shown]))
        return value

    return BeforeValidator(check)


def or_blank(check: Callable[[object], object]) -> BeforeValidator:
    """The same, or nothing for a blank cell."""
    return BeforeValidator(lambda value: None if isinstance(value, str) and not value.strip() else check(value))


Note = Annotated[str, BeforeValidator(note)]
Words = Annotated[str, BeforeValidator(words)]
Label = Annotated[str, BeforeValidator(label)]
LabelOrBlank = Annotated[str, BeforeValidator(cell_label)]
Heading = Annotated[str, BeforeValidator(heading)]
Key = Annotated[str, BeforeValidator(key)]
Name = Annotated[str, BeforeValidator(name)]
Slug = Annotated[str, BeforeValidator(slug)]
Version = Annotated[str, BeforeValidator(version)]
Number = Annotated[float, BeforeValidator(number)]
Whole = Annotated[int, BeforeValidator(whole)]
Flag = Annotated[bool, BeforeValidator(flag)]
Month = Annotated[int, BeforeValidator(month)]
Date = Annotated[str, BeforeValidator(date)]
Languages = Annotated[Frozen[str, str], in_languages(words)]
Labels = Annotated[Frozen[str, str], in_languages(label)]
Headings = Annotated[Frozen[str, str], in_languages(heading)]
Sentences = Annotated[Frozen[str, str], in_languages(sentence)]
SourceKeys = Annotated[tuple[str, ...], BeforeValidator(source)]
Confidence = Annotated[str, one_of(CONFIDENCE)]
Interpolation = Annotated[str, one_of(("constant", "linear", "loglinear"))]
CellNumber = Annotated[float, BeforeValidator(cell_number)]
CellWhole = Annotated[int, BeforeValidator(cell_whole)]
CellKeys = Annotated[tuple[str, ...], BeforeValidator(cell_keys)]
CellNumberOrBlank = Annotated[float | None, or_blank(cell_number)]
CellWholeOrBlank = Annotated[int | None, or_blank(cell_whole)]
DateOrBlank = Annotated[str | None, or_blank(date)]
