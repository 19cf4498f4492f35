"""The picture people want of a batch: how often an outcome comes against a value that varies, branch beside branch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.batch.tables.associations import PLACES
from sim.batch.tables.counts import NAMES
from sim.batch.tables.results import Results
from sim.batch.tables.summary import country_of, summarise
from sim.pack import InputError
from sim.pack.country.errors import unknown_name

if TYPE_CHECKING:
    from sim.report.charts.svg import Chart


def plot(results: Results, outcome: str, by: str, lang: str = "en") -> Chart:
    """A chart, which shows itself in a notebook; `.save("chart.svg")` writes it.

    Args:
        outcome: name of an outcome, such as `uprising`.
        by: a parameter, FACTION.TRAIT or switch that varies over the draws or the cells of the batch: a column of `results.draws`.

    Raises:
        InputError: no such outcome or value, or a damaged part.

    Example:
        >>> import sim
        >>> sim.plot(sim.open_results("rivals"), "uprising", by="turnover")        # doctest: +SKIP
    """
    from sim.report.html.summary import Against

    varying = [name for name in results.manifest["columns"]["draws"] if name not in PLACES]
    if outcome not in NAMES:
        raise unknown_name(None, "outcome", outcome, NAMES)
    if by not in varying:
        raise unknown_name(None, "value that varies", by, varying)
    if not results.parts:
        raise InputError(
            None, f"{results.folder}: nothing to show", kind="missing", found="no finished part", allowed="a batch of which parts are done"
        )
    return Against.of(summarise(results, country_of(results)), outcome, by, lang).chart("plot", wide=True)
