"""`counterfaction packs`: which packs there are."""

from __future__ import annotations

import click

from sim.cli.options import as_json, lang, print_json, show
from sim.files.json_text import SCHEMA
from sim.pack.build.installed import installed
from sim.report.packs_text import packs_text


@click.command("packs", short_help="List the packs.")
@lang
@as_json
def command(lang: str, as_json: bool) -> None:
    """List the packs that are installed.

    \b
    Example: counterfaction packs
    """
    packs = installed()
    if as_json:
        print_json({"schema": SCHEMA, "command": "packs", "packs": [pack.as_dict() for pack in packs]})
    else:
        show(packs_text(packs, lang))
