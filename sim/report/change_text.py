"""The answer to one change of the asker's own, as text of at most 40 lines."""

from __future__ import annotations

from typing import Final

from sim.counterfactual.answer import Answer
from sim.counterfactual.pairs import WHAT_IF
from sim.counterfactual.shares import PairedShare
from sim.locale import say
from sim.report.compare_text import facts, from_to, rows_of
from sim.report.headline import headline
from sim.report.limits import faults_of
from sim.report.naming import argument_of, title_of
from sim.report.question import question
from sim.report.terminal import command_lines, fit, heading, width, wrap

_LABEL: Final = 38


def change_answer(answer: Answer, lang: str = "en") -> list[str]:
    """The question, the directions, what is known to be wrong, each outcome, how unlikely the change is, and the next command."""
    country, branch, columns = answer.country, answer.branch(WHAT_IF), width()
    out = heading(wrap(say(lang, "compare.title_one", title=title_of(country, lang), worlds=answer.worlds, seed=answer.seed), columns))
    out += ["", *wrap(question(country, branch, None, lang), columns)]
    out += [line for text in headline(country, branch, None, lang) for line in wrap(text, columns)]
    out += [*wrap(faults_of(country, answer.fitted, lang), columns), "", *wrap(say(lang, "compare.table"), columns)]
    out += [_row(branch.paired[name], name, lang) for name in rows_of(answer, [branch])]
    out += ["", *wrap(" ".join(facts(answer.country, branch, lang)), columns), "", *wrap(say(lang, "compare.legend"), columns)]
    changes = " ".join(f"--do '{text}'" for text in (*answer.do, *branch.do))
    return [*out, *command_lines(say(lang, "compare.next_world", pack=argument_of(country), do=changes), columns)]


def _row(cell: PairedShare, name: str, lang: str) -> str:
    return fit(say(lang, f"outcome.{name}"), _LABEL) + from_to(cell)
