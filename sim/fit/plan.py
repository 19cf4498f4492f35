"""What a fit does, in which order, with how many sets and worlds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RESTARTS: Final = 3
"""Two from the prior, one from around the starting values."""
FROM_START: Final = 3
"""The restart that begins around the starting values."""
AROUND: Final = 0.5
"""Standard deviations of the prior by which its first sets are spread around them."""
EDGE: Final = 0.02
"""How near to an end of its prior a starting value may stand there."""
WORLDS_SEARCH: Final = 60
WORLDS_MOVE: Final = 100
WORLDS_TRIED: Final = 300
"""Worlds a set: while the way is sought, while sets are moved, and fresh ones by which a set is accepted."""
KEEP: Final = 0.6
"""Share of the sets that is within the tolerance of the next round."""
LEAST: Final = 0.05
"""Tolerance at which it ends, a target: a twentieth of a target off in the mean."""
MISSED: Final = 0.1
"""Share of the targets that an accepted set may miss in its fresh worlds, rounded up."""


@dataclass(frozen=True)
class Size:
    """Sets a restart, rounds of search, rounds in which the tolerance falls, and at most how many in which sets are accepted."""

    sets: int
    search: int
    moves: int
    harvest: int
    damping: float


FULL: Final = Size(180, 14, 6, 12, 4.0)
QUICK: Final = Size(100, 10, 4, 8, 3.0)
