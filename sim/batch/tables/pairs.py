"""The table `pairs`: both arms of `worlds` side by side, one row a pair, worked out when it is asked for.

A branch's `reference` rows hold its reference's worlds, their outcomes counted over the branch's own months; so the two rows of a pair say all
that a comparison prints, and a second copy in the folder could only disagree. It is a view of SQL and no frame put together beforehand,
because then only the columns that a question names are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.batch.tables.columns import CHANGED, FLAG, REFERENCE, Columns

PAIRS: Final = "pairs"
WORLDS: Final = "worlds"
BEFORE, AFTER = "_before", "_after"
"""Without the change, and with it."""
COUNTED: Final = "counted"
"""Of the pairs over which shares are taken."""
_PAIR: Final = ("part", "cell", "branch", "world", "draw", "seed")
"""Columns that both worlds of a pair have in common."""
_ONCE: Final = ("error", "dropped", "applicable", "divergence", "aligned_until", "by_itself")
"""Columns that say something of the pair, and stand with its changed world."""
_NO_PAIR: Final = ("row", "arm")


def _both(worlds: Mapping[str, str]) -> list[str]:
    """Columns that either world of a pair has for itself."""
    return [name for name in worlds if name not in (*_PAIR, *_ONCE, *_NO_PAIR)]


def pair_columns(worlds: Mapping[str, str]) -> Columns:
    """Names and types of the columns of `pairs`, from those of `worlds`."""
    both = {f"{name}{end}": worlds[name] for name in _both(worlds) for end in (BEFORE, AFTER)}
    return {**{name: worlds[name] for name in _PAIR}, **both, **{name: worlds[name] for name in _ONCE}, COUNTED: FLAG}


def pair_view(worlds: Mapping[str, str]) -> str:
    """The SQL that makes `pairs` of `worlds`. The model left alone has no pairs."""
    picked = [f"after.{name}" for name in _PAIR]
    picked += [f'{arm[1:]}."{name}" as "{name}{arm}"' for name in _both(worlds) for arm in (BEFORE, AFTER)]
    picked += [f"after.{name}" for name in _ONCE]
    counted = "coalesce(after.error is null and after.applicable and not after.dropped, false)"
    arms = " join ".join(f"(select * from {WORLDS} where arm = '{arm}') {end[1:]}" for arm, end in ((CHANGED, AFTER), (REFERENCE, BEFORE)))
    same = " and ".join(f"after.{name} = before.{name}" for name in ("seed", "cell", "branch", "world"))
    return f"create temp view {PAIRS} as select {', '.join(picked)}, {counted} as {COUNTED} from {arms} on {same}"


__all__ = ["AFTER", "BEFORE", "COUNTED", "PAIRS", "WORLDS", "pair_columns", "pair_view"]
