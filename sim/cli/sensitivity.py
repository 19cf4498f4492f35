"""`counterfaction sensitivity`: which numbers and which sources an answer hangs on."""

from __future__ import annotations

import click

from sim.cli.options import Meter, Whole, as_json, asked_country, do, lang, prepare, print_json, prior, reading, seed, show, tell
from sim.cli.report import STDOUT, check_report, print_page, report
from sim.locale import say
from sim.world.bounds import BOUNDS


@click.command("sensitivity", short_help="Which numbers and sources an answer hangs on.")
@click.argument("pack")
@click.option("--outcome", required=True, metavar="NAME", help="An outcome, or ruler_YEAR=GROUP.")
@click.option("--branch", default="baseline", show_default=True, metavar="ID", help="A branch of the pack, counted from its month on.")
@click.option("--what-if", "what_if", multiple=True, metavar="CHANGE", help="A change of your own instead of a branch; may be given several times.")
@click.option("--difference", is_flag=True, help="How much more often it comes with the change than without, instead of how often.")
@click.option("--points", type=Whole(16, 16_384), help="Points at which each number that matters is tried (512; of a branch 256).")
@click.option("--worlds", default=4, show_default=True, type=Whole(2, 64), help="Worlds a point.")
@prior
@seed
@do
@reading
@report
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads; the answer doesn't depend on it.")
@lang
@as_json
def command(
    pack: str, outcome: str, branch: str, what_if: tuple[str, ...], difference: bool, points: int | None, worlds: int, prior: bool, seed: int,
    do: tuple[str, ...], reading: str | None, report: str | None, workers: int | None, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Tell what the share of an outcome hangs on: the numbers and traits that matter most, by themselves and with others, grouped by source too;
    what is no more than noise; and in which corner of plausible values the outcome is most frequent.

    \b
    Examples:
      counterfaction sensitivity demo --outcome second_war
      counterfaction sensitivity demo --outcome ruler_ousted --branch harbour-plenum-1956-09 --difference
      counterfaction sensitivity demo --outcome uprising --points 64 --report hangs.html
    """
    country = asked_country(pack, reading, fixed=False, prior=prior)
    from sim.validation.sensitivity.points import read_question

    read_question(country, outcome, branch, do, what_if, difference=difference)  # what is wrong is found before anything is compiled
    check_report(report, as_json)
    prepare(country)
    from sim.report.sensitivity import sensitivity
    from sim.report.sensitivity_text import sensitivity_text

    with Meter(lang, "sensitivity") as meter:
        found = sensitivity(
            country, outcome, branch, do, what_if, difference=difference, points=points, worlds=worlds, seed=seed, workers=workers, progress=meter
        )
    if report is not None:
        from sim.report.html.sensitivity import sensitivity_page, write_sensitivity

        if report == STDOUT:
            print_page(sensitivity_page(found, lang))
            return
        tell(say(lang, "report.written", path=write_sensitivity(found, report, lang)))
    if as_json:
        print_json(found.as_dict())
    else:
        show(sensitivity_text(found, lang))
