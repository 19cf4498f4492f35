"""What an answer hangs on, as text: the numbers that matter most, the sources, what is no more than noise, where the outcome is most frequent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sim.counterfactual.pairs import BASELINE, WHAT_IF
from sim.locale import capital, hundred, say
from sim.pack import Country
from sim.report.naming import argument_of, title_of
from sim.report.summary_text import key_name
from sim.report.terminal import command_lines, heading, width, wrap
from sim.validation.sensitivity.answer import Effect, Rule, Sensitivity
from sim.validation.sensitivity.inputs import JUDGEMENT

MOST: Final = 5
"""Numbers, and sources, that are told one by one."""
MOST_BELOW: Final = 3
"""Numbers named of those that are no more than noise."""


@dataclass(frozen=True)
class Row:
    """A number or a source in words: its name, its parts, what it does, where it comes from."""

    name: str
    alone: str
    together: str
    does: str
    source: str


def outcome_name(found: Sensitivity, lang: str) -> str:
    """The outcome that is asked about."""
    year, _, group = found.question.outcome.partition("=")
    if not group:
        return say(lang, f"outcome.{year}")
    return say(lang, "sensitivity.ruler", who=found.country.faction(group).phrase[lang], year=year.removeprefix("ruler_"))


def branch_words(found: Sensitivity, lang: str) -> str:
    """The worlds that are asked about."""
    plan = found.question.plan
    if plan.id == BASELINE:
        return ", ".join([say(lang, "compare.column_alone"), *plan.scenario.texts])
    return ", ".join(plan.own) if plan.id == WHAT_IF else plan.id


def amount(found: Sensitivity, value: float) -> str:
    """A share as a count of one hundred; a difference with its sign."""
    return f"{100 * value:+.0f}" if found.question.difference else hundred(min(1.0, max(0.0, value)))


def part(value: float) -> str:
    """A part of the variance."""
    return f"{100 * min(1.0, max(0.0, value)):.0f}%"


def sentences(found: Sensitivity, lang: str) -> list[str]:
    """What is asked, how often it comes, what is luck, and on what it hangs most."""
    key = "difference" if found.question.difference else "share"
    value, low, high = (amount(found, one) for one in found.mean)
    first, last = (amount(found, one) for one in found.spread)
    lines = [
        say(lang, "sensitivity.title", outcome=capital(outcome_name(found, lang)), title=title_of(found.country, lang),
            branch=branch_words(found, lang), seed=found.seed),
        say(lang, f"sensitivity.level_{key}", value=value, low=low, high=high, first=first, last=last),
    ]  # fmt: skip
    if found.counted < 1.0:
        lines.append(say(lang, "sensitivity.counted", share=hundred(found.counted)))
    if found.by_values is None:
        return [*lines, say(lang, "sensitivity.only_luck")]
    lines.append(say(lang, "sensitivity.luck", part=part(found.by_values)))
    return [*lines, *_hangs_on(found, lang)]


def _hangs_on(found: Sensitivity, lang: str) -> list[str]:
    """The sentence on the source that matters most."""
    told = [one for one in found.sources if one.tells]
    if not told:
        return []
    first = told[0]
    mine = [one.key for one in found.telling if one.key in first.numbers]
    key = "hangs_judgement" if first.source == JUDGEMENT else "hangs_source"
    return [say(
        lang, f"sensitivity.{key}", source=source_title(found.country, first, lang), part=part(first.total or first.main), numbers=len(first.numbers),
        names="; ".join(key_name(found.country, name, lang) for name in mine[:2]) or say(lang, "sensitivity.no_single"),
    )]  # fmt: skip


def source_title(country: Country, effect: Effect, lang: str) -> str:
    """A source by its title; judgement by the table it stands in."""
    if effect.source == JUDGEMENT:
        return say(lang, "sensitivity.judgement", table=effect.table)
    source = country.sources.get(effect.source)
    return effect.source if source is None else f"{source.title}{f' ({source.year})' if source.year else ''}"


def together_text(effect: Effect, lang: str) -> str:
    """A total effect with its interval, or that none was worked out."""
    if effect.total is None or effect.total_low is None or effect.total_high is None:
        return say(lang, "sensitivity.not_followed")
    return say(lang, "sensitivity.together", part=part(effect.total), low=part(effect.total_low), high=part(effect.total_high))


def rows(found: Sensitivity, lang: str) -> list[Row]:
    """The numbers that stand apart from noise, those that matter most first."""
    return [_row(found, one, lang) for one in found.telling]


def _row(found: Sensitivity, effect: Effect, lang: str) -> Row:
    over = next((one for one in found.over_numbers if one.key == effect.key), None)
    does = "" if over is None else say(
        lang, "sensitivity.does", low=f"{over.values[0]:.3g}", high=f"{over.values[-1]:.3g}", before=amount(found, over.means[0]),
        after=amount(found, over.means[-1]),
    )  # fmt: skip
    return Row(
        capital(key_name(found.country, effect.key, lang)), say(lang, "sensitivity.alone", part=part(effect.main)), together_text(effect, lang), does,
        say(lang, "sensitivity.source", source=effect.source),
    )  # fmt: skip


def source_rows(found: Sensitivity, lang: str) -> list[Row]:
    """The sources that stand apart from noise."""
    return [
        Row(
            source_title(found.country, one, lang), say(lang, "sensitivity.alone", part=part(one.main)), together_text(one, lang),
            say(lang, "sensitivity.numbers", n=len(one.numbers)), one.source,
        )
        for one in found.sources if one.tells
    ]  # fmt: skip


def below(found: Sensitivity, lang: str) -> list[str]:
    """What is no more than noise."""
    quiet = [key_name(found.country, one.key, lang) for one in found.effects if not one.tells]
    lines = [say(lang, "sensitivity.below", names="; ".join(quiet[:MOST_BELOW]), n=len(quiet))] if quiet else []
    if found.others is not None:
        together = together_text(found.others, lang)
        lines.append(say(lang, "sensitivity.others", n=len(found.others.numbers), alone=part(found.others.main), together=together))
    silent = sum(not one.tells for one in found.sources)
    return [*lines, say(lang, "sensitivity.quiet_sources", n=silent)] if silent else lines


def box_sentences(found: Sensitivity, lang: str) -> list[str]:
    """Where the outcome is most and least frequent."""
    lines = [_box(found, rule, name, lang) for name, rule in (("more", found.more), ("less", found.less)) if rule is not None]
    return lines or [say(lang, "sensitivity.no_box")] if found.effects else []


def bound_text(country: Country, bound: tuple[str, float | None, float | None, float], lang: str) -> str:
    """A bound of a box in words."""
    key, low, high, _ = bound
    values = {"low": f"{low:.3g}" if low is not None else "", "high": f"{high:.3g}" if high is not None else ""}
    kind = "between" if low is not None and high is not None else "above" if low is not None else "below"
    return say(lang, f"sensitivity.bound_{kind}", name=key_name(country, key, lang), **values)


def _box(found: Sensitivity, rule: Rule, name: str, lang: str) -> str:
    box, sign = rule.box, -1.0 if name == "less" else 1.0
    inside, outside = box.mean, box.outside
    if name == "less":
        inside, outside = (-inside, -outside) if found.question.difference else (1.0 - inside, 1.0 - outside)
    bounds = say(lang, "sensitivity.and").join(bound_text(found.country, bound, lang) for bound in rule.bounds)
    text = say(
        lang, f"sensitivity.box_{'difference_' if found.question.difference else ''}{name}", bounds=bounds, inside=amount(found, inside),
        outside=amount(found, outside), support=hundred(box.support),
    )  # fmt: skip
    covered = sign > 0 and not found.question.difference
    return f"{text} {say(lang, 'sensitivity.coverage', coverage=hundred(box.coverage))}" if covered else text


def facts(found: Sensitivity, lang: str) -> str:
    """What was simulated."""
    return say(
        lang, "sensitivity.simulated", worlds=f"{found.simulated:,}", points=found.points, each=found.worlds, numbers=found.numbers,
        kept=len(found.effects),
    )  # fmt: skip


def noise_sentence(found: Sensitivity, lang: str) -> str:
    """What an inert number shows."""
    first = found.effects[0]
    return say(lang, "sensitivity.noise", main=part(first.main_noise), total=part(first.noise))


def sensitivity_text(found: Sensitivity, lang: str = "en") -> list[str]:
    """Lines as wide as the terminal, at most."""
    room = width()
    first, *more = sentences(found, lang)
    out = heading(wrap(first, room)) + [line for text in more for line in wrap(text, room)]
    if found.effects:
        out += ["", *heading(wrap(say(lang, "sensitivity.numbers_head"), room)), *wrap(noise_sentence(found, lang), room)]
        out += _listed(rows(found, lang), room, say(lang, "sensitivity.none_tells"))
        out += ["", *heading(wrap(say(lang, "sensitivity.sources_head"), room))]
        out += _listed(source_rows(found, lang), room, say(lang, "sensitivity.no_source_tells"), sources=True)
        out += ["", *(line for text in (*below(found, lang), *box_sentences(found, lang)) for line in wrap(text, room))]
    out += ["", *wrap(facts(found, lang), room)]
    asked = found.telling[0].key if found.telling else found.question.outcome.partition("=")[0]
    return [*out, *command_lines(say(lang, "sensitivity.next", pack=argument_of(found.country), name=asked), room)]


def _listed(them: Sequence[Row], room: int, none: str, *, sources: bool = False) -> list[str]:
    """Rows, the first few: name, then its parts, what it does and where it comes from."""
    if not them:
        return wrap(none, room)
    out = []
    for n, row in enumerate(them[:MOST]):
        mark = f"{n + 1}. "
        out += wrap(row.name, room, mark, " " * len(mark))
        details = [f"{row.alone}, {row.together}", row.does] if sources else [f"{row.alone}, {row.together}", row.does, row.source]
        text = "; ".join(one for one in details if one)
        out += wrap(text, room, " " * len(mark), " " * len(mark))
    return out


__all__ = [
    "Row", "below", "bound_text", "box_sentences", "branch_words", "facts", "noise_sentence", "outcome_name", "part", "rows", "sensitivity_text",
    "sentences", "source_rows", "source_title",
]  # fmt: skip
