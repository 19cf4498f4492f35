"""Make again what is shipped with the packs, and the answer that the README shows: `python -m tests.results`. To be run after any change of rules, packs, words or looks."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import sync_playwright

from sim.counterfactual.compare import compare
from sim.locale import LANGUAGES
from sim.pack import load_pack
from sim.report.html.content import content
from sim.report.html.write import page
from sim.report.results import SEED, WORLDS, made
from tests.fuzz.frame import command
from tests.harness.first_page import chromium_path
from tests.readmes import FIRST, first_command, with_answer

ROOT = Path(__file__).resolve().parents[1]
PACK = "korea-1945"
FOLDER = ROOT / "scenarios" / PACK / "results"
PICTURE = FOLDER / "report.png"
"""What the README shows of the report: the record beside a simulated world."""
WIDTH, HEIGHT = 986, 1500


def reports() -> dict[str, str]:
    """The report of the main question in each language: name of the file -> text."""
    country = load_pack(PACK)
    answer = compare(country, WORLDS, SEED, branches=[branch.id for branch in country.branches if branch.headline])
    sentences = [compare(country, WORLDS, SEED, scenario=scenario.id) for scenario in country.scenarios]
    return {f"report.{lang}.html": page(content(answer, lang, sentences)) for lang in LANGUAGES}


def answers() -> dict[str, str]:
    """The answers a page shows at once, in each language: name of the file -> text."""
    country = load_pack(PACK)
    return {f"answers.{lang}.json": json.dumps(made(country, lang), ensure_ascii=False, indent=1) + "\n" for lang in LANGUAGES}


def picture(report: Path, to: Path) -> bool:
    """Take the picture of a report anew; not done where there is no Chromium. Its bytes are those of a browser and its fonts, and compared by nobody."""
    path = chromium_path()
    if path is None:
        return False
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(report.as_uri())
        page.locator("#unguessed").check()
        top = page.locator("#record-head").bounding_box()
        assert top is not None
        page.screenshot(path=to, full_page=True, clip={"x": 0, "y": top["y"] - 10, "width": WIDTH, "height": HEIGHT})
        browser.close()
    return True


def main() -> None:
    """Write all of it."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in {**reports(), **answers()}.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
        print(f"{name}: {len(text.encode()):,} bytes")
    print(f"{PICTURE.name}: {'taken anew' if picture(FOLDER / 'report.en.html', PICTURE) else 'NOT taken anew, for want of Chromium'}")
    FIRST.write_text(with_answer(command(*first_command()).out.decode("utf-8")), "utf-8", newline="\n")
    print(f"{FIRST.name}: the answer of its first line")


if __name__ == "__main__":
    main()
