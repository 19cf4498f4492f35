"""`counterfaction fit`: values that the record does not refute."""

from __future__ import annotations

import click

from sim.cli.options import Meter, Whole, as_json, lang, prepare, print_json, reading, seed, show, tell
from sim.locale import say
from sim.pack import Argument, InputError, load_pack
from sim.world.bounds import BOUNDS


@click.command("fit", short_help="Search for values that the record does not refute.")
@click.argument("pack")
@click.option("--draws", default=500, show_default=True, type=Whole(1, 5_000), help="Accepted sets wanted.")
@click.option("--out", required=True, metavar="DIR", help="Folder of the fit: new, empty, or of this very fit, which then goes on.")
@click.option("--quick", is_flag=True, help="Fewer sets and rounds: a third of the time.")
@seed
@reading
@click.option("--workers", type=Whole(*BOUNDS["workers"]), help="Threads; the sets don't depend on it.")
@lang
@as_json
def command(pack: str, draws: int, out: str, quick: bool, seed: int, reading: str | None, workers: int | None, lang: str, as_json: bool) -> int:
    """Search the plausible values of PACK, from three starts, for sets that meet its targets in fresh worlds. Interrupted? Run the same line again:
    what is finished is kept.

    \b
    Example: counterfaction fit demo --draws 50 --quick --out fit
    """
    if out == "-":
        raise InputError(
            Argument("out"), "a folder, not standard output", kind="file", found="'-'", allowed="the name of a folder; one of this name is ./-"
        )
    country = load_pack(pack, reading)
    prepare(country)
    from sim.fit.fit import fit, refused
    from sim.fit.run import RoundTold
    from sim.report.fit_text import fit_text, round_text

    def told(one: RoundTold, seconds: float) -> None:
        meter.clear()
        tell(round_text(one, seconds, lang))

    try:
        with Meter(lang, "fit") as meter:
            result = fit(country, draws, out, seed=seed, quick=quick, workers=workers, told=told, progress=meter)
    except OSError as error:
        raise refused(error, out) from None
    except KeyboardInterrupt:
        tell(f"counterfaction: {say(lang, 'fit.interrupted', folder=out)}")
        return 130
    if as_json:
        print_json(result.as_dict())
    else:
        show(fit_text(result, lang))
    return 0
