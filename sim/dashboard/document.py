"""The document Solara sends, made ours: its language, a size that a reader may change, scripts that its policy knows, and a line for a
lost connection."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from sim.locale import say

NAME: Final = "Counterfaction"
_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')
_SCRIPT = re.compile(r"<script(?=[\s>])")
_BODY = re.compile(r"<body[^>]*>")


def rewritten(document: str, lang: str, nonce: str) -> str:
    """The document with the page's language, zoom allowed, its scripts marked with a nonce, and the line for a lost connection (custom.js).

    It was made when the server started and holds nothing that anybody has sent, so each script in it is one of ours.
    """
    text = document.replace("<html>", f'<html lang="{lang}">', 1)
    text = _VIEWPORT.sub('<meta name="viewport" content="width=device-width, initial-scale=1">', text, count=1)
    text = _SCRIPT.sub(f'<script nonce="{nonce}"', text)
    lost = f'<p id="connection-lost" role="status" hidden>{escape(say(lang, "page.connection_lost"))}</p>'
    return _BODY.sub(lambda match: match[0] + lost, text, count=1)


def sentence(lang: str, key: str) -> bytes:
    """A sentence of the catalogue on a line of its own, where no page is shown."""
    return f"{say(lang, key)}\n".encode()


def missing(lang: str) -> str:
    """What is sent for an address that no page has."""
    link = f'<a href="/?lang={lang}">{escape(say(lang, "page.start"))}</a>'
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{NAME}</title>'
    body = f'<main><h1>{escape(say(lang, "page.missing"))}</h1><p>{link}</p></main>'
    return f'<!doctype html>\n<html lang="{lang}"><head>{head}</head><body>{body}</body></html>\n'
