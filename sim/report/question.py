"""A change as a question in words."""

from __future__ import annotations

from sim.counterfactual.answer import BranchAnswer
from sim.locale import say
from sim.pack import Country
from sim.pack.build.choices import parse_do
from sim.pack.country.dates import month_name, parse_month


def question(country: Country, branch: BranchAnswer, label: str | None, lang: str) -> str:
    """The change as a question."""
    if branch.winner is None or branch.date is None:
        return say(lang, "report.question_other", label=label or ", ".join(branch.do))
    who = country.faction(branch.winner).phrase[lang]
    return say(
        lang, f"report.question_{branch.route}", who=who, month=month_name(parse_month(branch.date), lang),
        assembly=country.words["assembly"][lang], won=_war(branch, lang),
    )  # fmt: skip


def _war(branch: BranchAnswer, lang: str) -> str:
    """How the dated war went in the question, where the change says so."""
    war = next((change.value for change in map(parse_do, branch.do) if change.what == "war"), None)
    return say(lang, f"report.war_{war}") if war in ("won", "lost", "none") else ""
