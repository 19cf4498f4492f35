"""What a dry run says a batch will take."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.batch.run.estimate import estimate
from sim.batch.run.run import run_batch
from tests.batch.conftest import Make

TEXT = "worlds = 200\nbranches = ['war-won']\nuntil = '1955-12'\n[[grid]]\nkey = 'turnover'\nvalues = [0.004, 0.006]\n[keep]\nmonths = "


@pytest.mark.parametrize("kept", ["'none'", "'quantiles'", "'thinned'\nevents = true"])
def test_bytes_are_about_what_is_written(kept: str, make: Make, tmp_path: Path) -> None:
    batch = make(TEXT + kept)
    found = estimate(batch, 2)
    assert found.worlds == 2 * 200 * 2
    assert found.parts == 2
    run_batch(batch, tmp_path / "out", 2, tell=lambda _: None)
    written = sum(path.stat().st_size for path in (tmp_path / "out").rglob("*.parquet"))
    assert 0.5 < found.bytes / written < 2.0
