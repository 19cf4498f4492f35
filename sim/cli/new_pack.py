"""`counterfaction new-pack`: a small pack to begin with."""

from __future__ import annotations

import shlex

import click

from sim.cli.options import Whole, as_json, lang, print_json, show
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack import load_pack
from sim.pack.build.new_pack import new_pack
from sim.pack.build.people import FEWEST_FACTIONS, MOST_FACTIONS
from sim.report.terminal import command_lines, width, wrap


@click.command("new-pack", short_help="Begin a pack of your own.")
@click.argument("name")
@click.option("--out", default=".", metavar="DIR", help="Folder in which that of the pack is made; default: this one.")
@click.option("--groups", default=3, show_default=True, type=Whole(FEWEST_FACTIONS, MOST_FACTIONS), help="How many groups.")
@click.option("--numbers", metavar="PACK", help="Pack whose parameters are carried over; default: that held against most targets.")
@lang
@as_json
def command(name: str, out: str, groups: int, numbers: str | None, lang: str, as_json: bool) -> None:
    """Lay down NAME, an invented country that runs at once, to be replaced file by file.

    Every file says what belongs in it. Nothing that exists is changed.

    \b
    Example: counterfaction new-pack my-country
    """
    folder = new_pack(name, out, groups=groups, numbers=numbers)
    if as_json:
        country = load_pack(folder)
        pack = {"id": country.id, "version": country.version, "hash": country.hash}
        print_json({"schema": SCHEMA, "command": "new-pack", "pack": pack, "folder": str(folder)})
        return
    place = shlex.quote(str(folder) if "/" in str(folder) else f"./{folder}")
    text = wrap(say(lang, "new_pack.made", folder=place), width())
    text += [line for key in ("check", "compare") for line in command_lines(say(lang, f"new_pack.{key}", folder=place), width())]
    show(text)
