"""The document is in the reader's language, may be enlarged, and its scripts are those its policy knows."""

from __future__ import annotations

import re

import pytest

from sim.dashboard.document import rewritten, sentence
from sim.locale import LANGUAGES

SENT = (
    '<!doctype html>\n<html>\n<head><meta name="viewport" content="width=device-width, maximum-scale=1, user-scalable=no">\n'
    '<script>var a = 1</script></head><script type="x-template">{{ b }}</script><body data-base-url="/"><script src="/c.js"></script></body></html>'
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_stands_in_the_document(lang: str) -> None:
    assert f'<html lang="{lang}">' in rewritten(SENT, lang, "n")


def test_a_reader_may_enlarge_the_page() -> None:
    text = rewritten(SENT, "en", "n")
    assert "user-scalable" not in text
    assert "maximum-scale" not in text
    assert text.count('name="viewport"') == 1


def test_every_script_carries_the_nonce() -> None:
    scripts = re.findall(r"<script[^>]*>", rewritten(SENT, "en", "abc"))
    assert len(scripts) == 3
    assert all('nonce="abc"' in script for script in scripts)


def test_a_word_that_only_begins_like_a_script_gets_none() -> None:
    assert "nonce" not in rewritten("<scripted>&lt;script&gt;</scripted>", "en", "abc")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sentence_is_one_line(lang: str) -> None:
    assert sentence(lang, "page.refused_elsewhere").decode().count("\n") == 1


def test_the_line_for_a_lost_connection_is_there_and_hidden() -> None:
    assert re.search(r'<body[^>]*><p id="connection-lost" role="status" hidden>[^<]*끊겼다', rewritten(SENT, "ko", "n"))
