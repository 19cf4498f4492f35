"""The answer to one change of the asker's own, as text of at most 40 lines."""

from __future__ import annotations

from typing import Any, Final

from sim.counterfactual.compare import Answer
from sim.counterfactual.pairs import WHAT_IF
from sim.counterfactual.possible import possible
from sim.locale import about, say
from sim.pack.dates import month_name, parse_month
from sim.report.compare_text import LEAST_SPREAD, SHOWN, WIDTH, short_share, sign
from sim.report.directions import sentences
from sim.report.naming import argument_of, title_of
from sim.report.question import question
from sim.report.terminal import fit, wrap

_LABEL: Final = 34
_WORDS: Final = 42
OUTCOMES: Final = (*SHOWN, "opening", "ruler_ousted")


def change_answer(answer: Answer, lang: str = "en") -> list[str]:
    """The question, the directions, each outcome in words, how unlikely the change is, and the next commands."""
    country, branch = answer.country, answer.branch(WHAT_IF)
    out = wrap(say(lang, "compare.title_one", title=title_of(country, lang), worlds=answer.worlds, seed=answer.seed), WIDTH)
    out += ["", *wrap(question(country, branch, None, lang), WIDTH)]
    out += [line for sentence in sentences(branch, lang) for line in wrap(sentence, WIDTH)]
    out += ["", *(_row(branch["outcomes"][name], name, lang) for name in possible(country, OUTCOMES)), ""]
    out += [*_facts(branch, lang), ""]
    out += wrap(say(lang, "compare.legend"), WIDTH) + wrap(say(lang, "compare.cannot"), WIDTH)
    changes = " ".join(f"--do '{text}'" for text in (*answer.do, *branch["do"]))
    return [*out, say(lang, "compare.next_world", pack=argument_of(country), do=changes)]


def _row(cell: dict[str, Any], name: str, lang: str) -> str:
    label = fit(say(lang, f"outcome.{name}"), _LABEL)
    if cell["share"] is None:
        return f"{label}?"
    words = f"{short_share(cell['reference_share'], lang)} \u2192 {short_share(cell['share'], lang)} {sign(cell)}"
    low, high = cell["spread_low"], cell["spread_high"]
    spread = say(lang, "compare.range", low=f"{low:.0%}", high=f"{high:.0%}") if high - low >= LEAST_SPREAD else ""
    return f"{label}{fit(words, _WORDS)}{spread}".rstrip()


def _facts(branch: dict[str, Any], lang: str) -> list[str]:
    """How often the change comes by itself, where it applies, and until when the two stories share their people."""
    found = []
    if branch["price_bits"] is not None:
        found.append((say(lang, "compare.price"), short_share(2.0 ** -branch["price_bits"], lang)))
    if branch["applicable"] is not None:
        found.append((say(lang, "compare.applies"), about(lang, branch["applicable"])))
    if branch["aligned_until"] is not None:
        found.append((say(lang, "compare.aligned"), month_name(parse_month(branch["aligned_until"]), lang)))
    return [f"{fit(label, _LABEL)}{text}" for label, text in found]
