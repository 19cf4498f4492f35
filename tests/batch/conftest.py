"""Batches for tests: small ones of the example pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.batch.plan.description import Batch
from sim.batch.plan.read import read_batch

Make = Callable[[str], Batch]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A batch from the text of its file; the pack is the example."""
    def made(text: str) -> Batch:
        path = tmp_path / "some.toml"
        path.write_text(f'pack = "demo"\n{text}', encoding="utf-8")
        return read_batch(path)

    return made
