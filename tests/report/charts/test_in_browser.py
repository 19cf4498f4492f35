"""What a real browser makes of the charts: no words cut off, none on top of others, no request.

The browser itself measures every word, with its own fonts; the program's estimate has no part in it.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from sim.pack import Country
from tests.report.charts.samples import EMPTY, FULL, HOSTILE, LONG, UNKNOWN, country_of

BROWSER = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
MEASURE = """
const found = [];
for (const svg of document.querySelectorAll('svg')) {
  const frame = svg.viewBox.baseVal, home = svg.getScreenCTM().inverse(), chart = svg.querySelector('title').id;
  const words = [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBBox(), moved = home.multiply(text.getScreenCTM());
    // the box of a line is taller than its letters
    return {text: text.textContent, left: box.x + moved.e, right: box.x + moved.e + box.width,
            top: box.y + moved.f + box.height * 0.18, bottom: box.y + moved.f + box.height * 0.86};
  });
  words.forEach((one, n) => {
    if (one.left < -0.5 || one.top < -0.5 || one.right > frame.width + 0.5 || one.bottom > frame.height + 0.5) found.push([chart, 'cut off', one.text]);
    for (const other of words.slice(n + 1)) {
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 1 && down > 1) found.push([chart, 'overlap', one.text, other.text]);
    }
  });
}
const asked = performance.getEntriesByType('resource').map(entry => entry.name);
const answer = document.createElement('pre');
answer.id = 'answer';
answer.textContent = JSON.stringify({found, asked, charts: document.querySelectorAll('svg').length, overflow: document.body.scrollWidth - innerWidth});
document.body.append(answer);
"""


def look(page: str, folder: Path, width: int) -> dict[str, object]:
    """Open a page and read what the browser measured."""
    assert BROWSER is not None
    file = folder / "page.html"
    file.write_text(page, encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900", "--dump-dom"]
    shown = subprocess.run([*command, file.as_uri()], capture_output=True, text=True, timeout=120, check=True).stdout
    match = re.search(r'<pre id="answer">(.*?)</pre>', shown, re.DOTALL)
    assert match, "the page did not answer"
    return dict(json.loads(html.unescape(match[1])))


def page_of(figures: list[str], lang: str) -> str:
    style = "body{margin:0;overflow-wrap:anywhere}.chart-table{overflow-x:auto}figure{margin:0}"
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>charts</title><style>{style}</style></head>'
        f"<body>{''.join(figures)}<script>{MEASURE}</script></body></html>"
    )


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH")
@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_words_are_cut_off_or_overlap(korea: Country, demo: Country, tmp_path: Path, lang: str, wide: bool) -> None:
    figures = []
    countries = {"korea": korea, "demo": demo, "two": country_of(korea, 2), "six": country_of(korea, 6), "long": country_of(korea, 4, LONG)}
    countries["hostile"] = country_of(korea, 4, HOSTILE)
    for name, country in countries.items():
        for kind, make in FULL.items():
            figures.append(make(country, lang=lang, key=f"{kind}-{name}", title=f"{kind}: {name}", wide=wide).figure())
    for name, makes in (("empty", EMPTY), ("unknown", UNKNOWN)):
        figures += [make(demo, lang=lang, key=f"{kind}-{name}", title=kind, wide=wide).figure() for kind, make in makes.items()]
    seen = look(page_of(figures, lang), tmp_path, 1000 if wide else 375)
    assert seen["charts"] == len(figures)
    assert seen["found"] == []
    assert seen["asked"] == []


@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH")
def test_the_browser_would_see_words_on_top_of_others(tmp_path: Path) -> None:
    """The measure itself can fail."""
    figure = '<svg viewBox="0 0 100 50" width="100%"><title id="a">a</title><text x="5" y="20">one</text><text x="6" y="22">two</text><text x="90" y="40">three</text></svg>'
    found = look(page_of([figure], "en"), tmp_path, 1000)["found"]
    assert found == [["a", "overlap", "one", "two"], ["a", "cut off", "three"]]
