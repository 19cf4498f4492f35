"""The answer in sentences, the same on the screen, on a page and in a report.

For each change: which outcomes it moves and which way, the largest changes first, then how the outcomes that the pack's sentences name for it
come out here. Directions only: how often something comes stands in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.possible import can_happen
from sim.locale import capital, say
from sim.pack import Country
from sim.pack.build.choices import parse_do
from sim.pack.build.scenarios import ruler_asked
from sim.pack.country.dates import month_name, parse_month
from sim.report.directions import Directions, directions
from sim.report.limits import sentences_key

NAMED: Final = 2
"""Outcomes named in each direction; the others are counted."""


def change_in_words(country: Country, branch: BranchAnswer, label: str | None, lang: str) -> str:
    """The change as it is called in the middle of a sentence: `under the uplanders`."""
    if branch.winner is None:
        return say(lang, "report.after_change", label=label or ", ".join(branch.do))
    return say(lang, "report.under", who=country.faction(branch.winner).phrase[lang])


def headline(country: Country, branch: BranchAnswer, label: str | None, lang: str) -> list[str]:
    """One change: the sentence of its directions, and one on what the pack's sentences name for it, where they do."""
    result, change = directions(country, branch), capital(change_in_words(country, branch, label, lang))
    if branch.winner is not None and branch.date is not None:
        change = say(lang, "report.headline_from", change=change, month=month_name(parse_month(branch.date), lang))
    ways, strong = by_size(branch, result), [*result.more, *result.less]
    moves = [say(lang, f"report.headline_{word}", names=_listed(names, lang)) for word, names in zip(("more", "less"), ways, strict=True) if names]
    if not moves:
        return [say(lang, "report.headline_none", change=change), *_named(country, branch, lang)]
    whole = len(strong) == sum(map(len, ways))
    where = "fixed" if result.fixed_more or result.fixed_less else "nearly_all" if whole else "most"
    over = say(lang, f"report.headline_{where}", moves=say(lang, "report.headline_and").join(moves))
    said = [say(lang, "report.headline", change=change, directions=over)]
    if strong and not whole:
        names = [name for names in ways for name in names if name in strong]
        said.append(say(lang, "report.headline_strong", names=_listed(names, lang)))
    return [" ".join(said), *_named(country, branch, lang)]


def by_size(branch: BranchAnswer, result: Directions) -> tuple[list[str], list[str]]:
    """Outcomes that become more and less frequent, those first whose share moves most: they are the same from seed to seed."""
    def size(name: str) -> float:
        return -abs(branch.paired[name].difference or 0.0)

    more, less = [*result.more, *result.rather_more, *result.fixed_more], [*result.less, *result.rather_less, *result.fixed_less]
    return sorted(more, key=size), sorted(less, key=size)


def outcomes_named(country: Country, branch: BranchAnswer) -> tuple[str, ...]:
    """Outcomes that the sentences of a change name, in their order, each once; where they count others, those too."""
    more, less = by_size(branch, directions(country, branch))
    return tuple(dict.fromkeys([*more, *less, *(name for name in named_of(country, branch.winner) if name in branch.outcomes)]))


def _listed(names: Sequence[str], lang: str) -> str:
    """Outcomes by name, the first of them; of more the number."""
    first = [say(lang, f"outcome.{name}") for name in names[:NAMED]]
    rest = [say(lang, "report.headline_others", n=len(names) - NAMED)] if len(names) > NAMED else []
    return say(lang, "report.and").join([*first, *rest])


def named_of(country: Country, winner: str | None) -> list[str]:
    """Outcomes that the pack's sentences name for this one group in office, in the order of the sentences; who rules is not one of them."""
    found = []
    for scenario in country.scenarios:
        sets = {change.value for arm in scenario.arms for change in map(parse_do, arm.do) if change.what == "ruler"}
        if sets == {winner} and scenario.together != "unweighed":
            found += [name for name in scenario.outcomes if ruler_asked(name) is None and can_happen(country, name)]
    return list(dict.fromkeys(found))


def _named(country: Country, branch: BranchAnswer, lang: str) -> list[str]:
    ways: dict[str, list[str]] = {"more": [], "less": [], "same": [], "never": []}
    for name in named_of(country, branch.winner):
        cell = branch.paired.get(name)
        if cell is not None and cell.way is not None:
            ways["never" if cell.share == cell.reference_share == 0.0 else cell.way].append(say(lang, f"outcome.{name}"))
    parts = [say(lang, f"report.here_{way}", outcomes=say(lang, "report.and").join(names)) for way, names in ways.items() if names]
    return [say(lang, sentences_key(country, "report.headline_named"), outcomes=say(lang, "report.headline_ways").join(parts))] if parts else []
