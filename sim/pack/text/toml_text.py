"""TOML with line numbers: `tomllib` reads the values, a small scanner finds on which line each key stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sim.pack.country.country import Place
from sim.pack.country.errors import InputError, shown
from sim.pack.text.read import MOST_ROWS

Path = tuple[str | int, ...]

_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)\s*$")
_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
MOST_PARTS: Final = 8
"""Parts of a key, and depth of lists: no file of a pack needs half of it, and `tomllib` takes quadratic time over deep ones."""
LONGEST_LINE: Final = 40_000
"""Characters of a line: two notes of the greatest length in each language."""
# Each alternative takes a text that is not closed to its end, and gives nothing back: one pass, whatever the file holds.
_LEXEME = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+(?:"{3,5})?|\'{3}(?:[^\']|\'(?!\'\'))*+(?:\'{3,5})?|"(?:[^"\\\n]|\\.)*+"?|\'[^\'\n]*+\'?|\#[^\n]*+''', re.DOTALL
)
_DEEP_KEY = re.compile(rf"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]++[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}")
_TOKEN = re.compile(r'''"""|\'\'\'|"(?!"")(?:[^"\\]|\\.)*"|'(?!'')[^']*'|[\[\]{}#]''')


@dataclass(frozen=True)
class TomlFile:
    """One TOML file: its values as `tomllib` gives them, and the line of every table and key."""

    file: str
    data: dict[str, Any]
    lines: dict[Path, int]

    def at(self, *path: str | int) -> Place:
        """Where the key of that path stands; for a key without a line of its own, the nearest thing around it."""
        for length in range(len(path), 0, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return Place(self.file, line)
        return Place(self.file, 1)


def parse_toml(file: str, text: str) -> TomlFile:
    """Read one TOML file. `InputError` with the line for anything that is not TOML, and for a file too long."""
    count = text.count("\n") + (not text.endswith("\n"))
    if count > MOST_ROWS:
        raise InputError(Place(file, MOST_ROWS + 1), "too many lines", kind="range", found=f"{count:,} lines", allowed=f"at most {MOST_ROWS:,}")
    _check_size(file, text)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise InputError(Place(file, 1), "not TOML: nested too deeply", kind="range", allowed="TOML 1.0") from None
    except ValueError as error:
        message = str(error)
        match = _AT.search(message)
        line = int(match[1]) if match and match[1] else count if match else 1
        problem = "a number too long" if "digits" in message else _AT.sub("", message)[:200]  # of Python's own limit on whole numbers
        raise InputError(Place(file, min(line, count)), f"not TOML: {problem}", kind="malformed", allowed="TOML 1.0") from None
    return TomlFile(file, data, _locate(text))


def _check_size(file: str, text: str) -> None:
    """Refuse what takes long to read: lines and keys beyond all need."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise InputError(
                Place(file, number), "line too long", kind="range", found=f"{len(line):,} characters", allowed=f"at most {LONGEST_LINE:,}"
            )
    outline = _LEXEME.sub(_outlined, text)
    deep = _DEEP_KEY.search(outline)
    if deep:
        place = Place(file, outline.count("\n", 0, deep.start()) + 1)
        raise InputError(place, "key with too many parts", kind="range", found=shown(deep[0]), allowed=f"at most {MOST_PARTS} parts joined by dots")


def _outlined(match: re.Match[str]) -> str:
    """A text of TOML as a word that may be part of a key, a comment as nothing; line breaks stay."""
    return ("" if match[0].startswith("#") else "t") + "\n" * match[0].count("\n")


def _locate(text: str) -> dict[Path, int]:
    """Line of every table header and key of a text that is known to be TOML."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in _statements(text):
        if line.startswith("[["):
            table = _resolved(_parts(line[2:]), counts)
            counts[table] = counts.get(table, -1) + 1
            lines.setdefault(table, number)
            table = (*table, counts[table])
            lines[table] = number
        elif line.startswith("["):
            table = _resolved(_parts(line[1:]), counts, through_last=True)
            lines.setdefault(table, number)
        else:
            path = table
            for part in _parts(line):
                path = (*path, part)
                lines.setdefault(path, number)
    return lines


def _resolved(parts: list[str], counts: dict[Path, int], *, through_last: bool = False) -> Path:
    """The path of a header; arrays of tables on the way stand for their newest table."""
    path: Path = ()
    for position, part in enumerate(parts):
        path = (*path, part)
        if path in counts and (through_last or position < len(parts) - 1):
            path = (*path, counts[path])
    return path


def _parts(text: str) -> list[str]:
    """The parts of a dotted key at the beginning of the text."""
    parts: list[str] = []
    position = 0
    while match := _PART.match(text, position):
        parts.append(next(group for group in match.groups() if group is not None))
        position = match.end()
        if text[position : position + 1] != ".":
            break
        position += 1
    return parts


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """First lines of headers and of `key = value`, with their numbers; lines inside a value are passed over."""
    quote, depth = "", 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        begins = not quote and not depth
        if begins and (not bare or bare.startswith("#")):
            continue
        if begins:
            yield number, bare
        if begins and bare.startswith("["):
            continue
        quote, depth = _after(line, quote, depth)


def _after(line: str, quote: str, depth: int) -> tuple[str, int]:
    """Which many-line quote is open and how many brackets are, at the end of the line."""
    position = 0
    while position < len(line):
        if quote:
            position, quote = _past_quote(line, position, quote)
            continue
        match = _TOKEN.search(line, position)
        if not match or match[0] == "#":
            break
        position = match.end()
        if match[0] in ('"""', "'''"):
            quote = match[0]
        elif match[0] in "[{":
            depth += 1
        elif match[0] in "]}":
            depth -= 1
    return quote, max(depth, 0)


def _past_quote(line: str, position: int, quote: str) -> tuple[int, str]:
    """Go on behind the end of a many-line quote, or to the end of the line with the quote still open."""
    while position < len(line):
        if line[position] == "\\" and quote == '"""':
            position += 2
        elif line.startswith(quote, position):
            position += 3
            # Up to two more quotation marks may belong to the text itself.
            while line[position : position + 1] == quote[0]:
                position += 1
            return position, ""
        else:
            position += 1
    return position, quote
