"""The answer to a scenario's sentence as text: the sentence, what its word asks, the verdict, each arm, and what the model lacks."""

from __future__ import annotations

from typing import Final

from sim.counterfactual.answer import Answer, BranchAnswer
from sim.counterfactual.verdict import ArmVerdict, Verdict
from sim.locale import about, say
from sim.pack import Country, ScenarioFile
from sim.pack.build.scenarios import ruler_asked
from sim.pack.country.dates import month_name
from sim.pack.country.modal import MODALS
from sim.report.compare_text import count, from_to
from sim.report.naming import argument_of, title_of
from sim.report.terminal import cells_of, command_lines, fit, heading, width, wrap

_LABEL: Final = 36
_COLUMNS: Final = (25, 19, 20)
_MORE: Final = 5
"""How many times as many pairs the next command suggests where too few were run."""


def outcome_name(country: Country, name: str, lang: str) -> str:
    """Words for an outcome that a scenario names."""
    asked = ruler_asked(name)
    if asked is None:
        return say(lang, f"outcome.{name}")
    year, faction = asked
    return say(lang, "outcome.ruler", who=country.faction(faction).phrase[lang], year=year)


def outcomes_text(country: Country, scenario: ScenarioFile, lang: str) -> str:
    """All outcomes of a scenario, joined by the word that says how they go together."""
    joint = say(lang, f"scenario.{scenario.together}") if scenario.together in ("any", "all") else ", "
    return joint.join(outcome_name(country, name, lang) for name in scenario.outcomes)


def scenario_list(country: Country, lang: str) -> list[str]:
    """All sentences that can be put to a pack: the modal word, what is asked, whose sentence it is, and what the model lacks for it."""
    room = width()
    out = [] if country.scenarios else [say(lang, "scenario.none")]
    for scenario in country.scenarios:
        outcomes = outcomes_text(country, scenario, lang) or "-"
        out += wrap(say(lang, "scenario.list", id=scenario.id, modal=say(lang, f"modal.{scenario.modal}"), outcomes=outcomes), room, "", " " * 4)
        claim = ", ".join(scenario.claims)
        out += wrap(say(lang, "scenario.list_claim", claim=claim, sentence=scenario.sentence[lang]), room, "    ", "    ")
        out += wrap(say(lang, "scenario.list_lacks", lacks=scenario.lacks[lang]), room, "    ", "    ")
    return out


def asks_text(country: Country, scenario: ScenarioFile, lang: str) -> str:
    """What the modal word asks for, in a sentence."""
    word = say(lang, f"modal.{scenario.modal}")
    if not scenario.outcomes:
        return say(lang, "scenario.asks_nothing", word=word)
    modal = MODALS[scenario.modal]
    form = "unweighed" if scenario.together == "unweighed" else "level_compares" if scenario.compares else modal.asks
    reference = say(lang, "scenario.otherwise", do=", ".join(scenario.reference)) if scenario.reference else say(lang, "scenario.alone")
    bar = say(lang, f"scenario.{form}", bar=f"{modal.bar:.0%}", reference=reference)
    last = country.first_month + (country.months - 1 if scenario.last is None else scenario.last)
    window = {"until": month_name(last, lang)}
    if scenario.first is not None:
        window["from"] = month_name(country.first_month + scenario.first, lang)
    span = say(lang, "scenario.after_change" if scenario.first is None else "scenario.between", **window)
    return say(lang, "scenario.asks", word=word, outcomes=outcomes_text(country, scenario, lang), bar=bar, window=span)


def verdict_lines(verdict: Verdict, lang: str) -> list[str]:
    """The verdict in a sentence, its reason where there is one, and that levels may not be read where nothing is fitted."""
    out = wrap(say(lang, "scenario.answer", verdict=say(lang, f"verdict.{verdict.verdict}")), width())
    if verdict.reason:
        out += wrap(say(lang, "scenario.why", reason=say(lang, f"reason.{verdict.reason}")), width())
    if not verdict.fitted and verdict.verdict != "cannot_say":
        out += wrap(say(lang, "scenario.direction"), width())
    return out


def scenario_answer(answer: Answer, lang: str = "en") -> list[str]:
    """The answer to the scenario that was asked, in lines of at most 100 columns."""
    scenario, verdict = answer.scenario, answer.verdict
    if scenario is None or verdict is None:
        raise ValueError("the answer is not one to a scenario")
    country = answer.country
    key = "scenario.title" if answer.branches else "scenario.title_unrun"
    claim = ", ".join(scenario.claims)
    title = say(lang, key, name=scenario.title[lang], claim=claim, title=title_of(country, lang), worlds=answer.worlds, seed=answer.seed)
    out = heading(wrap(title, width()))
    out += ["", *wrap(say(lang, "scenario.sentence", sentence=scenario.sentence[lang]), width())]
    out += wrap(asks_text(country, scenario, lang), width())
    out += ["", *verdict_lines(verdict, lang), ""]
    if verdict.counts is not None:
        out += [*_counted(answer, scenario, verdict, lang), ""]
    elif answer.branches:
        out += [*_table(answer, scenario, verdict, lang), *wrap(say(lang, "scenario.legend"), width()), ""]
    out += wrap(say(lang, "scenario.lacks", lacks=scenario.lacks[lang]), width())
    out += wrap(say(lang, "scenario.held"), width())
    return out + _next(answer, scenario, lang)


def label_of(scenario: ScenarioFile, name: str, lang: str) -> str:
    """An arm's label; its changes where it has none."""
    arm = next(arm for arm in scenario.arms if arm.id == name)
    return arm.label[lang] if arm.label is not None else ", ".join(arm.do)


def _table(answer: Answer, scenario: ScenarioFile, verdict: Verdict, lang: str) -> list[str]:
    """A line for each arm: shares, their spread, and over how many plausible values it gives what is asked."""
    first = "scenario.head_reference" if scenario.reference else "scenario.head_share"
    heads = [say(lang, first), say(lang, "scenario.head_spread"), say(lang, "scenario.head_clears")]
    out = _line([], heads)
    by_id = {arm.id: arm for arm in verdict.arms}
    for arm in scenario.arms:
        branch = answer.branch(arm.id)
        out += _line(wrap(label_of(scenario, arm.id, lang), _LABEL - 1, "", "  "), _cells(branch, by_id.get(arm.id), lang))
        if branch.winner is not None:
            out += wrap(_facts(branch, lang), width(), "  ", "    ")
    return out


def _cells(branch: BranchAnswer, arm: ArmVerdict | None, lang: str) -> list[str]:
    cell = branch.asked
    if cell is None:
        return ["?", "", ""]
    low, high = cell.spread_low, cell.spread_high
    spread = "" if low is None else say(lang, "scenario.spread", low=count(low), high=count(high))
    return [from_to(cell), spread, "" if arm is None or arm.clears is None else about(lang, arm.clears.value)]


def _facts(branch: BranchAnswer, lang: str) -> str:
    price = branch.price_bits
    applies = f"{say(lang, 'scenario.head_applies')} {count(branch.applicable)}"
    return f"{applies}, {say(lang, 'scenario.head_price')} {'?' if price is None else count(2.0**-price)}"


def _line(label: list[str], cells: list[str]) -> list[str]:
    """A label beside its cells, or above them where the terminal has no room for both."""
    def beside(less: int) -> str:
        return "".join(fit(cell, size - less) for cell, size in zip(cells, _COLUMNS, strict=True)).rstrip()

    numbers = beside(0)
    if _LABEL + cells_of(numbers) > width():
        return [*label, f"  {beside(2)}"]
    return [fit(label[0] if label else "", _LABEL) + numbers, *label[1:]]


def _counted(answer: Answer, scenario: ScenarioFile, verdict: Verdict, lang: str) -> list[str]:
    """Outcomes that the sentence weighs, side by side: in how many arms each is more and less frequent."""
    out = []
    for name, (more, less) in (verdict.counts or {}).items():
        cells = [answer.branch(arm.id).paired[name] for arm in scenario.arms]
        shares = [cell.share for cell in cells if cell.share is not None]
        references = [cell.reference_share for cell in cells if cell.reference_share is not None]
        if not shares:
            continue
        text = say(
            lang, "scenario.counts", outcome=outcome_name(answer.country, name, lang), reference=count(sum(references) / len(references)),
            low=count(min(shares)), high=count(max(shares)), more=more, less=less, arms=len(cells),
        )  # fmt: skip
        out += wrap(text, width(), "", "  ")
    return out


def _next(answer: Answer, scenario: ScenarioFile, lang: str) -> list[str]:
    pack = argument_of(answer.country)
    do = " ".join(f"--do {change}" for change in scenario.arms[0].do)
    out = command_lines(f"  {say(lang, 'scenario.next_run', pack=pack, do=do)}", width())
    if answer.branches:
        out = command_lines(say(lang, "scenario.next", pack=pack, id=scenario.id, worlds=answer.worlds * _MORE), width()) + out
    return out
