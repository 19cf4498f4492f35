"""What a target may measure: names, what each has to be told (`where`), and how worlds are brought together (`statistic`).

How each is counted stands in `sim/validation/measures`; here is only what a pack may write, so that it can be checked without simulating anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

STATISTICS: Final = {
    "mean": "all that is counted, over all that could have been",
    "median": "the median over worlds in which it is defined",
    "at_least": "the share of worlds in which it is `level` or more",
    "draws_above": "the share of sets of plausible values under which the mean is above `level`",
    "draws_below": "the share of sets of plausible values under which the mean is below `level`",
    "ratio": "the mean under `do`, over the mean under `against`",
    "rate_ratio": "a rate, over the same rate in all other months",
    "survival": "the share still alive, those lost from sight allowed for (Kaplan and Meier 1958)",
}
"""Statistics by name."""
STATISTIC_NEEDS: Final = {"at_least": "level", "draws_above": "level", "draws_below": "level", "ratio": "against"}
"""What a statistic has to be told besides."""

KEYS: Final = {
    "from": "first month",
    "until": "last month",
    "given": "month at whose beginning the recorded first ruler's group has to rule, unbroken since the start",
    "group": "a group, several joined by `+`; `most:TRAIT`, `least:TRAIT`; of a committee also `none`, people without a group",
    "kind": "kind of an act: " + ", ".join(ACTS := ("campaign", "challenge", "purge", "war")),
    "span": "months",
    "level": "a number that is to be reached or passed",
    "do": "a change under which worlds are simulated; several joined by `+`",
    "against": "the change of the worlds held against, as `do`",
    "values": "`prior`: plausible values are drawn, whatever was asked for",
}
"""What a measure may be told, by the key under which it is."""

VALUES: Final = ("prior",)


@dataclass(frozen=True)
class Measure:
    """A measure.

    Attributes:
        needs, may: keys it has to be given, and may be given beside `do` and `values`.
        statistics: the usual one first.
        unaligned: its `group` may be people without one.
    """

    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    statistics: tuple[str, ...] = ("mean",)
    unaligned: bool = False

    def needed(self, statistic: str) -> tuple[str, ...]:
        """Keys that it has to be given where it is brought together so."""
        own = STATISTIC_NEEDS.get(statistic)
        return self.needs if own is None or own in self.needs else (*self.needs, own)

    def keys(self, statistic: str) -> tuple[str, ...]:
        """All keys that it may be given then."""
        return (*self.needed(statistic), *self.may, "do", "values")


_SPAN: Final = ("from", "until")
MEASURES: Final = {
    # who holds power and posts
    "largest_power": Measure(("from",), statistics=("median", "mean")),
    "ruler_power": Measure(("from",), statistics=("median", "mean")),
    "committee_kept": Measure(_SPAN),
    "committee_old": Measure(_SPAN),
    "committee_heads": Measure(("from", "group"), statistics=("median", "mean"), unaligned=True),
    "first_fall": Measure(("group", "level")),
    "falls_close": Measure(("level", "span")),
    # who rules, and for how long
    "ruler_kept": Measure(_SPAN),
    "rules": Measure(("from", "group"), statistics=("mean", "draws_above", "draws_below")),
    "first_ruler_unbroken": Measure(("from",)),
    "removals_late": Measure(("span",)),
    "removals_of_successors": Measure(("span",)),
    "leaders_alive": Measure(("level", "span"), statistics=("survival",)),
    "established": Measure(("level",), statistics=("median",)),
    "early_concentration": Measure(("from", "span", "until"), statistics=("median",)),
    # votes, purges and other acts
    "vote_held": Measure(_SPAN, ("given",)),
    "vote_carried": Measure(_SPAN, ("given",)),
    "votes": Measure(_SPAN),
    "votes_carried": Measure(_SPAN),
    "votes_carried_share": Measure(_SPAN),
    "large_purges": Measure((*_SPAN, "level"), statistics=("median", "mean")),
    "late_purges": Measure(("span", "level")),
    "purges_after_lost_vote": Measure(("span",), statistics=("rate_ratio",)),
    "purges_a_side": Measure(()),
    "top_acts": Measure(_SPAN, statistics=("median", "at_least")),
    "rare_acts": Measure(("kind", "level")),
    "unreasoned_acts": Measure(()),
    "campaigns_a_year": Measure(("until",)),
    # patrons, people, war
    "undone_and_removed": Measure(("span",)),
    "answer_to_lost_vote": Measure((*_SPAN, "span")),
    "patron_acts": Measure(_SPAN),
    "troops": Measure(_SPAN),
    "aid": Measure(_SPAN),
    "uprising": Measure(_SPAN),
    "uprisings_a_year": Measure((), _SPAN),
    "uprising_height": Measure((), statistics=("median", "mean")),
    "uprising_without_sequel": Measure(("span",)),
    "uprising_troops": Measure((*_SPAN, "span")),
    "opening": Measure(_SPAN),
    "second_war": Measure(("until",)),
    "wars_in_office": Measure(("group",), statistics=("mean", "ratio")),
}
"""Measures by name."""
