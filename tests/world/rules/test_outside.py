"""The outside world of the month."""

from __future__ import annotations

import numpy as np
import pytest

from sim.pack import Country
from sim.world.rules.outside import look_outside
from sim.world.words import EV_OUTSIDE, HOW_CAME

from ..builders import differences, events_of, lived, one


def test_patrons_are_where_the_calendar_has_them_and_shift_counts_two_years(demo: Country) -> None:
    world, common = one(demo, 1)
    back = int(common.parameters.line_shift_months)
    assert back == 24
    for month in (5, 100, 126, 400, 600):
        look_outside(world, common, month)
        for q in range(2):
            now, before = common.calendar[month], common.calendar[max(0, month - back)]
            assert world.patrons[q].presence == now[f"presence_{q}"]
            assert world.patrons[q].line == now[f"line_{q}"]
            assert world.patrons[q].shift == pytest.approx(abs(now[f"line_{q}"] - before[f"line_{q}"]))
        assert world.conflict == common.calendar[month]["conflict"]


def test_before_the_first_month_lines_stood_still(demo: Country) -> None:
    world, common = one(demo, 1)
    common.calendar["line_0"][:10] = [0.1 * n for n in range(10)]
    look_outside(world, common, 9)
    assert world.patrons[0].shift == pytest.approx(0.9)


def came(country: Country, do: list[str]) -> dict[str, tuple[int, int]]:
    """Outside events in the ledger of a world that lives to the horizon: key -> (month, imposed)."""
    block = lived(country, do, worlds=20)
    world = next(world for world in block.worlds if world["ended"] == 0)
    found = [event for event in events_of(world) if event["kind"] == EV_OUTSIDE and event["how"] == HOW_CAME]
    assert all(event["probability"] == 1.0 and np.isnan(event["luck"]) for event in found)
    return {country.outside[event["outside"]].key: (int(event["month"]), int(event["imposed"])) for event in found}


def test_each_named_event_stands_in_the_ledger_in_its_month(demo: Country) -> None:
    assert came(demo, []) == {event.key: (event.month, 0) for event in demo.outside}


def test_a_suppressed_event_is_told_of_nowhere_and_a_forced_one_in_its_new_month(demo: Country) -> None:
    plain = came(demo, [])
    without = came(demo, ["suppress=border_rising"])
    assert plain.items() - without.items() == {("border_rising", plain["border_rising"])}
    assert came(demo, ["force=border_rising@1958-10"])["border_rising"] == (1958 * 12 + 9 - demo.first_month, 1)


def test_telling_of_an_event_is_no_part_of_what_happened(demo: Country) -> None:
    """The fingerprint by which two worlds are compared holds what they did, not what the calendar gave."""
    plain, without = lived(demo, worlds=6), lived(demo, ["suppress=border_rising"], worlds=6)
    event = next(event for event in demo.outside if event.key == "border_rising")
    changed = np.flatnonzero(plain.commons[0].calendar != without.commons[0].calendar)[0]
    assert event.month <= changed
    assert differences(plain.months[:, :changed], without.months[:, :changed]) == []
