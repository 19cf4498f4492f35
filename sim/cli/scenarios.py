"""`counterfaction scenarios`: the sentences that can be put to a pack."""

from __future__ import annotations

import click

from sim.cli.options import as_json, lang, print_json, reading, show
from sim.files.json_text import SCHEMA
from sim.pack import load_pack


@click.command("scenarios", short_help="List the sentences that can be asked.")
@click.argument("pack")
@reading
@lang
@as_json
def command(pack: str, reading: str | None, lang: str, as_json: bool) -> None:
    """List the scenarios of PACK: sentences with their modal word, what is changed for them, and what the model lacks.

    \b
    Examples:
      counterfaction scenarios demo
      counterfaction compare demo --scenario harbour-rising
    """
    country = load_pack(pack, reading)
    from sim.counterfactual.scenarios import scenario_dict

    if as_json:
        rows = [scenario_dict(country, scenario) for scenario in country.scenarios]
        print_json({"schema": SCHEMA, "command": "scenarios", "pack": country.identity, "scenarios": rows})
        return
    from sim.report.scenario_text import scenario_list

    show(scenario_list(country, lang))
