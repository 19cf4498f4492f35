"""`counterfaction validate`: the model held against the targets of a pack."""

from __future__ import annotations

import click

from sim.cli.options import Meter, Whole, as_json, lang, prepare, print_json, reading, seed, show, tell
from sim.cli.report import STDOUT, check_report, print_page, report
from sim.locale import say
from sim.pack import load_pack
from sim.world.bounds import BOUNDS


@click.command("validate", short_help="The model held against the targets of a pack.")
@click.argument("pack")
@click.option("--quick", is_flag=True, help="Fewer worlds: wider intervals, in a few seconds.")
@click.option(
    "--values", default="fixed", show_default=True, metavar="fixed|accepted|prior",
    help="Starting values, or for each two worlds one of the pack's accepted sets, or a draw from priors.",
)
@click.option("--knockouts", is_flag=True, help="Then each mechanism taken out, each free choice, each reading: what hangs on it. Takes minutes.")
@click.option("--ranks", is_flag=True, help="Then whether the fit is true: records made by the model from its accepted sets. Takes minutes.")
@seed
@reading
@report
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads; the scoreboard doesn't depend on it.")
@lang
@as_json
def command(
    pack: str, quick: bool, values: str, knockouts: bool, ranks: bool, seed: int, reading: str | None, report: str | None, workers: int | None,
    lang: str, as_json: bool,
) -> None:
    """Hold the model against every target of a pack (`targets.csv`): what it gives, what is allowed, what is on record. Then check the guards,
    which must hold whatever the numbers are. A missed target is an answer and no error.

    \b
    Examples:
      counterfaction validate demo
      counterfaction validate demo --quick --values prior
      counterfaction validate demo --report scoreboard.html
      counterfaction validate demo --quick --knockouts
    """
    country = load_pack(pack, reading)
    check_report(report, as_json)
    from sim.validation.asked import check_asked

    check_asked(country, values)
    prepare(country)
    from sim.report.validation_text import validation_text
    from sim.validation.validate import validate

    with Meter(lang, "validate") as meter:
        board = validate(country, values=values, quick=quick, seed=seed, workers=workers, progress=meter)
    if knockouts:
        from sim.validation.knockouts import with_knockouts

        with Meter(lang, "knockouts") as meter:
            board = with_knockouts(board, workers=workers, progress=meter)
    if ranks:
        from sim.fit.with_ranks import with_ranks

        with Meter(lang, "ranks") as meter:
            board = with_ranks(board, workers=workers, progress=meter)
    if report is not None:
        from sim.report.html.validation import scoreboard_page, write_scoreboard

        if report == STDOUT:
            print_page(scoreboard_page(board, lang))
            return
        tell(say(lang, "report.written", path=write_scoreboard(board, report, lang)))
    if as_json:
        print_json(board.as_dict())
    else:
        show(validation_text(board, lang))
