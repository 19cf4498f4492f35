"""The calendar of the outside world, month by month, as a scenario leaves it.

The pack's calendar has every named outside event in it. Suppressing one replaces exactly the stretches it lists, from its month on; forcing one
in another month moves its difference there. A variant of the dated war brings its own fortune, destruction and series.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.pack import Country
from sim.pack.country.country import OutsideEvent, Segment, WarVariant
from sim.world import arithmetic
from sim.world.state import CALENDAR_DTYPE

Path = npt.NDArray[np.float64]


def stretch(segment: Segment) -> Path:
    """Values of one segment, one a month, both ends included."""
    count = segment.end - segment.start + 1
    share = np.linspace(0.0, 1.0, count) if count > 1 else np.zeros(1)
    if segment.interpolation == "constant":
        return np.full(count, segment.value_from)
    if segment.interpolation == "loglinear":
        low, high = arithmetic.log(segment.value_from), arithmetic.log(segment.value_to)
        return np.array([arithmetic.exp(low + float(part) * (high - low)) for part in share])
    return segment.value_from + share * (segment.value_to - segment.value_from)


def overlay(values: Path, segment: Segment) -> None:
    """Put a segment over a series of `months` values; what lies outside the horizon is cut off."""
    first, last = max(0, segment.start), min(len(values) - 1, segment.end)
    if first <= last:
        values[first : last + 1] = stretch(segment)[first - segment.start : last - segment.start + 1]


def series_values(country: Country, key: str) -> Path:
    """A series of the pack over the horizon."""
    values = np.zeros(country.months)
    for segment in country.series[key].segments:
        overlay(values, segment)
    return values


def event_effect(country: Country, event: OutsideEvent) -> dict[str, tuple[Path, Path]]:
    """For each series the event changes: (values with it, values without it)."""
    effect: dict[str, tuple[Path, Path]] = {}
    for change in event.changes:
        having = series_values(country, change.series)
        lacking = effect[change.series][1] if change.series in effect else having.copy()
        overlay(lacking, change.without)
        lacking[: max(0, event.month)] = having[: max(0, event.month)]
        effect[change.series] = (having, lacking)
    return effect


def moves_something(country: Country, event: OutsideEvent) -> bool:
    """Whether the calendar is another one without the event."""
    return any(bool((having != lacking).any()) for having, lacking in event_effect(country, event).values())


def suppressed_with(country: Country, keys: Iterable[str]) -> list[OutsideEvent]:
    """The events of `keys` and all that cannot come without them, the dependent ones first."""
    by_key = {event.key: event for event in country.outside}
    found: dict[str, OutsideEvent] = {}

    def visit(key: str) -> None:
        for dependent in by_key[key].implies:
            visit(dependent)
        found.setdefault(key, by_key[key])

    for key in sorted(keys):
        visit(key)
    return list(found.values())


def range_of(country: Country, key: str) -> tuple[float, float]:
    """Range of a series: lines from -1 to 1, a ratio of incomes any positive number, all else shares."""
    if key in {patron.line for patron in country.patrons}:
        return -1.0, 1.0
    return (0.0, math.inf) if key == country.parts.get("income_ratio") else (0.0, 1.0)


def apply_events(country: Country, series: dict[str, Path], suppress: Iterable[str], force: Mapping[str, int]) -> None:
    """Take suppressed events out of the series and move forced ones to their new month."""
    for event in suppressed_with(country, suppress):
        for key, (_, lacking) in event_effect(country, event).items():
            changed = lacking != series_values(country, key)
            series[key][changed] = lacking[changed]
    by_key = {event.key: event for event in country.outside}
    for name, month in sorted(force.items()):
        event = by_key[name]
        for key, (having, lacking) in event_effect(country, event).items():
            moved = np.zeros(country.months)
            shift = month - event.month
            difference = having - lacking
            source = np.arange(country.months) - shift
            inside = (source >= 0) & (source < country.months)
            moved[inside] = difference[source[inside]]
            if shift < 0:
                moved[country.months + shift :] = difference[-1]
            low, high = range_of(country, key)
            series[key] = np.clip(series[key] - difference + moved, low, high)


def war_of(country: Country, key: str) -> WarVariant | None:
    """The variant of the dated war, None for a country without one."""
    return next((variant for variant in country.wars if variant.key == key), None)


def calendar(country: Country, war: str, suppress: Iterable[str] = (), force: Mapping[str, int] | None = None) -> npt.NDArray[Any]:
    """The calendar of a scenario: (months,) records of state.CALENDAR."""
    keys = {part: key for part, key in country.parts.items() if key}
    for number, patron in enumerate(country.patrons):
        keys[f"presence_{number}"], keys[f"line_{number}"] = patron.presence, patron.line
    series = {key: series_values(country, key) for key in set(keys.values())}
    variant = war_of(country, war)
    if variant is not None:
        for change in variant.series:
            if change.series in series:
                overlay(series[change.series], change.without)
    apply_events(country, series, suppress, force or {})
    table = np.zeros(country.months, CALENDAR_DTYPE)
    for part, key in keys.items():
        table[part] = series[key]
    if variant is not None:
        dated_war(table, variant)
    elif country.rival_state:
        table["war_open"] = 1
    return table


def dated_war(table: npt.NDArray[Any], variant: WarVariant) -> None:
    """Enter fortune, destruction and ends of the dated war."""
    for phase in variant.phases:
        first, last = max(0, phase.start), min(len(table) - 1, phase.end)
        if phase.fortune is not None:
            table["fortune"][first : last + 1] = phase.fortune
            if phase.fortune != 0.0:
                table["war_on"][first : last + 1] = 1
        if phase.destruction is not None:
            table["destruction"][first : last + 1] = phase.destruction
    if variant.opens is not None:
        table["war_open"][max(0, variant.opens) :] = 1
    if variant.end is not None and 0 <= variant.end < len(table):
        table["inflow"][variant.end] = int(variant.inflow)
        table["absorbed"][variant.end] = int(variant.absorbed)
