"""Counterfaction: a counterfactual simulation of who rules a one-party state, and what follows.

    >>> import sim
    >>> country = sim.load_pack("demo")
    >>> world = sim.World(country, seed=4)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.agents.actors import Cadre, Faction, Patron, Population
    from sim.agents.policy import Action, View
    from sim.agents.world import World
    from sim.batch.tables.results import Results, open_results
    from sim.pack import Country, InputError, load_pack
    from sim.report.answer import Answer, compare
    from sim.report.plot import plot
    from sim.report.scoreboard import Scoreboard, validate
    from sim.report.sensitivity import Sensitivity, sensitivity
    from sim.runs.ensemble import Ensemble, ensemble
    from sim.validation.facts.record import Record, record

__version__ = "0.1.0"

_HOMES = {
    "Action": "sim.agents.policy", "Answer": "sim.report.answer", "Cadre": "sim.agents.actors", "Country": "sim.pack",
    "Ensemble": "sim.runs.ensemble", "Faction": "sim.agents.actors", "InputError": "sim.pack", "Patron": "sim.agents.actors",
    "Population": "sim.agents.actors", "Record": "sim.validation.facts.record", "Results": "sim.batch.tables.results",
    "Scoreboard": "sim.report.scoreboard", "Sensitivity": "sim.report.sensitivity", "View": "sim.agents.policy", "World": "sim.agents.world",
    "compare": "sim.report.answer", "ensemble": "sim.runs.ensemble", "load_pack": "sim.pack", "open_results": "sim.batch.tables.results",
    "plot": "sim.report.plot", "record": "sim.validation.facts.record", "sensitivity": "sim.report.sensitivity", "validate": "sim.report.scoreboard",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Public names, imported when they are first used: `counterfaction --help` needs neither Numba nor Mesa."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


__all__ = [
    "Action",
    "Answer",
    "Cadre",
    "Country",
    "Ensemble",
    "Faction",
    "InputError",
    "Patron",
    "Population",
    "Record",
    "Results",
    "Scoreboard",
    "Sensitivity",
    "View",
    "World",
    "__version__",
    "compare",
    "ensemble",
    "load_pack",
    "open_results",
    "plot",
    "record",
    "sensitivity",
    "validate",
]
