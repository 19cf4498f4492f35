"""What an answer hangs on, as one page: the sentences of the text, bars by number and by source, rules, responses to traits, all numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sim.counterfactual.definitions import definition
from sim.counterfactual.pairs import BASELINE, WHAT_IF
from sim.locale import capital, say
from sim.report.charts.bars import Bar, Row, bars
from sim.report.charts.responses import Course, responses
from sim.report.charts.svg import Chart
from sim.report.html.origins import trait_name
from sim.report.html.parts import environment, source, words
from sim.report.html.write import check_target, write_page
from sim.report.naming import argument_of, title_of
from sim.report.sensitivity_text import below, box_sentences, facts, noise_sentence, outcome_name, part, sentences, source_title
from sim.report.summary_text import key_name
from sim.validation.sensitivity.analyse import BASE
from sim.validation.sensitivity.answer import Effect, Sensitivity
from sim.world.compiled import text_of_the_rules


def _bar_row(effect: Effect, label: str) -> Row:
    known = effect.total is not None
    second = Bar(max(0.0, effect.total or 0.0), max(0.0, effect.total_low or 0.0), max(0.0, effect.total_high or 0.0)) if known else None
    interval = f"{part(effect.total_low or 0.0)} – {part(effect.total_high or 0.0)}" if known else "–"
    cells = part(effect.main), part(effect.total or 0.0) if known else "–", interval, part(effect.noise), effect.source
    return Row(label, Bar(max(0.0, effect.main)), second, cells)


def effects_chart(found: Sensitivity, lang: str, *, wide: bool = True) -> Chart:
    """Bars by number and by source."""
    country, outcome = found.country, capital(outcome_name(found, lang))
    numbers = [(one, capital(key_name(country, one.key, lang))) for one in found.effects]
    sources = [(one, source_title(country, one, lang)) for one in found.sources if one.tells]
    rows = [Row(say(lang, "chart.effects.numbers"), None, None), *(_bar_row(*one) for one in numbers)] if numbers else []
    rows += [Row(say(lang, "chart.effects.sources"), None, None), *(_bar_row(*one) for one in sources)] if sources else []
    names = say(lang, "chart.effects.alone_bar"), say(lang, "chart.effects.together_bar")
    head = [say(lang, f"chart.effects.{name}") for name in ("number", "alone", "together", "interval", "noise")] + [say(lang, "report.source")]
    told = found.telling
    if told:
        first = told[0]
        said = {"name": key_name(country, first.key, lang), "part": part(first.total if first.total is not None else first.main)}
        title = say(lang, "sensitivity.effects_title", outcome=outcome, **said)
        sentence = say(lang, "chart.effects.sentence", count=len(told), sources=len(sources), **said)
    else:
        title, sentence = say(lang, "sensitivity.effects_title_none", outcome=outcome), say(lang, "chart.effects.none")
    noise = (found.effects[0].noise, say(lang, "chart.effects.noise_line")) if found.effects else None
    key = "effects" if wide else "effects-narrow"
    return bars(country, rows, lang=lang, key=key, title=title, names=names, head=head, sentence=sentence, noise=noise, wide=wide)


def response_charts(found: Sensitivity, lang: str) -> list[Chart]:
    """Panels of each outcome told; that which is asked about comes first."""
    names = list(dict.fromkeys(one.outcome for one in found.responses))
    return [_responses(found, name, lang) for name in names]


def _responses(found: Sensitivity, outcome: str, lang: str) -> Chart:
    country = found.country
    order = {name: n for n, name in enumerate(country.trait_names)}
    courses = []
    for one in found.responses:
        if one.outcome == outcome:
            group, _, trait = one.key.partition(".")
            name = capital(trait_name(country, trait, lang))
            courses.append((order[trait], Course(country.numbers[group], name, one.values, one.means, one.lows, one.highs)))
    title = outcome_name(found, lang) if outcome == found.question.outcome else say(lang, f"outcome.{outcome}")
    key = f"responses-{outcome.replace('=', '-')}"
    return responses(
        country, [course for _, course in sorted(courses, key=lambda pair: (pair[0], pair[1].k))], lang=lang, key=key,
        title=say(lang, "sensitivity.responses_title", outcome=capital(title)), signed=found.question.difference,
    )  # fmt: skip


def command_of(found: Sensitivity) -> str:
    """The line that makes it again."""
    asked, plan = found.question, found.question.plan
    own = "".join(f" --what-if '{text}'" for text in plan.own) if plan.id == WHAT_IF else "" if plan.id == BASELINE else f" --branch {plan.id}"
    own += "".join(f" --do '{text}'" for text in plan.scenario.texts if text not in plan.own)
    tail = f"{' --difference' if asked.difference else ''} --points {found.points} --worlds {found.worlds} --seed {found.seed}"
    return f"counterfaction sensitivity {argument_of(found.country)} --outcome {asked.outcome}{own}{tail}"


def sensitivity_page(found: Sensitivity, lang: str = "en") -> str:
    """The page as HTML; the same bytes for the same analysis."""
    template = environment().get_template("sensitivity.html.j2")
    style = Markup(source("report.css") + source("validation.css") + source("sensitivity.css"))
    charts = response_charts(found, lang)
    return template.render(
        found=found, lang=lang, style=style, title=title_of(found.country, lang), sentences=sentences(found, lang), part=part,
        wide=Markup(effects_chart(found, lang).svg), effects=effects_chart(found, lang), narrow=Markup(effects_chart(found, lang, wide=False).svg),
        noise=noise_sentence(found, lang) if found.effects else "", below=below(found, lang), boxes=box_sentences(found, lang),
        meaning=_meaning(found, lang), asked=[Markup(one.figure()) for one in charts[:1]], others=[Markup(one.figure()) for one in charts[1:]],
        names={one.key: key_name(found.country, one.key, lang) for one in found.screened}, all_points=BASE * found.points,
        facts=_facts(found, lang), command=command_of(found), hangs=_words(lang, "sensitivity"), **words(found.country, lang),
    )  # fmt: skip


def _meaning(found: Sensitivity, lang: str) -> str:
    name = found.question.outcome.partition("=")[0]
    return "" if name.startswith("ruler_") and name != "ruler_ousted" else definition(name, lang)


def _facts(found: Sensitivity, lang: str) -> Sequence[tuple[str, str]]:
    return (
        (say(lang, "report.fact_pack"), " ".join(found.country.identity[key] for key in ("id", "version", "hash"))),
        (say(lang, "report.fact_rules"), text_of_the_rules()[:12]),
        (say(lang, "report.fact_worlds"), facts(found, lang)),
    )  # fmt: skip


def _words(lang: str, table: str) -> Callable[..., str]:
    return lambda key, **values: say(lang, f"{table}.{key}", **values)


def write_sensitivity(found: Sensitivity, path: str | Path, lang: str = "en") -> Path:
    """Write the page as one HTML file.

    Raises:
        InputError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    return write_page(sensitivity_page(found, lang), target)


__all__: Any = ["command_of", "effects_chart", "response_charts", "sensitivity_page", "write_sensitivity"]
