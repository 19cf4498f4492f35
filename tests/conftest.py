"""What all tests share: the two packs, read once."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

from sim.pack import Country, load_pack

# How long an example takes says nothing on a machine that others use: benchmarks measure, tests don't.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start as well.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def demo() -> Country:
    """The invented country: 3 groups, 100 posts."""
    return load_pack("demo")


@pytest.fixture(scope="session")
def korea() -> Country:
    """The first case: 4 groups, 200 posts."""
    return load_pack("korea-1945")
