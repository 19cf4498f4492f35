"""The frame around every page: links, languages, keyboard, and what a reader sees when something is wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import grave
from tests.browser.conftest import Tab

pytestmark = pytest.mark.browser


def test_the_first_page_leads_to_the_others_and_back(any_tab: Tab) -> None:
    page = any_tab.open("/")
    assert page.locator("h1").count() == 1
    assert page.locator(".groups dt").count() == 6
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator(".meaning summary").first.click()
    expect(page.locator(".meaning p").first).to_contain_text("Whoever holds it rules")
    assert grave(page) == []
    page.click("main a[href='/watch']")
    expect(page.locator(".controls")).to_be_visible(timeout=60_000)
    assert page.url.endswith("/watch")
    page.go_back()
    expect(page.locator("main .ways")).to_be_visible()


def test_the_navigation_shows_the_pages_there_are(tab: Tab) -> None:
    page = tab.open("/")
    links = page.locator("header nav:not(.languages) a")
    for n in range(links.count()):
        assert page.request.get(tab.site + (links.nth(n).get_attribute("href") or "")).status == 200
    assert links.count() == 2


def test_another_language_is_a_link_and_the_document_says_which(tab: Tab) -> None:
    page = tab.open("/")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.click("header .languages a[lang=ko]")
    expect(page.locator("h1")).to_contain_text("누가 통치하며")
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert "lang=ko" in page.url
    page.reload()
    expect(page.locator("h1")).to_contain_text("누가 통치하며")
    page.locator("main .ways a").last.click()
    expect(page.locator("h1")).to_contain_text("모의 세계 하나", timeout=60_000)


def test_the_language_stands_in_the_document_as_it_is_sent(tab: Tab) -> None:
    tab.open("/")
    sent = tab.page.request.get(tab.site + "/watch?lang=ko").text()
    assert '<html lang="ko">' in sent
    assert "user-scalable=no" not in sent


def test_the_first_key_skips_to_the_content(tab: Tab) -> None:
    page = tab.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_lost_connection_is_said_in_the_language_of_the_page(tab: Tab) -> None:
    page = tab.open("/?lang=ko")
    line = page.locator("#connection-lost")
    expect(line).to_be_hidden()
    tab.meant = ("DISCONNECTED", "WebSocket")
    page.context.set_offline(True)
    page.evaluate("solara.debug.dropConnection()")
    expect(line).to_be_visible()
    expect(line).to_contain_text("연결이 끊겼다")
    page.context.set_offline(False)
