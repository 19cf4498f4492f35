"""The dictionary of a batch's tables: what each column holds, in which unit, and what it can be. `columns.csv` in every folder of results.

It is made of what the program already says: outcomes and units have their one table each, a parameter its meaning in its pack. Only what is
named nowhere else (`draw`, `token_before`) has its words in the catalogues.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Final

from sim.batch.plan.description import Batch
from sim.batch.plan.keys import SWITCH
from sim.batch.tables.columns import CHANGED, FLAG, MEASURES, NUMBER, REFERENCE, Columns, columns_of
from sim.batch.tables.pairs import AFTER, BEFORE, PAIRS, WORLDS, pair_columns
from sim.counterfactual.definitions import definition
from sim.files.plain import read_bytes
from sim.locale import say
from sim.pack import Country
from sim.pack.country.units import UNITS, bounds_of, trait_bounds
from sim.world.draws import trait_fields
from sim.world.outcome import OUTCOMES, RULER_YEARS
from sim.world.words import ACTIONS, ENDINGS, HOW, KINDS

NAME: Final = "columns.csv"
YES_NO: Final = "true or false"
MONTH: Final = "month"
MOST: Final = 16 * 1024**2
"""Bytes of a dictionary: many times what the widest tables have."""
_SHARES: Final = ("concentration", "hardship", "protest", "probability", "luck", *MEASURES)
_MONTHS: Final = ("month", "ended_month", "divergence", "aligned_until")
_OUTCOMES: Final = frozenset(outcome.name for outcome in OUTCOMES)


@dataclass(frozen=True)
class Column:
    """A column of a table: `range` is what its values can be, empty where that is not bounded; `meaning` in English, `meaning_ko` in Korean."""

    table: str
    column: str
    type: str
    unit: str
    range: str
    meaning: str
    meaning_ko: str


HEAD: Final = tuple(field.name for field in fields(Column))


def tables_of(columns: dict[str, Columns]) -> dict[str, Columns]:
    """Columns of all tables that can be asked, from those of the folder's: with `pairs`."""
    return {WORLDS: columns[WORLDS], PAIRS: pair_columns(columns[WORLDS]), **{name: columns[name] for name in columns if name != WORLDS}}


def dictionary(batch: Batch) -> list[Column]:
    """A row for each column of each table, in their order."""
    return [
        Column(table, name, kind, *_said(batch.country, table, name, kind))
        for table, columns in tables_of(columns_of(batch)).items() for name, kind in columns.items()
    ]  # fmt: skip


def to_csv(rows: list[Column]) -> bytes:
    """The dictionary as a file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(astuple(row) for row in rows)
    return text.getvalue().encode("utf-8")


def _agrees(rows: list[Column], columns: dict[str, Columns]) -> bool:
    """Whether a dictionary is that of a folder whose tables have these columns."""
    wanted = [(table, name, kind) for table, own in tables_of(columns).items() for name, kind in own.items()]
    return [(row.table, row.column, row.type) for row in rows] == wanted


def _from_csv(data: bytes) -> list[Column]:
    """A dictionary as it was written.

    Raises:
        ValueError: it is none.
    """
    lines = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    if not lines or tuple(lines[0]) != HEAD or any(len(line) != len(HEAD) for line in lines):
        raise ValueError(f"no table of {', '.join(HEAD)}")
    return [Column(*line) for line in lines[1:]]


def of_folder(folder: Path, columns: dict[str, Columns]) -> list[Column]:
    """The dictionary of a folder whose tables have these columns.

    Raises:
        OSError: it is missing, can't be read, or is no plain file.
        ValueError: it is damaged, or tells of other columns.
    """
    try:
        rows = _from_csv(read_bytes(folder / NAME, MOST))
    except csv.Error as error:
        raise ValueError(str(error)) from None
    if not _agrees(rows, columns):
        raise ValueError("it tells of other columns than the tables have")
    return rows


def _said(country: Country, table: str, name: str, kind: str) -> tuple[str, str, str, str]:
    """Unit, range, and meaning in both languages of a column."""
    if table == PAIRS:
        for end in (BEFORE, AFTER):
            if name.endswith(end):
                unit, range_, *meanings = _said(country, WORLDS, name.removesuffix(end), kind)
                said = [say(lang, f"column.arm{end}", meaning=text) for lang, text in zip(("en", "ko"), meanings, strict=True)]
                return unit, range_, said[0], said[1]
    if table == "draws" and (value := _value(country, name)) is not None:
        return value
    unit, range_ = _measured(country, name, kind)
    english, korean = (_meaning(country, name, lang) for lang in ("en", "ko"))
    return unit, range_, english, korean


def _value(country: Country, name: str) -> tuple[str, str, str, str] | None:
    """Of a column that holds drawn values: a parameter, or a trait of a group."""
    if name in country.parameters:
        value, (low, high), whose = country.parameters[name], bounds_of(name), ("", "")
    elif name in trait_fields(country):
        faction, trait = country.factions[trait_fields(country)[name][0]], name.partition(".")[2]
        value, (low, high), whose = faction.traits[trait], trait_bounds(trait), (f"{faction.name['en']}: ", f"{faction.name['ko']}: ")
    else:
        return None
    return f"{value.unit} ({UNITS[value.unit].meaning})", f"{low:g} to {high:g}", f"{whose[0]}{value.meaning}", f"{whose[1]}{value.meaning}"


def _meaning(country: Country, name: str, lang: str) -> str:
    """What a column holds, in words: an outcome's definition, or a sentence of the catalogue."""
    if name in _OUTCOMES:
        return f"{say(lang, f'outcome.{name}')}: {definition(name, lang)}"
    if name.startswith("ruler_"):
        return say(lang, "column.ruler_year", year=name.removeprefix("ruler_"))
    if name.startswith("q") and name[1:].isdigit():
        return say(lang, "column.quantile", share=name[1:])
    if name.startswith(SWITCH):
        return next(switch.meaning[lang] for switch in country.switches if name == f"{SWITCH}{switch.key}")
    head, dot, key = name.partition(".")
    return say(lang, f"column.{head}_of", who=country.faction(key).name[lang]) if dot else say(lang, f"column.{name}")


def _measured(country: Country, name: str, kind: str) -> tuple[str, str]:
    """Unit and range of a column that is no value of a pack."""
    head = name.partition(".")[0]
    if kind == FLAG:
        return YES_NO, ""
    if name in _MONTHS:
        return MONTH, "YYYY-MM"
    if kind == NUMBER:
        return ("share", "0 to 1") if head in _SHARES or head.startswith("q") else ("", "")
    return "", ", ".join(_words(country, name, head))


def _words(country: Country, name: str, head: str) -> Iterator[str]:
    """All that a column of words can hold, where it is a list of the program or of the pack."""
    keys = [faction.key for faction in country.factions]
    switches = {f"{SWITCH}{switch.key}": switch.options for switch in country.switches}
    lists = {
        "arm": (REFERENCE, CHANGED), "ended": ENDINGS, "kind": KINDS, "how": HOW, "measure": MEASURES, "action": ACTIONS,
        "by": keys, "of": keys, "faction": keys, "ruler": keys, **{f"ruler_{year}": keys for year in RULER_YEARS},
    }  # fmt: skip
    yield from (word for word in lists.get(head, switches.get(name, ())) if word)
