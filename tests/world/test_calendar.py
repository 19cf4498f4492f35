"""The calendar against the pack's own files, with and without outside events."""

from __future__ import annotations

import csv
import math
import tomllib
from typing import Any

import numpy as np
import pytest

from sim.pack import Country, find_pack, load_pack
from sim.world.build import compile_scenario
from sim.world.do import read_do
from sim.world.state import CALENDAR_DTYPE

from .builders import differences, lived

PACKS = ("demo", "korea-1945")


def months(date: str, first: int) -> int:
    year, month = date.split("-")[:2]
    return int(year) * 12 + int(month) - 1 - first


def spread(low: float, high: float, kind: str, place: int, length: int) -> float:
    """Value of a stretch of `length` months in its month number `place`."""
    share = place / (length - 1) if length > 1 else 0.0
    if kind == "loglinear":
        return math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
    return low + share * (high - low) if kind == "linear" else low


def series_of(country: Country) -> dict[str, np.ndarray]:
    """Every series of calendar.csv, month by month, read here."""
    found: dict[str, np.ndarray] = {}
    with (find_pack(country.id) / "calendar.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            values = found.setdefault(row["series"], np.zeros(country.months))
            start, end = months(row["from"], country.first_month), months(row["to"], country.first_month)
            for month in range(max(0, start), min(country.months - 1, end) + 1):
                values[month] = spread(float(row["value_from"]), float(row["value_to"]), row["interpolation"], month - start, end - start + 1)
    return found


def parts_of(country: Country) -> dict[str, str]:
    """Field of the calendar -> key of its series."""
    found = {part: key for part, key in country.parts.items() if key}
    for q, patron in enumerate(country.patrons):
        found |= {f"presence_{q}": patron.presence, f"line_{q}": patron.line}
    return found


def calendar_of(country: Country, *do: str) -> Any:
    return compile_scenario(country, read_do(country, do)).calendar


def events_in(country: Country) -> dict[str, dict[str, Any]]:
    with (find_pack(country.id) / "outside.toml").open("rb") as stream:
        return {event["key"]: event for event in tomllib.load(stream)["event"]}


@pytest.mark.parametrize("pack", PACKS)
def test_it_is_what_the_pack_says_month_by_month(pack: str) -> None:
    country = load_pack(pack)
    table, series = calendar_of(country), series_of(country)
    overlaid = {change.series for war in country.wars if war.key == "as_it_went" for change in war.series}
    for part, key in parts_of(country).items():
        if key not in overlaid:
            assert table[part] == pytest.approx(series[key], abs=1e-12), part


def movable(pack: str) -> list[Any]:
    country = load_pack(pack)
    from sim.world.calendar import moves_something

    return [pytest.param(pack, event.key, id=f"{pack}-{event.key}") for event in country.outside if moves_something(country, event)]


def taken(events: dict[str, dict[str, Any]], key: str) -> list[str]:
    """An event and all that cannot come without it, the dependent ones first."""
    found: list[str] = []
    for other in events[key].get("implies", []):
        found += [one for one in taken(events, other) if one not in found]
    return [*found, *([key] if key not in found else [])]


@pytest.mark.parametrize(("pack", "key"), [case for pack in PACKS for case in movable(pack)])
def test_suppressing_an_event_changes_exactly_its_stretches_and_nothing_before_its_month(pack: str, key: str) -> None:
    country = load_pack(pack)
    events, fields = events_in(country), {key: part for part, key in parts_of(country).items()}
    plain, table = calendar_of(country), calendar_of(country, f"suppress={key}")
    expected = {name: plain[name].copy() for name in plain.dtype.names}
    for one in taken(events, key):
        begins = months(events[one]["month"], country.first_month)
        for change in events[one].get("change", []):
            start, end = months(change["from"], country.first_month), months(change["to"], country.first_month)
            if change["series"] not in fields:
                continue
            low, high = change["without"]
            for month in range(max(0, start, begins), min(country.months - 1, end) + 1):
                value = spread(low, high, change["interpolation"], month - start, end - start + 1)
                expected[fields[change["series"]]][month] = value
    for name in plain.dtype.names:
        assert table[name] == pytest.approx(expected[name], abs=1e-12), name
    assert differences(plain, table) != []
    first = min(months(events[one]["month"], country.first_month) for one in taken(events, key))
    assert differences(plain[: max(0, first)], table[: max(0, first)]) == []


@pytest.mark.parametrize(("pack", "key"), [case for pack in PACKS for case in movable(pack)])
def test_an_event_forced_to_its_own_month_changes_nothing(pack: str, key: str) -> None:
    country = load_pack(pack)
    event = next(event for event in country.outside if event.key == key)
    year, month = divmod(country.first_month + event.month, 12)
    plain, table = calendar_of(country), calendar_of(country, f"force={key}@{year:04d}-{month + 1:02d}")
    for name in plain.dtype.names:
        assert table[name] == pytest.approx(plain[name], abs=1e-12), name


@pytest.mark.parametrize("date", ["1952-03", "1961-07"])
def test_a_forced_event_brings_its_difference_in_its_new_month(demo: Country, date: str) -> None:
    plain, without = calendar_of(demo), calendar_of(demo, "suppress=border_rising")
    event = next(event for event in demo.outside if event.key == "border_rising")
    shift = months(date, demo.first_month) - event.month
    table = calendar_of(demo, f"force=border_rising@{date}")
    difference = plain["appetite"] - without["appetite"]
    assert np.flatnonzero(difference)[0] == event.month
    for month in range(demo.months):
        came = difference[month - shift] if 0 <= month - shift < demo.months else difference[-1] if month - shift >= demo.months else 0.0
        assert table["appetite"][month] == pytest.approx(without["appetite"][month] + came), month
    assert [name for name in CALENDAR_DTYPE.names if (plain[name] != table[name]).any()] == ["appetite"]


def test_forced_events_keep_every_series_in_its_range(korea: Country) -> None:
    bounds = {name: (-1.0, 1.0) if name.startswith("line") or name == "fortune" else (0.0, 1.0) for name in CALENDAR_DTYPE.names if name != "income_ratio"}
    found = []
    for case in movable("korea-1945"):
        key = case.values[1]
        for date in ("1946-01", "1950-06", "1957-01", "1975-06", "1990-01"):
            table = calendar_of(korea, f"force={key}@{date}")
            found += [(key, date, name) for name, (low, high) in bounds.items() if (table[name] < low - 1e-9).any() or (table[name] > high + 1e-9).any()]
    assert found == []


def test_a_suppressed_event_changes_no_world_before_its_month(demo: Country) -> None:
    event = next(event for event in demo.outside if event.key == "border_rising")
    plain, other = lived(demo, worlds=40), lived(demo, ["suppress=border_rising"], worlds=40)
    for table in ("months", "rows"):
        assert differences(getattr(plain, table)[:, : event.month], getattr(other, table)[:, : event.month]) == []
    assert differences(plain.rows, other.rows) != []


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("war", ["as_it_went", "won", "lost", "none"])
def test_a_variant_of_the_war_brings_its_own_phases_and_ends(pack: str, war: str) -> None:
    country = load_pack(pack)
    table = calendar_of(country, f"war={war}")
    variant = next(one for one in country.wars if one.key == war)
    fought = [phase for phase in variant.phases if phase.fortune]
    assert (table["war_on"].nonzero()[0].tolist() == sorted({m for phase in fought for m in range(phase.start, phase.end + 1)}))
    for phase in variant.phases:
        if phase.fortune is not None:
            assert (table["fortune"][phase.start : phase.end + 1] == phase.fortune).all()
        if phase.destruction is not None:
            assert (table["destruction"][phase.start : phase.end + 1] == phase.destruction).all()
    assert table["inflow"].nonzero()[0].tolist() == ([variant.end] if variant.inflow else [])
    assert table["absorbed"].nonzero()[0].tolist() == ([variant.end] if variant.absorbed else [])
    opens = np.flatnonzero(table["war_open"])
    assert (opens[0] if len(opens) else None) == variant.opens
    if len(opens):
        assert (table["war_open"][opens[0] :] == 1).all()
