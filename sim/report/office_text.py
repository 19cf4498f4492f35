"""Under whose rule things came: how the winner stood, what came while it ruled, what followed where it came by itself, and the placebo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sim.counterfactual.answer import BranchAnswer
from sim.locale import about, say
from sim.pack import Country
from sim.report.headline import outcomes_named

NAMED: Final = 4
"""Outcomes a sentence names."""


def standing_sentence(branch: BranchAnswer, lang: str) -> str | None:
    """How many of the committee stood with the winner, and how long it ruled, with most of it behind and without."""
    found = branch.standing
    if found is None or found.support is None:
        return None
    said = [say(lang, "office.put", share=about(lang, found.support, "of_committee"))]
    for key, years in (("with", found.with_majority), ("without", found.without_majority)):
        if years.after_5 is not None and years.mean is not None:
            text = say(lang, f"office.{key}", n=years.n, years=f"{years.mean:.0f}", share=about(lang, years.after_5))
            said.append(text)
    return " ".join(said)


def _listed(country: Country, branch: BranchAnswer, shares: Mapping[str, float | None], lang: str, of: int | None = None) -> str:
    """The outcomes that the answer names with their shares; of few worlds their number."""
    names = [name for name in outcomes_named(country, branch) if shares.get(name) is not None][:NAMED]
    found = []
    for name in names:
        share = shares[name] or 0.0
        told = about(lang, share) if of is None else say(lang, "office.of_them", count=round(share * of), n=of)
        found.append(say(lang, "office.one", outcome=say(lang, f"outcome.{name}"), share=told))
    return "; ".join(found)


def attributed_sentences(country: Country, branch: BranchAnswer, lang: str) -> list[tuple[str, str]]:
    """A heading and a sentence each: what came while the winner ruled, where it came to rule by itself, and with the placebo."""
    if not branch.attributed:
        return []
    under = _listed(country, branch, {name: one.under_winner for name, one in branch.attributed.items()}, lang)
    found = [("under", say(lang, "office.under", listed=under))] if under else []
    n = next(iter(branch.attributed.values())).by_itself.n
    itself = _listed(country, branch, {name: one.by_itself.share for name, one in branch.attributed.items()}, lang, n)
    found.append(("itself", say(lang, "office.itself", n=n, listed=itself) if n and itself else say(lang, "office.itself_none")))
    placebo = _listed(country, branch, {name: cell.share for name, cell in branch.placebo.items()}, lang)
    return [*found, *([("placebo", say(lang, "office.placebo", listed=placebo))] if placebo else [])]
