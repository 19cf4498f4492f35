"""Shares of answers that are shipped with a pack, read back from the tables of their pages: the file holds pages and no numbers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any, Final

from sim.counterfactual.diff import Cell, Side
from sim.files.json_text import Malformed
from sim.locale import LANGUAGES, catalogue

COLUMNS: Final = 8
CHANGED, ERROR = 5, 6
"""Columns of the table of outcomes (`sim.report.charts.outcomes`): the share of changed worlds, and its 95 % interval."""


class _Rows(HTMLParser):
    """Texts of the cells of every row of the tables in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the parser's signature
        if tag == "tr":
            self.rows.append([])
        self.inside = tag in ("td", "th") and bool(self.rows)
        if self.inside:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def shipped_side(name: str, data: Mapping[str, Any]) -> Side:
    """The shares of a file `results/answers.LANG.json`, to the tenth of a percent that its tables print.

    Raises:
        Malformed: of another form.
    """
    outcomes = {words: key for lang in LANGUAGES for key, words in catalogue(lang)["outcome"].items()}
    names, cells = {}, {}
    try:
        for answer in data["answers"]:
            branch = tuple(sorted(str(one) for one in answer["changes"]))
            names[branch] = " ".join(branch)
            rows = _Rows()
            rows.feed("".join(section["outcomes"] for section in answer["sections"]))
            cells[branch] = {outcomes[row[0]]: _cell(row) for row in rows.rows if len(row) == COLUMNS and row[0] in outcomes}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Malformed("shipped answers of another form") from None
    if not any(cells.values()):
        raise Malformed("shipped answers without a table of outcomes")
    return Side(name, data.get("pack") or {}, names, cells)


def _cell(row: list[str]) -> Cell:
    low, high = (_share(part) for part in row[ERROR].split("–"))
    return Cell(_share(row[CHANGED]), low, high)


def _share(text: str) -> float:
    return round(float(text.strip().removesuffix("%")) / 100.0, 6)
