"""`counterfaction sources`: where a value comes from."""

from __future__ import annotations

import click

from sim.cli.options import as_json, print_json, reading, show
from sim.files.json_text import SCHEMA
from sim.pack import load_pack


@click.command("sources", short_help="Show where a value comes from.")
@click.argument("pack")
@click.argument("key", required=False)
@reading
@as_json
def command(pack: str, key: str | None, reading: str | None, as_json: bool) -> None:
    """Show where KEY of PACK comes from, how sure it is, and who disputes it, or what an outcome means; without KEY, what can be asked.

    \b
    Examples:
      counterfaction sources demo harbour.support
      counterfaction sources demo turnover
      counterfaction sources demo rivals_purged
      counterfaction sources demo harbour.adventurism --reading kinder
    """
    country = load_pack(pack, reading)
    from sim.counterfactual.definitions import explained, keys_of
    from sim.report.sources_text import entries_text, keys_text

    found = {"schema": SCHEMA, "command": "sources", "pack": country.identity}
    if key is None:
        keys = keys_of(country)
        if as_json:
            print_json({**found, "keys": keys})
        else:
            show(keys_text(keys))
        return
    entries = explained(country, key)
    if as_json:
        print_json({**found, "key": key, "entries": [entry.as_dict() for entry in entries]})
    else:
        show(entries_text(entries))
