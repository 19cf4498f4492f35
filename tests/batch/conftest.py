"""Batches for tests: small ones of the example pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.batch.plan.description import Batch
from sim.batch.plan.read import read_batch
from sim.batch.run import simulate
from sim.counterfactual.pairs import Runner

Make = Callable[[str], Batch]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A batch from the text of its file; the pack is the example."""
    def made(text: str) -> Batch:
        path = tmp_path / "some.toml"
        path.write_text(f'pack = "demo"\n{text}', encoding="utf-8")
        return read_batch(path)

    return made


@pytest.fixture
def failing_world(monkeypatch: pytest.MonkeyPatch) -> int:
    """Number of the world in which a batch fails, whatever it is asked."""
    number = 5

    class Failing(Runner):
        """Fails in one world."""

        def run(self) -> Any:
            if number in self.worlds:
                raise RuntimeError("made to fail")
            return super().run()

    monkeypatch.setattr(simulate, "Runner", Failing)
    return number
