"""One world that all tests of the pages look at: it has votes, purges and a change of rulers."""

from __future__ import annotations

import pytest

from sim.agents.world import World
from sim.pack import Country
from sim.runs.trajectory import Trajectory, simulate


@pytest.fixture(scope="session")
def trajectory(korea: Country) -> Trajectory:
    """World 3 of the model left alone."""
    return simulate(World(korea, seed=6))
