"""What changed between two versions, as one page: shares that moved as bars, then the numbers of the pack that are others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from markupsafe import Markup

from sim.counterfactual.diff import Cell, Diff
from sim.locale import capital, say
from sim.report.charts.axis import percent
from sim.report.charts.bars import Bar, Row, bars
from sim.report.charts.svg import Chart
from sim.report.diff_text import cell_name, number_lines, sentences
from sim.report.html.parts import environment, source
from sim.report.html.write import check_target, write_page

MOST = 60
"""Shares drawn on the page."""


def diff_chart(found: Diff, lang: str, *, wide: bool = True) -> Chart:
    """Both shares of everything that moved."""
    def interval(cell: Cell) -> str:
        return f"{percent(cell.share)} [{percent(cell.low)} – {percent(cell.high)}]"

    rows = [
        Row(
            capital(cell_name(one, lang)), Bar(one.old.share, one.old.low, one.old.high), Bar(one.new.share, one.new.low, one.new.high),
            (interval(one.old), interval(one.new)),
        )
        for one in found.beyond[:MOST]
    ]  # fmt: skip
    names = say(lang, "diff.old"), say(lang, "diff.new")
    return bars(
        None, rows, lang=lang, key="moved" if wide else "moved-narrow", title=say(lang, "diff.chart_title"), names=names,
        head=(say(lang, "chart.outcomes.outcome"), *names), sentence=sentences(found, lang)[1], wide=wide,
    )  # fmt: skip


def diff_page(found: Diff, lang: str = "en") -> str:
    """The page as HTML; the same bytes for the same sides."""
    template = environment().get_template("diff.html.j2")
    wide, narrow = diff_chart(found, lang), diff_chart(found, lang, wide=False)
    return template.render(
        lang=lang, style=Markup(source("report.css") + source("sensitivity.css")), sentences=sentences(found, lang), chart=wide,
        wide=Markup(wide.svg), narrow=Markup(narrow.svg), caption=Markup(wide.caption()), numbers=number_lines(found, lang),
        changed=0 if found.numbers is None else len(found.numbers.changed), words=_words(lang, "diff"), say=_words(lang, "report"),
    )  # fmt: skip


def _words(lang: str, table: str) -> Callable[..., str]:
    return lambda key, **values: say(lang, f"{table}.{key}", **values)


def write_diff(found: Diff, path: str | Path, lang: str = "en") -> Path:
    """Write the page as one HTML file.

    Raises:
        InputError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    return write_page(diff_page(found, lang), target)
