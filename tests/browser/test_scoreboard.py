"""The page of a scoreboard in a real browser: one table, readable on a telephone, nothing that shuts readers out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sim.pack import Country
from sim.report.html.validation import write_scoreboard
from sim.validation.validate import validate
from tests.browser.axe import grave
from tests.browser.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280x720", "375x812"])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_part_is_there_and_nothing_has_to_be_pushed_aside(chromium: Browser, korea: Country, tmp_path: Path, size: tuple[int, int], lang: str) -> None:
    board = validate(korea, quick=True)
    file = write_scoreboard(board, tmp_path / "board.html", lang)
    page = chromium.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(file.as_uri())
    parts = sum(len(target.parts) for target in board.targets)
    first = page.locator(".board").first
    expect(first.locator("tbody tr")).to_have_count(parts)
    expect(first.locator("tbody tr.missed .result").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert grave(page) == []
    page.close()
