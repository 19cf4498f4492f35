"""What a fit does, round by round, and what it came to, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.fit.fit import FitResult
from sim.fit.posterior import Held, Posterior
from sim.fit.run import RoundTold
from sim.locale import say
from sim.pack.country.sources import values_of
from sim.report.terminal import Heading, width, wrap

MOST = 5
"""Numbers named of each kind."""


def round_text(one: RoundTold, seconds: float, lang: str) -> str:
    """One line on a round that is done."""
    numbers = {"restart": one.restart, "number": one.number + 1, "missed": f"{one.missed:g}", "least": one.least, "minutes": f"{seconds / 60:.0f}"}
    share = "" if one.taken is None else f"{100 * one.taken:.0f}"
    return say(lang, f"fit.round_{one.kind}{'_first' if one.kind == 'move' and one.taken is None else ''}", share=share, **numbers)


def fit_text(result: FitResult, lang: str) -> list[str]:
    """Sets accepted, how they were found, what the record holds fast and what it leaves open, and the files."""
    room = width()
    texts = list(_sentences(result, lang))
    lines: list[str] = [Heading(line) for line in wrap(texts[0], room)]
    for text in texts[1:]:
        lines += ["", *wrap(text, room)] if not text.startswith("  ") else wrap(text.strip(), room, "  ", "    ")
    return lines


def _sentences(result: FitResult, lang: str) -> Iterator[str]:
    known = result.posterior
    numbers = {
        "sets": 0 if known is None else known.sets, "draws": result.draws, "targets": result.targets, "missed": result.most_missed,
        "tried": f"{result.tried:,}", "tested": result.tested, "minutes": f"{result.minutes:.0f}", "left_out": ", ".join(result.left_out),
    }  # fmt: skip
    yield say(lang, "fit.title", title=result.country.title[lang], **numbers)
    yield say(lang, "fit.how", **numbers)
    if result.left_out:
        yield say(lang, "fit.left_out", **numbers)
    if known is None:
        yield say(lang, "fit.nothing")
        return
    yield say(lang, "fit.effective", effective=f"{known.effective:.0f}", roots=known.roots)
    yield say(lang, "fit.heaps" if known.heaps else "fit.one_heap")
    yield from _numbers(result, known, lang)
    often = sorted(known.missed.items(), key=lambda pair: -pair[1])[:MOST]
    yield say(lang, "fit.missed", names=", ".join(f"{name} {100 * share:.0f}" for name, share in often if share > 0))
    yield say(lang, "fit.files", first=result.files[0], second=result.files[1])


def _numbers(result: FitResult, known: Posterior, lang: str) -> Iterator[str]:
    """The numbers that the record holds fastest, leaves most open, presses against an end, and those on which the restarts differ."""
    for which, those in (
        ("fit.held", known.held[:MOST]), ("fit.open", known.held[::-1][:MOST]), ("fit.pressed", known.pressed[:MOST]),
        ("fit.apart", known.apart[:MOST]),
    ):  # fmt: skip
        if those:
            yield say(lang, which, count=len(known.pressed if which == "fit.pressed" else known.apart if which == "fit.apart" else those))
            yield from _rows(result, those, lang)


def _rows(result: FitResult, those: Sequence[Held], lang: str) -> Iterator[str]:
    known = values_of(result.country)
    for one in those:
        what = known[one.key].meaning
        yield "  " + say(lang, "fit.row", name=one.key, what=what, low=f"{one.low:g}", high=f"{one.high:g}", width=f"{100 * one.width:.0f}")


__all__ = ["fit_text", "round_text"]
