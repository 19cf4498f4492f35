"""The small form of the kill harness: `python -m tests.harness.kill --times 100` is the large one."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.harness.kill import trial


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_a_batch_killed_five_times_ends_with_the_bytes_of_an_undisturbed_run(tmp_path: Path) -> None:
    outcome = trial(times=5, cells=16, seed=3, folder=tmp_path)
    assert outcome.problems == []
    assert outcome.kills == 5
    assert outcome.ended >= 1
