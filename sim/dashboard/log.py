"""Where faults of the pages are written: a file, named once on the terminal. A page never shows more than a sentence."""

from __future__ import annotations

import logging
import sys
import tempfile
from logging.handlers import RotatingFileHandler
from typing import Final

LARGEST: Final = 2_000_000
"""Bytes of the file; what is older goes into a second one, and what is older than that is thrown away: no reader fills a disk with faults."""


class _Named(logging.Handler):
    """Writes to a file that is made, and named to the user, when the first fault comes."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
        self.file: logging.FileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write one fault."""
        if self.file is None:
            with tempfile.NamedTemporaryFile(prefix="counterfaction-", suffix=".log", delete=False) as made:
                self.file = RotatingFileHandler(made.name, maxBytes=LARGEST, backupCount=1, encoding="utf-8")
            self.file.setFormatter(self.formatter)
            print(f"counterfaction: something went wrong in a page; the details are in {self.file.baseFilename}", file=sys.stderr, flush=True)
        self.file.emit(record)


def log_to_file() -> None:
    """Send what this process logs, from errors on, to a file instead of the terminal."""
    root = logging.getLogger()
    if not any(isinstance(handler, _Named) for handler in root.handlers):
        root.addHandler(_Named())
