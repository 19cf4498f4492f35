"""A scoreboard as one page: the sentences of the text, every part of every target in one table, the guards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from sim.locale import say
from sim.pack import Country
from sim.report.facts_text import ScoresTable, scores_table
from sim.report.html.parts import environment, source, words
from sim.report.html.write import check_target, write_page
from sim.report.naming import argument_of, title_of
from sim.report.ranks_text import ranks_sentences
from sim.report.validation_text import KnockoutRow, Row, knockout_rows, rows, sentences
from sim.validation.scoreboard import Scoreboard
from sim.validation.validate import QUICK
from sim.world.compiled import text_of_the_rules


@dataclass(frozen=True)
class Content:
    """A scoreboard: see the template for the order in which it is told."""

    lang: str
    country: Country
    title: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    guards: tuple[tuple[str, bool, str], ...]
    facts: tuple[tuple[str, str], ...]
    command: str
    python: str
    knockouts: tuple[KnockoutRow, ...] | None
    ranks: tuple[str, ...]
    dated: ScoresTable | None
    dated_legend: str


def content(board: Scoreboard, lang: str) -> Content:
    """The content of the page."""
    country = board.country
    quick = board.worlds == QUICK.worlds
    more = "".join(f"--{name} " for name, there in (("quick", quick), ("knockouts", board.knockouts), ("ranks", board.ranks)) if there)
    given = f"{more}--values {board.values} --seed {board.seed}"
    pack = ", ".join(f'"{name}"' for name in (country.given or country.id, country.reading) if name)
    call = f'sim.validate(sim.load_pack({pack}), values="{board.values}", seed={board.seed}{", quick=True" if quick else ""})'
    return Content(
        lang=lang, country=country, title=title_of(country, lang), sentences=tuple(sentences(board, lang)), rows=tuple(rows(board, lang)),
        guards=tuple((guard.id, guard.passes, guard.evidence(lang)) for guard in board.guards),
        facts=(
            (say(lang, "report.fact_pack"), " ".join(country.identity[key] for key in ("id", "version", "hash"))),
            (say(lang, "report.fact_rules"), text_of_the_rules()[:12]),
        ),
        command=f"counterfaction validate {argument_of(country)} {given}", python=f"import sim\nprint({call}.met)",
        knockouts=None if board.knockouts is None else tuple(knockout_rows(board.knockouts, lang)),
        ranks=() if board.ranks is None else tuple(ranks_sentences(board.ranks, lang)),
        dated=None if board.facts is None else scores_table(board.facts, lang),
        dated_legend="" if board.facts is None else say(lang, "nulls.legend", worlds=f"{board.facts.record.worlds:,}"),
    )  # fmt: skip


def _words(lang: str, table: str) -> Callable[..., str]:
    return lambda key, **values: say(lang, f"{table}.{key}", **values)


def scoreboard_page(board: Scoreboard, lang: str = "en") -> str:
    """The page as HTML; the same bytes for the same scoreboard."""
    template = environment().get_template("validation.html.j2")
    style = Markup(source("report.css") + source("validation.css"))
    tables = (("words", "validate"), ("knockout", "knockouts"), ("rank", "ranks"), ("guess", "nulls"))
    own = {name: _words(lang, table) for name, table in tables}
    return template.render(told=content(board, lang), style=style, **words(board.country, lang), **own)


def write_scoreboard(board: Scoreboard, path: str | Path, lang: str = "en") -> Path:
    """Write the page as one HTML file.

    Raises:
        InputError: the file can't be written; what was there before stays.
    """
    target = check_target(path)
    return write_page(scoreboard_page(board, lang), target)
