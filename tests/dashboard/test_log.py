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


def test_no_reader_fills_a_disk_with_faults(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.dashboard.log.LARGEST", 1000)
    log = logging.Logger("pages")
    log.addHandler(_Named())
    for number in range(200):
        log.error("fault %d", number)
    path = Path(re.search(r"details are in (\S+)", capfd.readouterr().err)[1])
    kept = [path, path.with_name(path.name + ".1")]
    assert sum(one.stat().st_size for one in kept) < 3000
    assert "fault 199" in path.read_text(encoding="utf-8")
    for one in kept:
        one.unlink()
