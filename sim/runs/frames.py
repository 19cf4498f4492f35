"""Blocks of worlds as pandas frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.pack import Country
from sim.pack.country.dates import month_text
from sim.world.outcome import Runs, classify, rulers
from sim.world.state import Block
from sim.world.words import ACTIONS, ENDINGS, KINDS, NOBODY


def outcomes_frame(country: Country, block: Block, first: int, draws: Sequence[int]) -> Any:
    """One row a world: its draw, ending, every outcome (booleans), rulers of the years asked. `first`: number of the block's first world."""
    import pandas as pd

    runs = Runs(block, 0, country.first_month)
    names = [faction.key for faction in country.factions]
    table: dict[str, Any] = {
        "world": np.arange(first, first + len(block.worlds)), "draw": list(draws), "ending": [ENDINGS[code] for code in block.worlds["ended"]],
    }  # fmt: skip
    table.update(classify(runs))
    table.update({name: [names[k] if k >= 0 else "" for k in found] for name, found in rulers(runs).items()})
    return pd.DataFrame(table)


def months_frame(country: Country, block: Block, first: int) -> Any:
    """One row a world and month simulated."""
    import pandas as pd

    months, rows = block.months, block.rows
    w, m = np.nonzero(months["ruler"] != NOBODY)
    names = [faction.key for faction in country.factions]
    dates = np.array([month_text(country.first_month + month) for month in range(months.shape[1])])
    table: dict[str, Any] = {"world": w + first, "month": dates[m], "ruler": np.array(names)[months["ruler"][w, m]]}
    for field in ("concentration", "hardship", "protest", "aid", "dependence", "alignment", "falsification"):
        table[field] = months[field][w, m]
    for k, name in enumerate(names):
        table[f"power.{name}"], table[f"support.{name}"] = rows["power"][w, m, k], rows["support"][w, m, k]
        table[f"action.{name}"] = np.array([*ACTIONS, ""])[rows["action"][w, m, k]]
    return pd.DataFrame(table)


def events_frame(country: Country, block: Block, first: int) -> Any:
    """One row an event."""
    import pandas as pd

    worlds = block.worlds
    w, n = np.nonzero(np.arange(worlds["events"].shape[1]) < worlds["event_count"][:, None])
    found = worlds["events"][w, n]
    names = np.array([*(faction.key for faction in country.factions), ""])
    dates = np.array([month_text(country.first_month + month) for month in range(country.months)])
    return pd.DataFrame({
        "world": w + first, "month": dates[found["month"]], "kind": np.array(KINDS)[found["kind"]], "by": names[found["actor"]],
        "of": names[found["target"]], "probability": found["probability"], "luck": found["luck"], "amount": found["amount"],
    })  # fmt: skip
