"""The answer in sentences, the same on the screen, on a page and in a report.

For each change: which outcomes it moves and which way, the largest changes first, then how the outcomes that the pack's sentences name for it
come out here; for the ruler as recorded, what moves under the others. Directions only: how often something comes stands in the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sim.counterfactual.answer import BranchAnswer
from sim.counterfactual.possible import can_happen
from sim.locale import capital, say
from sim.pack import Country
from sim.pack.build.choices import BASELINE, parse_do
from sim.pack.build.scenarios import ruler_asked
from sim.pack.country.dates import month_name, parse_month
from sim.pack.country.questions import ScenarioFile
from sim.report.directions import Directions, directions
from sim.report.limits import sentences_key

NAMED: Final = 2
"""Outcomes named in each direction: those that move most."""


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
    ways, strong = by_size(branch, result), {*result.more, *result.less}
    whole = len(strong) == sum(map(len, ways))
    told = [say(lang, "report.headline_two").join(_marked(name, lang, name in strong and not whole) for name in names[:NAMED]) for names in ways]
    parts = [say(lang, f"report.headline_{word}", names=names) for word, names in zip(("more", "less"), told, strict=True) if names]
    if not parts:
        return [say(lang, "report.headline_none", change=change), *_named(country, branch, lang)]
    where = "fixed" if result.fixed_more or result.fixed_less else "nearly_all" if whole else "most"
    said = say(lang, "report.headline_and").join(parts)
    if max(map(len, ways)) > NAMED:
        said = say(lang, "report.headline_first", moves=said)
    over = say(lang, f"report.headline_{where}", moves=said)
    return [say(lang, "report.headline", change=change, directions=over), *_named(country, branch, lang)]


def left_alone(country: Country, branches: Sequence[BranchAnswer], lang: str) -> list[str]:
    """What the pack's sentences that weigh the recorded ruler against others say, and what moves under these.

    One sentence for each such scenario: `together = "unweighed"`, held against the model left alone, every arm with another ruler. An outcome is
    named where no branch moves it the other way; whether that is worse or better is not the model's to say.
    """
    others = _others(country, branches)
    if not others:
        return []
    who = say(lang, "report.or").join(country.faction(branch.winner or "").phrase[lang] for branch in others)
    ruler = capital(country.faction(country.first_ruler).phrase[lang])
    found = []
    for scenario in _unweighed(country):
        parts = [
            say(lang, f"report.headline_{way}", names=say(lang, "report.and").join(say(lang, f"outcome.{name}") for name in names))
            for way in ("more", "less") if (names := _only(others, scenario.outcomes, way))
        ]  # fmt: skip
        said = say(lang, "report.headline_and").join(parts) or say(lang, "report.headline_same")
        under = capital(say(lang, "report.under", who=who))
        found.append(say(lang, "report.headline_unweighed", ruler=ruler, sentence=scenario.sentence[lang], under=under, moves=said))
    return found


def outcomes_beside(country: Country, branches: Sequence[BranchAnswer]) -> tuple[str, ...]:
    """Outcomes that `left_alone` names, each once."""
    others, scenarios = _others(country, branches), _unweighed(country)
    return tuple(dict.fromkeys(name for one in scenarios for way in ("more", "less") for name in _only(others, one.outcomes, way)))


def _others(country: Country, branches: Sequence[BranchAnswer]) -> list[BranchAnswer]:
    """Branches with another ruler than the recorded one, held against the model left alone, in display order."""
    order = [country.factions[k].key for k in country.displayed]
    found = [branch for branch in branches if branch.winner not in (None, country.first_ruler) and branch.reference == BASELINE]
    return sorted(found, key=lambda branch: order.index(branch.winner or ""))


def _unweighed(country: Country) -> list[ScenarioFile]:
    """Scenarios that say of the recorded ruler, left alone, that others were worse or better, and leave open what is."""
    found = [scenario for scenario in country.scenarios if scenario.together == "unweighed" and not scenario.reference]
    return [scenario for scenario in found if not any(_ruler_of(arm.do) in (None, country.first_ruler) for arm in scenario.arms)]


def _ruler_of(do: Sequence[str]) -> str | None:
    """The group that changes put in office; `None` where they put none, or several."""
    found = {change.value for change in map(parse_do, do) if change.what == "ruler"}
    return found.pop() if len(found) == 1 else None


def _only(branches: Sequence[BranchAnswer], names: Sequence[str], way: str) -> list[str]:
    """Outcomes that move this way beyond simulation error in a branch, and in none the other way."""
    other = {"more": "less", "less": "more"}[way]
    ways = {name: {cell.way for branch in branches if (cell := branch.paired.get(name)) is not None} for name in names}
    return [name for name in names if way in ways[name] and other not in ways[name]]


def _marked(name: str, lang: str, strong: bool) -> str:
    """An outcome by name, with a note where it moves so over nearly all plausible values and others don't."""
    outcome = say(lang, f"outcome.{name}")
    return say(lang, "report.headline_strong", outcome=outcome) if strong else outcome


def by_size(branch: BranchAnswer, result: Directions) -> tuple[list[str], list[str]]:
    """Outcomes that become more and less frequent, those first whose share moves most: they are the same from seed to seed."""
    def size(name: str) -> float:
        return -abs(branch.paired[name].difference or 0.0)

    more, less = [*result.more, *result.rather_more, *result.fixed_more], [*result.less, *result.rather_less, *result.fixed_less]
    return sorted(more, key=size), sorted(less, key=size)


def outcomes_named(country: Country, branch: BranchAnswer) -> tuple[str, ...]:
    """Outcomes that the sentences of a change name, in their order, each once."""
    more, less = by_size(branch, directions(country, branch))
    return tuple(dict.fromkeys([*more[:NAMED], *less[:NAMED], *(name for name in named_of(country, branch.winner) if name in branch.outcomes)]))


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
