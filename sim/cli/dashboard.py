"""`counterfaction dashboard`: the pages, in a browser on this machine."""

from __future__ import annotations

import sys

import click

from sim.cli.options import Whole
from sim.pack import Country, InputError, load_pack
from sim.pack.build.installed import most_held_against


@click.command("dashboard", short_help="The pages, in a browser on this machine.")
@click.argument("pack", required=False)
@click.option("--port", default=8765, show_default=True, type=Whole(0, 65535), help="Port of this machine; 0: any that is free.")
@click.option("--lan", is_flag=True, help="Answer to other machines of the network too: whoever is on it can open the pages.")
def command(pack: str | None, port: int, lan: bool) -> int:
    """Serve the pages of PACK (default: that held against most targets) to browsers on this machine, until Ctrl-C.

    \b
    Examples:
      counterfaction dashboard demo
      counterfaction dashboard demo --port 0
    """
    country = load_pack(pack) if pack is not None else _first()
    from sim.dashboard.server import run

    try:
        run(country, port, lambda address: print(f"{country.title['en']}: {address}  (Ctrl-C ends it)", flush=True), lan=lan)
    except KeyboardInterrupt:
        print("counterfaction: interrupted; the pages are closed", file=sys.stderr)
    return 130


def _first() -> Country:
    """The pack held against most targets: an invented one is shown only where it is asked for, or nothing else is there."""
    found = most_held_against()
    if found is None:
        raise InputError(None, "dashboard: no pack is installed", kind="resources", allowed="a folder that holds one")
    return found
