"""CSV read strictly: known columns in any order, every row as wide as the header, line numbers kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError, listed, nearest_to, shown
from sim.pack.text.read import MOST_ROWS


@dataclass(frozen=True)
class CsvRow:
    """One row: its cells by column, without blanks around them, and where it begins."""

    cells: dict[str, str]
    place: Place


def parse_csv(file: str, text: str, columns: Sequence[str], optional: Sequence[str] = ()) -> tuple[list[CsvRow], list[InputError]]:
    """Rows of a file with exactly these columns, of which the optional ones may be missing, and what is wrong with the others.

    A wrong header, a text that is not CSV or too many rows raise `InputError`: then no row can be trusted.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[CsvRow] = []
    problems: list[InputError] = []
    header: list[str] | None = None
    while True:
        place = Place(file, reader.line_num + 1)
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise InputError(
                place, f"not CSV: {error}", kind="malformed", allowed="cells parted by commas, quotation marks doubled inside quotes"
            ) from None
        if cells is None:
            break
        if not any(cell.strip() for cell in cells) and len(cells) <= 1:
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            _check_header(place, header, columns, optional)
        elif len(cells) != len(header):
            problems.append(InputError(
                place, "wrong number of cells", kind="range", found=f"{len(cells)} cells", allowed=f"{len(header)}, as in the header")
            )
        else:
            rows.append(CsvRow({name: cell.strip() for name, cell in zip(header, cells, strict=True)}, place))
        if len(rows) + len(problems) > MOST_ROWS:
            raise InputError(place, "too many rows", kind="range", found=f"more than {MOST_ROWS:,} rows", allowed=f"at most {MOST_ROWS:,}")
    if header is None:
        raise InputError(Place(file, 1), "empty file", kind="missing", found="no header", allowed=f"columns {', '.join(columns)}")
    if not rows and not problems:
        raise InputError(Place(file, 1), "no rows", kind="missing", found="a header only", allowed="at least one row")
    return rows, problems


def _check_header(place: Place, header: list[str], columns: Sequence[str], optional: Sequence[str]) -> None:
    """Exactly the known columns, each once, in any order; the optional ones may be missing."""
    for name in header:
        if name not in columns:
            left = [column for column in columns if column not in header]
            nearest = nearest_to(name, left) or nearest_to(name, columns)
            raise InputError(place, "unknown column", kind="unknown", found=shown(name), allowed=", ".join(columns), nearest=nearest)
        if header.count(name) > 1:
            raise InputError(place, "column given twice", kind="duplicate", found=shown(name), allowed="each column once")
    missing = [column for column in columns if column not in header and column not in optional]
    if missing:
        raise InputError(place, f"column missing: {', '.join(missing)}", kind="missing", found=listed(header), allowed=", ".join(columns))
