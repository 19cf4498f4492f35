"""The outside world of the month, read off the calendar.

Patrons' presence and line are given, not chosen: the country cannot move them. How far a line has moved over two years is what gives a
patron's friends hope (`board.answer`).

    presence_q, line_q, conflict = those of the month
    shift_q = |line_q - line_q of line_shift_months ago|

Source: the calendar's own, in the pack. Leaves out: any influence of the country on its patrons.
"""

from __future__ import annotations

from sim.world.compiled import rule
from sim.world.ledger import log_coming
from sim.world.state import Common, World


@rule
def look_outside(world: World, common: Common, month: int) -> None:
    """Set patrons' presence, line and recent move, and the quarrel between them."""
    now = common.calendar[month]
    before = common.calendar[max(0, month - int(common.parameters.line_shift_months))]
    first, second = world.patrons[0], world.patrons[1]
    first.presence, first.line, first.shift = now.presence_0, now.line_0, abs(now.line_0 - before.line_0)
    second.presence, second.line, second.shift = now.presence_1, now.line_1, abs(now.line_1 - before.line_1)
    world.conflict = now.conflict


@rule
def outside_events(world: World, common: Common, month: int) -> None:
    """Enter the named outside events of the month; what they change is on the calendar already."""
    for n in range(common.coming_count):
        if common.comings[n].month == month:
            log_coming(world, common, month, n)
