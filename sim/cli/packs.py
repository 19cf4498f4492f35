"""`counterfaction packs`: which packs there are."""

from __future__ import annotations

from typing import Any

import click

from sim.cli.options import as_json, lang, print_json, show
from sim.files.json_text import SCHEMA
from sim.pack import InputError, list_packs, load_pack


@click.command("packs", short_help="List the packs.")
@lang
@as_json
def command(lang: str, as_json: bool) -> None:
    """List the packs that are installed.

    \b
    Example: counterfaction packs
    """
    rows: list[dict[str, Any]] = []
    texts: list[str] = []
    for name in list_packs():
        try:
            country = load_pack(name)
        except InputError as error:
            texts.append(f"{name}: can't be read: {error}")
            rows.append({"id": name, "error": str(error)})
            continue
        title, branches = dict(country.title), len(country.branches) + 1
        rows.append({"id": name, "version": country.version, "hash": country.hash, "title": title, "branches": branches})
        texts.append(f"{name:<14} {country.title[lang]}")
    if as_json:
        print_json({"schema": SCHEMA, "command": "packs", "packs": rows})
    else:
        show(texts)
