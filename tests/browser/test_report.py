"""The report in a real browser: the guess before the answer, without a script; everything there on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sim.counterfactual.compare import compare
from sim.pack import Country
from sim.report.html.write import write_report
from tests.browser.axe import grave
from tests.browser.conftest import NARROW, WIDE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["en", "ko"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, demo: Country) -> Path:
    """The report on the first changes of a pack."""
    answer = compare(demo, 40, 1, branches=[branch.id for branch in demo.branches if branch.headline])
    return write_report(answer, tmp_path_factory.mktemp("report") / "report.html", request.param)


@pytest.fixture(params=[WIDE, NARROW], ids=["1280x720", "375x812"])
def page(chromium: Browser, file: Path, request: pytest.FixtureRequest) -> Page:
    """The report as it opens."""
    opened = chromium.new_page(viewport={"width": request.param[0], "height": request.param[1]})
    opened.goto(file.as_uri())
    return opened


def test_the_answer_shows_when_all_is_guessed_and_the_model_speaks_after_each_guess(page: Page) -> None:
    asked = page.locator(".guess fieldset")
    expect(page.locator(".after")).to_be_hidden()
    for n in range(asked.count()):
        expect(asked.nth(n).locator(".revealed")).to_be_hidden()
        asked.nth(n).locator("input").first.focus()
        page.keyboard.press("Space")
        expect(asked.nth(n).locator(".revealed")).to_be_visible()
    expect(page.locator(".after .answer").first).to_be_visible()
    expect(page.locator(".wait")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert grave(page) == []
    page.close()


def test_the_answer_shows_without_a_guess_where_that_is_asked_for(page: Page) -> None:
    expect(page.locator(".wait")).to_be_visible()
    page.locator("#unguessed").check()
    expect(page.locator(".after .answer").first).to_be_visible()
    page.locator("#unguessed").uncheck()
    expect(page.locator(".after")).to_be_hidden()
    page.close()


def test_on_paper_the_answer_stands_there_guessed_or_not(page: Page) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".after .answer").first).to_be_visible()
    expect(page.locator(".revealed").first).to_be_hidden()
    page.close()


def test_words_and_groups_open_in_the_report(page: Page) -> None:
    page.locator("#unguessed").check()
    word = page.locator(".answer .meaning").first
    word.locator("summary").click()
    expect(word.locator("p")).to_be_visible()
    page.locator(".who > summary").click()
    expect(page.locator(".who .people div").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
