"""What comes from outside: calendar series, the events behind them, and the dated war."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Final

from sim.pack.build.rings import rings
from sim.pack.country.country import Change, OutsideEvent, Place, Segment, Series, WarPhase, WarVariant
from sim.pack.country.dates import month_text
from sim.pack.country.errors import shown
from sim.pack.country.frozen import Frozen
from sim.pack.country.vocabulary import MOST_OUTSIDE, WARS
from sim.pack.text.columns import CalendarRow
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.schema import ChangeTable, OutsideFile, PackFile, PhaseTable
from sim.pack.text.tables import Checked, Rows

Ranges = Mapping[str, tuple[float, float]]
"""Key of each series the model uses, and the range its part allows."""

SHARE: Final = (0.0, 1.0)
LINE: Final = (-1.0, 1.0)
INCOME: Final = (0.01, 1000.0)
FORTUNE: Final = (-2.0, 2.0)
_RANGES_OF_PARTS: Final = {"conflict": SHARE, "guarantee": SHARE, "income_ratio": INCOME, "fallen": SHARE, "appetite": SHARE}


def series_ranges(pack: PackFile) -> dict[str, tuple[float, float]]:
    """Each series the model uses, with the range its part allows."""
    parts = pack.series.model_dump()
    ranges = {parts[part]: bounds for part, bounds in _RANGES_OF_PARTS.items() if parts[part]}
    for patron in pack.patron:
        ranges[patron.presence] = SHARE
        ranges[patron.line] = LINE
    return ranges


def build_series(rows: Rows[CalendarRow], ranges: Ranges, horizon: Horizon, findings: Findings) -> Frozen[str, Series]:
    """Series by key, their stretches in time order; those of the model cover the horizon."""
    grouped: dict[str, list[tuple[CalendarRow, Place]]] = {}
    for row, place in rows:
        grouped.setdefault(row.series, []).append((row, place))
    result: dict[str, Series] = {}
    for key, group in sorted(grouped.items()):
        first = min(group, key=lambda item: item[0].from_)[0]
        for row, place in group:
            if (row.use, row.unit) != (first.use, first.unit):
                found = f"{row.use}, {row.unit} and {first.use}, {first.unit}"
                findings.refuse(
                    place, f"series {key}: use and unit differ between its rows", kind="contradiction",
                    found=found, allowed="one use and one unit a series"
                )
            if row.use == "model" and key not in ranges:
                findings.refuse(
                    place, f"series {key} plays no part in pack.toml", kind="contradiction",
                    found="use model", allowed="use compare, or a part in pack.toml"
                )
        segments = tuple(sorted((_segment(row, place, ranges.get(key), horizon, findings) for row, place in group), key=_when))
        _check_cover(key, segments, horizon, findings, whole=first.use == "model" and rows.whole)
        result[key] = Series(key, first.use, first.unit, segments)
    return Frozen(result)


def _segment(row: CalendarRow, place: Place, bounds: tuple[float, float] | None, horizon: Horizon, findings: Findings) -> Segment:
    start, end = horizon.stretch(findings, place, row.from_, row.to, within=False)
    _check_ends(place, row.value_from, row.value_to, row.interpolation, bounds, findings)
    source = findings.source(place, row.source)
    return Segment(start, end, row.value_from, row.value_to, row.interpolation, source, row.confidence, row.note, place)


def _check_ends(place: Place, first: float, last: float, interpolation: str, bounds: tuple[float, float] | None, findings: Findings) -> None:
    if bounds:
        findings.between(place, "value_from", first, *bounds)
        findings.between(place, "value_to", last, *bounds)
    if interpolation == "constant" and first != last:
        findings.refuse(
            place, "constant with two values", kind="contradiction", found=f"{first:g} and {last:g}", allowed="the same value twice, or linear"
        )
    if interpolation == "loglinear" and min(first, last) <= 0:
        findings.refuse(place, "loglinear with a value not above 0", kind="range", found=f"{first:g} to {last:g}", allowed="values above 0")


def _when(segment: Segment) -> tuple[int, int, float, float]:
    return segment.start, segment.end, segment.value_from, segment.value_to


def _check_cover(key: str, segments: tuple[Segment, ...], horizon: Horizon, findings: Findings, *, whole: bool) -> None:
    """No month twice; for a series of the model none left out. The first segment's place stands for what is missing before it."""
    for before, after in pairwise(segments):
        if after.start <= before.end:
            found = f"{_month(after.start, horizon)} also in {before.place}"
            findings.refuse(after.place, f"series {key} overlaps", kind="duplicate", found=found, allowed="each month once")
        elif whole and after.start > before.end + 1:
            found = f"nothing for {_month(before.end + 1, horizon)} to {_month(after.start - 1, horizon)}"
            findings.refuse(after.place, f"series {key} has a gap", kind="missing", found=found, allowed=f"every month of {horizon}")
    if whole and segments[0].start > 0:
        found = f"first month {_month(segments[0].start, horizon)}"
        findings.refuse(segments[0].place, f"series {key} begins too late", kind="missing", found=found, allowed=f"every month of {horizon}")
    if whole and segments[-1].end < horizon.months - 1:
        found = f"last month {_month(segments[-1].end, horizon)}"
        findings.refuse(segments[-1].place, f"series {key} ends too early", kind="missing", found=found, allowed=f"every month of {horizon}")


def _month(index: int, horizon: Horizon) -> str:
    return month_text(horizon.first + index)


def build_outside(file: Checked[OutsideFile], ranges: Ranges, horizon: Horizon, findings: Findings) -> tuple[OutsideEvent, ...]:
    """Outside events by month and key."""
    events = file.table.event
    keys = [event.key for event in events]
    if len(events) > MOST_OUTSIDE:
        findings.refuse(file.at("event", MOST_OUTSIDE), "outside events", kind="range", found=str(len(events)), allowed=f"at most {MOST_OUTSIDE}")
    findings.unique("outside event", ((key, file.at("event", position)) for position, key in enumerate(keys)))
    result: list[OutsideEvent] = []
    for position, event in enumerate(events):
        for implied in event.implies:
            findings.known(file.at("event", position, "implies"), "outside event in implies", implied, keys)
        changes = [_change(file, position, number, table, ranges, horizon, findings) for number, table in enumerate(event.change)]
        result.append(
            OutsideEvent(
                key=event.key,
                month=horizon.inside(findings, file.at("event", position, "month"), "month", event.month),
                title=event.title,
                implies=tuple(sorted(event.implies)),
                changes=_in_order(changes, findings),
                source=findings.source(file.at("event", position, "source"), event.source),
                confidence=event.confidence,
                note=event.note,
                place=file.at("event", position),
            )
        )
    for ring in rings({event.key: event.implies for event in events}):
        place = file.at("event", keys.index(ring[0]), "implies")
        findings.refuse(place, "circular reference in implies", kind="contradiction", found=" -> ".join(ring), allowed="no event that implies itself")
    return tuple(sorted(result, key=lambda event: (event.month, event.key)))


def _change(
    file: Checked[OutsideFile],
    event: int,
    number: int,
    table: ChangeTable,
    ranges: Ranges,
    horizon: Horizon,
    findings: Findings,
) -> Change:
    place = file.at("event", event, "change", number)
    findings.known(file.at("event", event, "change", number, "series"), "series of the model", table.series, sorted(ranges))
    start, end = horizon.stretch(findings, place, table.from_, table.to, within=True)
    _check_ends(file.at("event", event, "change", number, "without"), *table.without, table.interpolation, ranges.get(table.series), findings)
    confidence = table.confidence or file.table.event[event].confidence
    source = findings.source(file.at("event", event, "change", number, "source"), table.source)
    segment = Segment(start, end, *table.without, table.interpolation, source, confidence, table.note, place)
    return Change(table.series, segment)


def _in_order(changes: Iterable[Change], findings: Findings) -> tuple[Change, ...]:
    """Changes by series and time; two that touch the same month of the same series are refused."""
    ordered = sorted(changes, key=lambda change: (change.series, *_when(change.without)))
    for before, after in pairwise(ordered):
        if before.series == after.series and after.without.start <= before.without.end:
            found = f"{after.series}, also at {before.without.place}"
            findings.refuse(after.without.place, "change overlaps another", kind="duplicate", found=found, allowed="each month of a series once")
    return tuple(ordered)


def build_wars(file: Checked[PackFile], ranges: Ranges, horizon: Horizon, findings: Findings) -> tuple[WarVariant, ...]:
    """Variants of the dated war, `as_it_went` first."""
    tables = file.table.war
    keys = [table.key for table in tables]
    findings.unique("war", ((key, file.at("war", position)) for position, key in enumerate(keys)))
    if tables and WARS[0] not in keys:
        findings.refuse(file.at("war"), f"war {WARS[0]} missing", kind="missing", found=", ".join(keys), allowed=", ".join(WARS))
    if tables and not file.table.country.rival_state:
        findings.refuse(
            file.at("war"), "a war without a rival state", kind="missing", found="rival_state = false", allowed="no [[war]], or rival_state = true"
        )
    wars = [_war(file, position, ranges, horizon, findings) for position in range(len(tables))]
    return tuple(sorted(wars, key=lambda war: WARS.index(war.key)))


def _war(file: Checked[PackFile], position: int, ranges: Ranges, horizon: Horizon, findings: Findings) -> WarVariant:
    table = file.table.war[position]
    at = ("war", position)
    start = horizon.inside(findings, file.at(*at, "from"), "from", table.from_)
    opens = None if table.opens is None else horizon.inside(findings, file.at(*at, "opens"), "opens", table.opens)
    if opens is not None and opens < start:
        findings.refuse(
            file.at(*at, "opens"), "opens before from", kind="contradiction", found=_month(opens, horizon), allowed="the month of from or later"
        )
    end = table.end
    if end and end.inflow == end.absorbed:
        found = f"inflow and absorbed both {str(end.inflow).lower()}"
        findings.refuse(file.at(*at, "end"), "end of a war", kind="range", found=found, allowed="exactly one of them true")
    phases = [_phase(file.at(*at, "phase", number), phase, horizon, findings) for number, phase in enumerate(table.phase)]
    return WarVariant(
        key=table.key,
        name=table.name,
        start=start,
        opens=opens,
        phases=_phases_in_order(phases, findings),
        series=_war_series(file, position, ranges, horizon, findings),
        end=horizon.inside(findings, file.at(*at, "end", "at"), "at", end.at) if end else None,
        inflow=bool(end and end.inflow),
        absorbed=bool(end and end.absorbed),
        source=findings.source(file.at(*at, "source"), table.source),
        confidence=table.confidence,
        note=table.note,
        place=file.at(*at),
    )


def _phase(place: Place, table: PhaseTable, horizon: Horizon, findings: Findings) -> WarPhase:
    start, end = horizon.stretch(findings, place, table.from_, table.to, within=True)
    if table.fortune is None and table.destruction is None:
        findings.refuse(place, "phase without effect", kind="missing", found="neither fortune nor destruction", allowed="at least one of them")
    if table.fortune is not None:
        findings.between(place, "fortune", table.fortune, *FORTUNE)
    if table.destruction is not None:
        findings.between(place, "destruction", table.destruction, *SHARE)
    return WarPhase(start, end, table.fortune, table.destruction, findings.source(place, table.source), table.confidence, place)


def _phases_in_order(phases: list[WarPhase], findings: Findings) -> tuple[WarPhase, ...]:
    """Phases by time; two may overlap, but not with the same quantity."""
    ordered = sorted(phases, key=lambda phase: (phase.start, phase.end, phase.fortune is None, phase.fortune or 0.0, phase.destruction or 0.0))
    for what in ("fortune", "destruction"):
        given = [phase for phase in ordered if getattr(phase, what) is not None]
        for before, after in pairwise(given):
            if after.start <= before.end:
                findings.refuse(
                    after.place, f"{what} overlaps another phase", kind="duplicate", found=f"also at {before.place}", allowed=f"one {what} a month"
                )
    return tuple(ordered)


def _war_series(file: Checked[PackFile], position: int, ranges: Ranges, horizon: Horizon, findings: Findings) -> tuple[Change, ...]:
    war = file.table.war[position]
    changes: list[Change] = []
    for number, table in enumerate(war.series):
        place = file.at("war", position, "series", number)
        findings.known(place, "series of the model", table.series, sorted(ranges))
        start, end = horizon.stretch(findings, place, table.from_, table.to, within=True)
        if table.series in ranges:
            findings.between(place, "value", table.value, *ranges[table.series])
        source = findings.source(place, table.source)
        confidence = table.confidence or war.confidence
        segment = Segment(start, end, table.value, table.value, "constant", source, confidence, table.note, place)
        changes.append(Change(table.series, segment))
    return _in_order(changes, findings)


def check_parts(file: Checked[PackFile], series: Mapping[str, Series], findings: Findings) -> None:
    """Every series that plays a part in pack.toml is in the calendar, for the model."""
    named: list[tuple[tuple[str | int, ...], str]] = [(("series", part), key) for part, key in sorted(file.table.series.model_dump().items())]
    for position, patron in enumerate(file.table.patron):
        named += [(("patron", position, "presence"), patron.presence), (("patron", position, "line"), patron.line)]
    usable: Collection[str] = [key for key, one in series.items() if one.use == "model"]
    rival = file.table.country.rival_state
    for path, key in named:
        if not key and path == ("series", "income_ratio") and not rival:
            continue
        place = file.at(*path)
        if key in series and key not in usable:
            findings.refuse(
                place, f"series {key} is not for the model", kind="contradiction", found="use compare in calendar.csv", allowed="use model"
            )
        else:
            findings.known(place, "series of calendar.csv", key, usable)
    findings.unique("series in pack.toml", ((shown(key), file.at(*path)) for path, key in named if key))
