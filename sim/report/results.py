"""Answers that are shipped with a pack, so that a page has something to show before anything has been run.

A file `results/answers.LANG.json` holds the pieces of an answer for each of the pack's headline changes, made by the same functions that a page
calls. It counts only for the pack and the rules it was made with; a test makes it again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sim.counterfactual.answer import Answer
from sim.counterfactual.compare import compare
from sim.counterfactual.pairs import WHAT_IF
from sim.files.json_text import SCHEMA
from sim.locale import capital
from sim.pack import Country, InputError, find_pack
from sim.report.html.content import content
from sim.report.html.parts import judgement, meanings, pieces

WORLDS: Final = 200
SEED: Final = 1


def answered(answer: Answer, lang: str) -> dict[str, Any]:
    """An answer as a page shows it: pieces of HTML for each change, verdicts on sentences, and how to make it again."""
    report = content(answer, lang)
    return {
        "sections": [pieces(answer.country, section, lang) for section in report.sections],
        "judged": [judgement(answer.country, one, lang) for one in report.judged],
        "guesses": [
            {
                "question": guess.question, "outcome": capital(guess.meaning.name), "choices": list(guess.choices), "right": guess.right,
                "meaning": meanings(answer.country, (guess.meaning,), f"guess{n}", lang),
            }
            for n, guess in enumerate(report.guesses)
        ],
        "command": report.commands[0], "python": report.python, "facts": [list(fact) for fact in report.facts],
    }  # fmt: skip


def headline_changes(country: Country) -> list[tuple[str, ...]]:
    """Changes of the pack's headline branches that set a ruler, in their canonical texts."""
    from sim.world.do import read_do

    return [tuple(one.text for one in read_do(country, branch.do)) for branch in country.branches if branch.headline and branch.winner]


def made(country: Country, lang: str) -> dict[str, Any]:
    """The shipped answers of a country in one language."""
    from sim.world.compiled import text_of_the_rules

    answers = []
    for changes in headline_changes(country):
        answer = compare(country, WORLDS, SEED, what_if=changes)
        answers.append({"changes": list(changes), "worlds": WORLDS, "seed": SEED, **answered(answer, lang)})
    return {"schema": SCHEMA, "pack": country.identity, "rules": text_of_the_rules(), "answers": answers}


def shipped(country: Country, changes: Sequence[str], lang: str) -> dict[str, Any] | None:
    """The shipped answer to a change, None where there is none for this pack with these rules."""
    from sim.world.compiled import text_of_the_rules

    try:
        file = find_pack(country.id) / "results" / f"answers.{lang}.json"
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, InputError):
        return None
    if found.get("schema") != SCHEMA or found.get("pack") != country.identity or found.get("rules") != text_of_the_rules():
        return None
    return next((answer for answer in found["answers"] if answer["changes"] == list(changes)), None)


__all__ = ["SEED", "WHAT_IF", "WORLDS", "answered", "headline_changes", "made", "shipped"]
