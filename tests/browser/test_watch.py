"""Watch in a real browser: what it shows, how one moves in it, and what the address keeps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sim.agents.world import World
from sim.counterfactual.compare import compare
from sim.pack import Country
from sim.pack.country.dates import month_text
from sim.world.token import make_token
from tests.browser.axe import grave
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser


def month(page: Page) -> str:
    """The month shown."""
    return page.inner_text(".when strong")


def press(page: Page, name: str) -> None:
    """Press a button of the controls and wait until the month has changed."""
    before = month(page)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".when strong")).not_to_have_text(before)


def ask(page: Page, seed: str, do: str) -> None:
    """Fill in the form for another world and send it."""
    page.fill("#seed", seed)
    page.fill("#do", do)
    page.click("form button[type=submit]")


@pytest.mark.parametrize(("lang", "sentence", "marks"), [("en", "Kim's guerrillas", {"simulated", "given"}), ("ko", "빨치산파", {"모의", "주어진 것"})])
def test_a_month_is_told_in_sentences_charts_numbers_and_a_chronicle(any_tab: Tab, lang: str, sentence: str, marks: set[str]) -> None:
    page = any_tab.watch(f"?m=1956-09&lang={lang}")
    assert "1956" in month(page)
    assert page.locator("h1").count() == 1
    assert page.locator(".doings li").count() == 4
    assert sentence in page.inner_text(".panel.doings")
    assert page.locator(".standings tbody tr").count() == 5
    for panel in ("offices", "actions"):
        chart = page.locator(f".panel.{panel} svg[role=img]")
        assert chart.count() == 1
        assert (chart.bounding_box() or {"height": 0})["height"] > 200
    lines = page.locator(".chronicle details")
    assert lines.count() > 0
    shown = page.locator(".chronicle details summary .simulated").all_inner_texts()
    assert len(shown) == lines.count()
    assert set(shown) == marks
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "Traceback" not in page.inner_text("body")
    assert grave(page) == []


def test_one_moves_by_month_by_year_and_by_event(tab: Tab) -> None:
    page = tab.watch("?m=1956-09")
    press(page, "One month on")
    assert month(page) == "October 1956"
    press(page, "One year back")
    assert month(page) == "October 1955"
    press(page, "One month back")
    press(page, "Previous event")
    newest = page.locator(".chronicle .date").first
    expect(newest).to_have_text(month(page))
    press(page, "Next event")
    expect(newest).to_have_text(month(page))


def test_numbers_sentences_and_charts_move_with_the_month(tab: Tab) -> None:
    page = tab.watch("?m=1946-01")
    panels = ("doings", "standings", "actions", "offices .over")
    before = {panel: page.inner_html(f".panel.{panel}") for panel in panels}
    heights = {panel: page.locator(f".panel.{panel}").bounding_box() for panel in ("doings", "standings", "actions")}
    for _ in range(3):
        press(page, "One year on")
    assert [panel for panel in panels if page.inner_html(f".panel.{panel}") == before[panel]] == []
    assert {panel: page.locator(f".panel.{panel}").bounding_box() for panel in heights} == heights


def test_reload_and_back_reopen_the_view(tab: Tab) -> None:
    page = tab.watch("?m=1956-09")
    press(page, "One month on")
    assert "m=1956-10" in page.url
    page.reload()
    expect(page.locator(".when strong")).to_have_text("October 1956")
    press(page, "One year on")
    page.go_back()
    expect(page.locator(".when strong")).to_have_text("October 1956")
    page.click("header .name")
    expect(page.locator("main .ways")).to_be_visible()
    page.go_back()
    expect(page.locator(".when strong")).to_have_text("October 1956")


def test_play_moves_on_by_itself_until_pause(tab: Tab) -> None:
    page = tab.watch()
    assert month(page) == "October 1945"
    page.get_by_role("button", name="Play").click()
    expect(page.locator(".when strong")).to_contain_text("1946")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.wait_for_timeout(500)  # what was on its way when it was pressed
    still = month(page)
    page.wait_for_timeout(700)
    assert month(page) == still


def test_the_keyboard_is_enough(tab: Tab) -> None:
    page = tab.watch("?m=1956-09")
    page.focus(".controls input[type=range]")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".when strong")).to_have_text("October 1956")
    page.focus(".chronicle summary")
    page.keyboard.press("Enter")
    expect(page.locator(".chronicle details[open] dl")).to_be_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_line_opens_its_why_and_stays_open_in_the_next_month(tab: Tab) -> None:
    page = tab.watch("?m=1956-09")
    page.locator(".chronicle details").filter(has_text="simulated").first.locator("summary").click()
    why = page.locator(".chronicle details[open]").first
    for words in ("Rule", "Chance that month", "Chance drawn"):
        expect(why).to_contain_text(words)
    page.locator(".doings summary").first.click()
    expect(page.locator(".doings .why").first).to_contain_text("chance")
    press(page, "One month on")
    expect(page.locator(".chronicle details[open]")).to_have_count(1)


def test_a_vote_opens_cadre_by_cadre_and_the_address_keeps_it(any_tab: Tab, korea: Country) -> None:
    last = month_text(korea.first_month + World(korea, seed=3).run_to_end().month - 1)
    page = any_tab.watch(f"?w={make_token(korea, 3, 0, 0, ())}&m={last}")
    expect(page.locator(".lead")).to_contain_text("World 3")
    line = page.locator(".chronicle details:has(a)").first
    line.locator("summary").click()
    line.get_by_role("link").click()
    vote = page.locator(".vote")
    expect(vote).to_be_focused()
    expect(vote.locator("svg[role=img]")).to_be_visible()
    assert vote.locator("table tr").count() == 41
    assert grave(page) == []
    page.reload()
    expect(page.locator(".vote table tr")).to_have_count(41)
    page.locator(".vote a").click()
    expect(page.locator(".vote")).to_have_count(0)


def test_watch_opens_on_the_world_most_like_the_others_and_says_so(tab: Tab, korea: Country) -> None:
    page = tab.watch()
    expect(page.locator(".lead")).to_contain_text("Of 200 simulated worlds, the one that shares most outcomes with the others")
    typical = compare(korea, 200, 1, branches=["baseline"]).branch("baseline").typical
    assert typical is not None
    page.goto(f"{tab.site}/watch?w={typical.token}")
    expect(page.locator(".lead")).to_contain_text("Of 200 simulated worlds")
    page.goto(f"{tab.site}/watch?w={make_token(korea, 3, 0, 0, ())}")
    expect(page.locator(".lead")).to_contain_text("World 3")
    expect(page.locator(".lead")).not_to_contain_text("Of 200")


@pytest.mark.parametrize(("query", "found"), [("m=2050-01", "2050-01"), ("m=1945-09", "1945-09"), ("m=now", "now"), ("m=1956-13", "1956-13")])
def test_a_month_outside_the_horizon_is_refused_and_not_moved(tab: Tab, query: str, found: str) -> None:
    page = tab.open(f"/watch?{query}")
    expect(page.locator(".failed")).to_contain_text(f"{found} is no month of this world, which goes from October 1945 to", timeout=60_000)
    assert query in page.url
    page.click(".failed a")
    expect(page.locator(".when strong")).to_have_text("October 1945")


def test_another_world_by_number_and_by_a_change(tab: Tab) -> None:
    page = tab.watch()
    ask(page, "7", "ruler=yanan@1956-09:plenum")
    expect(page.locator("h1")).to_contain_text("the model changed")
    expect(page.locator(".when strong")).to_have_text("September 1956")
    expect(page.locator(".lead")).to_contain_text("World 7")
    expect(page.locator(".lead")).to_contain_text("ruler=yanan@1956-09:plenum")
    address = page.url
    page.get_by_role("link", name="The next world").click()
    expect(page.locator(".lead")).to_contain_text("World 8")
    page.go_back()
    expect(page.locator(".lead")).to_contain_text("World 7")
    assert page.url == address


def test_what_is_wrong_in_the_form_is_said_beside_it_and_nothing_typed_is_run(tab: Tab) -> None:
    page = tab.watch()
    before = page.url
    ask(page, "-1", "<img src=x onerror=alert(1)>")
    expect(page.locator("#seed-error")).to_contain_text("whole number from 0")
    expect(page.locator("#do-error")).to_contain_text("can't be read")
    assert page.locator("form img").count() == 0
    assert page.input_value("#do") == "<img src=x onerror=alert(1)>"
    ask(page, "1", "ruler=yann@1956-09:plenum")
    expect(page.locator("#do-error")).to_contain_text("nearest: yan")
    assert "Traceback" not in page.inner_text("body")
    assert page.url == before
    assert grave(page) == []


@pytest.mark.parametrize("token", ["not-a-token", "%22%3E%3Cscript%3E"])
def test_a_link_that_opens_no_world_gets_a_sentence(tab: Tab, token: str) -> None:
    page = tab.open(f"/watch?w={token}&m=1956-13")
    expect(page.locator(".failed")).to_contain_text("does not open a world")
    assert "Traceback" not in page.inner_text("body")
    page.click(".failed a")
    expect(page.locator(".controls")).to_be_visible(timeout=60_000)
