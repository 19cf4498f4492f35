"""What is counted for each measure: in every world, what came and what could have come.

A measure is a function of worlds and of what it is told, and gives two arrays (w,): `count` and `of`. Where `of` is 0 the world says nothing.
How worlds are then brought together is the statistic's (`sim.validation.statistic`). Names and keys stand in `sim.pack.country.measures`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sim.validation.measures import acts, offices, outside, rulers
from sim.validation.simulated import Counted, Simulated, Told

Count = Callable[[Simulated, Told], Counted]

COUNTS: Final[dict[str, Count]] = {
    "largest_power": offices.largest_power,
    "ruler_power": offices.ruler_power,
    "committee_kept": offices.committee_kept,
    "committee_old": offices.committee_old,
    "committee_heads": offices.committee_heads,
    "first_fall": offices.first_fall,
    "falls_close": offices.falls_close,
    "ruler_kept": rulers.ruler_kept,
    "rules": rulers.rules,
    "first_ruler_unbroken": rulers.first_ruler_unbroken,
    "removals_late": rulers.removals_late,
    "removals_of_successors": rulers.removals_of_successors,
    "leaders_alive": rulers.leaders_alive,
    "established": rulers.established,
    "early_concentration": rulers.early_concentration,
    "vote_held": acts.vote_held,
    "vote_carried": acts.vote_carried,
    "votes": acts.votes,
    "votes_carried": acts.votes_carried,
    "votes_carried_share": acts.votes_carried_share,
    "large_purges": acts.large_purges,
    "late_purges": acts.late_purges,
    "purges_after_lost_vote": acts.purges_after_lost_vote,
    "purges_a_side": acts.purges_a_side,
    "top_acts": acts.top_acts,
    "rare_acts": acts.rare_acts,
    "unreasoned_acts": acts.unreasoned_acts,
    "campaigns_a_year": acts.campaigns_a_year,
    "undone_and_removed": outside.undone_and_removed,
    "answer_to_lost_vote": outside.answer_to_lost_vote,
    "patron_acts": outside.patron_acts,
    "troops": outside.troops,
    "aid": outside.aid,
    "uprising": outside.uprising,
    "uprisings_a_year": outside.uprisings_a_year,
    "uprising_height": outside.uprising_height,
    "uprising_without_sequel": outside.uprising_without_sequel,
    "uprising_troops": outside.uprising_troops,
    "opening": outside.opening,
    "second_war": outside.second_war,
    "wars_in_office": outside.wars_in_office,
}

__all__ = ["COUNTS", "Count"]
