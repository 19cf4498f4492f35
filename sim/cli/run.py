"""`counterfaction run`: one world, its chronicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.cli.options import Whole, as_json, asked_country, do, lang, prepare, print_json, prior, reading, say_idle, seed, show
from sim.pack import Argument, Country, InputError, load_pack
from sim.world.bounds import BOUNDS, month_of

if TYPE_CHECKING:
    from sim.agents.world import World
    from sim.world.token import Reopened


def _asked(
    pack: str | None, token: str | None, seed: int, world: int, draw: int | None, do: tuple[str, ...], reading: str | None, prior: bool
) -> Reopened:  # fmt: skip
    """The world asked for, by a token or by its parts; what is wrong with either is found before anything is compiled."""
    from sim.world.do import read_do
    from sim.world.draws import draw_of
    from sim.world.token import Reopened, read_token

    if token is not None:
        return read_token(token, None if pack is None else load_pack(pack))
    country = asked_country(pack or "", reading, fixed=draw == 0, prior=prior)
    return Reopened(country, seed, world, draw_of(world, fixed=False) if draw is None else draw, read_do(country, do))


def _until(country: Country, text: str | None) -> int:
    """Months to simulate."""
    return country.months if text is None else month_of(country, text, "until") + 1


@click.command("run", short_help="One world: its chronicle.")
@click.argument("pack", required=False)
@seed
@do
@reading
@click.option("--draw", type=Whole(*BOUNDS["draw"]), help="The N-th draw of values and traits instead of that which `compare` gives the world.")
@click.option("--fixed", is_flag=True, help="Starting values instead of a draw.")
@prior
@click.option("--world", default=0, show_default=True, type=Whole(*BOUNDS["world"]), help="Number of the world among those of the seed.")
@click.option("--until", metavar="DATE", help="Last month to simulate, YYYY-MM.")
@click.option("--token", metavar="T", help="Reopen exactly the world that a token names.")
@click.option("--why", is_flag=True, help="Under each line, why it came about.")
@lang
@as_json
def command(
    pack: str | None, seed: int, do: tuple[str, ...], reading: str | None, draw: int | None, fixed: bool, prior: bool, world: int, until: str | None,
    token: str | None, why: bool, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Run one world of PACK, month by month, and tell what happened.

    It is world 0 of those that `compare` counts with the same seed.

    \b
    Examples:
      counterfaction run demo --seed 4 --why
      counterfaction run demo --do 'ruler=harbour@1956-09:plenum'
    """
    if pack is None and token is None:
        raise InputError(
            None, "run: one thing to run is needed", kind="missing", allowed="a pack, or --token T, with its pack where that is a folder of your own"
        )
    if token is not None and reading is not None:
        raise InputError(
            Argument("reading"), "a token holds its reading already", kind="duplicate", found=repr(reading), allowed="--token without --reading"
        )
    if fixed and draw is not None:
        raise InputError(Argument("fixed"), "starting values and a draw", kind="contradiction", found=f"--draw {draw}", allowed="one of the two")
    if token is not None and prior:
        raise InputError(
            Argument("prior"), "a token says already where its values are from", kind="duplicate", found="--prior", allowed="--token without --prior"
        )
    asked = _asked(pack, token, seed, world, 0 if fixed else draw, do, reading, prior)
    months = _until(asked.country, until)
    say_idle(asked.country, asked.do)
    prepare(asked.country, "board_month")
    from sim.report.world_text import world_dict, world_text

    simulated = _simulated(asked, months)
    if as_json:
        print_json(world_dict(simulated))
    else:
        show(world_text(simulated, lang, why))


def _simulated(asked: Reopened, months: int) -> World:
    """The world after so many months, or at its end."""
    from sim.agents.world import World

    world = World.reopen(asked)
    while world.month < months and not world.over:
        world.step()
    return world
