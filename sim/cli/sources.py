"""`counterfaction sources`: where a value comes from."""

from __future__ import annotations

from typing import Any

import click

from sim.cli.options import as_json, print_json, reading, show
from sim.files.json_text import SCHEMA
from sim.locale import say
from sim.pack import Country, Entry, InputError, explain, listing, load_pack
from sim.pack.country.country import Place
from sim.pack.country.modal import OUTCOME_NAMES
from sim.report.terminal import heading, width, wrap


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "key": entry.key, "kind": entry.kind, "what": entry.what, "value": entry.value, "range": entry.range, "prior": entry.prior,
        "unit": entry.unit, "basis": entry.basis,
        "sources": [{"key": s.key, "title": s.title, "read": s.read} for s in entry.sources], "judgement": entry.judgement,
        "grade": entry.grade, "confidence": entry.confidence, "disputed_by": entry.disputed_by, "place": str(entry.place),
    }  # fmt: skip


def _text(entry: Entry) -> list[str]:
    lines = heading([f"{entry.key} ({entry.kind})"])
    facts = [
        ("what", entry.what), ("value", " ".join(part for part in (entry.value, entry.unit) if part)), ("range", entry.range), ("prior", entry.prior),
        ("basis", entry.basis), ("source", "; ".join(f"{s.title} [{s.key}, {s.read}]" for s in entry.sources)),
        ("judgement", "yes" if entry.judgement else ""), ("grade", entry.confidence), ("disputed by", entry.disputed_by),
        ("written in", str(entry.place)),
    ]  # fmt: skip
    for name, value in facts:
        if value:
            lines.extend(wrap(value, width(), f"  {name + ':':<12} ", " " * 15))
    return lines


def _outcome(name: str) -> Entry:
    """What an outcome means: a definition of the program, the same for every pack."""
    from sim.counterfactual.definitions import definition
    from sim.world.outcome import ASKED_ONLY, OUTCOMES

    found = next(one for one in (*OUTCOMES, *ASKED_ONLY) if one.name == name)
    place = Place("sim/world/outcome.py", found.holds.__code__.co_firstlineno)
    basis = "counted from the month of the change on, after it was applied, to the horizon"
    return Entry(name, "outcome", definition(name, "en"), say("en", f"outcome.{name}"), "", "", "", basis, (), False, "", "", place)


def _explained(country: Country, key: str) -> list[Entry]:
    """All that a key stands for, in the pack and among the outcomes."""
    outcomes = [_outcome(key)] if key in OUTCOME_NAMES else []
    try:
        return [*outcomes, *explain(country, key)]
    except InputError:
        if outcomes:
            return outcomes
        raise


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
    if key is None:
        found = {**listing(country), "outcome": sorted(OUTCOME_NAMES)}
        if as_json:
            print_json({"schema": SCHEMA, "command": "sources", "pack": country.identity, "keys": found})
            return
        lines = []
        for kind, keys in found.items():
            head = f"{kind} ({len(keys)}): "
            lines.extend(wrap(", ".join(keys), width(), head, "  "))
        show(lines)
        return
    entries = _explained(country, key)
    if as_json:
        print_json({"schema": SCHEMA, "command": "sources", "pack": country.identity, "key": key, "entries": [_row(entry) for entry in entries]})
        return
    show([line for n, entry in enumerate(entries) for line in ([""] if n else []) + _text(entry)])
