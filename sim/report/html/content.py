"""Everything a report says, as data: made from an answer, before any of it is drawn on a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.counterfactual.answer import Answer, BranchAnswer
from sim.counterfactual.definitions import Definition, groups_defined, outcomes_defined, patrons_defined, terms_defined
from sim.counterfactual.pairs import BASELINE, WHAT_IF
from sim.locale import say
from sim.pack import Country
from sim.pack.build.scenarios import ruler_asked
from sim.pack.country.country import Faction
from sim.pack.country.dates import month_name
from sim.report.headline import change_in_words, headline, left_alone, outcomes_beside
from sim.report.html.guesses import Guess, guesses
from sim.report.html.origins import Cited, Origin, cited, origins
from sim.report.html.section import Drawing, Section, defined, drawn_offices, drawn_record, section
from sim.report.limits import limits_of, sentences_key
from sim.report.naming import argument_of, reading_of, title_of
from sim.report.pair_text import pair_text
from sim.report.scenario_text import asks_text, label_of
from sim.world.compiled import text_of_the_rules


@dataclass(frozen=True)
class Judged:
    """A sentence put to the model: the paraphrase, what its word asks, the verdict, its reason, what the model lacks, what its outcomes mean."""

    id: str
    claim: str
    title: str
    sentence: str
    asks: str
    verdict: str
    short: str
    reason: str
    lacks: str
    counts: tuple[str, ...] = ()
    defined: tuple[Definition, ...] = ()


@dataclass(frozen=True)
class Content:
    """A report: see the template for the order in which it is told."""

    lang: str
    country: Country
    title: str
    subtitle: str
    fitted: bool
    content_note: str
    guesses: tuple[Guess, ...]
    asked: str
    terms: tuple[Definition, ...]
    groups: tuple[Definition, ...]
    patrons: tuple[Definition, ...]
    headline: tuple[str, ...]
    named: tuple[Definition, ...]
    judged: tuple[Judged, ...]
    judged_intro: str
    record: Drawing
    record_note: str
    alone: Drawing
    sections: tuple[Section, ...]
    limits: tuple[str, ...]
    caveats: tuple[str, ...]
    origins: tuple[tuple[Faction, tuple[Origin, ...]], ...]
    cited: tuple[Cited, ...]
    commands: tuple[str, ...]
    python: str
    facts: tuple[tuple[str, str], ...]


def judged(answer: Answer, lang: str) -> Judged:
    """The verdict on the sentence of an answer to a scenario."""
    scenario, verdict = answer.scenario, answer.verdict
    if scenario is None or verdict is None:
        raise ValueError("the answer is not one to a scenario")
    reason = say(lang, f"reason.{verdict.reason}") if verdict.reason else ""
    arms = len(scenario.arms)
    counts = tuple(
        say(lang, "report.count", outcome=say(lang, f"outcome.{name}"), arms=arms, more=more, less=less)
        for name, (more, less) in (verdict.counts or {}).items()
    )
    return Judged(
        scenario.id, ", ".join(scenario.claims), scenario.title[lang], scenario.sentence[lang], asks_text(answer.country, scenario, lang),
        say(lang, f"verdict.{verdict.verdict}"), say(lang, f"verdict.short_{verdict.verdict}"), reason, scenario.lacks[lang], counts,
        outcomes_defined(answer.country, (name for name in scenario.outcomes if ruler_asked(name) is None), lang),
    )  # fmt: skip


def shown_branches(answer: Answer) -> list[tuple[BranchAnswer, Sequence[str], str | None]]:
    """Branches of which a section is made: (branch, interventions of its reference, label where no ruler is set)."""
    if answer.scenario is not None:
        labels = {arm.id: label_of(answer.scenario, arm.id, "en") for arm in answer.scenario.arms}
        return [(branch, answer.scenario.reference, labels[branch.id]) for branch in answer.branches if branch.id in labels]
    if answer.branches[-1].id == WHAT_IF:
        return [(answer.branches[-1], (), None)]
    wanted = {branch.id for branch in answer.country.branches if branch.headline and branch.winner}
    by_id = {branch.id: branch for branch in answer.branches}
    found = [(b, by_id[b.reference].do, None) for b in answer.branches if b.id in wanted and b.reference is not None]
    order = [answer.country.factions[k].key for k in answer.country.displayed]
    return sorted(found, key=lambda one: order.index(one[0].winner or ""))  # as on the screen


def content(answer: Answer, lang: str, sentences: Sequence[Answer] = ()) -> Content:
    """The content of a report.

    Args:
        sentences: answers to scenarios of the pack, told as sentences put to the model.
    """
    country, scenario = answer.country, answer.scenario
    shown = shown_branches(answer)
    if scenario is not None:
        labels = {arm.id: label_of(scenario, arm.id, lang) for arm in scenario.arms}
        shown = [(branch, reference, labels[branch.id]) for branch, reference, _ in shown]
    sections = tuple(section(answer, branch, reference, label, lang) for branch, reference, label in shown)
    beside = [branch for branch, _, _ in shown if scenario is None and branch.id != WHAT_IF]
    sentences_asked = [*([answer] if scenario is not None else []), *sentences]
    record, record_note = drawn_record(country, lang)
    asked = say(lang, "report.asked") if scenario is None else say(lang, "report.asked_sentence", sentence=scenario.sentence[lang])
    return Content(
        lang=lang, country=country, title=title_of(country, lang),
        subtitle=say(lang, "report.subtitle") if scenario is None else scenario.title[lang],
        fitted=answer.fitted, content_note=country.content_note[lang],
        guesses=tuple(guesses(country, [(change_in_words(country, branch, label, lang), branch) for branch, _, label in shown], lang)),
        asked=asked, terms=terms_defined(country, ("top_post", "patron", "left_alone"), lang), groups=groups_defined(country, lang),
        patrons=patrons_defined(country, lang), headline=(
            *(line for branch, _, label in shown for line in headline(country, branch, label, lang)),
            *left_alone(country, beside, lang),
        ),
        named=tuple(dict.fromkeys([
            *(one for branch, _, _ in shown for one in defined(country, branch, lang)),
            *outcomes_defined(country, outcomes_beside(country, beside), lang),
        ])),
        judged=tuple(judged(one, lang) for one in sentences_asked),
        judged_intro=say(lang, sentences_key(country, "report.judged_intro")), record=record, record_note=record_note,
        alone=_alone(answer, lang), sections=sections, limits=limits_of(country, answer.fitted, lang),
        caveats=tuple(answer.sentences(lang)),
        origins=tuple((faction, tuple(origins(country, faction, lang))) for faction in (country.factions[k] for k in country.displayed)),
        cited=tuple(cited(country, lang)), commands=commands(answer), python=python(answer), facts=facts(answer, lang),
    )  # fmt: skip


def _alone(answer: Answer, lang: str) -> Drawing:
    """Top offices in the most typical world left alone."""
    first = next((branch for branch in answer.branches if branch.id == BASELINE), None)
    world = first.typical.world if first and first.typical else 0
    pair = pair_text(answer.country, answer.do, answer.do, answer.seed, world, fixed=answer.fixed, lang=lang)
    return drawn_offices(answer.country, pair.left_alone.shares, lang, "alone", say(lang, "report.simulated_alone"))


def commands(answer: Answer) -> tuple[str, ...]:
    """Commands that make the answer again, and this report."""
    parts = ["counterfaction compare", argument_of(answer.country), f"--worlds {answer.worlds}", f"--seed {answer.seed}"]
    if answer.scenario is not None:
        parts.append(f"--scenario {answer.scenario.id}")
    changes = answer.branches[-1].do if answer.branches and answer.branches[-1].id == WHAT_IF else ()
    parts += [f"--what-if '{text}'" for text in changes]
    parts += ["--fixed"] if answer.fixed else []
    parts += [f"--do '{text}'" for text in answer.do]
    line = " ".join(parts)
    return line, f"{line} --report report.html"


def python(answer: Answer) -> str:
    """The same in Python."""
    country = answer.country
    reading = f', reading="{country.reading}"' if country.reading else ""
    more = "".join([
        f", do={list(answer.do)!r}" if answer.do else "", ", fixed=True" if answer.fixed else "",
        f", what_if={list(answer.branches[-1].do)!r}" if answer.branches and answer.branches[-1].id == WHAT_IF else "",
        f', scenario="{answer.scenario.id}"' if answer.scenario is not None else "",
    ])  # fmt: skip
    load = f'country = sim.load_pack("{country.id}"{reading})'
    return f'import sim\n{load}\nanswer = sim.compare(country, worlds={answer.worlds}, seed={answer.seed}{more})\nanswer.report("report.html")'


def facts(answer: Answer, lang: str) -> tuple[tuple[str, str], ...]:
    """What exactly was run."""
    country = answer.country
    reading = reading_of(country)
    last = country.first_month + country.months - 1
    return (
        (say(lang, "report.fact_pack"), f"{country.id} {country.version}, {country.hash}"),
        *(((say(lang, "report.fact_reading"), reading.title[lang]),) if reading else ()),
        (say(lang, "report.fact_rules"), text_of_the_rules()[:12]),
        (say(lang, "report.fact_worlds"), say(lang, "report.fact_pairs", worlds=answer.worlds, seed=answer.seed)),
        (say(lang, "report.fact_horizon"), f"{month_name(country.first_month, lang)} – {month_name(last, lang)}"),
    )
