"""Targets: patterns of the record that the model is held against, each in its parts, and what their measures are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sim.pack.build.choices import check_changes
from sim.pack.country.country import Faction, Place
from sim.pack.country.dates import MONTH_FORM, parse_month
from sim.pack.country.errors import listed, nearest_to, shown
from sim.pack.country.frozen import Frozen
from sim.pack.country.measures import ACTS, KEYS, MEASURES, VALUES, Measure
from sim.pack.country.target import Target, TargetPart
from sim.pack.country.vocabulary import MOST_MONTHS, NO_GROUP, trait_names
from sim.pack.text.columns import TargetRow
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.tables import Rows

MOST: Final = ("most:", "least:")
_MONTHS: Final = ("from", "until", "given")
_MOST_LEVEL: Final = 120
"""Years of an age; every other level lies below."""
PART: Final = re.compile("[a-z]?")
WHOLE: Final = re.compile("[0-9]{1,6}")
NUMBER: Final = re.compile(r"[0-9]{0,6}[.]?[0-9]{1,9}")


@dataclass(frozen=True)
class Surroundings:
    """What a target may name: groups by key (`None` if they could not be read), patrons, the months."""

    factions: Mapping[str, Faction] | None
    patrons: tuple[str, ...]
    horizon: Horizon

    @property
    def traits(self) -> tuple[str, ...]:
        """Names of traits, ties to patrons among them."""
        return trait_names(self.patrons)


def build_targets(rows: Rows[TargetRow], around: Surroundings, findings: Findings) -> tuple[Target, ...]:
    """Targets by id, their parts by key. Mistakes are noted."""
    findings.unique("part of a target", ((f"{row.id} {row.part}".strip(), place) for row, place in rows))
    found: dict[str, list[tuple[TargetRow, TargetPart]]] = {}
    for row, place in rows:
        found.setdefault(row.id, []).append((row, _part(row, place, around, findings)))
    return tuple(_target(name, sorted(parts, key=lambda both: both[1].key), findings) for name, parts in sorted(found.items(), key=_number))


def _number(item: tuple[str, object]) -> tuple[str, int, str]:
    """Ids in the order in which people count: C9 before C10."""
    name = item[0]
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0), name


def _target(name: str, parts: list[tuple[TargetRow, TargetPart]], findings: Findings) -> Target:
    """One target of its rows, which have to agree on its title and set."""
    first = parts[0][0]
    for row, part in parts:
        if (row.title, row.set_) != (first.title, first.set_):
            found, allowed = f"{row.set_}, {row.title}", f"{first.set_}, {first.title}, as in its other rows"
            findings.refuse(part.place, f"set or title of target {name}", kind="contradiction", found=shown(found), allowed=shown(allowed))
        if len(parts) > 1 and not row.part:
            findings.refuse(part.place, f"part of target {name}", kind="missing", allowed="a letter for each of several rows of one target")
    return Target(name, first.set_, first.title, tuple(part for _, part in parts), parts[0][1].place)


def _part(row: TargetRow, place: Place, around: Surroundings, findings: Findings) -> TargetPart:
    if row.low is None and row.high is None:
        findings.refuse(place, "bounds of a target", kind="missing", found="neither low nor high", allowed="low, high or both")
    if row.low is not None and row.high is not None and row.low > row.high:
        findings.refuse(place, "low above high", kind="contradiction", found=f"{row.low:g} and {row.high:g}", allowed="low <= high")
    if not PART.fullmatch(row.part):
        findings.refuse(place, "part of a target", kind="malformed", found=shown(row.part), allowed="a letter, or nothing where it is the only one")
    where = _where(row.where, place, findings)
    unaligned = True
    if findings.known(place, "measure", row.measure, MEASURES):
        unaligned = MEASURES[row.measure].unaligned
        _check(MEASURES[row.measure], row, where, place, findings)
    _check_values(where, place, around, findings)
    if "group" in where:
        _check_group(where["group"], unaligned, place, around, findings)
    return TargetPart(
        row.part, row.statement, row.measure, Frozen(sorted(where.items())), row.statistic, row.observed, row.low, row.high,
        findings.source(place, row.source), row.confidence, place,
    )  # fmt: skip


def _where(text: str, place: Place, findings: Findings) -> dict[str, str]:
    """`key=value key=value` taken apart."""
    found: dict[str, str] = {}
    for word in text.split():
        key, equals, value = word.partition("=")
        if not equals or not value:
            findings.refuse(place, "where", kind="malformed", found=shown(word), allowed="KEY=VALUE, several with spaces between")
        elif key in found:
            findings.refuse(place, "where", kind="duplicate", found=shown(key), allowed="each key once")
        else:
            found[key] = value
    return found


def _check(measure: Measure, row: TargetRow, where: Mapping[str, str], place: Place, findings: Findings) -> None:
    """The measure is told what it needs, and nothing that it can't use."""
    what = f"where of measure {row.measure}"
    statistic = row.statistic or measure.statistics[0]
    if not findings.known(place, f"statistic of measure {row.measure}", statistic, measure.statistics):
        return
    if row.statistic:
        what = f"{what}, statistic {statistic}"
    keys = measure.keys(statistic)
    for key in where:
        if key not in keys:
            findings.refuse(place, what, kind="unknown", found=shown(key), allowed=", ".join(keys), nearest=nearest_to(key, keys))
    missing = [key for key in measure.needed(statistic) if key not in where]
    if missing:
        allowed = "; ".join(f"{key}=: {KEYS[key]}" for key in missing)
        findings.refuse(place, what, kind="missing", found=f"no {', no '.join(missing)}", allowed=allowed)


def _check_values(where: Mapping[str, str], place: Place, around: Surroundings, findings: Findings) -> None:
    """Each value in its form, and within its bounds."""
    months = {key: _month(key, where[key], place, around.horizon, findings) for key in _MONTHS if key in where}
    first, last = months.get("from"), months.get("until")
    if first is not None and last is not None and last < first:
        findings.refuse(place, "until before from", kind="contradiction", found=f"{where['from']} to {where['until']}", allowed="from <= until")
    for key in ("do", "against"):
        if key in where:
            check_changes(where[key].split("+"), place, around.horizon, findings)
    if "values" in where:
        findings.known(place, "values", where["values"], VALUES)
    if "kind" in where:
        findings.known(place, "kind of an act", where["kind"], ACTS)
    if "span" in where:
        _check_number("span", where["span"], WHOLE, 1, MOST_MONTHS, place, findings)
    if "level" in where:
        _check_number("level", where["level"], NUMBER, 0, _MOST_LEVEL, place, findings)


def _month(key: str, text: str, place: Place, horizon: Horizon, findings: Findings) -> int | None:
    try:
        absolute = parse_month(text)
    except ValueError:
        findings.refuse(place, key, kind="malformed", found=shown(text), allowed=MONTH_FORM)
        return None
    return horizon.inside(findings, place, key, absolute)


def _check_group(text: str, unaligned: bool, place: Place, around: Surroundings, findings: Findings) -> None:
    for prefix in MOST:
        if text.startswith(prefix):
            findings.known(place, "trait", text.removeprefix(prefix), around.traits)
            return
    keys, none = text.split("+"), [NO_GROUP] if unaligned else []
    for key in keys:
        findings.known(place, "faction", key, None if around.factions is None else [*around.factions, *none])
    if len(set(keys)) < len(keys):
        findings.refuse(place, "group given twice", kind="duplicate", found=listed(keys), allowed="each once")


def _check_number(key: str, text: str, form: re.Pattern[str], low: int, high: int, place: Place, findings: Findings) -> None:
    if not form.fullmatch(text) or not low <= float(text) <= high:
        what = "a whole number" if form is WHOLE else "a number"
        findings.refuse(place, key, kind="range", found=shown(text), allowed=f"{what} from {low} to {high}")
