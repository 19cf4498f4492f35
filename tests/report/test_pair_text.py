"""Pairs told again: the same worlds as those counted, one parting, months after an end not shown."""

from __future__ import annotations

import numpy as np

from sim.agents.world import World
from sim.pack import Country
from sim.report.chronicle import lines
from sim.report.pair_text import pair_text, rows
from sim.world.draws import draw_of

CHANGE = "ruler=harbour@1956-09:plenum"


def test_a_pair_is_made_of_the_worlds_that_run_tells(demo: Country) -> None:
    pair = pair_text(demo, [], [CHANGE], 5, 23)
    for told, do in ((pair.left_alone, []), (pair.changed, [CHANGE])):
        world = World(demo, 5, do=do, world=23, draw=draw_of(23, fixed=False)).run_to_end()
        assert told.lines == tuple(lines(demo, world.events, "en"))


def test_worlds_part_where_they_first_differ_and_not_before_the_change(demo: Country) -> None:
    month = 1956 * 12 + 8 - demo.first_month
    pair = pair_text(demo, [], [CHANGE], 5, 3)
    assert pair.parting is not None
    assert pair.parting >= month
    found = rows(pair, 0, demo.months)
    assert [row.parts for row in found].count(True) == 1
    assert all(row.left_alone == row.changed for row in found if row.month < pair.parting)
    assert next(row.month for row in found if row.parts) >= pair.parting


def test_a_pair_in_which_nothing_was_changed_never_parts(demo: Country) -> None:
    pair = pair_text(demo, [], [], 5, 3)
    assert pair.parting is None
    assert not any(row.parts for row in rows(pair, 0, demo.months))
    assert pair.left_alone.lines == pair.changed.lines
    assert np.array_equal(pair.left_alone.shares, pair.changed.shares, equal_nan=True)


def test_after_the_end_of_a_world_no_office_is_held(demo: Country) -> None:
    for world in range(40):
        told = pair_text(demo, [], [CHANGE], 5, world).changed
        if told.ended:
            assert np.isnan(told.shares[told.ended_month + 1 :]).all()
        assert np.isfinite(told.shares[: told.ended_month + 1]).all()
        together = told.shares[: told.ended_month + 1].sum(axis=1)
        assert ((together > 0.0) & (together <= 1.0 + 1e-9)).all()  # the rest belongs to people without a group


def test_rows_hold_every_line_of_their_months_once(demo: Country) -> None:
    pair = pair_text(demo, [], [CHANGE], 5, 3, lang="ko")
    found = rows(pair, 100, 300)
    for told, side in ((pair.left_alone, "left_alone"), (pair.changed, "changed")):
        expected = [line for line, month in zip(told.lines, told.months, strict=True) if 100 <= month <= 300]
        assert [line for row in found for line in getattr(row, side)] == expected
