"""`counterfaction compare`: the model left alone beside each rival's world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sim.cli.options import Meter, Whole, as_json, asked_country, do, lang, prepare, print_json, prior, reading, say_idle, seed, show, tell
from sim.cli.report import STDOUT, check_report, print_page, report
from sim.locale import say
from sim.pack import InputError
from sim.world.bounds import BOUNDS

if TYPE_CHECKING:
    from sim.counterfactual.answer import Answer


@click.command("compare", short_help="The model left alone beside each rival's world.")
@click.argument("pack")
@click.option("--worlds", default=200, show_default=True, type=Whole(*BOUNDS["pairs"]), help="Pairs of worlds a branch.")
@seed
@do
@reading
@click.option("--scenario", metavar="ID", help="Answer one sentence of the pack (see `scenarios`) instead of showing all groups.")
@click.option("--what-if", "what_if", multiple=True, metavar="CHANGE", help="Compare one change of your own; may be given several times.")
@click.option("--fixed", is_flag=True, help="Starting values for all worlds instead of a draw for each two.")
@prior
@click.option("--all", "everything", is_flag=True, help="Every branch and every outcome.")
@report
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads; the answer doesn't depend on it.")
@lang
@as_json
def command(
    pack: str, worlds: int, seed: int, do: tuple[str, ...], reading: str | None, scenario: str | None, what_if: tuple[str, ...], fixed: bool,
    prior: bool, everything: bool, report: str | None, workers: int | None, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Compare the model left alone with worlds in which another group rules. Both worlds of a pair get the same random draws.

    \b
    Examples:
      counterfaction compare demo
      counterfaction compare demo --worlds 500 --seed 7 --all
      counterfaction compare demo --scenario harbour-rising
      counterfaction compare demo --reading kinder
      counterfaction compare demo --what-if 'ruler=harbour@1957-03:plenum'
    """
    country = asked_country(pack, reading, fixed=fixed, prior=prior)
    from sim.world.do import read_do

    in_all, asked = read_do(country, do), read_do(country, what_if, "what_if")
    say_idle(country, in_all)
    if what_if:
        from sim.counterfactual.pairs import plan_what_if

        if scenario is not None:
            raise InputError(None, "--what-if and --scenario: one question at a time", kind="contradiction", allowed="one of them")
        plan_what_if(country, asked, in_all)
    if scenario is not None:
        from sim.counterfactual.scenarios import find_scenario, plan_scenario

        plan_scenario(country, find_scenario(country, scenario), in_all)  # what is wrong is found before anything is compiled
    check_report(report, as_json)
    prepare(country)
    from sim.counterfactual.compare import compare
    from sim.report.change_text import change_answer
    from sim.report.compare_text import one_screen, whole
    from sim.report.scenario_text import scenario_answer

    wanted: Any = None
    if not everything and not as_json and scenario is None and not what_if:
        wanted = [branch.id for branch in country.branches if branch.headline]
    with Meter(lang) as meter:
        answer = compare(
            country, worlds, seed, in_all, fixed=fixed, workers=workers, branches=wanted, scenario=scenario, what_if=asked, progress=meter
        )
    if report is not None:
        _write(answer, report, lang)
    if report == STDOUT:
        return
    if as_json:
        print_json(answer.as_dict())
    elif everything:
        show(whole(answer, lang))
    elif scenario is not None:
        show(scenario_answer(answer, lang))
    elif what_if:
        show(change_answer(answer, lang))
    else:
        show(one_screen(answer, lang))


def _write(answer: Answer, report: str, lang: str) -> None:
    """Write the report; one that asks no single sentence also tells what the pack's sentences come to."""
    from sim.counterfactual.compare import compare
    from sim.report.html.write import report_page, write_report

    country, sentences = answer.country, []
    for scenario in country.scenarios if answer.scenario is None and not answer.do and len(answer.branches) > 2 else ():
        tell(say(lang, "report.asking", name=scenario.title[lang]))
        sentences.append(compare(country, answer.worlds, answer.seed, fixed=answer.fixed, scenario=scenario.id))
    if report == STDOUT:
        print_page(report_page(answer, lang, sentences))
        return
    tell(say(lang, "report.written", path=write_report(answer, report, lang, sentences)))
