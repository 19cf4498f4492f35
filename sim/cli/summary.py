"""`counterfaction summary`: what a batch says."""

from __future__ import annotations

import click

from sim.cli.options import as_json, lang, print_json, show, tell
from sim.cli.report import STDOUT, check_report, print_page, report
from sim.locale import say


@click.command("summary", short_help="Tables and charts over a folder of results.")
@click.argument("folder", metavar="DIR")
@report
@click.option("--pack", metavar="PACK", help="Where the pack of the batch is, if not at its id.")
@lang
@as_json
def command(folder: str, report: str | None, pack: str | None, lang: str, as_json: bool) -> None:
    """Count the folder of a batch: outcomes of every branch, and which of the values that vary go with them.

    \b
    Examples:
      counterfaction summary results
      counterfaction summary results --report batch.html
    """
    from sim.batch.tables.results import open_results
    from sim.batch.tables.summary import country_of, summarise
    from sim.report.summary_text import summary_text

    check_report(report, as_json)
    results = open_results(folder)
    summary = summarise(results, country_of(results, pack))
    if report is not None:
        from sim.report.html.summary import summary_page, write_summary

        if report == STDOUT:
            print_page(summary_page(summary, lang))
            return
        write_summary(summary, report, lang)
        tell(say(lang, "summary.written", file=report))
    if as_json:
        print_json(summary.as_dict())
    else:
        show(summary_text(summary, lang))
