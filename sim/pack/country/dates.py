"""Months as whole numbers, and the three precisions in which the record gives dates.

A month of the model is written `YYYY-MM` and counted as `year * 12 + month - 1`.
"""

from __future__ import annotations

import calendar
import re
from typing import Final

MONTHS: Final[dict[str, tuple[str, ...]]] = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "ko": ("1월", "2월", "3월", "4월", "5월", "6월", "7월", "8월", "9월", "10월", "11월", "12월"),
}
FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2199
MONTH_FORM: Final = f"a month YYYY-MM between {FIRST_YEAR}-01 and {LAST_YEAR}-12"
DATE_FORM: Final = f"a date YYYY, YYYY-MM or YYYY-MM-DD between {FIRST_YEAR} and {LAST_YEAR}"

_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_month(text: str) -> int:
    """The absolute month of `YYYY-MM`. `ValueError` for any other text.

    >>> parse_month("1945-10")
    23349
    """
    match = _MONTH.fullmatch(text)
    if not match:
        raise ValueError(f"not {MONTH_FORM}: {text!r}")
    year, month = int(match[1]), int(match[2])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise ValueError(f"not {MONTH_FORM}: {text!r}")
    return year * 12 + month - 1


def month_text(absolute: int) -> str:
    """`YYYY-MM` of an absolute month.

    >>> month_text(23349)
    '1945-10'
    """
    return f"{absolute // 12:04d}-{absolute % 12 + 1:02d}"


def month_name(absolute: int, language: str = "en") -> str:
    """The month in words, `October 1945` or `1945년 10월`. `KeyError` for a language without names."""
    name = MONTHS[language][absolute % 12]
    return f"{absolute // 12}년 {name}" if language == "ko" else f"{name} {absolute // 12}"


def parse_date(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a date of the record; what it does not say is `None`. `ValueError` for any other text.

    >>> parse_date("1956-09")
    (1956, 9, None)
    """
    match = _DATE.fullmatch(text)
    if not match:
        raise ValueError(f"not {DATE_FORM}: {text!r}")
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    valid = FIRST_YEAR <= year <= LAST_YEAR and (month is None or 1 <= month <= 12)
    if valid and month is not None and day is not None:
        valid = 1 <= day <= calendar.monthrange(year, month)[1]
    if not valid:
        raise ValueError(f"not {DATE_FORM}: {text!r}")
    return year, month, day


def date_bounds(text: str) -> tuple[str, str]:
    """First and last day a date of the record may mean, as sortable texts; years of no month span twelve."""
    year, month, day = parse_date(text)
    first_month, last_month = (1, 12) if month is None else (month, month)
    first_day = day or 1
    last_day = day or calendar.monthrange(year, last_month)[1]
    return f"{year:04d}-{first_month:02d}-{first_day:02d}", f"{year:04d}-{last_month:02d}-{last_day:02d}"


def date_month(text: str) -> int:
    """The absolute month of a date of the record; a bare year counts as its July, the middle."""
    year, month, _ = parse_date(text)
    return year * 12 + (month or 7) - 1


def date_year(text: str) -> float:
    """The date as a year, with a fraction when the month is known."""
    year, month, _ = parse_date(text)
    return float(year) if month is None else year + (month - 1) / 12
