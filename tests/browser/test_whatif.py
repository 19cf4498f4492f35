"""What if in a real browser: edit the question, run it, stop it, guess, read the answer, keep the report."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave
from tests.browser.conftest import OPENING, Tab

pytestmark = pytest.mark.browser

UNCUT = """[...document.querySelectorAll('.choice select')].filter(one => {
    const shown = one.offsetWidth;
    one.style.maxWidth = one.parentElement.style.maxWidth = 'none';
    const whole = one.offsetWidth;
    one.style.maxWidth = one.parentElement.style.maxWidth = '';
    return whole > shown;
}).map(one => one.id)"""
"""Lists of the question that are narrower than their longest choice."""


def opened(tab: Tab, query: str = "") -> Page:
    """The page with its answer on screen, asked for without a guess."""
    page = tab.page
    page.goto(f"{tab.site}/whatif?guess=no{query}")
    page.wait_for_selector(".answers .answer", timeout=OPENING)
    return page


@pytest.mark.parametrize(("lang", "words"), [("en", "plausible values"), ("ko", "있을 법한 값")])
def test_the_first_answer_is_there_with_charts_trust_and_chronicles(any_tab: Tab, lang: str, words: str) -> None:
    page = opened(any_tab, f"&lang={lang}")
    assert words in page.inner_text(".answers .answer")
    assert page.locator("h1").count() == 1
    assert page.locator(".answers svg[role=img]:visible").count() == 6
    assert page.locator(".trust dt").count() >= 3
    assert page.locator(".chronicle .parting").count() == 1
    assert page.locator(".record .kind").inner_text() in ("The record", "기록")
    line = page.locator(".chronicle details.line").first
    line.locator("summary").click()
    expect(line.locator("p")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "Traceback" not in page.inner_text("body")
    assert grave(page) == []


def test_the_question_is_edited_run_and_kept_by_the_address(tab: Tab) -> None:
    page = opened(tab)
    page.select_option("#who", "soviet")
    page.select_option("#year", "1955")
    page.select_option("#month", "3")
    page.select_option("#route", "death")
    page.click("button.run")
    expect(page.locator(".answers h2").first).to_contain_text("the Soviet Koreans", timeout=OPENING)
    expect(page.locator(".answers h2").first).to_contain_text("March 1955")
    assert "ruler=soviet@1955-03:death" in page.url
    expect(page.locator(".again pre").first).to_contain_text("--what-if 'ruler=soviet@1955-03:death'")
    page.reload()
    expect(page.locator(".answers h2").first).to_contain_text("March 1955", timeout=OPENING)
    assert page.input_value("#who") == "soviet"
    page.go_back()
    expect(page.locator(".answers h2").first).to_contain_text("September 1956")


def test_a_run_shows_how_far_it_is_and_can_be_stopped(tab: Tab) -> None:
    page = opened(tab)
    page.locator(".assumptions > summary").click()
    page.select_option("#worlds", "1000")
    page.fill("#seed", "77")
    page.click("button.run")
    expect(page.locator(".running progress")).to_be_visible()
    page.click("[data-key=stop]")
    expect(page.locator(".stopped")).to_be_visible(timeout=5_000)
    expect(page.get_by_role("button", name="Run it again")).to_be_visible()


def test_what_can_be_changed_is_listed_beside_the_line_to_type_it_in(any_tab: Tab) -> None:
    page = opened(any_tab)
    page.locator(".assumptions > summary").click()
    page.locator(".changes > summary").click()
    expect(page.locator(".changes .list")).to_contain_text("switch.patron_veto=off")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert grave(page) == []


def test_guesses_come_before_the_answer_and_stand_beside_it(tab: Tab) -> None:
    page = tab.page
    page.goto(f"{tab.site}/whatif")
    expect(page.locator("fieldset")).to_have_count(3, timeout=OPENING)
    expect(page.locator(".answers")).to_have_count(0)
    page.click("[data-key=reveal]")
    expect(page.locator(".answers")).to_have_count(0)  # nothing was guessed
    for n in range(3):
        page.locator(f"input[name=guess{n}]").nth(n).check()
    assert grave(page) == []
    page.click("[data-key=reveal]")
    expect(page.locator(".guessed li")).to_have_count(3)
    expect(page.locator(".guessed")).to_contain_text("The model:")
    assert "guess=0,1,2" in page.url
    box = page.locator(".answer").first.bounding_box()
    assert box is not None
    assert box["y"] + 150 < 720  # the sentences of the answer are on the first screen


def test_an_answer_without_a_guess_is_a_click_away_and_stays_so_for_the_next_question(any_tab: Tab) -> None:
    page = any_tab.page
    page.goto(f"{any_tab.site}/whatif")
    page.get_by_role("link", name="Show me without guessing").click(timeout=OPENING)
    expect(page.locator(".answers .answer")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate(UNCUT) == []
    page.select_option("#who", "soviet")
    page.click("button.run")
    expect(page.locator(".answers h2").first).to_contain_text("the Soviet Koreans", timeout=OPENING)
    page.get_by_role("link", name=re.compile("Guess first")).click()
    expect(page.locator("fieldset")).to_have_count(3)


def test_a_word_opens_its_definition_by_keyboard_and_by_touch_and_the_groups_are_told(any_tab: Tab) -> None:
    page = opened(any_tab)
    word = page.locator(".answer .meaning").first
    expect(word.locator("p")).to_be_hidden()
    word.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(word.locator("p")).to_be_visible()
    assert word.locator("p").inner_text().endswith(".")
    charted = page.locator(".outcomes0 .meaning").filter(has_text="purge of rivals")
    charted.locator("summary").click()
    expect(charted).to_contain_text("30% of its rivals' offices within five years")
    page.locator(".who summary").first.click()
    expect(page.locator(".who .people").first).to_contain_text("Yan'an, scholars of the Independence League")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert grave(page) == []


def test_a_sentence_of_the_article_is_a_click_away_and_is_judged(tab: Tab) -> None:
    page = opened(tab)
    page.locator(".shortcuts summary").click()
    page.locator(".sentences a").filter(has_text="Soviet Koreans").first.click()
    expect(page.locator("main .paraphrase").first).to_contain_text("could", timeout=OPENING)
    expect(page.locator("article .verdict")).to_be_visible(timeout=OPENING)
    assert "s=soviet-koreans-1953" in page.url


def test_the_report_is_kept_as_a_file(tab: Tab) -> None:
    page = opened(tab)
    with page.expect_download(timeout=OPENING) as kept:
        page.click("a.report")
    text = kept.value.path().read_text("utf-8")
    assert text.rstrip().endswith("</html>")
    assert kept.value.suggested_filename == "counterfaction-korea-1945-en.html"


def test_the_world_told_is_opened_in_watch(tab: Tab) -> None:
    page = opened(tab)
    page.get_by_role("link", name=re.compile("Watch the changed world")).click()
    expect(page.locator(".controls")).to_be_visible(timeout=OPENING)
    expect(page.locator("h1")).to_contain_text("the model changed")
    expect(page.locator(".when strong")).to_have_text("September 1956")


@pytest.mark.parametrize("query", ["?q=ruler=yanan@2024-01:plenum", "?q=ruler=nobody@1956-09:plenum", "?s=%3Cscript%3E", "?q=" + "x" * 3000, "?q=war=won&q=war=lost"])
def test_what_can_t_be_asked_gets_a_sentence(tab: Tab, query: str) -> None:
    page = tab.page
    page.goto(f"{tab.site}/whatif{query}")
    expect(page.locator(".failed")).to_contain_text("can't be asked", timeout=OPENING)
    assert "--" not in page.inner_text(".failed")
    assert "Traceback" not in page.inner_text("body")
    page.click(".failed a")
    expect(page.locator("form.guesses")).to_be_visible(timeout=OPENING)


@pytest.mark.parametrize(("query", "said"), [
    ("n=300", "300 is no number of worlds"), ("n=abc", "abc is no number of worlds"), ("seed=-1", "-1 is no seed"), ("seed=4294967296", "4294967296 is no seed"),
    ("n=0&seed=x", "0 is no number of worlds"), ("n=%3Cb%3E", "<b> is no number of worlds"),
])  # fmt: skip
def test_a_wrong_number_in_the_address_is_refused_and_not_replaced(tab: Tab, query: str, said: str) -> None:
    page = tab.page
    page.goto(f"{tab.site}/whatif?q=ruler=soviet@1955-03:death&{query}")
    expect(page.locator(".failed")).to_contain_text(said, timeout=OPENING)
    assert page.locator(".answers").count() == 0
    assert query in page.url
    page.click(".failed a")
    expect(page.locator("form.guesses")).to_be_visible(timeout=OPENING)
    assert page.input_value("#who") == "soviet"  # the same question


def test_what_is_wrong_in_the_form_is_said_beside_it(tab: Tab) -> None:
    page = opened(tab)
    page.locator(".assumptions > summary").click()
    page.fill("#also", "<img src=x onerror=alert(1)>")
    page.click("button.run")
    expect(page.locator("#question-error")).to_contain_text("can't be read")
    assert page.locator("form img").count() == 0
    assert page.input_value("#also") == "<img src=x onerror=alert(1)>"
