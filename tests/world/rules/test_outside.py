"""The outside world of the month."""

from __future__ import annotations

import pytest

from sim.pack import Country
from sim.world.rules.outside import look_outside

from ..builders import one


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
