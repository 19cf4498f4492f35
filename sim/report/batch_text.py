"""What a batch will take, and what a run of it did, as text."""

from __future__ import annotations

from pathlib import Path

from sim.batch.plan.description import Batch
from sim.batch.run.estimate import Estimate
from sim.batch.run.run import Report
from sim.locale import say
from sim.report.terminal import width, wrap


def estimate_text(estimate: Estimate, lang: str) -> list[str]:
    """Worlds to simulate, then minutes and bytes to expect."""
    numbers = {name: f"{value:,}" for name, value in estimate.as_dict().items()}
    return [line for key in ("size", "estimate") for line in wrap(say(lang, f"batch.{key}", **numbers), width())]


def done_text(batch: Batch, folder: Path, report: Report, lang: str) -> list[str]:
    """What is in the folder now, and whether worlds failed."""
    numbers = {"worlds": batch.simulated, "rows": batch.rows, "parts": report.parts, "kept": report.kept, "made": report.made}
    texts = [say(lang, "batch.done", folder=folder, **{name: f"{value:,}" for name, value in numbers.items()})]
    if report.failed:
        texts.append(say(lang, "batch.failed", failed=report.failed))
    return [line for text in texts for line in wrap(text, width(), "", "  ")]
