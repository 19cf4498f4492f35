"""The outside world of the month, read off the calendar.

Patrons' presence and line are given, not chosen: the country cannot move them. How far a line has moved over two years is what gives a
patron's friends hope (`board.encouragement`).
"""

from __future__ import annotations

from sim.world.compiled import rule


@rule
def look_outside(tables, w, month):
    """Set patrons' presence, line and recent move, and the quarrel between them."""
    nation = tables.nation[w]
    now = tables.calendar[month]
    before = tables.calendar[max(0, month - int(tables.parameters[nation.draw].line_shift_months))]
    first, second = tables.patrons[w, 0], tables.patrons[w, 1]
    first.presence, first.line, first.shift = now.presence_0, now.line_0, abs(now.line_0 - before.line_0)
    second.presence, second.line, second.shift = now.presence_1, now.line_1, abs(now.line_1 - before.line_1)
    nation.conflict = now.conflict
