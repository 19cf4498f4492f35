"""How far a batch has come: on the terminal and, for watching from elsewhere, in `progress.json`."""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

from sim.batch.plan.description import Batch, Part
from sim.batch.tables.folder import PROGRESS
from sim.files import write
from sim.files.json_text import SCHEMA
from sim.locale import say

EVERY: Final = 1.0
"""Seconds between two writings."""


class Watch:
    """Progress of one run. Worlds are those that are simulated; parts that were there before don't count for the speed."""

    def __init__(self, folder: Path, batch: Batch, kept: int, lang: str = "en") -> None:
        self.folder, self.batch, self.lang = folder, batch, lang
        self.parts, self.kept, self.made = len(batch.parts), kept, 0
        self.worlds, self.total = 0, batch.simulated
        self.before = 0
        self.start = time.monotonic()
        self.now: dict[str, str] = {}
        self.lock = threading.Lock()
        self.written = 0.0
        self.shown = sys.stderr.isatty()

    def begin(self, part: Part) -> None:
        """A part is being simulated."""
        cell = self.batch.cells[part.cell]
        point = ", ".join(f"{name}={value:g}" for name, value in cell.values.items())
        options = ", ".join(f"{name}={value}" for name, value in cell.switches.items())
        with self.lock:
            self.now[part.id] = "; ".join(text for text in (f"cell {part.cell}", point, options) if text)
        self.tell("running")

    def done(self, part: Part) -> None:
        """A part is in the folder."""
        with self.lock:
            self.now.pop(part.id, None)
            self.made += 1
            self.worlds += len(part) * len(self.batch.arms)
        self.tell("running")

    def dropped(self, part: Part) -> None:
        """A part is not being simulated any more, and is not in the folder."""
        with self.lock:
            self.now.pop(part.id, None)

    def state(self, name: str) -> dict[str, Any]:
        """Everything that is known, as plain data."""
        spent = time.monotonic() - self.start
        speed = self.worlds / spent if spent > 0 else 0.0
        left = self.total - self.before - self.worlds
        return {
            "schema": SCHEMA, "state": name, "parts": {"done": self.kept + self.made, "total": self.parts, "kept": self.kept},
            "worlds": {"done": self.before + self.worlds, "total": self.total}, "worlds_a_second": round(speed, 1),
            "seconds_left": round(left / speed) if speed > 0 else None, "seconds": round(spent, 1), "now": dict(sorted(self.now.items())),
            "updated": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        }  # fmt: skip

    def tell(self, name: str) -> None:
        """Write what is known, at most once a second while the batch runs. A disk that takes no more of it does not stop the batch."""
        with self.lock:
            now = time.monotonic()
            if name == "running" and now - self.written < EVERY:
                return
            self.written = now
            state = self.state(name)
            with contextlib.suppress(OSError):
                write.write_file(self.folder / PROGRESS, (json.dumps(state, indent=1) + "\n").encode("utf-8"))
            if self.shown:
                self._print(state, name)

    def _print(self, state: dict[str, Any], name: str) -> None:
        """One line on the terminal, written over itself: what is run just now if there is room, and nothing once all parts are there."""
        left, parts = state["seconds_left"], state["parts"]
        clock = "?" if left is None else f"{left // 60}:{left % 60:02d}"
        room = shutil.get_terminal_size((80, 24)).columns - 1

        def line(now: str) -> str:
            speed = f"{state['worlds_a_second']:.0f}"
            return say(self.lang, "batch.progress", done=parts["done"], total=parts["total"], speed=speed, left=clock, now=f"; {now}" if now else "")

        text = ""
        if name == "running" and parts["done"] < parts["total"]:
            now = next(iter(state["now"].values()), "")
            text = next((text for text in (line(now), line("")) if _at_most(text) <= room), "")
        print(f"\r{' ' * room}\r{text}", end="", file=sys.stderr, flush=True)


def _at_most(text: str) -> int:
    """Columns of a terminal that a text may take: no letter takes more than two."""
    return len(text) * (1 if text.isascii() else 2)
