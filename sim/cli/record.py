"""`counterfaction record`: how surprising the record is to the model, fact by fact."""

from __future__ import annotations

import click

from sim.cli.options import Meter, Whole, as_json, lang, prepare, print_json, reading, seed, show
from sim.pack import load_pack
from sim.world.bounds import BOUNDS


@click.command("record", short_help="How surprising the record is to the model, fact by fact.")
@click.argument("pack")
@click.option("--worlds", default=1000, show_default=True, type=Whole(*BOUNDS["worlds"]), help="Worlds left alone, and as many filtered by facts.")
@click.option(
    "--values", default="fixed", show_default=True, metavar="fixed|accepted|prior",
    help="Starting values, or for each two worlds one of the pack's accepted sets, or a draw from priors.",
)
@seed
@reading
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads; the answer doesn't depend on it.")
@lang
@as_json
def command(pack: str, worlds: int, values: str, seed: int, reading: str | None, workers: int | None, lang: str, as_json: bool) -> None:
    """Ask worlds left alone for the dated facts of a pack (`record.toml`): how often each comes, how surprising that is by itself, and how
    surprising given all facts before it.

    \b
    Examples:
      counterfaction record demo
      counterfaction record demo --values prior
      counterfaction sources demo R3
    """
    country = load_pack(pack, reading)
    from sim.validation.facts.record import check_record

    check_record(country, values)
    prepare(country)
    from sim.report.facts_text import record_text
    from sim.validation.facts.record import record

    with Meter(lang, "record") as meter:
        found = record(country, worlds=worlds, seed=seed, values=values, workers=workers, progress=meter)
    if as_json:
        print_json(found.as_dict())
    else:
        show(record_text(found, lang))
