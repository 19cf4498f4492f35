"""What the plain Mesa model (`tests.bench.plain_mesa`) is given: the factions' traits and the world outside. All of it is made up."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

TRAITS: dict[str, dict[str, Any]] = {
    name: dict(zip(("base", "adventurism", "charisma", "discipline", "ideology", "reach", "other_half", "given"), values, strict=True))
    for name, *values in (
        ("a", 0.35, 0.3, 0.7, 0.8, 0.4, 0.24, 0.1, (0.6, 0.3)),
        ("b", 0.45, 0.45, 0.5, 0.4, 0.1, 0.3, 0.6, (0.2, 0.1)),
        ("c", 0.3, 0.35, 0.5, 0.6, 0.2, 0.26, 0.2, (0.2, 0.7)),
        ("d", 0.2, 0.2, 0.4, 0.5, -0.3, 0.2, 0.1, (0.5, 0.1)),
    )
}
KNOTS = {
    "presence_0": ((0, 1.0), (120, 0.5), (180, 0.35), (520, 0.35), (560, 0.05)),
    "presence_1": ((0, 0.2), (60, 0.8), (180, 0.4), (540, 0.4), (600, 0.3)),
    "line_0": ((0, 0.3), (90, 0.3), (126, -0.5), (480, -0.6), (540, -1.0)),
    "line_1": ((0, 0.1), (120, 0.1), (180, 0.8), (240, 0.4), (300, 1.0), (400, 1.0), (420, -0.7)),
    "conflict": ((120, 0.0), (240, 1.0), (440, 0.9), (540, 0.1)),
    "guarantee": ((0, 0.6), (60, 1.0), (650, 0.8)),
    "income": ((0, 0.7), (300, 0.8), (360, 1.0), (480, 3.1), (540, 5.8), (650, 10.0)),
    "fallen": ((524, 0.0), (540, 0.8), (600, 1.0)),
    "appetite": ((130, 1.0), (131, 0.35)),
    "destruction": ((56, 0.0), (57, 0.04), (68, 0.04), (69, 0.01), (93, 0.01), (94, 0.0)),
}


@cache
def series(months: int) -> dict[str, list[float]]:
    """The world outside, month by month."""
    found = {name: np.interp(range(months), *zip(*knots, strict=True)).tolist() for name, knots in KNOTS.items()}
    for name, lag in (("line_0", 24), ("line_1", 24), ("fallen", 36)):
        found[f"{name}_move"] = [value - found[name][max(0, month - lag)] for month, value in enumerate(found[name])]
    return found
