"""Make again what is shipped with the packs, and the answer that the README shows: `python -m tests.results`. To be run after any change of rules, packs, words or looks."""

from __future__ import annotations

import json
from pathlib import Path

from sim.counterfactual.compare import compare
from sim.locale import LANGUAGES
from sim.pack import load_pack
from sim.report.html.content import content
from sim.report.html.write import page
from sim.report.results import SEED, WORLDS, made
from tests.fuzz.frame import command
from tests.readmes import FIRST, first_command, with_answer

ROOT = Path(__file__).resolve().parents[1]
PACK = "korea-1945"
FOLDER = ROOT / "scenarios" / PACK / "results"


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


def main() -> None:
    """Write all of it."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in {**reports(), **answers()}.items():
        (FOLDER / name).write_text(text, "utf-8", newline="\n")
        print(f"{name}: {len(text.encode()):,} bytes")
    FIRST.write_text(with_answer(command(*first_command()).out.decode("utf-8")), "utf-8", newline="\n")
    print(f"{FIRST.name}: the answer of its first line")


if __name__ == "__main__":
    main()
