"""Dated facts of the record, in the form in which simulated worlds can be asked for them, and rates of the like in other countries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sim.pack.country.country import Place
from sim.pack.country.errors import listed, nearest_to, shown
from sim.pack.country.facts import EDGES, PREDICATES, Fact, Predicate, Rate
from sim.pack.country.vocabulary import JUDGEMENT
from sim.pack.text.findings import Findings, Horizon
from sim.pack.text.record_shape import FactTable, RateTable, RecordFile
from sim.pack.text.tables import Checked

_TOLD: Final = ("at", "from", "until", "group", "above", "below", "level")


def build_facts(
    file: Checked[RecordFile] | None, factions: Collection[str] | None, horizon: Horizon, findings: Findings
) -> tuple[tuple[Fact, ...], tuple[Rate, ...]]:  # fmt: skip
    """Facts in the order of their last month, then of their ids, and rates by predicate. Mistakes are noted."""
    if file is None:
        return (), ()
    tables, rates = file.table.fact, file.table.rate
    findings.unique("fact", ((table.id, file.at("fact", n)) for n, table in enumerate(tables)))
    findings.unique("rate", ((f"{rate.predicate} {_span(rate)}".strip(), file.at("rate", n)) for n, rate in enumerate(rates)))
    facts = [_fact(table, file.at("fact", n), factions, horizon, findings) for n, table in enumerate(tables)]
    found = [_rate(table, file.at("rate", n), horizon, findings) for n, table in enumerate(rates)]
    return (
        tuple(sorted((fact for fact in facts if fact is not None), key=lambda fact: (fact.last, fact.id))),
        tuple(sorted(found, key=lambda rate: (rate.predicate, -1 if rate.first is None else rate.first))),
    )


def _span(rate: RateTable) -> str:
    return "" if rate.from_ is None else f"from {rate.from_}"


def _told(table: FactTable) -> dict[str, object]:
    """What a fact gives of all that a predicate may need."""
    values = {name: getattr(table, "from_" if name == "from" else name) for name in _TOLD}
    return {name: value for name, value in values.items() if value is not None}


def _fact(table: FactTable, place: Place, factions: Collection[str] | None, horizon: Horizon, findings: Findings) -> Fact | None:
    if not findings.known(place, "predicate", table.predicate, PREDICATES):
        return None
    predicate, told = PREDICATES[table.predicate], _told(table)
    _check_keys(table.predicate, predicate, told, place, findings)
    first, last = (table.at, table.at) if predicate.state else (table.from_, table.until)
    if first is None or last is None:
        return None  # noted above
    start, stop = horizon.stretch(findings, place, first, last, within=True)
    for name in (*EDGES, "level"):
        if getattr(table, name) is not None:
            findings.between(place, name, getattr(table, name), 0.0, 1.0)
    if table.group is not None:
        _check_group(table.group, place, factions, findings)
    _check_strength(table, place, findings)
    edge = next((name for name in EDGES if name in told), "")
    return Fact(
        table.id, table.statement, table.predicate, start, stop, table.group or "", edge, getattr(table, edge) if edge else None, table.level or 0.0,
        table.came, table.strength, table.disputed_by, findings.source(place, table.source), table.note, place,
    )  # fmt: skip


def _check_keys(name: str, predicate: Predicate, told: Collection[str], place: Place, findings: Findings) -> None:
    """A fact gives what its predicate needs, and nothing that it can't use."""
    what = f"fact with predicate {name}"
    for key in told:
        if key not in predicate.keys:
            findings.refuse(place, what, kind="unknown", found=shown(key), allowed=listed(predicate.keys), nearest=nearest_to(key, predicate.keys))
    missing = [key for key in predicate.needs if key not in told]
    if missing:
        findings.refuse(place, what, kind="missing", found=f"no {', no '.join(missing)}", allowed=listed(predicate.needs))
    if predicate.share and sum(edge in told for edge in EDGES) != 1:
        found = "both" if EDGES[0] in told else "neither"
        findings.refuse(place, f"bound of a {what}", kind="missing", found=found, allowed=" or ".join(EDGES))


def _check_group(text: str, place: Place, factions: Collection[str] | None, findings: Findings) -> None:
    keys = text.split("+")
    for key in keys:
        findings.known(place, "faction", key, factions)
    if len(set(keys)) < len(keys):
        findings.refuse(place, "group given twice", kind="duplicate", found=listed(keys), allowed="each once")


def _check_strength(table: FactTable, place: Place, findings: Findings) -> None:
    """A fact is somebody's, and a disputed one has somebody who disputes it."""
    if set(table.source) == {JUDGEMENT}:
        findings.refuse(place, "source of a fact", kind="missing", found=JUDGEMENT, allowed="a key of sources.toml: a fact is on record")
    disputed = table.strength == "disputed"
    if disputed != bool(table.disputed_by):
        found = "nobody" if disputed else shown(table.disputed_by)
        allowed = "disputed_by with strength disputed, and only then"
        findings.refuse(place, "strength of a fact", kind="contradiction", found=f"{table.strength}, disputed by {found}", allowed=allowed)


def _rate(table: RateTable, place: Place, horizon: Horizon, findings: Findings) -> Rate:
    if findings.known(place, "predicate", table.predicate, PREDICATES) and PREDICATES[table.predicate].share:
        findings.refuse(place, "rate of a share", kind="unknown", found=shown(table.predicate), allowed="a predicate of what comes, or rules")
    if table.exposure <= 0.0 or table.events < 0.0:
        found = f"{table.events:g} events in {table.exposure:g}"
        findings.refuse(place, "rate", kind="range", found=found, allowed="events of 0 or more in an exposure above 0")
    if (table.from_ is None) != (table.until is None):
        findings.refuse(place, "months of a rate", kind="missing", found="one of from and until", allowed="both or neither")
    first = last = None
    if table.from_ is not None and table.until is not None:
        first, last = horizon.stretch(findings, place, table.from_, table.until, within=True)
    source = findings.source(place, table.source)
    return Rate(table.predicate, table.events, table.exposure or 1.0, table.unit, first, last, table.basis, source, table.confidence, place)
