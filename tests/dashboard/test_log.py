"""Faults go to a file that is named once."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from sim.dashboard.log import _Named


def test_the_first_fault_names_the_file_and_all_are_in_it(capfd: pytest.CaptureFixture[str]) -> None:
    log = logging.Logger("pages")
    log.addHandler(_Named())
    log.warning("nothing to see")
    assert capfd.readouterr().err == ""
    for number in (1, 2):
        try:
            raise ValueError(f"fault {number}")
        except ValueError:
            log.exception("a panel failed")
    said = capfd.readouterr().err
    assert len(said.strip().splitlines()) == 1
    path = Path(re.search(r"details are in (\S+)", said)[1])
    written = path.read_text(encoding="utf-8")
    path.unlink()
    assert "fault 1" in written
    assert "fault 2" in written
    assert "Traceback" not in said
